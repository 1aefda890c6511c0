"""留痕的查阅 — the ledger of the organs that someone oversees, in words."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from gongkai.agencies.models import Agency, User
from gongkai.agencies.policies import READ_LEDGER, Actor
from gongkai.agencies.queries import agencies_for, jurisdiction
from gongkai.core.models import LedgerEntry
from gongkai.disclosure.policies import agencies_seen_by
from gongkai.disclosure.queries import visible_to
from gongkai.disclosure.sentences import ACTIONS as OF_DOCUMENTS
from gongkai.disclosure.sentences import names_of, note_of
from gongkai.foi.sentences import ACTIONS as OF_CASES

ACTIONS = {
    **OF_DOCUMENTS,
    **OF_CASES,
    "agencies.set_up": _("建立辖区"),
    "agencies.configure_site": _("网站设置"),
    "agencies.create_agency": _("新建机关"),
    "agencies.update_agency": _("修改机关资料"),
    "agencies.rename_agency": _("机关改名"),
    "agencies.move_agency": _("调整隶属关系"),
    "agencies.merge_agency": _("合并机关"),
    "agencies.close_agency": _("撤销机关"),
    "agencies.set_guide_text": _("修改公开指南"),
    "agencies.open_account": _("开户"),
    "agencies.enable_account": _("恢复账号"),
    "agencies.disable_account": _("停用账号"),
    "agencies.reset_password": _("重置密码"),
    "agencies.appoint": _("任命岗位"),
    "agencies.end_post": _("免去岗位"),
    "agencies.delegate": _("委托岗位"),
    "agencies.revoke_delegation": _("收回委托"),
    "agencies.load_year": _("载入节假日安排"),
    "agencies.unload_year": _("撤销载入的节假日安排"),
    "agencies.take_up_years": _("采用程序自带的节假日安排"),
    "notices.sent": _("通知发出"),
    "notices.failed": _("通知没有发出"),
    "notices.send_again": _("重新发送通知"),
    "notices.read": _("阅读消息"),
    "reporting.declare": _("填报数字"),
    "reporting.confirm_declared": _("确认填报数字"),
    "reporting.chase_declared": _("催报数字"),
    "reporting.start_report": _("起草年报"),
    "reporting.save_report": _("保存年报"),
    "reporting.add_section": _("年报添加一部分"),
    "reporting.remove_section": _("年报移除一部分"),
    "reporting.redraft_section": _("年报重新起草一部分"),
    "reporting.add_picture": _("年报添加图片"),
    "reporting.add_chart": _("年报添加图表"),
    "reporting.describe_illustration": _("修改年报插图的图题"),
    "reporting.move_illustration": _("移动年报插图"),
    "reporting.remove_illustration": _("移除年报插图"),
    "reporting.submit_report": _("提交年报"),
    "reporting.return_report": _("退回年报"),
    "reporting.sign_report": _("签发年报"),
    "reporting.release_report": _("年报转公开"),
    "reporting.correct_report": _("更正年报"),
    "reporting.chase_report": _("催报年报"),
    "reporting.start_monthly": _("起草月度统计"),
    "reporting.note_monthly": _("写月度统计的说明"),
    "reporting.confirm_monthly": _("确认月度统计"),
    "reporting.submit_monthly": _("报送月度统计"),
    "reporting.return_monthly": _("退回月度统计"),
    "reporting.lock_monthly": _("锁定月度统计"),
    "reporting.correct_monthly": _("更正月度统计"),
    "reporting.chase_monthly": _("催报月度统计"),
    "reporting.keep_library_report": _("收存年报"),
    "reporting.show_library_report": _("改动资料库年报的公众可见"),
    "reporting.remove_library_report": _("把年报移出资料库"),
    "reporting.audit_again": _("重新核对资料库年报"),
    "catalogue.load_schemes": _("载入分类"),
    "catalogue.load_structure": _("载入目录样表"),
    "catalogue.new_column": _("新建栏目"),
    "catalogue.edit_column": _("修改栏目"),
    "catalogue.rename_column": _("栏目改名"),
    "catalogue.move_column": _("移动栏目"),
    "catalogue.merge_columns": _("合并栏目"),
    "catalogue.split_column": _("拆分栏目"),
    "catalogue.retire_column": _("停用栏目"),
    "catalogue.undo": _("撤销目录调整"),
    "imports.open_batch": _("建导入批次"),
    "imports.settle_layout": _("核对表格各列"),
    "imports.begin_job": _("交办批次"),
    "imports.load_rows": _("载入表格各行"),
    "imports.move_on": _("办理批次"),
    "imports.finish_job": _("批次办完"),
    "imports.stop_job": _("批次中断"),
    "imports.open_drop": _("开始导入文件"),
    "imports.add_dropped": _("收到导入的文件"),
    "imports.close_drop": _("文件收齐"),
    "imports.refuse_document": _("文件没有导入"),
    "imports.end_drop": _("导入的文件读完"),
    "imports.learn": _("记住导入习惯"),
    "imports.push": _("其他系统推送稿件"),
    "imports.issue_token": _("发放接口令牌"),
    "imports.revoke_token": _("收回接口令牌"),
    "imports.add_source": _("建立采集来源"),
    "imports.change_source": _("更改采集来源"),
    "imports.set_source_state": _("启停采集来源"),
    "imports.read_list": _("读取来源的列表"),
    "imports.list_failed": _("来源的列表没有读到"),
    "imports.seen_again": _("采集过的网页又读一遍"),
    "imports.page_failed": _("网页没有采集到"),
    "imports.page_refused": _("采集的网页没有导入"),
    "screening.set_masks": _("设置脱敏方式"),
    "screening.start_sweep": _("发起清查"),
    "screening.stop_sweep": _("停止清查"),
    "screening.finish_sweep": _("清查完成"),
}


@dataclass(frozen=True, slots=True)
class Line:
    """留痕一条 — an entry with its names looked up."""

    number: int
    at: datetime
    who: str
    words: str
    agency: str
    subject: str
    url: str
    note: str
    citation: str
    digest: str


@dataclass(frozen=True, slots=True)
class Asked:
    """查阅条件 — any of them may be empty."""

    agency: Agency | None = None
    action: str = ""
    who: str = ""
    since: date | None = None
    until: date | None = None


def entries_for(actor: Actor, asked: Asked) -> QuerySet[LedgerEntry]:
    """Return the entries of the organs that an actor oversees, newest first."""
    overseen = agencies_for(actor, READ_LEDGER)
    rule = Q(agency_id__in=overseen.values("pk"))
    here = jurisdiction()
    if here and overseen.filter(pk=here.root_id).exists():
        rule |= Q(agency_id=None)  # what concerns the whole jurisdiction, such as accounts
    if asked.agency:
        rule &= Q(agency_id=asked.agency.pk)
    if asked.action:
        rule &= Q(action=asked.action)
    if asked.who:
        people = User.objects.filter(Q(name__icontains=asked.who) | Q(username__iexact=asked.who))
        rule &= Q(actor_id__in=people.values("pk"))
    zone = timezone.get_current_timezone()
    if asked.since:
        rule &= Q(at__gte=datetime.combine(asked.since, time.min, zone))
    if asked.until:
        rule &= Q(at__lte=datetime.combine(asked.until, time.max, zone))
    return LedgerEntry.objects.filter(rule).select_related("note").order_by("-id")


def lines_of(entries: list[LedgerEntry], actor: Actor) -> list[Line]:
    """Return entries in words, with four queries however many they are.

    Whoever oversees an organ without seeing its drafts reads that something was done, not to what nor why.
    """
    inside = set(agencies_seen_by(actor))
    names = names_of(entries)
    organs = dict(
        Agency.objects.filter(pk__in={e.agency_id for e in entries if e.agency_id}).values_list(
            "pk", "short_name"
        )
    )
    ids = {e.subject_id for e in entries if e.subject_type == "document" and e.subject_id}
    documents = {
        document.pk: str(document)
        for document in visible_to(actor).filter(pk__in=ids).select_related("public", "working")
    }
    return [
        Line(
            number=entry.pk,
            at=entry.at,
            who=names.get(entry.actor_id or 0, str(_("系统"))),
            words=str(ACTIONS.get(entry.action, entry.action)),
            agency=organs.get(entry.agency_id or 0, ""),
            subject=documents.get(entry.subject_id or 0, "") if entry.subject_type == "document" else "",
            url=f"/desk/documents/{entry.subject_id}/" if entry.subject_type == "document" else "",
            note=note_of(entry) if _may_read_note(entry, inside) else "",
            citation=entry.citation,
            digest=entry.digest,
        )
        for entry in entries
    ]


def _may_read_note(entry: LedgerEntry, inside: set[int]) -> bool:
    """Whether words that went with a document are for someone; why one was withdrawn is for everyone."""
    public = entry.subject_type != "document" or entry.action == "disclosure.withdraw"
    return public or entry.agency_id in inside

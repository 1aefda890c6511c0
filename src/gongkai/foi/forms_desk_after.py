"""送达以后的表单 — service and signatures, files, objections, corrections, and looking at what is sealed."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from gongkai.foi import decisions
from gongkai.foi.forms_desk import DayForm, DeedForm
from gongkai.foi.models import CaseFile, Letter, Remedy
from gongkai.rules.remedies import OUTCOMES, ROUTE_LABELS, Route
from gongkai.rules.serving import (
    PROOF_LABELS,
    SERVICE_BY_OBTAINING,
    SERVICE_RULES,
    SERVICE_WAY_LABELS,
    ObtainingWay,
    ServiceWay,
)
from gongkai.ui import fields
from gongkai.ui.wording import told

_LONG = 2000
FILE_KINDS = (
    CaseFile.Kind.APPLICATION,
    CaseFile.Kind.IDENTITY,
    CaseFile.Kind.SUPPLEMENT,
    CaseFile.Kind.CONSULTATION,
    CaseFile.Kind.SERVICE,
    CaseFile.Kind.REMEDY,
)


class ServeForm(DeedForm):
    """送达."""

    way = fields.choice(_l("怎样送达"), (), radio=True)
    sent_on = fields.day(_l("发出日期"), _l("邮寄的填交邮的日期，公告的填公告的日期"))
    tracking_number = fields.words(
        _l("凭证号码"), _l("邮件号码、传真发送报告号、公告的地址或者版面；网上和电子邮件不用填"), most=60
    )
    signed_for_on = fields.day(_l("签收日期"), _l("直接送达、委托送达的；还没有签收的先空着，以后再登记"))
    proof = fields.choice(_l("送达凭证"), empty=_l("没有，或者现在上传"))
    upload = fields.files(_l("上传凭证"), _l("回执、签收单的扫描件或者照片"))

    def settle(self) -> None:
        case = self.setting.case
        self.fields["way"].choices = [(way, _way(way)) for way in ServiceWay]  # type: ignore[attr-defined]
        wanted = case.way_wanted
        if wanted in set(ObtainingWay):
            self.fields["way"].initial = SERVICE_BY_OBTAINING[ObtainingWay(wanted)]
        self.fields["sent_on"].initial = self.setting.today
        self._offer_proofs()

    def choose_proof(self, file_id: int) -> None:
        """Choose the proof that was uploaded a moment ago, for the page that is shown when the rest is refused."""
        self._offer_proofs()
        self.data = {**self.data, "proof": str(file_id)}

    def _offer_proofs(self) -> None:
        kept = self.setting.case.files.filter(kind=CaseFile.Kind.SERVICE, removed_at=None)
        listed = [(str(file.pk), file.name) for file in kept]
        self.fields["proof"].choices = [("", _("没有，或者现在上传")), *listed]  # type: ignore[attr-defined]


def _way(way: ServiceWay) -> str:
    """A way with the moment that counts and the proof it needs."""
    rule = SERVICE_RULES[way]
    words = {
        "way": told(SERVICE_WAY_LABELS[way]),
        "moment": told(rule.moment),
        "proof": told(PROOF_LABELS[rule.proof]),
    }
    return _("%(way)s：以%(moment)s为准，要有%(proof)s") % words


class SignatureForm(DayForm):
    """登记签收."""

    field_order = ("on",)
    upload = fields.files(_l("签收的凭证"), _l("可以不传"))


class FileForm(DeedForm):
    """添加材料."""

    kind = fields.choice(_l("是什么材料"), (), radio=True)
    upload = fields.files(_l("文件"), _l("可以选几个"))

    def settle(self) -> None:
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in FILE_KINDS]  # type: ignore[attr-defined]


class RemedyForm(DeedForm):
    """登记复议诉讼."""

    kind = fields.choice(_l("种类"), (), radio=True)
    body = fields.words(_l("复议机关或者法院"), most=100)
    reference = fields.words(_l("案号"), most=100)
    filed_on = fields.day(_l("申请或者起诉的日期"))
    accepted_on = fields.day(_l("受理的日期"), _l("还没有受理的先空着"))
    instance = fields.choice(_l("审级"), (("1", _l("一审，或者复议")), ("2", _l("二审")), ("3", _l("再审"))))
    after = fields.choice(_l("此前的复议"), empty=_l("没有"), hint=_l("复议后起诉的，选那一次复议"))

    def settle(self) -> None:
        case = self.setting.case
        self.fields["kind"].choices = fields.labelled(ROUTE_LABELS)  # type: ignore[attr-defined]
        self.fields["filed_on"].initial = self.setting.today
        before = case.remedies.filter(kind=Remedy.Kind.RECONSIDERATION)
        listed = [(str(remedy.pk), f"{remedy.body} {remedy.reference}") for remedy in before]
        self.fields["after"].choices = [("", _("没有")), *listed]  # type: ignore[attr-defined]
        self.fields["body"].initial = decisions.remedy_places_of(case)["review_body"]


class AcceptRemedyForm(DeedForm):
    """登记受理."""

    accepted_on = fields.day(_l("受理的日期"))
    extended_days = fields.number(_l("复议期限延长几日"), _l("没有延长的填 0"))

    def settle(self) -> None:
        self.fields["accepted_on"].initial = self.setting.today
        self.fields["extended_days"].initial = 0


class CloseRemedyForm(DayForm):
    """登记审结."""

    field_order = ("on",)
    outcome = fields.choice(
        _l("结果"), (), _l("要求重新作出的，这件申请重新办理，期限从这一天起算"), radio=True
    )
    corrected_because = fields.words(_l("被纠正的原因"), most=200)
    act_by = fields.day(_l("履行期限"), _l("判决、决定写明期限的"))

    def settle(self) -> None:
        super().settle()
        assert isinstance(self.setting.target, Remedy)
        known = OUTCOMES[Route(self.setting.target.kind)].values()
        self.fields["outcome"].choices = [(each.code, told(each.label)) for each in known]  # type: ignore[attr-defined]


class CorrectionForm(DayForm):
    """登记更正要求."""

    field_order = ("on",)
    information = fields.words(_l("哪些记录不准确"), lines=3, most=_LONG)
    evidence = fields.words(_l("有什么证据"), lines=3, most=_LONG)
    papers = fields.files(_l("证据材料"))


class AnswerCorrectionForm(DeedForm):
    """答复更正要求."""

    answer = fields.choice(
        _l("怎样答复"),
        (("corrected", _l("更正")), ("refused", _l("不予更正")), ("passed_on", _l("转给有权更正的机关"))),
        radio=True,
    )
    words = fields.words(
        _l("内容"), _l("更正后怎么写；不更正的理由；或者机关的名称和联系方式"), lines=4, most=_LONG
    )


class RevealForm(DeedForm):
    """查看申请人."""

    reason = fields.words(
        _l("为什么要看"), _l("留痕；申请人能看到谁、什么时候、为什么看过"), lines=2, most=300
    )


class EvidenceForm(DeedForm):
    """证据卷."""

    reason = fields.words(_l("做什么用"), _l("留痕；申请人能看到"), lines=2, most=300)
    form = fields.choice(
        _l("格式"), (("zip", _l("ZIP，文书和材料各是一个文件")), ("pdf", _l("一个 PDF"))), radio=True
    )

    def settle(self) -> None:
        self.fields["form"].initial = "zip"


def proof_sentence(letter: Letter) -> str:
    """Say what a letter is and how its applicant wants it, above the form of its service."""
    words = {"title": letter.title, "number": letter.number, "name": letter.organ}
    return _("%(title)s %(number)s，%(name)s") % words

"""登记表单 — an application that came to the counter, by post, fax, e-mail or telephone, on one page."""

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from gongkai.agencies.models import Agency
from gongkai.foi.filing import LONGEST, ApplicantFacts, Filing, IncomingFile
from gongkai.rules.applications import APPLICANT_KIND_LABELS, IDENTITY_KIND_LABELS, ApplicantKind
from gongkai.rules.receiving import CHANNEL_LABELS, Channel, Receipt, receipt_day
from gongkai.rules.serving import INFORMATION_FORM_LABELS, OBTAINING_WAY_LABELS
from gongkai.ui import fields

AT_THE_DESK = (
    Channel.IN_PERSON,
    Channel.REGISTERED_POST,
    Channel.ORDINARY_LETTER,
    Channel.FAX,
    Channel.EMAIL,
    Channel.HOTLINE,
)
"""窗口登记的渠道 — what came online has registered itself, and nothing new comes without a channel."""
FACTS = ("kind", "name", "contact_name", "id_kind", "id_number", "phone", "email", "address", "postcode")
_ASKED = ("title", "description", "sought_number", "features", "form_wanted", "way_wanted")
_YES = ("accept_other", "asks_fee_reduction", "may_be_shown")
_DAYS = ("signed_for_on", "confirmed_on")


class NewCaseForm(fields.DeskForm):
    """登记申请 — channel first; what an application by letter lacks may stay empty and is asked for later."""

    channel = fields.choice(_l("怎样来的"), (), radio=True)
    agency = fields.choice(_l("受理机关"), empty=_l("请选择"))
    arrived_on = fields.day(_l("到达的日期"))
    signed_for_on = fields.day(_l("签收的日期"), _l("邮寄须签收的"))
    confirmed_on = fields.day(_l("与申请人确认的日期"), _l("平常信函、传真、电子邮件；还没有联系上的先空着"))
    title = fields.words(_l("所需信息的名称"), _l("申请写的名称，或者一句话概括"))
    description = fields.words(_l("内容描述"), _l("照申请写"), lines=4, most=LONGEST)
    sought_number = fields.words(_l("文号"), most=100)
    features = fields.words(_l("便于查询的其他特征"), lines=2, most=LONGEST)
    kind = fields.choice(_l("申请人类型"), (), radio=True)
    name = fields.words(_l("姓名或者名称"), most=100)
    contact_name = fields.words(_l("联系人"), _l("单位申请的"), most=100)
    id_kind = fields.choice(_l("证件"), empty=_l("没有写"))
    id_number = fields.words(_l("证件号码"), _l("会找出以前的申请"), most=60)
    phone = fields.words(_l("联系电话"), most=60)
    email = fields.words(_l("电子邮箱"), most=200)
    address = fields.words(_l("联系地址"), most=300)
    postcode = fields.words(_l("邮政编码"), most=10, size="w-year")
    form_wanted = fields.choice(_l("提供形式"), empty=_l("没有写"))
    way_wanted = fields.choice(_l("获取方式"), empty=_l("没有写"))
    accept_other = fields.yes(_l("不能按要求提供时，接受其他方式"))
    asks_fee_reduction = fields.yes(_l("申请减免费用"))
    may_be_shown = fields.yes(_l("同意答复后公开展示（不显示申请人）"))
    application = fields.files(_l("申请的扫描件或者照片"), _l("可以用手机拍，可以选几个"))
    identity = fields.files(_l("身份证明"), _l("单独存放，看时要写理由"))

    def __init__(
        self,
        data: Any = None,
        files: Any = None,
        *,
        organs: QuerySet[Agency],
        own: int | None,
        today: date,
    ) -> None:
        """Take what was sent, None for a page to fill in; `own` is the one organ of the officer, None for several."""
        super().__init__(data, files)
        lists = {
            "channel": fields.labelled(CHANNEL_LABELS, AT_THE_DESK),
            "agency": [("", _("请选择")), *((str(organ.pk), organ.name) for organ in organs)],
            "kind": fields.labelled(APPLICANT_KIND_LABELS),
            "id_kind": [("", _("没有写")), *fields.labelled(IDENTITY_KIND_LABELS)],
            "form_wanted": [("", _("没有写")), *fields.labelled(INFORMATION_FORM_LABELS)],
            "way_wanted": [("", _("没有写")), *fields.labelled(OBTAINING_WAY_LABELS)],
        }
        for name, listed in lists.items():
            self.fields[name].choices = listed  # type: ignore[attr-defined]
        first = {"channel": Channel.IN_PERSON, "kind": ApplicantKind.CITIZEN, "accept_other": True}
        for name, value in {**first, "arrived_on": today, "agency": own}.items():
            self.fields[name].initial = value

    @property
    def facts(self) -> ApplicantFacts:
        """Who applies, as far as it was filled in."""
        return ApplicantFacts(**{name: str(self.cleaned_data.get(name) or "").strip() for name in FACTS})

    @property
    def receipt(self) -> Receipt | None:
        """The day of receipt by the channel's rule; None without a channel or a day of arrival."""
        said = self.cleaned_data
        if said.get("channel") not in set(Channel) or not said.get("arrived_on"):
            return None
        return receipt_day(
            Channel(said["channel"]),
            arrived_on=said["arrived_on"],
            signed_on=said.get("signed_for_on"),
            confirmed_on=said.get("confirmed_on"),
        )

    def filing(self, submission: str, files: tuple[IncomingFile, ...]) -> Filing:
        """Return what is to be registered; the form must be valid."""
        said = self.cleaned_data
        rest: dict[str, Any] = {name: said[name] or "" for name in _ASKED}
        rest |= {name: said[name] for name in (*_YES, *_DAYS)}
        return Filing(
            agency_id=int(said["agency"] or 0),
            applicant=self.facts,
            channel=Channel(said["channel"]),
            arrived_on=said["arrived_on"],
            submission=submission,
            files=files,
            **rest,
        )

"""办理表单 — what an officer fills in for each deed on a case; the rules are the actions' business."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import active_agencies
from gongkai.foi import desk
from gongkai.foi.actions.assign import UnitFacts
from gongkai.foi.actions.supplement import LONGEST_WORKDAYS
from gongkai.foi.matters import matters
from gongkai.foi.models import Case, Consultation
from gongkai.foi.silence import is_over
from gongkai.rules.application_limits import application_limits
from gongkai.rules.applications import SUPPLEMENT_GROUNDS
from gongkai.rules.citations import regulations_on
from gongkai.rules.deadlines import DEFAULT_SUPPLEMENT_DAYS
from gongkai.rules.fees import FeeBasis
from gongkai.rules.phrases import phrase
from gongkai.rules.process import RuleViolation
from gongkai.ui import fields
from gongkai.ui.wording import told

UNIT_ROWS = 3
"""协办单位最多几个 — rows for co-handling units on one page; a page with those that are there has more."""
YES_NO = (("yes", _l("是")), ("no", _l("否")))
_LONG = 2000
_OPINIONS = [(each.value, each.label) for each in Consultation.Answer if each != Consultation.Answer.SILENCE]


@dataclass(frozen=True, slots=True)
class Setting:
    """场景 — on which case, by whom, on which day, and which of its things a deed is about."""

    case: Case
    actor: Actor
    today: date
    target: models.Model | None = None


class DeedForm(fields.DeskForm):
    """一件事的表单 — fitted to its setting."""

    def __init__(self, data: Any = None, files: Any = None, *, setting: Setting) -> None:
        """Take what was sent, None for a page to fill in."""
        super().__init__(data, files)
        self.setting = setting
        self.settle()

    def settle(self) -> None:
        """Fit choices and first values to the case."""


class DayForm(DeedForm):
    """日期 — today unless told otherwise."""

    on = fields.day(_l("日期"))

    def settle(self) -> None:
        self.fields["on"].initial = self.setting.today


class PlainForm(DeedForm):
    """只需确认."""


class ReasonForm(DeedForm):
    """理由."""

    reason = fields.words(_l("理由"), lines=3, most=300)


class AssignForm(DeedForm):
    """分办 — the lead, and a row for each unit that helps."""

    lead = fields.choice(_l("主办人"), empty=_l("（不定）"))

    def settle(self) -> None:
        case, today = self.setting.case, self.setting.today
        people = [(str(user.pk), user.name) for user in desk.officers(case.agency, today)]
        self.fields["lead"].choices = [("", _("（不定）")), *people]  # type: ignore[attr-defined]
        self.fields["lead"].initial = str(case.lead_id or self.setting.actor.user_id or "")
        helping = list(case.assignments.filter(ended_at=None, leads=False)) if not self.is_bound else []
        organs = [(str(organ.pk), organ.short_name) for organ in _organs()]
        for row in range(max(UNIT_ROWS, len(helping) + 1)):
            there = helping[row] if row < len(helping) else None
            label = _("协办单位 %(n)d") % {"n": row + 1}
            self.fields[f"unit_{row}"] = fields.words(label, _("处室，或者机关"), most=100)
            self.fields[f"agency_{row}"] = fields.choice(_("是哪个机关"), organs, empty=_("本机关"))
            self.fields[f"due_{row}"] = fields.day(_("内部期限"))
            if there is not None:
                self.initial[f"unit_{row}"] = there.unit
                self.initial[f"agency_{row}"] = str(there.agency_id or "")
                self.initial[f"due_{row}"] = there.due_on

    @property
    def rows(self) -> list[list[BoundField]]:
        """The lead, then each unit in a row with its organ and its limit."""
        named = list(self)
        return [named[:1], *(named[place : place + 3] for place in range(1, len(named), 3))]

    @property
    def units(self) -> list[UnitFacts]:
        """The rows that were filled in; an organ without a name bears its own."""
        said, found = self.cleaned_data, []
        names = {str(organ.pk): organ.short_name for organ in _organs()}
        rows = (name.removeprefix("unit_") for name in self.fields if name.startswith("unit_"))
        for row in rows:
            agency, unit = said.get(f"agency_{row}", ""), said.get(f"unit_{row}", "")
            if unit or agency:
                due = said.get(f"due_{row}")
                found.append(UnitFacts(unit or names[agency], int(agency) if agency else None, due_on=due))
        return found


def _organs() -> Any:
    return active_agencies().order_by("level", "position", "pk").only("pk", "short_name", "name")


class ReturnForm(DeedForm):
    """退回分办."""

    reason = fields.words(_l("退回的理由"), lines=3, most=_LONG)
    proposed_unit = fields.words(_l("建议由哪个单位承办"), most=100)


class AnswerForm(DeedForm):
    """反馈意见."""

    answer = fields.words(_l("反馈意见"), _l("本单位有没有、能不能公开、为什么"), lines=6, most=_LONG)


class TransferForm(DeedForm):
    """转送."""

    to = fields.choice(_l("转给哪个机关"), empty=_l("请选择"))
    reason = fields.words(_l("转送的理由"), _l("写进转送函"), lines=3, most=_LONG)

    def settle(self) -> None:
        organs = _organs().exclude(pk=self.setting.case.agency_id)
        self.fields["to"].choices = [("", _("请选择")), *((str(o.pk), o.name) for o in organs)]  # type: ignore[attr-defined]


class SupplementForm(DeedForm):
    """告知补正."""

    ground = fields.choice(
        _l("为什么要补正"), [(ground.code, ground.label) for ground in SUPPLEMENT_GROUNDS], radio=True
    )
    what = fields.words(_l("需要补正的内容"), _l("一次说清，写进补正告知书"), lines=5, most=_LONG)
    workdays = fields.number(_l("给几个工作日"), least=1, most=LONGEST_WORKDAYS)

    def settle(self) -> None:
        labels = {ground.code: ground.label for ground in SUPPLEMENT_GROUNDS}
        self.fields["ground"].choices = fields.labelled(labels)  # type: ignore[attr-defined]
        self.fields["workdays"].initial = DEFAULT_SUPPLEMENT_DAYS


class SupplementReceivedForm(DayForm):
    """收到补正."""

    field_order = ("on",)
    answer = fields.words(_l("补正的内容"), lines=5, most=20_000)
    papers = fields.files(_l("补正材料"), _l("扫描件或者照片，可以选几个"))


class ThirdPartyForm(DeedForm):
    """征求第三方意见."""

    name = fields.words(_l("第三方的姓名或者名称"), most=100)
    contact = fields.words(_l("联系方式"), _l("地址、电话；只有办理这件申请的人看得到"), most=200)
    what = fields.words(_l("涉及的内容"), _l("只写和这个第三方有关的部分"), lines=3, most=_LONG)
    reason = fields.words(_l("为什么要征求意见"), lines=3, most=_LONG)
    arrives_on = fields.day(_l("对方哪天收到"), _l("当面交的填今天；邮寄的填预计的日期，签收后再登记"))


class OrganForm(DeedForm):
    """征求机关意见."""

    agency = fields.choice(
        _l("哪个机关"), empty=_l("不在本平台"), hint=_l("在本平台的机关可以直接在这里答复")
    )
    name = fields.words(_l("机关名称"), _l("不在本平台的，写全称"), most=100)
    what = fields.words(_l("涉及的内容"), lines=3, most=_LONG)
    opinion = fields.words(_l("我们的意见"), lines=3, most=_LONG)
    arrives_on = fields.day(_l("对方哪天收到"))

    def settle(self) -> None:
        organs = _organs().exclude(pk=self.setting.case.agency_id)
        self.fields["agency"].choices = [("", _("不在本平台")), *((str(o.pk), o.name) for o in organs)]  # type: ignore[attr-defined]


class OpinionForm(DayForm):
    """记录意见."""

    field_order = ("answer", "on", "reason", "reasonable")
    answer = fields.choice(_l("对方的意见"), Consultation.Answer.choices, radio=True)
    reason = fields.words(_l("对方的理由"), _l("不同意的，照原话记"), lines=4, most=_LONG)
    reasonable = fields.choice(
        _l("理由合理吗"), YES_NO, _l("第三方不同意公开且有合理理由的，不予公开"), radio=True
    )

    def settle(self) -> None:
        super().settle()
        asked = self.setting.target
        assert isinstance(asked, Consultation)
        if asked.kind != Consultation.Kind.THIRD_PARTY:
            del self.fields["reasonable"]
        if is_over(asked, self.setting.today):
            self.fields["answer"].initial = Consultation.Answer.SILENCE
            self.fields["on"].help_text = _("逾期未答复的，以期限的最后一天为准")
        else:
            self.fields["answer"].choices = _OPINIONS  # type: ignore[attr-defined]


class OwnOpinionForm(DeedForm):
    """答复意见 — of an organ of this platform, on a case of another."""

    answer = fields.choice(_l("本机关的意见"), _OPINIONS, radio=True)
    reason = fields.words(
        _l("理由"), _l("同意部分公开、不同意公开的，写明哪些内容、为什么"), lines=4, most=_LONG
    )


class OverrideForm(DeedForm):
    """因公共利益决定公开."""

    contents = fields.words(_l("决定公开的内容"), lines=3, most=_LONG)
    reason = fields.words(
        _l("理由"), _l("不公开会怎样影响公共利益；写进给第三方的通知书"), lines=4, most=_LONG
    )


class ExtendForm(DeedForm):
    """提请延长."""

    working_days = fields.number(_l("延长几个工作日"), least=1, most=99)
    reason = fields.words(_l("理由"), _l("申请人会在通知书里看到"), lines=3, most=_LONG)

    def settle(self) -> None:
        since = self.setting.case.clock_since
        if since is not None:
            most = application_limits(regulations_on(since)).extension
            self.fields["working_days"].initial = most.workdays
            words = _("最多 %(days)d 个（%(article)s）") % {
                "days": most.workdays,
                "article": told(str(most.citation)),
            }
            self.fields["working_days"].help_text = words


class DecideExtensionForm(DeedForm):
    """批准延长."""

    approved = fields.choice(_l("决定"), (("yes", _l("同意延长")), ("no", _l("不同意"))), radio=True)
    words = fields.words(_l("意见"), _l("不同意的，请写理由"), lines=3, most=_LONG)


class AskReasonsForm(DeedForm):
    """要求说明理由."""

    reason = fields.words(
        _l("数量、频次怎样超过合理范围"), _l("写明件数、时间；申请人会在告知书里看到"), lines=3, most=_LONG
    )
    workdays = fields.number(_l("给几个工作日"), least=1, most=LONGEST_WORKDAYS)

    def settle(self) -> None:
        self.fields["workdays"].initial = DEFAULT_SUPPLEMENT_DAYS


class GiveReasonsForm(DeedForm):
    """记录说明的理由."""

    words = fields.words(_l("申请人说明的理由"), lines=4, most=_LONG)


class DeferForm(DeedForm):
    """确定延迟答复的期限."""

    until = fields.day(_l("延迟到哪天答复"))
    reason = fields.words(_l("理由"), _l("申请人会在告知书里看到"), lines=3, most=_LONG)


class FeeForm(DeedForm):
    """通知缴费."""

    basis = fields.choice(_l("按什么计"), (), radio=True)
    count = fields.number(_l("数量"), _l("按件的填一个自然月的件数；按量的填这件信息的页数"), least=1)
    accounts = fields.words(_l("缴纳方式"), _l("账户、地点"), lines=2, most=300)
    waived_yuan = fields.number(_l("减免多少元"))
    waiver_reason = fields.words(_l("减免的理由"), lines=2, most=_LONG)

    def settle(self) -> None:
        labels = {FeeBasis.ITEMS: _("按件"), FeeBasis.PAGES: _("按量")}
        self.fields["basis"].choices = [(str(basis), label) for basis, label in labels.items()]  # type: ignore[attr-defined]


class MergeForm(DeedForm):
    """并案."""

    cases = fields.several(_l("同样的申请"), hint=_l("选中的并入这一件；每位申请人都单独收到答复书"))
    numbers = fields.words(_l("其他申请的编号"), _l("几个编号用空格隔开"), most=400)

    def settle(self) -> None:
        near = desk.open_beside(self.setting.case, self.setting.actor)
        self.fields["cases"].choices = [  # type: ignore[attr-defined]
            (str(case.pk), f"{case.number}　{case.title}") for case in near
        ]

    @property
    def chosen(self) -> list[int]:
        """The ids of the cases that were ticked or named."""
        named = dict.fromkeys(self.cleaned_data["numbers"].split())
        known = desk.ids_of([*named], self.setting.actor)
        if missing := [number for number in named if number not in known]:
            raise RuleViolation(phrase("没有编号是%(number)s的申请", number=missing[0]), field="numbers")
        return [*map(int, self.cleaned_data["cases"]), *known.values()]


class SplitForm(DeedForm):
    """拆分."""

    titles = fields.words(
        _l("拆成哪几件"), _l("一行一件；第一件沿用原来的编号，其余各有新编号和回执"), lines=6, most=_LONG
    )

    def settle(self) -> None:
        case = self.setting.case
        self.fields["titles"].initial = "\n".join(matters(case.description) or (case.title,))


class UrgeForm(DeedForm):
    """催办."""

    words = fields.words(_l("催办意见"), _l("写进催办函"), lines=4, most=_LONG)


class DecideFeeForm(DeedForm):
    """签发收费通知."""

    approved = fields.choice(_l("决定"), (("yes", _l("签发")), ("no", _l("不同意"))), radio=True)
    words = fields.words(_l("意见"), _l("不同意的，请写理由"), lines=3, most=_LONG)


class WithdrawForm(DeedForm):
    """登记撤回."""

    reason = fields.words(_l("怎样撤回的"), _l("书面还是口头、经谁；申请人不必说理由"), lines=2, most=300)

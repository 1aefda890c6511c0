"""判断题的分组 — the questions of a decision in groups by where they lead, and what the case itself speaks for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.utils.translation import gettext as _

from gongkai.foi.models import Case, CaseFile, Consultation
from gongkai.rules.citations import Statute
from gongkai.rules.questions import questions_under
from gongkai.rules.replies import replies_under
from gongkai.rules.reply_kinds import RESULT_LABELS, Result
from gongkai.ui.wording import told

_WITHHELD = ("commercial-secret", "personal-privacy")
_AGAINST = frozenset({Consultation.Answer.REFUSAL, Consultation.Answer.PARTLY})


@dataclass(frozen=True, slots=True)
class Ask:
    """一个判断题 — its code, words, whether it was ticked, and what in the case speaks for it ("" for nothing)."""

    code: str
    label: str
    help: str
    ticked: bool
    because: str


@dataclass(frozen=True, slots=True)
class Asks:
    """一组判断题 — those that lead to the same kind of result; `open` where the page shows them unfolded."""

    code: Result
    label: str
    asks: list[Ask]
    open: bool

    @property
    def ticked(self) -> int:
        """How many of them were ticked."""
        return sum(ask.ticked for ask in self.asks)


def asks_of(statute: Statute, ticked: Sequence[str], speaks_for: Mapping[str, str]) -> list[Asks]:
    """Return the questions in groups by where they lead.

    Unfolded is what was ticked and what the case speaks for; while nothing is ticked also what everything begins
    with: that it can be given.
    """
    known, results = replies_under(statute), list(RESULT_LABELS)
    leads = {
        question.code: known[question.reply_code(statute) or ""].result
        for question in questions_under(statute)
    }
    marked = {leads[code] for code in (*ticked, *speaks_for) if code in leads}
    marked |= set() if ticked else {Result.GRANTED}
    ordered = sorted(questions_under(statute), key=lambda each: results.index(leads[each.code]))
    return [
        Asks(
            result,
            told(RESULT_LABELS[result]),
            [
                Ask(q.code, told(q.label), told(q.help), q.code in ticked, speaks_for.get(q.code, ""))
                for q in questions
            ],
            result in marked,
        )
        for result, questions in groupby(ordered, key=lambda each: leads[each.code])
    ]


def labels_of(groups: Sequence[Asks]) -> list[str]:
    """Return the words of what was ticked, in the order of the page."""
    return [ask.label for group in groups for ask in group.asks if ask.ticked]


def spoken_for(case: Case, today: date) -> dict[str, str]:
    """Return the questions that the case itself speaks for, each with why: for an officer to weigh, never ticked."""
    answered = list(case.consultations.exclude(answer=""))
    return dict((*_third_parties(answered), *_organs(answered), *_run_out(case, today), *_at_hand(case)))


def _third_parties(answered: Sequence[Consultation]) -> Iterator[tuple[str, str]]:
    for asked in answered:
        if asked.kind != Consultation.Kind.THIRD_PARTY:
            continue
        if asked.override_reason:
            yield "public-interest", _("负责人已经这样决定")
        elif asked.answer == Consultation.Answer.CONSENT:
            yield "third-party-agrees", _("第三方已经答复同意")
        elif asked.answer in _AGAINST and asked.reasonable:
            yield from ((code, _("第三方不同意，理由合理")) for code in _WITHHELD)


def _organs(answered: Sequence[Consultation]) -> Iterator[tuple[str, str]]:
    opinions = {asked.answer for asked in answered if asked.kind == Consultation.Kind.ORGAN}
    if opinions and not opinions & _AGAINST:
        yield "disclosable", _("征求意见的机关同意公开")


def _run_out(case: Case, today: date) -> Iterator[tuple[str, str]]:
    """Yield what the applicant let pass."""
    late = {"received_on": None, "due_on__lt": today, "requested_on__gte": case.clock_since}
    if case.clock_since and case.supplements.filter(**late).exists():
        yield "not-supplemented", _("补正的期限已过")
    unpaid = {"round": case.round, "paid_on": None, "due_on__lt": today}
    if case.fee_notices.filter(**unpaid).exists():
        yield "fee-unpaid", _("缴费的期限已过")


def _at_hand(case: Case) -> Iterator[tuple[str, str]]:
    if case.files.filter(kind=CaseFile.Kind.RELEASE, removed_at=None).exists():
        yield "disclosable", _("已经附上要提供的文件")

"""逾期未答复 — what it means that somebody who was asked said nothing, in the words of the rules (2019 Arts. 32, 34)."""

from datetime import date

from gongkai.foi.models import Consultation
from gongkai.rules.deadlines import DeadlineKind, silence_means
from gongkai.rules.phrases import Phrase

_KINDS = {
    Consultation.Kind.THIRD_PARTY: DeadlineKind.THIRD_PARTY,
    Consultation.Kind.ORGAN: DeadlineKind.ORGANS,
}


def if_silent(asked: Consultation) -> list[Phrase]:
    """Return the sentence on what silence means; none where the text of the day of receipt has none."""
    received = asked.case.received_on
    means = silence_means(_KINDS[Consultation.Kind(asked.kind)], received) if received else None
    return [means] if means else []


def is_over(asked: Consultation, today: date) -> bool:
    """Whether who was asked let the limit pass without a word."""
    return not asked.answer and asked.due_on is not None and asked.due_on < today

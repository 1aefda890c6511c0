"""申请的标签 — words of the rules by their codes, as lists of applications need them."""

from django import template
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from gongkai.foi.models import Case
from gongkai.rules.application_process import CASE_STATE_LABELS, CaseState
from gongkai.rules.clock import ANSWERED_BY, EVENT_LABELS, EventKind
from gongkai.rules.days import written
from gongkai.rules.phrases import phrase
from gongkai.rules.receiving import CHANNEL_LABELS, Channel
from gongkai.rules.reply_kinds import RESULT_LABELS, Result
from gongkai.rules.serving import SERVICE_WAY_LABELS, ServiceWay
from gongkai.ui.wording import told

register = template.Library()


@register.filter
def way_words(way: str) -> str:
    """Say how a letter went out."""
    return told(SERVICE_WAY_LABELS[ServiceWay(way)]) if way in set(ServiceWay) else way


@register.filter
def state_words(state: str) -> str:
    """Say where a case stands; its own `get_state_display` goes through all the choices again each time."""
    return told(CASE_STATE_LABELS[CaseState(state)])


@register.filter
def result_words(result: str) -> str:
    """Say what came of a case."""
    return told(RESULT_LABELS[Result(result)]) if result in set(Result) else result


@register.filter
def channel_words(channel: str) -> str:
    """Say how an application came."""
    return told(CHANNEL_LABELS[Channel(channel)]) if channel in set(Channel) else channel


@register.filter
def holiday_words(name: str) -> str:
    """Say in the two signs that a day of a calendar has room for why it is off; in letters none fits: it is off."""
    return _("休") if get_language() == "en" else name[:2]


@register.filter
def receipt_words(case: Case) -> str:
    """Say by which rule the day of receipt is that day; what is kept of it is a whole Chinese sentence."""
    rule, _colon, rest = case.receipt_rule.rpartition("：")
    if case.received_on is None or rest != f"{written(case.received_on)}。":
        return told(case.receipt_rule)
    return told(phrase("%(rule)s：%(day)s。", rule=phrase(rule), day=case.received_on))


@register.filter
def waiting_words(kind: str) -> str:
    """Say what the clock of a case waits for."""
    return told(EVENT_LABELS[ANSWERED_BY[EventKind(kind)]]) if kind in ANSWERED_BY else kind

"""留用的计数 — what is told again is what counting anew would tell, and what has changed is counted anew."""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cast import NOW, Cast, published
from foi.answering import answered
from foi.builders import filed
from gongkai.agencies.actions.load_year import load_year
from gongkai.agencies.actions.update_agency import update_agency
from gongkai.agencies.models import CalendarScope
from gongkai.agencies.queries import subtree_ids
from gongkai.core import kept_tallies
from gongkai.core.change import changing
from gongkai.core.kept_tallies import Keeping, standing
from gongkai.core.measures import MEASURES, Measure, Period
from gongkai.core.models import LedgerEntry
from gongkai.core.standing import uncounted
from gongkai.core.tallies import Question
from gongkai.disclosure.actions.withdraw import withdraw
from gongkai.disclosure.models import Document
from gongkai.foi.actions.transfer import transfer
from gongkai.foi.models import Case
from gongkai.reporting import overview, overview_page
from gongkai.reporting.overview import Asked
from gongkai.rules.calendar import Holiday, YearTable
from gongkai.rules.limits import LIMITS

pytestmark = pytest.mark.django_db
YEAR = Period.of_year(timezone.localdate(NOW).year)
FOI, DISCLOSURE = ("agencies", "foi"), ("agencies", "catalogue", "disclosure")
SCREENING = (*DISCLOSURE, "screening")


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[dict[tuple[str, ...], int]]:
    """The rooms of the measures that are counted anew, and of how many organs at most."""
    found: dict[tuple[str, ...], int] = {}
    in_words = kept_tallies._in_words

    def noted(
        calendar: object, asked: tuple[Sequence[Measure], Period, Sequence[int], object]
    ) -> tuple[Question, ...]:
        for measure in asked[0]:
            found[measure.rooms] = max(found.get(measure.rooms, 0), len(asked[2]))
        return in_words(calendar, asked)

    kept_tallies.forget()
    monkeypatch.setattr(kept_tallies, "_in_words", noted)
    yield found
    kept_tallies.forget()


def overviews(cast: Cast, **how: Any) -> list[object]:
    """Everything that the overview tells of the city and of each of some organs."""
    asked = Asked(cast.city, True, YEAR, True)
    organs = [cast.office, cast.housing, cast.education]
    return [overview.told(asked, organs, **how), list(overview.stretches(asked, **how))]


def kept(cast: Cast) -> list[object]:
    at = standing()
    assert at is not None
    return overviews(cast, count=Keeping(at))


def said_of_a_person(cast: Cast) -> None:
    with changing(cast.wang, NOW) as change:
        change.record("notices.read", cast.wang.person)


def test_only_what_has_changed_is_counted_anew_and_nothing_is_told_that_is_over(
    cast: Cast, counted: dict[tuple[str, ...], int]
) -> None:
    case, document = filed(cast).case, published(cast)
    every = len(subtree_ids(cast.city))
    changes: list[tuple[Callable[[], object], dict[tuple[str, ...], int]]] = [
        (lambda: None, {}),
        (lambda: said_of_a_person(cast), {}),
        (lambda: answered(cast), {FOI: every}),
        (lambda: published(cast, title="关于示例事项的通知"), {DISCLOSURE: 1, SCREENING: 1}),
        (
            lambda: withdraw([document.pk], actor=cast.liang, now=NOW, reason="示例"),
            {DISCLOSURE: 1, SCREENING: 1},
        ),
        (
            lambda: transfer(
                case.pk, to=cast.education.pk, reason="学校的信息", actor=cast.wang, now=timezone.now()
            ),
            {FOI: every},
        ),
        (
            lambda: update_agency(cast.education.pk, actor=cast.guan, now=NOW, facts={"level": "county"}),
            {FOI: every, DISCLOSURE: every, SCREENING: every},
        ),
    ]
    kept(cast)
    for change, expected in changes:
        change()
        counted.clear()
        assert kept(cast) == overviews(cast)
        assert counted == expected


def test_another_day_off_is_asked_for_in_other_words(cast: Cast, counted: dict[tuple[str, ...], int]) -> None:
    """Published on the last day, which turns out to be none of work: it is late."""
    document = published(cast)
    Document.objects.filter(pk=document.pk).update(
        days_taken=min(limit.workdays for limit in LIMITS.values())
    )
    before = kept(cast)
    festival = Holiday("示例节", (timezone.localdate(NOW),))
    load_year(
        YearTable(YEAR.first.year, "示例〔2026〕2号", (), (festival,), ()),
        actor=cast.guan,
        now=NOW,
        scope=CalendarScope.LOCAL,
    )
    assert kept(cast) == overviews(cast) != before


def test_what_was_rolled_back_is_not_told(cast: Cast, counted: dict[tuple[str, ...], int]) -> None:
    filed(cast)
    kept(cast)
    with transaction.atomic():
        filed(cast)
        kept(cast)
        transaction.set_rollback(True)
    filed(cast, title="另一件")
    assert kept(cast) == overviews(cast)


def test_what_is_opened_first_is_counted_before_anybody_asks(
    cast: Cast, counted: dict[tuple[str, ...], int], client: Client
) -> None:
    filed(cast)
    overview_page.forget()
    overview_page.count_ahead(timezone.localdate())
    counted.clear()
    client.force_login(cast.zheng.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    for name in ("figures", "desk_figures"):
        assert client.get(reverse(name)).status_code == 200
    assert not counted


def test_a_place_without_organs_has_nothing_to_count_ahead(counted: dict[tuple[str, ...], int]) -> None:
    overview_page.count_ahead(timezone.localdate())
    assert not counted


def test_nothing_is_kept_without_a_ledger_to_follow(cast: Cast) -> None:
    at = standing()
    last = LedgerEntry.objects.order_by("-pk").values_list("digest", "pk").first()
    assert (at.last if at else None) == last


def test_a_change_of_rows_that_are_counted_says_so(cast: Cast) -> None:
    def silent() -> None:
        with changing(cast.wang, NOW) as change:
            Case.objects.update(title="改动")
            change.record("catalogue.told", cast.normative)

    filed(cast)
    with pytest.raises(AssertionError, match="'foi'} written"):
        silent()


def test_a_change_of_rows_of_another_organ_says_so(cast: Cast) -> None:
    def beside() -> None:
        with changing(cast.wang, NOW) as change:
            Document.objects.filter(agency=cast.housing).update(days_taken=3)
            change.record("disclosure.told", document, agency_id=cast.education.pk)

    document = published(cast)
    with pytest.raises(AssertionError, match=f"rows of .{cast.housing.pk}. written"):
        beside()


def test_a_measure_looks_at_no_other_room_than_it_says(cast: Cast) -> None:
    rooms = {config.label for config in apps.get_app_configs()}
    assert {measure.rooms for measure in MEASURES.values()} == {FOI, DISCLOSURE, SCREENING}
    for measure in MEASURES.values():
        asked = [str(measure.rows(YEAR, [cast.housing.pk]).query), *_split(measure)]
        tables = {found for text in asked for found in re.findall(r'(?:FROM|JOIN) "([a-z]+)_(\w+)"', text)}
        assert {room for room, _kind in tables} & rooms <= set(measure.rooms)
        assert not {kind for _room, kind in tables} & uncounted()


def _split(measure: Measure) -> list[str]:
    fields = {
        name for by in measure.by.values() for name in ([by] if isinstance(by, str) else list(by.fields))
    }
    return [str(measure.rows(YEAR, None).values(name).query) for name in fields]

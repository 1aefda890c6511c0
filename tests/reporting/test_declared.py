"""填报 — declared by one, confirmed by another, corrected with a reason, missing ones chased; tables in and out."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cast import NOW, Cast, person
from gongkai.agencies.policies import Actor
from gongkai.core.measures import Period
from gongkai.core.models import LedgerEntry
from gongkai.core.permissions import Denied
from gongkai.notices.models import Notice
from gongkai.reporting.actions.chase_declared import chase_declared
from gongkai.reporting.actions.confirm_declared import confirm_declared
from gongkai.reporting.actions.declare import Evidence, Statement, declare
from gongkai.reporting.declared_sheet import asked_in, counts_of, missing_at, sheet, year_to_declare
from gongkai.reporting.figures import by_month, rows, value, values
from gongkai.reporting.models import DeclaredFigure
from gongkai.rules.posts import Role
from gongkai.rules.process import RuleViolation
from gongkai.rules.slices import Slice, slice_of
from reporting.stage import stated

pytestmark = pytest.mark.django_db
SignIn = Callable[[Actor], Client]
YEAR = Period.of_year(2025)
PERMITS = Slice("permits.decisions")
MADE = slice_of("normative.made", {"kind": "normative"})
STAFF = Slice("staff.full_time")
RATE = Slice("hotline.completion_rate")
ADDRESS = "/desk/figures/declared/lj-housing/2025/"


def test_a_declared_figure_is_counted_and_a_confirmed_one_where_only_those_count(cast: Cast) -> None:
    (figure,) = stated(cast, (PERMITS, "12"))
    assert value(PERMITS, YEAR, None) == 12
    assert value(PERMITS, YEAR, None, confirmed=True) is None
    assert value(MADE, YEAR, None) is None
    confirm_declared([figure.pk], actor=cast.shen, now=NOW)
    assert value(PERMITS, YEAR, [cast.housing.pk], confirmed=True) == 12
    assert list(rows(PERMITS, YEAR, None)) == [figure]
    assert LedgerEntry.objects.filter(action="reporting.confirm_declared").get().actor_id == cast.shen.user_id


def test_nobody_confirms_their_own(cast: Cast) -> None:
    both = person("both", "双示例", (Role.LIAISON, cast.housing), (Role.REVIEWER, cast.housing))
    (figure,) = declare(cast.housing.pk, [Statement(PERMITS, Decimal(1))], year=2025, actor=both, now=NOW)
    with pytest.raises(RuleViolation, match="另一人"):
        confirm_declared([figure.pk], actor=both, now=NOW)
    for actor in (cast.lin, cast.zheng, cast.zhao):
        with pytest.raises(Denied):
            confirm_declared([figure.pk], actor=actor, now=NOW)


def test_what_is_confirmed_is_corrected_with_a_reason_and_stays(cast: Cast) -> None:
    (first,) = stated(cast, (PERMITS, "12"))
    confirm_declared([first.pk], actor=cast.shen, now=NOW)
    with pytest.raises(RuleViolation, match="更正须写明理由"):
        stated(cast, (PERMITS, "13"))
    assert value(PERMITS, YEAR, None) == 12
    facts = [Statement(PERMITS, Decimal(13), reason="漏计一件")]
    (second,) = declare(cast.housing.pk, facts, year=2025, actor=cast.lin, now=NOW)
    first.refresh_from_db()
    assert (first.superseded_at, int(first.value), second.confirmed_at) == (NOW, 12, None)
    assert value(PERMITS, YEAR, None) == 13
    with pytest.raises(RuleViolation, match="重新打开页面"):
        confirm_declared([first.pk], actor=cast.liang, now=NOW)


def test_what_says_nothing_new_changes_nothing(cast: Cast) -> None:
    stated(cast, (PERMITS, "12"))
    with pytest.raises(RuleViolation, match="没有改动"):
        stated(cast, (PERMITS, "12"))
    new = stated(cast, (PERMITS, "12"), (MADE, "3"))
    assert [row.slice for row in new] == [str(MADE)]


def test_only_what_organs_declare_and_only_numbers_that_can_be(cast: Cast) -> None:
    for one, number in (
        (Slice("foi.received"), "1"),
        (Slice("nothing.known"), "1"),
        (PERMITS, "-1"),
        (PERMITS, "1.5"),
        (PERMITS, "1e16"),
    ):
        with pytest.raises(RuleViolation):
            stated(cast, (one, number))
    stated(cast, (Slice("permits.items_change"), "-4"), (Slice("fees.administrative"), "1.2345"))
    with pytest.raises(Denied):
        declare(cast.education.pk, [Statement(PERMITS, Decimal(1))], year=2025, actor=cast.lin, now=NOW)


def test_organs_add_up_and_a_rate_does_not(cast: Cast) -> None:
    stated(cast, (PERMITS, "12"), (RATE, "99.79"))
    assert value(RATE, YEAR, None) == Decimal("99.79")
    declare(
        cast.education.pk,
        [Statement(PERMITS, Decimal(30)), Statement(RATE, Decimal(90))],
        year=2025,
        actor=cast.zhao,
        now=NOW,
    )
    assert value(PERMITS, YEAR, None) == 42
    assert value(RATE, YEAR, None) is None
    found = values([PERMITS], YEAR, None, True)
    assert {organ: told[PERMITS] for organ, told in found.items()} == {
        cast.housing.pk: 12,
        cast.education.pk: 30,
    }


def test_months_stand_for_the_year_until_the_year_is_declared(cast: Cast) -> None:
    for month, number in ((1, "4"), (2, "5")):
        stated(cast, (PERMITS, number), (STAFF, number), month=month)
    assert [int(number or 0) for number in values([PERMITS, STAFF], YEAR, None).values()] == [9, 5]
    assert value(PERMITS, Period.of_month(2025, 2), None) == 5
    first = next(iter(by_month([PERMITS], YEAR, None).values()))
    assert first[PERMITS] == 4
    stated(cast, (PERMITS, "20"))
    assert value(PERMITS, YEAR, None) == 20
    assert value(PERMITS, Period.of_month(2025, 3), None) is None


def test_the_sheet_asks_for_what_the_form_of_the_year_shows(cast: Cast) -> None:
    assert MADE in asked_in(2025)
    assert Slice("training.sessions") in asked_in(2016)
    assert Slice("training.sessions") not in asked_in(2025)
    assert asked_in(2012) == (Slice("fees.charged_yuan"),)
    stated(cast, (PERMITS, "10"), year=2024)
    stated(cast, (PERMITS, "30"))
    line = next(line for line in sheet(cast.housing, 2025) if line.slice == PERMITS)
    assert (int(line.before or 0), line.unusual, line.asked) == (10, True, True)
    missing = missing_at([cast.housing.pk, cast.education.pk], 2025)
    assert PERMITS not in missing[cast.housing.pk]
    assert PERMITS in missing[cast.education.pk]
    here, there = counts_of([cast.housing, cast.education], 2025)
    assert (here.declared, here.missing, there.declared) == (1, here.asked - 1, 0)


def test_the_year_to_declare_is_the_last_one_until_reports_are_out() -> None:
    assert year_to_declare(NOW.date().replace(month=3, day=31)) == 2025
    assert year_to_declare(NOW.date().replace(month=4, day=1)) == 2026


def test_the_office_chases_once_a_day(cast: Cast) -> None:
    told = chase_declared([cast.housing.pk], year=2025, actor=cast.zheng, now=NOW)
    assert told == [cast.housing]
    notice = Notice.objects.get(template="figures_missing", user=cast.lin.user)
    assert "/desk/figures/declared/lj-housing/2025/" in notice.text
    with pytest.raises(RuleViolation):
        chase_declared([cast.housing.pk], year=2025, actor=cast.zheng, now=NOW + timedelta(hours=1))
    chase_declared([cast.housing.pk], year=2025, actor=cast.zheng, now=NOW + timedelta(days=1))
    with pytest.raises(Denied):
        chase_declared([cast.housing.pk], year=2025, actor=cast.lin, now=NOW)


def test_declaring_and_confirming_in_the_browser(cast: Cast, signed_in: SignIn) -> None:
    drafts, reviews = signed_in(cast.lin), signed_in(cast.shen)
    file = SimpleUploadedFile("统计表.txt", "样本凭据".encode())
    answer = drafts.post(ADDRESS, {str(PERMITS): "12", f"note {PERMITS}": "系统导出", "file": file})
    assert answer.status_code == 302
    figure = DeclaredFigure.objects.get()
    assert (int(figure.value), figure.note, figure.evidence_name) == (12, "系统导出", "统计表.txt")
    page = reviews.get(ADDRESS).content.decode()
    assert f'value="{figure.pk}" checked' in page
    assert reviews.post(f"{ADDRESS}confirm/", {"figure": [figure.pk]}).status_code == 302
    assert DeclaredFigure.objects.get().confirmed_by == cast.shen.user
    history = drafts.get(f"/desk/figures/declared/of/{figure.pk}/").content.decode()
    assert "统计表.txt" in history
    saved = drafts.get(f"/desk/figures/declared/of/{figure.pk}/evidence/")
    assert saved.content.decode() == "样本凭据"
    assert "attachment" in saved["Content-Disposition"]


def test_a_wrong_number_is_shown_beside_its_field(cast: Cast, signed_in: SignIn) -> None:
    drafts = signed_in(cast.lin)
    answer = drafts.post(ADDRESS, {str(PERMITS): "十二"})
    assert answer.status_code == 422
    figures = stated(cast, (PERMITS, "12"), (MADE, "3"), (STAFF, "2"))
    confirm_declared([figure.pk for figure in figures], actor=cast.shen, now=NOW)
    answer = drafts.post(ADDRESS, {str(PERMITS): "13", str(MADE): "4", str(STAFF): "2"})
    assert answer.status_code == 422
    form = answer.context["form"]
    assert set(form.errors) == {str(PERMITS), str(MADE)}, "every reason that is missing, and no other"
    assert "更正须写明理由" in form.errors[str(MADE)][0]
    assert (form[str(PERMITS)].value(), form[str(MADE)].value()) == ("13", "4")


def test_the_office_sees_who_is_missing_and_chases_in_one_click(cast: Cast, signed_in: SignIn) -> None:
    office = signed_in(cast.zheng)
    assert "缺" in office.get("/desk/figures/declared/?year=2025").content.decode()
    assert office.post("/desk/figures/declared/chase/?year=2025").status_code == 302
    assert Notice.objects.filter(template="figures_missing").exists()
    assert signed_in(cast.zhao).get(ADDRESS).status_code == 404


def test_evidence_may_be_a_link(cast: Cast) -> None:
    (figure,) = stated(cast, (PERMITS, "1"), evidence=Evidence(link="https://example.invalid/1"))
    assert figure.evidence_link == "https://example.invalid/1"
    (later,) = stated(cast, (PERMITS, "2"))
    assert later.evidence_link == figure.evidence_link

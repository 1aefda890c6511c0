"""怪内容 — texts, signs and dates at the edge of what there is: kept, or refused in words at their field."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from cast import NOW, Cast, draft, published, submitted
from gongkai.agencies.policies import Actor
from gongkai.core import checks
from gongkai.disclosure.actions.pass_review import pass_review
from gongkai.disclosure.actions.save_draft import save_draft
from gongkai.disclosure.actions.sign import sign
from gongkai.disclosure.actions.submit import submit
from gongkai.disclosure.models import Document, Version
from gongkai.disclosure.queries import same_document_number
from gongkai.rules.process import RuleViolation

pytestmark = pytest.mark.django_db

TEXTS = {
    "ten thousand signs": "办" * 10_000,
    "emoji": "关于👩‍👩‍👧‍👦和🏳️‍🌈的通知",
    "bidi": "关于\u202e办法\u202c\u2066的通知\u2069",
    "control": "关于\x01\x08\x1b[31m的\x7f\x85通知",
    "nul": "关于\x00的通知",
    "lines": "关于\r\n\u2028\u2029的\t通知",
    "nothing to see": "\u200b\u200d\ufeff\u3000 ",
    "combining": "办" + "\u0301" * 300,
    "rare": "𠮷𡈽𪚥的通知",
    "lone half of a pair": "关于\ud83d的通知",
    "not a sign": "关于\uffff\ufffe的通知",
    "markup": "<h1 onclick=x()>关于&amp;的通知</h1>",
}
FIELDS = (
    ("title",),
    ("document_number", "keywords", "summary", "source", "editor", "change_note"),
    ("body_html",),
)


def typed(version: Version, **values: str) -> dict[str, str]:
    """What the editor sends, complete, with these values in it."""
    return {
        "revision": str(version.revision),
        "do": "save",
        "title": "关于示例的通知",
        "column": str(version.document.column_id),
        "formed_on": "2026-09-29",
        "attribute": "proactive",
        "validity": "valid",
        "body_html": "<p>正文</p>",
        **values,
    }


@pytest.mark.parametrize("fields", FIELDS)
def test_no_text_in_any_field_makes_the_editor_fail(
    cast: Cast, signed_in: Callable[[Actor], Client], fields: tuple[str, ...]
) -> None:
    client = signed_in(cast.lin)
    client.raise_request_exception = False
    version = draft(cast)
    for name, text in TEXTS.items():
        version.refresh_from_db()
        response = client.post(
            f"/desk/documents/{version.document_id}/edit/",
            typed(version, **dict.fromkeys(fields, text.encode("utf-8", "replace").decode())),
        )
        assert response.status_code in (302, 422), (name, response.status_code)
        if response.status_code == 422:
            assert "<title>错误：" in response.content.decode(), name
        version.refresh_from_db()
        assert not any("\x00" in getattr(version, field) for field in fields)
        assert client.get(f"/desk/documents/{version.document_id}/").status_code == 200, name


def test_a_title_of_ten_thousand_signs_is_refused_with_the_limit_and_kept_on_the_page(
    cast: Cast, signed_in: Callable[[Actor], Client]
) -> None:
    version = draft(cast)
    response = signed_in(cast.lin).post(
        f"/desk/documents/{version.document_id}/edit/", typed(version, title=TEXTS["ten thousand signs"])
    )
    html = response.content.decode()
    assert response.status_code == 422
    assert "最多" in html
    assert TEXTS["ten thousand signs"] in html
    version.refresh_from_db()
    assert version.title == "临江市老旧小区加装电梯办法"


@pytest.mark.parametrize("name", [name for name in TEXTS if name not in ("nul", "lone half of a pair")])
def test_whatever_signs_a_title_has_the_document_is_published_found_and_shown(
    cast: Cast, worker: Callable[[], int], name: str
) -> None:
    cache.clear()
    title = f"{TEXTS[name]}示例"[-500:]
    document = published(cast, title=title)
    assert worker()
    assert [sentence for check in checks.all_checks() for sentence in check.findings()] == []
    for address in (
        f"/documents/{document.pk}/",
        "/",
        "/search/?q=示例",
        "/feeds/newest.atom",
        "/catalogue.csv",
    ):
        response: Any = Client().get(address)
        assert response.status_code == 200, address
    assert f"/documents/{document.pk}/" in Client().get("/search/?q=示例").content.decode()


def test_the_feed_stays_well_formed_whatever_signs_a_title_has(cast: Cast) -> None:
    from lxml import etree

    for text in TEXTS.values():
        clean = text.encode("utf-8", "replace").decode().replace("\x00", "")
        published(cast, title=f"{clean}示例"[-500:], summary=clean[:500])
    feed = etree.fromstring(Client().get("/feeds/newest.atom").content)
    assert len(feed.findall("{http://www.w3.org/2005/Atom}entry")) == len(TEXTS)


DATES = {
    "before the republic": (date(1949, 9, 30), "早于1949年10月1日"),
    "of the empire": (date(1644, 1, 1), "早于1949年10月1日"),
    "the first there is": (date(1, 1, 1), "早于1949年10月1日"),
    "of the next century": (date(2100, 1, 1), "晚于今天"),
    "the last there is": (date(9999, 12, 31), "晚于今天"),
    "tomorrow": (date(2026, 10, 13), "晚于今天"),
}


@pytest.mark.parametrize("name", DATES)
def test_a_document_is_not_formed_on_an_impossible_day(cast: Cast, name: str) -> None:
    day, words = DATES[name]
    version = draft(cast, formed_on=day)
    with pytest.raises(RuleViolation, match=words) as refused:
        submit(version.pk, actor=cast.lin, now=NOW)
    assert refused.value.field == "formed_on"


def test_the_first_day_of_the_republic_is_taken_and_counted(cast: Cast) -> None:
    document = published(cast, formed_on=date(1949, 10, 1))
    assert document.days_taken is not None
    assert document.days_taken > 15_000
    assert Client().get("/archive/1949/").status_code in (200, 404)
    assert Client().get(f"/documents/{document.pk}/").status_code == 200


@pytest.mark.parametrize(
    "day", ["2026-02-30", "2026-13-01", "0000-00-00", "30/02/2026", "今天", "2026年2月30日", "9" * 50, "-1"]
)
@pytest.mark.parametrize("field", ["formed_on", "in_force_from", "in_force_until"])
def test_a_day_that_is_in_no_calendar_is_refused_at_its_field(
    cast: Cast, signed_in: Callable[[Actor], Client], field: str, day: str
) -> None:
    version = draft(cast)
    response = signed_in(cast.lin).post(
        f"/desk/documents/{version.document_id}/edit/", typed(version, **{field: day})
    )
    html = response.content.decode()
    assert response.status_code == 422
    assert f'href="#id_{field}"' in html


def test_validity_that_ends_before_it_begins_is_refused(
    cast: Cast, signed_in: Callable[[Actor], Client]
) -> None:
    version = draft(cast)
    days = {"in_force_from": "2026-10-01", "in_force_until": "2026-09-01"}
    response = signed_in(cast.lin).post(
        f"/desk/documents/{version.document_id}/edit/", typed(version, **days)
    )
    assert response.status_code == 422
    assert "有效期至不能早于施行日期" in response.content.decode()
    with pytest.raises(RuleViolation) as refused:
        draft(cast, in_force_from=date(2026, 10, 1), in_force_until=date(2026, 9, 1))
    assert refused.value.field == "in_force_until"


def test_documents_of_far_days_stand_in_archive_feed_and_catalogue(cast: Cast) -> None:
    published(cast, title="示例一", in_force_until=date(9999, 12, 31))
    published(cast, title="示例二", in_force_from=date(2100, 1, 1))
    for address in (
        "/",
        "/archive/",
        "/archive/2026/",
        "/feeds/newest.atom",
        "/catalogue.csv",
        "/api/v1/documents",
    ):
        assert Client().get(address).status_code == 200, address


def test_the_same_document_number_twice_is_shown_to_the_officer_in_any_spelling(
    cast: Cast, signed_in: Callable[[Actor], Client]
) -> None:
    first = published(cast, document_number="临建〔2026〕9号")
    for written in ("临建[2026]9号", "临建【2026】 9 号", "临建（２０２６）９号"):
        version = draft(cast, document_number=written)
        assert [found.pk for found in same_document_number(version)][:1] == [first.pk], written
        page = signed_in(cast.lin).get(f"/desk/documents/{version.document_id}/edit/").content.decode()
        assert f"/desk/documents/{first.pk}/" in page
        version = save_draft(version.pk, actor=cast.lin, now=NOW, values={"document_number": "另号"})
    # Two organs may well have sent one paper twice: told, not forbidden.
    again = submitted(cast, document_number="临建〔2026〕9号")
    pass_review(again.pk, actor=cast.shen, now=NOW)
    sign(again.pk, actor=cast.liang, now=NOW)
    assert Document.objects.filter(status="published").count() == 2

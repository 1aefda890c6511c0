"""开放接口 — says what the pages say, refuses in one shape, and changes nothing."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from cast import NOW, Cast, draft, published, submitted
from gongkai.agencies.policies import SYSTEM
from gongkai.catalogue.actions.load_schemes import load_schemes
from gongkai.core.pages import INDEX, LISTS, SITE, document_tag
from gongkai.disclosure.actions.attach import attach
from gongkai.disclosure.actions.pass_review import pass_review
from gongkai.disclosure.actions.relate import relate
from gongkai.disclosure.actions.revise import revise
from gongkai.disclosure.actions.save_draft import save_draft
from gongkai.disclosure.actions.sign import sign
from gongkai.disclosure.actions.submit import submit
from gongkai.disclosure.actions.withdraw import withdraw
from gongkai.disclosure.models import Document
from gongkai.rules.disclosure import RelationKind

pytestmark = pytest.mark.django_db

Worker = Callable[[], int]
LATER = NOW + timedelta(days=3)


def get(address: str, **headers: str) -> Any:
    return Client().get(f"/api/v1/{address}", headers=headers)


def ids(answer: Any) -> list[int]:
    assert answer.status_code == 200, answer.content.decode()
    return [item["id"] for item in answer.json()["items"]]


def revised(cast: Cast, document: Document, *, now: datetime = LATER, **values: Any) -> None:
    version = revise(document.pk, actor=cast.lin, now=now)
    save_draft(version.pk, actor=cast.lin, now=now, values={"change_note": "改正电话", **values})
    submit(version.pk, actor=cast.lin, now=now)
    pass_review(version.pk, actor=cast.shen, now=now)
    sign(version.pk, actor=cast.liang, now=now)


def test_organs_stand_in_their_tree(cast: Cast) -> None:
    rows = {row["code"]: row for row in get("agencies").json()}
    assert rows["lj-housing"]["parent"] == "linjiang"
    assert rows["shifan"]["parent"] is None
    assert rows["lj-housing"]["url"].endswith("/organs/lj-housing/")


def test_an_organ_tells_its_facts(cast: Cast) -> None:
    facts = get("agencies/lj-office").json()
    assert facts["phone"] == "0000-0000 0001"
    assert get("agencies/linjiang").json()["subordinates"] == ["lj-office", "lj-housing", "lj-education"]


def test_columns_for_staff_are_not_there(cast: Cast) -> None:
    codes = [row["code"] for row in get("agencies/lj-housing/columns").json()]
    assert "20-1-normative" in codes
    assert "internal" not in codes


def test_columns_stand_behind_their_parent(cast: Cast) -> None:
    rows = get("agencies/lj-housing/columns").json()
    assert [row["parent"] for row in rows if row["code"].startswith("20-1")] == [None, "20-1", "20-1"]


def test_schemes_have_their_classes(cast: Cast) -> None:
    load_schemes(actor=SYSTEM, now=NOW)
    rows = {row["code"]: row for row in get("schemes").json()}
    assert set(rows) == {"subject", "genre", "audience", "theme"}
    parents = {term["code"] for term in rows["subject"]["terms"]}
    assert any(term["parent"] in parents for term in rows["subject"]["terms"])


def test_a_document_tells_everything_that_its_page_tells(cast: Cast) -> None:
    document = published(cast, keywords="电梯，老旧小区", in_force_from=date(2026, 10, 1))
    facts = get(f"documents/{document.pk}").json()
    assert facts["title"] == "临江市老旧小区加装电梯办法"
    assert facts["index_number"] == document.index_number
    assert facts["agency"] == {"code": "lj-housing", "name": "临江市住房和城乡建设局"}
    assert facts["keywords"] == ["电梯", "老旧小区"]
    assert facts["validity"]["code"] == "in_force"
    assert facts["body_text"].strip() == "为了方便居民上下楼，制定本办法。"
    assert "<p>为了方便" in facts["body_html"]
    assert facts["sha256"] == document.public.digest
    assert facts["url"].endswith(f"/documents/{document.pk}/")
    assert facts["published_at"].endswith("+08:00")
    assert [row["number"] for row in facts["versions"]] == [1]


def test_files_come_with_size_type_and_digest(cast: Cast) -> None:
    version = draft(cast)
    kept = attach(
        version.pk, actor=cast.lin, now=NOW, name="名单.txt", data="甲、乙、丙".encode(), caption="名单"
    )
    submit(version.pk, actor=cast.lin, now=NOW)
    pass_review(version.pk, actor=cast.shen, now=NOW)
    sign(version.pk, actor=cast.liang, now=NOW)
    (file,) = get(f"documents/{version.document_id}").json()["attachments"]
    assert (file["size"], file["sha256"], file["caption"]) == (15, kept.file_id, "名单")
    assert Client().get(file["url"]).status_code == 200


def test_relations_lead_to_what_is_public_and_to_nothing_else(cast: Cast) -> None:
    one, other = published(cast), published(cast, title="关于加装电梯办法的解读", document_number="")
    secret = draft(cast, title="不能说的稿件", document_number="").document
    relate(other.pk, actor=cast.lin, now=NOW, kind=RelationKind.INTERPRETS, to=one)
    relate(one.pk, actor=cast.lin, now=NOW, kind=RelationKind.CITES, to=secret)
    answer = get(f"documents/{one.pk}")
    (row,) = answer.json()["relations"]
    assert (row["kind"], row["incoming"], row["id"]) == ("interprets", True, other.pk)
    assert "不能说的稿件" not in answer.content.decode()


def test_old_versions_can_be_read_and_say_what_changed(cast: Cast) -> None:
    document = published(cast)
    revised(cast, document, title="临江市老旧小区加装电梯办法（更正）")
    facts = get(f"documents/{document.pk}").json()
    assert [(row["number"], row["change_note"]) for row in facts["versions"]] == [(2, "改正电话"), (1, "")]
    old = get(f"documents/{document.pk}/versions/1").json()
    assert (old["title"], old["current"]) == ("临江市老旧小区加装电梯办法", False)
    assert get(f"documents/{document.pk}/versions/2").json()["current"] is True
    assert get(f"documents/{document.pk}/versions/3").status_code == 404


def test_what_was_withdrawn_shows_the_notice_and_nothing_else(cast: Cast) -> None:
    document = published(cast, title="含有身份证号的名单")
    withdraw([document.pk], actor=cast.liang, now=LATER, reason="含有个人隐私")
    for address in (f"documents/{document.pk}", f"documents/{document.pk}/versions/1"):
        answer = get(address)
        assert answer.status_code == 410
        assert answer.json()["error"]["code"] == "withdrawn"
        assert answer.json()["notice"]["reason"] == "含有个人隐私"
        assert answer.json()["notice"]["index_number"] == document.index_number
        assert "身份证" not in answer.content.decode()


def test_an_old_version_that_was_withdrawn_stays_so_after_a_new_one(cast: Cast) -> None:
    document = published(cast, title="含有身份证号的名单")
    withdraw([document.pk], actor=cast.liang, now=LATER, reason="含有个人隐私")
    document.refresh_from_db()
    assert document.working is not None
    again = document.working.pk
    save_draft(again, actor=cast.lin, now=LATER, values={"title": "名单", "change_note": "删去隐私"})
    submit(again, actor=cast.lin, now=LATER)
    pass_review(again, actor=cast.shen, now=LATER)
    sign(again, actor=cast.liang, now=LATER)
    facts = get(f"documents/{document.pk}")
    assert facts.status_code == 200
    assert [row["withdrawn"] for row in facts.json()["versions"]] == [False, True]
    assert "身份证" not in facts.content.decode()
    answer = get(f"documents/{document.pk}/versions/1")
    assert (answer.status_code, answer.json()["notice"]["reason"]) == (410, None)


@pytest.mark.parametrize("state", ["draft", "review"])
def test_what_is_not_public_is_not_there(cast: Cast, worker: Worker, state: str) -> None:
    version = draft(cast) if state == "draft" else submitted(cast)
    worker()
    answer = get(f"documents/{version.document_id}")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")
    assert ids(get("documents")) == []


@pytest.fixture
def shelf(cast: Cast, worker: Worker) -> dict[str, int]:
    load_schemes(actor=SYSTEM, now=NOW)
    made = {
        "one": published(cast, title="加装电梯办法", formed_on=date(2026, 9, 1)),
        "two": published(
            cast,
            title="停车管理办法",
            formed_on=date(2025, 3, 1),
            document_number="临建〔2025〕1号",
            in_force_until=date(2026, 1, 1),
            column=cast.report,
            now=NOW + timedelta(days=1),
        ),
    }
    worker()
    return {name: document.pk for name, document in made.items()}


FOUND = {
    "": ["two", "one"],
    "agency=lj-housing": ["two", "one"],
    "agency=linjiang": ["two", "one"],
    "agency=linjiang&subordinates=false": [],
    "agency=lj-housing&subordinates=false": ["two", "one"],
    "agency=lj-education": [],
    "column=20-1": ["one"],
    "column=20-1-normative": ["one"],
    "column=report": ["two"],
    "year=2025": ["two"],
    "year=2025&year=2026": ["two", "one"],
    "validity=expired": ["two"],
    "validity=in_force": ["one"],
    "genre=nothing": [],
    "subject=nothing": [],
    "published_from=2026-10-13": ["two"],
    "published_to=2026-10-12": ["one"],
    "q=电梯": ["one"],
    "q=電梯": ["one"],
    "q=临建[2025]1号": ["two"],
    "q=办法&order=newest": ["two", "one"],
    "limit=1": ["two"],
    "limit=1&page=2": ["one"],
    "limit=1&page=3": [],
}


def test_lists_are_narrowed_and_searched(shelf: dict[str, int]) -> None:
    wanted = {query: [shelf[name] for name in found] for query, found in FOUND.items()}
    assert {query: ids(get(f"documents?{query}")) for query in FOUND} == wanted


def test_a_list_counts_what_it_holds(shelf: dict[str, int]) -> None:
    facts = get("documents?limit=1").json()
    assert (facts["total"], facts["pages"], facts["page"]) == (2, 2, 1)


def test_a_hit_shows_where_the_words_stand(shelf: dict[str, int]) -> None:
    (hit,) = get("documents?q=上下楼&column=20-1").json()["items"]
    assert "上下楼" in hit["snippet"]
    assert get("documents").json()["items"][0]["snippet"] is None


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("page=0", "page"),
        ("page=x", "page"),
        ("limit=101", "limit"),
        ("page=9999&limit=100", "page"),
        ("year=12", "year"),
        ("validity=good", "validity"),
        ("published_from=2026", "published_from"),
        ("agency=nowhere", "agency"),
        ("agency=%21", "agency"),
        ("q=电", "q"),
        ("order=oldest", "order"),
        ("subordinates=perhaps", "subordinates"),
    ],
)
def test_a_bad_parameter_is_named(cast: Cast, query: str, field: str) -> None:
    answer = get(f"documents?{query}")
    assert answer.status_code == 422
    error = answer.json()["error"]
    assert set(error) == {"code", "message", "field"}
    assert error["field"] == field
    assert "%" not in error["message"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("documents/99", 404),
        ("documents/99999999999999999999", 404),
        ("documents/x", 404),
        ("agencies/nowhere", 404),
        ("agencies/nowhere/columns", 404),
        ("nothing/here", 404),
        ("", 404),
    ],
)
def test_what_is_not_there_is_said_in_the_same_shape(cast: Cast, address: str, status: int) -> None:
    answer = get(address)
    assert answer.status_code == status
    assert set(answer.json()) == {"error"}
    assert answer["Content-Type"].startswith("application/json")


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_changed(cast: Cast, method: str) -> None:
    document = published(cast)
    answer = getattr(Client(enforce_csrf_checks=True), method)(f"/api/v1/documents/{document.pk}")
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")
    assert answer.json()["error"]["code"] == "method_not_allowed"


def test_head_answers_like_get(cast: Cast) -> None:
    address = f"/api/v1/documents/{published(cast).pk}"
    head, get = Client().head(address), Client().get(address)
    assert (head.status_code, head.content, head.headers) == (200, b"", get.headers)


@pytest.mark.parametrize(
    ("headers", "cookie", "language"),
    [
        ({}, "", "zh-hans"),
        ({"accept-language": "en-GB,en;q=0.9"}, "", "en"),
        ({"accept-language": "zh-CN"}, "", "zh-hans"),
        ({"accept-language": "en"}, "hans.normal", "zh-hans"),
        ({}, "en.normal", "en"),
    ],
)
def test_refusals_speak_the_language_that_was_asked_for(
    cast: Cast, headers: dict[str, str], cookie: str, language: str
) -> None:
    client = Client()
    if cookie:
        client.cookies["gk"] = cookie
    answer = client.get("/api/v1/documents/99", headers=headers)
    assert answer["Content-Language"] == language
    assert "Accept-Language" in answer["Vary"]


def test_an_answer_does_not_depend_on_the_languages_that_a_browser_accepts(cast: Cast) -> None:
    """Made answers are kept by address and preferences alone."""
    address = f"documents/{published(cast).pk}"
    assert get(address).content == get(address, **{"accept-language": "en"}).content


@pytest.mark.parametrize(
    ("address", "tags"),
    [
        ("agencies", {SITE}),
        ("agencies/lj-housing", {SITE}),
        ("agencies/lj-housing/columns", {SITE, LISTS}),
        ("schemes", {SITE}),
        ("documents", {SITE, LISTS, INDEX}),
        ("documents?q=电梯", {SITE, LISTS, INDEX}),
        ("documents/{pk}", {SITE, LISTS, "{tag}"}),
        ("documents/{pk}/versions/1", {SITE, LISTS, "{tag}"}),
        ("openapi.json", {SITE}),
    ],
)
def test_answers_may_be_kept_until_something_changes(
    cast: Cast, django_assert_max_num_queries: Any, address: str, tags: set[str]
) -> None:
    document = published(cast)
    relate(
        document.pk, actor=cast.lin, now=NOW, kind=RelationKind.CITES, to=published(cast, document_number="")
    )
    with django_assert_max_num_queries(12):
        answer = get(address.format(pk=document.pk))
    expected = {tag.format(tag=document_tag(document.pk)) for tag in tags}
    assert set(answer["X-Gongkai-Stamp"].split(",")) == expected
    assert not answer.cookies


@pytest.mark.parametrize("address", ["documents/99", "documents?page=0"])
def test_refusals_are_not_kept(cast: Cast, address: str) -> None:
    assert "X-Gongkai-Stamp" not in get(address)


def test_searching_too_often_is_refused_with_the_time_to_wait(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    from gongkai.api import views_public

    cache.clear()
    monkeypatch.setattr(views_public, "SEARCHES_A_MINUTE", 1)
    assert get("documents?q=电梯").status_code == 200
    answer = get("documents?q=电梯")
    assert answer.status_code == 429
    assert 0 < int(answer["Retry-After"]) <= 60
    assert answer["Retry-After"] in answer.json()["error"]["message"]
    assert get("documents").status_code == 200


def test_an_error_of_ours_has_the_same_shape_and_is_logged(
    cast: Cast, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    from gongkai.api import views_public

    def breaks(*_args: object, **_facts: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr(views_public, "find", breaks)
    answer = get("documents")
    assert (answer.status_code, answer.json()["error"]["code"]) == (500, "failed")
    assert "broken on purpose" in caplog.text
    assert "broken on purpose" not in answer.content.decode()


def test_chinese_stands_as_it_is(cast: Cast) -> None:
    assert "临江市" in get("agencies").content.decode()
    assert "政府信息" in get("openapi.json").content.decode()


def test_other_sites_may_read_but_nothing_of_a_person_is_in_it(
    cast: Cast, signed_in: Callable[[Any], Client]
) -> None:
    version = draft(cast)
    answer = signed_in(cast.lin).get(f"/api/v1/documents/{version.document_id}")
    assert answer.status_code == 404
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in answer


def test_the_description_names_every_address_and_nothing_more(cast: Cast) -> None:
    facts = json.loads(get("openapi.json").content)
    assert set(facts["paths"]) == {
        "/api/v1/agencies",
        "/api/v1/agencies/{code}",
        "/api/v1/agencies/{code}/columns",
        "/api/v1/schemes",
        "/api/v1/documents",
        "/api/v1/documents/{pk}",
        "/api/v1/documents/{pk}/versions/{number}",
    }
    assert {method for path in facts["paths"].values() for method in path} == {"get"}


def test_times_are_those_of_the_office(cast: Cast, worker: Worker) -> None:
    """A quarter to one at night of the thirteenth is still the twelfth in London."""
    published(cast, now=datetime(2026, 10, 12, 16, 45, tzinfo=UTC))
    worker()
    assert len(ids(get("documents?published_from=2026-10-13&published_to=2026-10-13"))) == 1

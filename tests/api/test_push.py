"""推送接口 — an organ's own system brings documents in, safely asked twice, and never publishes."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cast import Cast
from gongkai.agencies.models import Agency, AgencyStatus
from gongkai.api.push import PREFIX, api
from gongkai.disclosure.models import Document
from gongkai.imports.actions.issue_token import issue_token, revoke_token
from gongkai.imports.models import Batch, Token
from gongkai.rules.pushing import Scope

pytestmark = pytest.mark.django_db
DOCUMENT = {
    "old_id": "oa-2026-0001",
    "title": "关于公布示例目录的通知",
    "body_html": "<p>现将示例目录予以公布。</p><script>alert(1)</script>",
    "document_number": "临建〔2026〕5号",
    "formed_on": "2026-03-05",
    "column": "20-1",
    "keywords": ["示例", "目录"],
}
Ask = Callable[..., tuple[int, dict[str, Any]]]


@pytest.fixture
def issued(cast: Cast) -> tuple[Token, str]:
    return issue_token(
        cast.housing, actor=cast.zheng, now=timezone.now(), name="公文系统", scopes=list(Scope), days=30
    )


@pytest.fixture
def ask(issued: tuple[Token, str]) -> Ask:
    def send(method: str, path: str, body: Any = None, *, secret: str = issued[1], **headers: str) -> Any:
        response = Client().generic(
            method,
            f"{PREFIX}{path}",
            body if isinstance(body, bytes) else json.dumps(body) if body is not None else "",
            content_type="application/octet-stream" if isinstance(body, bytes) else "application/json",
            headers={"authorization": f"Bearer {secret}", **headers},
        )
        return response.status_code, response.json()

    return send


def test_a_system_pushes_a_draft_and_sees_where_it_stands(cast: Cast, ask: Ask) -> None:
    status, told = ask("POST", "documents", DOCUMENT)
    assert (status, told["outcome"], told["state"], told["public_url"]) == (201, "created", "draft", None)
    draft = Document.objects.get(pk=told["id"]).working
    assert draft
    assert (draft.title, draft.document.agency, draft.keywords) == (
        DOCUMENT["title"],
        cast.housing,
        "示例 目录",
    )
    assert "script" not in draft.body_html
    assert ask("GET", f"documents?old_id={DOCUMENT['old_id']}")[1]["id"] == told["id"]


def test_pushing_again_brings_the_draft_level(ask: Ask) -> None:
    first = ask("POST", "documents", DOCUMENT)[1]
    assert ask("POST", "documents", DOCUMENT)[1]["outcome"] == "unchanged"
    changed = ask("POST", "documents", DOCUMENT | {"title": "关于公布示例目录的补充通知"})[1]
    assert (changed["id"], changed["outcome"]) == (first["id"], "updated")
    assert Document.objects.count() == 1


def test_the_same_key_is_answered_as_the_first_time(ask: Ask) -> None:
    key = {"idempotency-key": "k-1"}
    first = ask("POST", "documents", DOCUMENT, **key)
    assert ask("POST", "documents", DOCUMENT, **key) == first
    status, told = ask("POST", "documents", DOCUMENT | {"title": "另一件示例"}, **key)
    assert (status, told["error"]["code"]) == (409, "key_used")
    assert Document.objects.count() == 1


def test_every_field_that_is_wrong_is_named(ask: Ask) -> None:
    wrong = {"title": "", "formed_on": "soon", "unknown": 1}
    status, told = ask("POST", "documents", wrong)
    assert status == 422
    assert {problem["field"] for problem in told["fields"]} == {"old_id", "title", "formed_on", "unknown"}
    status, told = ask("POST", "documents", DOCUMENT | {"validity": "大概", "formed_on": "2126-01-01"})
    assert status == 422
    assert {problem["field"] for problem in told["fields"]} == {"validity", "formed_on"}
    assert Document.objects.count() == 0


def test_files_are_attached_and_replaced_by_name(ask: Ask) -> None:
    document = ask("POST", "documents", DOCUMENT)[1]["id"]
    place = f"documents/{document}/files/list.txt"
    assert ask("PUT", place, "第一版".encode())[0] == 200
    status, told = ask("PUT", place, "第二版".encode())
    assert (status, told["name"], told["size"]) == (200, "list.txt", 9)
    draft = Document.objects.get(pk=document).working
    assert draft
    assert [attachment.file_id for attachment in draft.attachments.all()] == [told["sha256"]]
    assert ask("PUT", place, "第二版".encode()) == (200, told)
    assert ask("PUT", f"documents/{document}/files/x.exe", b"MZ")[0] == 422


def test_a_system_submits_but_nothing_is_public_before_people_say_so(ask: Ask) -> None:
    document = ask("POST", "documents", DOCUMENT)[1]["id"]
    status, told = ask("POST", f"documents/{document}/submit")
    assert (status, told["state"], told["status"]) == (200, "in_review", "unpublished")
    assert ask("POST", f"documents/{document}/submit")[0] == 409


def test_a_token_does_only_what_it_is_for(cast: Cast, ask: Ask) -> None:
    _, secret = issue_token(
        cast.housing, actor=cast.zheng, now=timezone.now(), name="只起草", scopes=["draft"], days=1
    )
    document = ask("POST", "documents", DOCUMENT, secret=secret)[1]["id"]
    assert ask("POST", f"documents/{document}/submit", secret=secret)[0] == 403


def test_another_organ_s_system_finds_nothing_of_it(cast: Cast, ask: Ask) -> None:
    document = ask("POST", "documents", DOCUMENT)[1]["id"]
    _, other = issue_token(
        cast.education, actor=cast.zheng, now=timezone.now(), name="公文系统", scopes=list(Scope), days=1
    )
    assert ask("GET", f"documents/{document}", secret=other)[0] == 404
    assert ask("POST", f"documents/{document}/submit", secret=other)[0] == 404
    status, told = ask("PUT", f"documents/{document}/files/a.txt", b"x", secret=other)
    assert (status, told["error"]["message"]) == (
        404,
        "这个系统没有推送过这件信息，或者没有这个地址，请核对编号和网址",
    )


def test_no_token_no_entry(cast: Cast, issued: tuple[Token, str], ask: Ask) -> None:
    assert ask("GET", "me", secret="gk_none")[0] == 401
    assert ask("GET", "me")[1]["agency"] == cast.housing.code
    Token.objects.filter(pk=issued[0].pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    assert ask("POST", "documents", DOCUMENT)[0] == 401
    Token.objects.filter(pk=issued[0].pk).update(expires_at=timezone.now() + timedelta(days=1))
    revoke_token(issued[0].pk, actor=cast.zheng, now=timezone.now())
    assert ask("POST", "documents", DOCUMENT)[0] == 401


def test_the_description_names_every_operation() -> None:
    paths = Client().get(f"{PREFIX}openapi.json").json()["paths"]
    assert sorted(paths) == sorted(api.get_openapi_schema(path_prefix=PREFIX)["paths"])
    assert "/push/v1/documents" in paths


def test_a_browser_that_is_signed_in_is_no_token(cast: Cast) -> None:
    client = Client()
    assert cast.zheng.user
    client.force_login(cast.zheng.user, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.get(f"{PREFIX}me").status_code == 401
    answer = client.post(f"{PREFIX}documents", json.dumps(DOCUMENT), content_type="application/json")
    assert answer.status_code == 401
    assert Document.objects.count() == 0


def test_a_key_is_one_token_s_own(cast: Cast, ask: Ask) -> None:
    key = {"idempotency-key": "k-1"}
    assert ask("POST", "documents", DOCUMENT, **key)[0] == 201
    _, other = issue_token(
        cast.education, actor=cast.zheng, now=timezone.now(), name="公文系统", scopes=["submit"], days=1
    )
    assert ask("POST", "documents", DOCUMENT, secret=other, **key)[0] == 403
    assert ask("POST", "documents", DOCUMENT, secret="gk_none", **key)[0] == 401


@pytest.mark.parametrize("end", ["expired", "revoked", "organ closed"])
def test_nothing_is_answered_again_to_a_token_that_has_ended(
    cast: Cast, issued: tuple[Token, str], ask: Ask, end: str
) -> None:
    key = {"idempotency-key": "k-1"}
    assert ask("POST", "documents", DOCUMENT, **key)[0] == 201
    if end == "expired":
        Token.objects.update(expires_at=timezone.now())
    elif end == "revoked":
        revoke_token(issued[0].pk, actor=cast.zheng, now=timezone.now())
    else:
        Agency.objects.filter(pk=cast.housing.pk).update(status=AgencyStatus.CLOSED)
    assert ask("POST", "documents", DOCUMENT, **key)[0] == 401


def test_what_was_refused_may_be_asked_again_under_its_key(ask: Ask) -> None:
    key = {"idempotency-key": "k-1"}
    assert ask("POST", "documents", DOCUMENT | {"validity": "大概"}, **key)[0] == 422
    assert ask("POST", "documents", DOCUMENT, **key)[0] == 201
    assert ask("POST", "documents", DOCUMENT | {"title": "另一件示例"}, **key)[0] == 409


def test_a_key_counts_however_the_scheme_is_written(issued: tuple[Token, str]) -> None:
    headers = {"authorization": f"bearer {issued[1]}", "idempotency-key": "k-1"}
    said = [
        Client().post(f"{PREFIX}documents", DOCUMENT, content_type="application/json", headers=headers)
        for _ in range(2)
    ]
    assert [answer.status_code for answer in said] == [201, 201]
    assert [answer.headers.get("Idempotency-Replayed") for answer in said] == [None, "true"]


def test_a_wrong_method_is_refused_in_the_same_shape(ask: Ask) -> None:
    document = ask("POST", "documents", DOCUMENT)[1]["id"]
    status, told = ask("POST", f"documents/{document}", {}, **{"idempotency-key": "k-1"})
    assert (status, told["error"]["code"]) == (405, "method_not_allowed")
    status, told = ask("POST", "documents", DOCUMENT, **{"idempotency-key": "k" * 500})
    assert (status, told["error"]["code"]) == (400, "key_too_long")


@pytest.mark.parametrize("path", ["", "nowhere", "documents/1/files", "documents/x", "me/"])
def test_an_unknown_address_is_refused_in_the_same_shape(ask: Ask, path: str) -> None:
    for method in ("GET", "POST", "PUT"):
        status, told = ask(method, path)
        assert (status, told["error"]["code"]) == (404, "not_found")
    status, told = ask("GET", "documents/%00")
    assert (status, told["error"]["code"]) == (400, "bad_address")


def test_the_name_of_a_file_is_no_place(issued: tuple[Token, str], ask: Ask) -> None:
    place = f"documents/{ask('POST', 'documents', DOCUMENT)[1]['id']}/files"
    status, told = ask("PUT", f"{place}/..%5C..%5Csecret.txt", "示例".encode())
    assert (status, told["name"]) == (200, "secret.txt")
    for name in ("..%2F..%2Fsecret.txt", "%2Fetc%2Fpasswd"):
        answer = Client().put(
            f"{PREFIX}{place}/{name}", b"x", headers={"authorization": f"Bearer {issued[1]}"}
        )
        assert answer.status_code == 404


def test_a_file_that_is_too_large_is_refused(ask: Ask, settings: Any) -> None:
    document = ask("POST", "documents", DOCUMENT)[1]["id"]
    settings.UPLOAD_BYTES = 10
    assert ask("PUT", f"documents/{document}/files/a.txt", b"x" * 11)[0] == 422


def test_a_token_shows_when_it_was_last_used(issued: tuple[Token, str], ask: Ask) -> None:
    document = ask("POST", "documents", DOCUMENT)[1]["id"]
    for method, path, body in (
        ("PUT", f"documents/{document}/files/a.txt", "示例".encode()),
        ("POST", f"documents/{document}/submit", None),
    ):
        Token.objects.update(last_used_at=None)
        assert ask(method, path, body)[0] == 200
        assert Token.objects.get(pk=issued[0].pk).last_used_at is not None


def test_what_was_pushed_in_a_day_goes_on_as_a_batch(cast: Cast, ask: Ask, signed_in: Any) -> None:
    ask("POST", "documents", DOCUMENT)
    ask("POST", "documents", DOCUMENT | {"old_id": "oa-2026-0002", "document_number": "临建〔2026〕6号"})
    batch = Batch.objects.get()
    page = signed_in(cast.lin).get(f"/desk/imports/{batch.pk}/").content.decode()
    assert batch.state == Batch.State.LOADED
    assert "整批送审：2 件" in page

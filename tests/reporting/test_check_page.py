"""核对年报页 — anybody's report is read, checked and shown; nothing stays; findings can be taken away."""

import json
import re
from collections.abc import Callable
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from cast import Cast
from gongkai.agencies.policies import Actor
from gongkai.core.models import LedgerEntry, StoredFile
from gongkai.reporting import library_checking, views_public_check
from gongkai.reporting.held_uploads import HELD_FOR, held, hold
from gongkai.reporting.library_shown import marked
from gongkai.reporting.library_tasks import forget_what_nobody_kept
from gongkai.reporting.models import LibraryReport
from reporting.library_stage import archive, words

pytestmark = pytest.mark.django_db
PAGE = "/reports/check/"
WRONG, RIGHT = words(gazette=30), words()


@pytest.fixture(autouse=True)
def nobody_before() -> None:
    """No visitor has been here in this hour."""
    cache.clear()


def pasted(client: Client, text: str) -> str:
    return str(client.post(PAGE, {"text": text}).content.decode())


def packed(page: str) -> str:
    found = re.search(r'name="packed" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_what_does_not_add_up_is_quoted_with_its_arithmetic_and_its_place(client: Client) -> None:
    page = pasted(client, WRONG)
    assert "1 处对不上" in page
    assert "示例市样本局" in page
    assert "60 ＋ 30 ＋ 5 ＝ 95" in page
    assert re.search(r"<mark>[^<]*100条[^<]*公报公开30条", page)
    assert 'id="words-1"' in page
    assert '<details class="mb4" open>' in page


def test_what_kind_of_finding_it_is_is_said_in_the_readers_language(client: Client) -> None:
    client.get("/preferences/", {"language": "en"})
    page = pasted(client, WRONG)
    assert ">Error</span>" in page
    assert ">Parts and total</span>" in page


def test_signs_that_steer_a_printer_are_not_shown(client: Client) -> None:
    page = pasted(client, RIGHT.replace("二、", "\f二、"))
    assert "\f" not in page
    assert re.search(r"读出的全文.*\s二、依申请公开情况", page, re.DOTALL)


def test_what_adds_up_says_how_much_was_tried(client: Client) -> None:
    page = pasted(client, RIGHT)
    assert "没有发现问题" in page
    tried = re.search(r"(\d+) 项，相符 (\d+) 项", page)
    assert tried is not None
    assert tried[1] == tried[2] != "0"


def test_nothing_is_kept(client: Client) -> None:
    pasted(client, WRONG)
    assert not StoredFile.objects.exists()
    assert not LedgerEntry.objects.exists()


def test_findings_are_taken_away_as_json_and_csv(client: Client) -> None:
    sealed = packed(pasted(client, WRONG))
    told = client.post(f"{PAGE}download/", {"packed": sealed, "json": "1"}).json()
    assert [finding["kind"] for finding in told[0]["findings"]] == ["sum"]
    assert told[0]["findings"][0]["quote"] == WRONG[slice(*_place(told))]
    table = client.post(f"{PAGE}download/", {"packed": sealed, "csv": "1"}).content.decode("utf-8-sig")
    assert table.splitlines()[1].startswith("粘贴的文字.txt,示例市样本局,2012,错误,分项与合计")


def _place(told: list[dict[str, object]]) -> tuple[int, int]:
    finding = json.loads(json.dumps(told[0]["findings"]))[0]
    return finding["start"], finding["end"]


def test_nothing_is_handed_out_that_no_page_of_ours_answered(client: Client) -> None:
    assert client.post(f"{PAGE}download/", {"packed": "W10", "json": "1"}).status_code == 404


def test_a_zip_is_taken_apart_and_what_cannot_be_read_is_named(client: Client) -> None:
    answer = client.post(PAGE, {"file": archive(a_txt=WRONG, b_txt=RIGHT, c_pdf=b"%PDF-1.4 nothing")})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "1 份读不出来" in page
    assert page.count('id="report-') == page.count('href="#report-') == 2
    assert '<details class="mb4" open>' not in page, "the words of several stay folded"


def test_a_file_and_words_are_both_checked(client: Client) -> None:
    file = SimpleUploadedFile("甲.txt", RIGHT.encode())
    page = client.post(PAGE, {"file": file, "text": WRONG}).content.decode()
    assert page.count('href="#report-') == 2
    assert "1 处对不上" in page


def test_a_zip_in_a_zip_is_taken_apart_too_and_named_where_it_is_broken(client: Client) -> None:
    inner = archive(a_txt=WRONG).read()
    answer = client.post(PAGE, {"file": archive(a_txt=RIGHT, b_zip=inner, c_zip=b"PK nothing")})
    page = answer.content.decode()
    assert page.count('href="#report-') == 2
    assert "1 份读不出来" in page
    assert "c.zip：" in page


def test_a_zip_of_too_many_or_none_is_refused(client: Client) -> None:
    many = {f"r{number}_txt": RIGHT for number in range(library_checking.REPORTS_AT_ONCE + 1)}
    for files, said in ((many, "超过 10 份"), ({"a_exe": "x"}, "没有可以读取的年报")):
        answer = client.post(PAGE, {"file": archive(**files)})
        assert answer.status_code == 422
        assert said in answer.content.decode()


def test_nothing_at_all_and_a_scan_are_refused_in_words(client: Client) -> None:
    assert client.post(PAGE).status_code == 422
    answer = client.post(PAGE, {"file": SimpleUploadedFile("a.pdf", b"%PDF-1.4 nothing")})
    assert answer.status_code == 422
    assert "field-bad" in answer.content.decode()


def test_a_visitor_is_asked_to_wait(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(views_public_check, "REPORTS_AN_HOUR", 1)
    assert client.post(PAGE, {"text": RIGHT}).status_code == 200
    answer = client.post(PAGE, {"text": RIGHT})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0


def test_markup_in_a_report_is_words(client: Client) -> None:
    assert "<script>alert" not in pasted(client, RIGHT + "<script>alert(1)</script>")


def test_places_that_overlap_are_all_marked() -> None:
    pieces = list(marked("abcdef", [(1, 4, 1), (2, 5, 2)]))
    assert [(piece.words, piece.numbers) for piece in pieces] == [
        ("a", ()),
        ("b", (1,)),
        ("cd", (1, 2)),
        ("e", (2,)),
        ("f", ()),
    ]


def test_who_may_keep_it_needs_not_send_it_again(cast: Cast, signed_in: Callable[[Actor], Client]) -> None:
    lin, zheng = signed_in(cast.lin), signed_in(cast.zheng)
    page = pasted(lin, WRONG)
    found = re.search(r'name="held" value="([^"]+)"', page)
    assert found is not None
    sealed = Path(settings.DATA) / "held" / sha256(found[1].encode()).hexdigest()
    assert "示例市样本局".encode() not in sealed.read_bytes()
    keep = "/desk/library/keep/"
    assert zheng.post(keep, {"held": found[1]})["Location"] == "/desk/library/check/"
    assert not LibraryReport.objects.exists()
    lin.post(keep, {"held": found[1]})
    assert LibraryReport.objects.get().organ == "示例市样本局"
    assert not sealed.exists()
    assert lin.post(keep, {"held": found[1]})["Location"] == "/desk/library/check/"


def test_what_nobody_keeps_is_deleted(
    cast: Cast, signed_in: Callable[[Actor], Client], client: Client
) -> None:
    folder = Path(settings.DATA) / "held"
    folder.mkdir(exist_ok=True)
    forget_what_nobody_kept(timezone.now() + timedelta(days=1))
    pasted(client, WRONG)
    pasted(signed_in(cast.shen), WRONG)
    assert not list(folder.iterdir())
    now = timezone.now()
    key = hold("示例.txt", RIGHT.encode(), user_id=1, now=now)
    assert held(key, user_id=2, now=now) is None
    assert held(key, user_id=1, now=now + HELD_FOR + timedelta(seconds=2)) is None
    assert held(key, user_id=1, now=now) == ("示例.txt", RIGHT.encode())
    forget_what_nobody_kept(now + HELD_FOR - timedelta(seconds=5))
    assert list(folder.iterdir())
    forget_what_nobody_kept(now + HELD_FOR + timedelta(seconds=5))
    assert not list(folder.iterdir())

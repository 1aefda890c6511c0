"""逐行问答 — clock and fees answer every line, and say at the end that some were bad."""

import json
import subprocess
import sys
from typing import Any

import pytest


def ask(command: str, *lines: str | bytes) -> tuple[int, list[dict[str, Any]], str]:
    done = subprocess.run(
        [sys.executable, "-m", "gongkai.cli", command, "--json"],
        input=b"\n".join(line.encode() if isinstance(line, str) else line for line in lines),
        capture_output=True,
        check=False,
    )
    told = [json.loads(line, parse_constant=pytest.fail) for line in done.stdout.decode().splitlines()]
    return done.returncode, told, done.stderr.decode()


def test_a_deadline_comes_with_its_reasons() -> None:
    status, (told,), _ = ask("clock", '{"id": "a", "received": "2024-09-27", "today": "2024-10-08"}')
    assert status == 0
    assert (told["id"], told["regulation"], told["due"]) == ("a", "2019", "2024-10-30")
    assert (told["days_total"], told["days_used"], told["provisional"]) == (20, 3, False)
    assert any("国庆节放假" in sentence for sentence in told["explanation"])


def test_bad_lines_say_why_and_the_rest_is_answered() -> None:
    status, told, words = ask(
        "clock",
        "not json",
        "[]",
        '{"id": 1, "received": "soon"}',
        '{"id": 2, "received": "2024-09-27", "events": [{"type": "lost", "on": "2024-09-28"}]}',
        '{"id": 3, "received": "2024-09-27", "events": {}}',
        '{"id": 4, "received": "2024-09-27", "events": [{"type": "extended", "on": "2024-09-28"}]}',
        '{"id": 5, "received": "2024-09-27"}',
    )
    assert status == 1
    assert [line["id"] for line in told] == [None, None, 1, 2, 3, 4, 5]
    assert ["error" in line for line in told] == [True] * 6 + [False]
    assert "6" in words


def received(day: str, name: object = 1, **more: object) -> str:
    return json.dumps({"id": name, "received": day, **more})


def test_no_line_however_odd_keeps_the_others_from_their_answers() -> None:
    odd: list[str | bytes] = [
        received("2024-09-27").encode("utf-16"),
        '{"id": "编号", "received": "2024-09-27"}'.encode("gbk"),
        "[" * 100_000,
        '{"id": NaN, "received": "2024-09-27"}',
        '{"id": 1e999, "received": "2024-09-27"}',
        received("2024-09-27", {"of": 1}),
        received("20240927"),
        received("2024-W39-5"),
        received("2024-02-30"),
        received("9999-12-31"),
        received("2024-09-27", events=[{"type": ["extended"], "on": "2024-09-28"}]),
        received("2024-09-27", events=[{"type": "extended", "on": "2024-09-28", "working_days": 0}]),
    ]
    status, told, _ = ask("clock", *odd, received("2024-09-27"))
    assert status == 1
    assert ["error" in line for line in told] == [True] * len(odd) + [False]


def test_a_byte_order_mark_line_ends_and_names_of_any_kind_do_no_harm() -> None:
    lines = (
        b"\xef\xbb\xbf" + received("2024-09-27").encode() + b"\r",
        "  ",
        received("2024-09-27", "\ud800"),
        received("2024-09-27", None, today=None),
    )
    status, told, _ = ask("clock", *lines)
    assert (status, [line["id"] for line in told]) == (0, [1, "\ud800", None])
    assert {line["due"] for line in told} == {"2024-10-30"}


def test_what_is_awaited_leaves_no_due_day() -> None:
    case = {
        "id": 1,
        "received": "2024-09-27",
        "events": [{"type": "third_party_consulted", "on": "2024-09-29"}],
    }
    _, (told,), _ = ask("clock", json.dumps(case))
    assert (told["due"], told["stopped_by"]) == (None, "third_party_consulted")


def test_fees_come_with_their_steps() -> None:
    status, told, _ = ask(
        "fees",
        '{"id": 1, "basis": "pages", "count": 68}',
        '{"id": 2, "basis": "items", "count": -1}',
        '{"id": 3, "basis": "items", "count": 31}',
    )
    assert status == 1
    assert told[0] == {
        "id": 1,
        "yuan": 380,
        "steps": ["第1至30页：30页，每页0元，计0元", "第31至68页：38页，每页10元，计380元", "合计380元"],
    }
    assert "error" in told[1]
    assert told[2]["steps"][2] == "第31件：1件，每件200元，计200元"


def test_a_fee_for_more_than_anybody_asks_is_refused_at_once() -> None:
    status, told, _ = ask(
        "fees",
        '{"id": 1, "basis": "items", "count": 1000000000000}',
        '{"id": 2, "basis": "items", "count": 3}',
    )
    assert (status, told[1]["yuan"]) == (1, 0)
    assert "error" in told[0]

"""逐行问答 — clock and fees answer every line, and say at the end that some were bad."""

import json
import subprocess
import sys
from typing import Any


def ask(command: str, *lines: str) -> tuple[int, list[dict[str, Any]], str]:
    done = subprocess.run(
        [sys.executable, "-m", "gongkai.cli", command, "--json"],
        input="\n".join(lines),
        capture_output=True,
        text=True,
        check=False,
    )
    return done.returncode, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


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
        "fees", '{"id": 1, "basis": "pages", "count": 68}', '{"id": 2, "basis": "items", "count": -1}'
    )
    assert status == 1
    assert told[0] == {
        "id": 1,
        "yuan": 380,
        "steps": ["第1至30页：30页，每页0元，计0元", "第31至68页：38页，每页10元，计380元", "合计380元"],
    }
    assert "error" in told[1]


def test_a_fee_for_more_than_anybody_asks_is_refused_at_once() -> None:
    status, told, _ = ask(
        "fees",
        '{"id": 1, "basis": "items", "count": 1000000000000}',
        '{"id": 2, "basis": "items", "count": 3}',
    )
    assert (status, told[1]["yuan"]) == (1, 0)
    assert "error" in told[0]

"""隔离解析 — a parser that hangs, grows, dies or lies harms neither the caller nor the next file."""

import os
import time
from datetime import date

import pytest

from gongkai.intake import FileRefused, Reading
from gongkai.intake.isolated import Isolated
from gongkai.intake.read import read

NOTICE = "临江市示例局关于示例工作的通知\n各单位：\n为加强示例管理，现就有关事项通知如下。\n".encode()


def code_of(isolated: Isolated, function: str, *arguments: object) -> str:
    with pytest.raises(FileRefused) as refused:
        isolated.call(f"intake.misbehaving:{function}", *arguments)
    assert refused.value.message.endswith("。")
    return refused.value.code


def test_a_reading_is_the_same_as_without_isolation() -> None:
    with Isolated() as isolated:
        reading = isolated.call("gongkai.intake.read:read", NOTICE, "通知.txt")
    assert isinstance(reading, Reading)
    assert reading == read(NOTICE, "通知.txt")


def test_values_and_bytes_go_to_and_fro() -> None:
    data = bytes(range(256)) * 1000
    with Isolated() as isolated:
        answer = isolated.call("intake.misbehaving:echo", data, {"图.png": b"\xff\0", "乙": b""})
    assert (answer.number, answer.day, answer.data) == (256_000, date(2024, 2, 29), b"\xff\0")
    assert answer.names == ("图.png", "乙")


def test_a_refusal_comes_through_and_the_child_lives_on() -> None:
    with Isolated() as isolated:
        first = isolated.call("intake.misbehaving:process")
        assert code_of(isolated, "refuse") == "sample"
        assert isolated.call("intake.misbehaving:process") == first != os.getpid()


@pytest.mark.parametrize(
    ("function", "arguments", "code"),
    [
        ("sleep", (), "timeout"),
        ("spin", (), "timeout"),
        ("grow", (2_000_000_000,), "memory"),
        ("die", (), "crashed"),
        ("leave", (), "crashed"),
        ("lie", (), "crashed"),
    ],
)
def test_what_goes_wrong_is_a_refusal_and_the_next_file_has_a_new_child(
    function: str, arguments: tuple[object, ...], code: str
) -> None:
    with Isolated(seconds=2) as isolated:
        before = isolated.call("intake.misbehaving:process")
        assert code_of(isolated, function, *arguments) == code
        assert isolated.call("intake.misbehaving:process") != before


def test_an_unforeseen_error_is_a_refusal_and_its_words_stay_out_of_the_log(
    caplog: pytest.LogCaptureFixture,
) -> None:
    with Isolated() as isolated:
        assert code_of(isolated, "fail", "某人的话") == "crashed"
    assert "ZeroDivisionError" in caplog.text
    assert "某人的话" not in caplog.text


def test_an_answer_without_end_is_not_taken() -> None:
    with Isolated(memory=2_000_000_000) as isolated:
        assert code_of(isolated, "flood") == "crashed"


def test_the_child_knows_no_secrets_of_the_caller(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONGKAI_SECRET_KEY", "样本")
    monkeypatch.setenv("DATABASE_URL", "样本")
    with Isolated() as isolated:
        assert not {"GONGKAI_SECRET_KEY", "DATABASE_URL", "HOME"} & set(
            isolated.call("intake.misbehaving:environment")
        )


def test_a_child_ends_with_its_caller() -> None:
    with Isolated() as isolated:
        child = isolated.call("intake.misbehaving:process")
        os.kill(child, 0)
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_a_large_caller_still_has_a_child_that_lives_on() -> None:
    held = b"x" * 500_000_000
    with Isolated() as isolated:
        assert isolated.call("intake.misbehaving:process") == isolated.call("intake.misbehaving:process")
    assert held


def test_a_child_that_has_grown_is_not_used_again() -> None:
    with Isolated() as isolated:
        before = isolated.call("intake.misbehaving:process")
        assert isolated.call("intake.misbehaving:grow", 500_000_000) == 500_000_000
        assert isolated.call("intake.misbehaving:process") != before


def test_a_warm_child_costs_little() -> None:
    with Isolated() as isolated:
        isolated.call("intake.misbehaving:process")
        started = time.perf_counter()
        for _ in range(100):
            isolated.call("intake.misbehaving:process")
        assert time.perf_counter() - started < 2

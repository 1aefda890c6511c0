"""排查命令 — findings as lines of JSON or as sentences, the text they point into, and the exit status."""

import json
from pathlib import Path

import pytest

from gongkai.cli.main import main
from privacy import samples


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "表.xlsx").write_bytes(samples.workbook(samples.full_workbook))
    (tmp_path / "公开.txt").write_text("关于做好示例工作的通知", encoding="utf-8")
    return tmp_path


def test_each_finding_is_a_line_of_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scan", str(folder), "--json"]) == 3
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert {tuple(line) for line in lines} == {
        ("file", "kind", "certainty", "start", "end", "excerpt", "place", "reason")
    }
    assert {line["file"] for line in lines} == {str(folder / "表.xlsx")}
    assert {"hidden_sheet", "hidden_columns", "resident_id", "mobile_phone"} <= {
        line["kind"] for line in lines
    }


def test_offsets_hold_in_the_printed_text(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(folder / "表.xlsx")
    main(["scan", path, "--json"])
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert main(["scan", path, "--text"]) == 3
    text = capsys.readouterr().out
    numbers = [text[line["start"] : line["end"]] for line in lines if line["kind"] == "mobile_phone"]
    assert samples.mobile(34) in numbers
    assert all(number.startswith("1380000") and len(number) == 11 for number in numbers)


def test_nothing_certain_ends_with_nought(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scan", str(folder / "公开.txt")]) == 0
    assert "没有发现" in capsys.readouterr().out


def test_people_read_sentences(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["scan", str(folder / "表.xlsx")]) == 3
    told = capsys.readouterr().out
    assert "隐藏的列（确定，名单!C）" in told
    assert samples.mobile(34) not in told


def test_a_file_that_cannot_be_read_is_told_and_the_rest_goes_on(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "坏.docx").write_bytes(b"PK\x03\x04 broken")
    assert main(["scan", str(folder), "--json"]) == 3
    said = capsys.readouterr()
    assert "坏.docx" in said.err
    assert "hidden_sheet" in said.out


def test_a_file_that_is_not_there_fails_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["scan", str(tmp_path / "none.docx")]) == 1
    assert capsys.readouterr().err.count("\n") == 1

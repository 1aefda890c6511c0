"""审核命令 — reports as lines of JSON or in words, folders and ZIPs, what cannot be read, and the exit status."""

import json
from pathlib import Path
from typing import Any

import pytest

from auditing import report_files
from gongkai.cli.main import main

RIGHT = f"{report_files.TITLE}\n一、总体情况\n{report_files.WORDS}\n"
WRONG = RIGHT.replace("900条", "910条")
LATE = f"{RIGHT}示例市样本局\n2024年3月5日\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "对.txt").write_text(RIGHT, encoding="utf-8")
    (tmp_path / "错.txt").write_text(WRONG, encoding="utf-8")
    (tmp_path / "说明.md").write_text("不是报告", encoding="utf-8")
    return tmp_path


def answers(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_each_report_is_a_line_of_json(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", str(folder), "--json"]) == 3
    right, wrong = answers(capsys)
    assert list(right) == [
        "file",
        "title",
        "agency",
        "year",
        "form",
        "figures",
        "tables",
        "checks",
        "findings",
    ]
    assert (right["file"], right["title"]) == (str(folder / "对.txt"), report_files.TITLE)
    assert (right["agency"], right["year"], right["form"]) == ("示例市样本局", 2023, "2021")
    assert right["checks"] > 0
    assert right["findings"] == []
    (finding,) = wrong["findings"]
    assert list(finding) == ["kind", "severity", "quote", "start", "end", "stated", "computed", "explanation"]
    assert (finding["kind"], finding["severity"]) == ("sum", "error")


def test_places_hold_in_the_printed_text(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = str(folder / "错.txt")
    main(["audit", path, "--json"])
    (answer,) = answers(capsys)
    assert main(["audit", path, "--text"]) == 3
    text = capsys.readouterr().out
    assert text == WRONG
    assert {(one["value"], one["unit"], text[one["start"] : one["end"]]) for one in answer["figures"]} >= {
        (1200, "条", "1200条"),
        (910, "条", "910条"),
    }
    (finding,) = answer["findings"]
    assert text[finding["start"] : finding["end"]] == finding["quote"]


def test_text_and_findings_together(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "对.txt"
    assert main(["audit", str(path), "--json", "--text"]) == 0
    answer, text = answers(capsys)
    assert text == {"file": str(path), "text": RIGHT}
    assert answer["file"] == str(path)


def test_a_note_is_no_error(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "迟.txt").write_text(LATE, encoding="utf-8")
    assert main(["audit", str(tmp_path / "迟.txt"), "--json"]) == 0
    (answer,) = answers(capsys)
    assert [(one["kind"], one["severity"], one["quote"]) for one in answer["findings"]] == [
        ("late", "note", "2024年3月5日")
    ]


def test_people_read_sentences(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", str(folder / "错.txt")]) == 3
    told = capsys.readouterr().out
    assert "机关：示例市样本局；年度：2023；格式：2021年以来年度报告" in told
    assert "错误（分项与合计）" in told


def test_a_zip_is_opened_and_its_names_are_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    inner = report_files.packed_in_gbk("样本县.docx", report_files.docx())
    path = tmp_path / "年报.zip"
    path.write_bytes(
        report_files.packed({"一/对.txt": RIGHT.encode(), "图.png": b"\x89PNG", "里.zip": inner})
    )
    assert main(["audit", str(path), "--json"]) == 0
    assert [(one["file"], one["title"]) for one in answers(capsys)] == [
        (f"{path}/一/对.txt", report_files.TITLE),
        (f"{path}/里.zip/样本县.docx", report_files.TITLE),
    ]


def test_what_cannot_be_read_is_said_after_its_turn_and_the_rest_goes_on(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    paths = [
        folder / "没有.txt",
        folder / "坏.docx",
        folder / "扫描.pdf",
        folder / "坏.zip",
        folder / "对.txt",
    ]
    paths[1].write_bytes(b"PK\x03\x04 broken")
    paths[2].write_bytes(report_files.picture_pdf())
    paths[3].write_bytes(b"PK\x03\x04 broken")
    assert main(["audit", *map(str, paths), "--json"]) == 1
    said = answers(capsys)
    assert [one["file"] for one in said] == list(map(str, paths))
    assert ["error" in one for one in said] == [True, True, True, True, False]
    assert "扫描件" in said[2]["error"]


def test_without_json_what_cannot_be_read_is_said_on_stderr(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["audit", str(folder / "没有.txt"), str(folder / "对.txt")]) == 1
    said = capsys.readouterr()
    assert "没有.txt：读不了这个文件" in said.err
    assert report_files.TITLE in said.out


def test_the_year_before_must_be_one_report(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["audit", str(folder / "对.txt"), "--previous", str(folder)]) == 1
    assert "--previous" in capsys.readouterr().err

"""年报命令 — a report on standard output or in a file, its checks, and clear words for what there is not."""

import argparse
import io
import json
import sys
from pathlib import Path

import pytest

from cast import Cast
from gongkai.cli.commands import report
from gongkai.cli.errors import CommandFailed
from gongkai.reporting.exports_reading import read_data, read_workbook
from reporting.stage import YEAR, all_declared, begun

pytestmark = pytest.mark.django_db


def run(*words: str) -> int:
    parser = argparse.ArgumentParser()
    report.arguments(parser)
    return report.run(parser.parse_args(words))


class Terminal(io.TextIOWrapper):
    """A terminal to which bytes can be written as well."""

    def isatty(self) -> bool:
        return True


def test_data_on_standard_output_by_name_or_code(
    cast: Cast, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    for organ in (cast.housing.code, cast.housing.name, cast.housing.short_name):
        assert run(organ, str(YEAR)) == 0
        found = read_data(capfdbinary.readouterr().out)
        assert (found.organ, found.year, found.version) == (cast.housing.code, YEAR, 1)


def test_what_is_drafted_goes_before_what_would_be(
    cast: Cast, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    all_declared(cast)
    stored = begun(cast)
    assert run(cast.housing.code, str(YEAR)) == 0
    said = json.loads(capfdbinary.readouterr().out)
    texts = ["\n".join(section["paragraphs"]) for section in said["sections"]]
    assert any("下一步继续改进" in text for text in texts)
    assert len(texts) == stored.sections.count()


def test_a_file_is_written_where_it_is_named(cast: Cast, tmp_path: Path) -> None:
    path = tmp_path / "样本.xlsx"
    assert run(cast.housing.code, str(YEAR), "--format", "xlsx", "-o", str(path)) == 0
    assert read_workbook(path.read_bytes()).organ == cast.housing.code
    with pytest.raises(CommandFailed, match="写不了"):
        run(cast.housing.code, str(YEAR), "-o", str(tmp_path / "没有的文件夹" / "样本.json"))


def test_a_terminal_gets_no_bytes_but_a_file(
    cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    shown = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", Terminal(shown))
    assert run(cast.housing.code, str(YEAR), "--format", "docx") == 0
    [made] = tmp_path.iterdir()
    assert made.name == f"{cast.housing.name}{YEAR}年政府信息公开工作年度报告.docx"
    assert made.name in capsys.readouterr().err
    assert shown.getvalue() == b""


def test_the_checks_are_listed_with_their_places(cast: Cast, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(cast.housing.code, str(YEAR), "--check") == report.SOME_STOP
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("不能提交  ")
    missing = next(n for n, line in enumerate(lines) if line.startswith("不能提交") and "填报数字：" in line)
    assert lines[missing + 1] == "    规章和规范性文件制发件数·规章"
    all_declared(cast, year=YEAR - 1)
    begun(cast, year=YEAR - 1)
    assert run(cast.housing.code, str(YEAR - 1), "--check") == 0
    assert "不能提交" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("organ", "year", "words"),
    [("没有的机关", YEAR, "没有这个机关"), ("", 2007, "没有年度报告"), ("", 2999, "没有年度报告")],
)
def test_unknown_organs_and_years_are_told(cast: Cast, organ: str, year: int, words: str) -> None:
    with pytest.raises(CommandFailed, match=words):
        run(organ or cast.housing.code, str(year))


def test_checks_beside_an_export_leave_standard_output_to_it(
    cast: Cast, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(cast.housing.code, str(YEAR), "--format", "json", "--check") == report.SOME_STOP
    said = capsys.readouterr()
    data = json.loads(said.out)
    assert data["year"] == YEAR
    declared = next(check for check in data["checks"] if check["kind"] == "declared")
    assert "规章和规范性文件制发件数·规章" in declared["named"]
    assert "不能提交" in said.err

"""命令行导入表格 — tried, loaded, killed, gone on with; with the files that lie beside the table."""

import argparse
import csv
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from cast import Cast, make_cast
from gongkai.agencies.policies import Actor, HeldPost
from gongkai.cli import tables
from gongkai.cli.errors import CommandFailed
from gongkai.core import ledger
from gongkai.disclosure.models import Attachment, Document, Version
from gongkai.imports.models import Batch, Item, Mapping, RowProblem
from gongkai.rules.posts import Role
from imports.tables import csv_of, row
from place import Place, until

OPERATOR = Actor(posts=(HeldPost(Role.OFFICE, 0, "/"),))


def command(cast: Cast, path: Path, *words: str) -> int:
    """`gongkai import PATH …` as the operator, for the housing bureau; how many rows were left out."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--submit", action="store_true")
    parser.add_argument("--json", action="store_true")
    tables.arguments(parser)
    return tables.run(path, parser.parse_args(words), OPERATOR, cast.housing)


def written(folder: Path, rows: list[dict[str, str]]) -> Path:
    path = folder / "目录.csv"
    path.write_bytes(csv_of(rows))
    return path


@pytest.mark.django_db
def test_a_dry_run_writes_nothing_but_the_file_of_problems(
    cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = written(tmp_path, [row(1), row(2, 成文日期="不详")])

    left_out = command(cast, path, "--dry-run", "--errors", str(tmp_path / "错.csv"), "--json")

    assert left_out == 1
    told = json.loads(capsys.readouterr().out)
    assert told["counts"] == {"created": 1, "refused": 1, "warnings": 0}
    lines = list(csv.reader((tmp_path / "错.csv").open(encoding="utf-8-sig")))
    assert lines[1] == ["3", "成文日期", "不详", "错误", "看不出是哪一天"]
    for model in (Document, Batch, Item, Mapping, RowProblem):
        assert not model._default_manager.exists()


@pytest.mark.django_db
def test_a_load_ends_with_its_report(cast: Cast, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rows = [
        row(1),
        row(2, 成文日期="2017-01-05", 发布日期="2017-01-09"),
        row(3, 栏目="没有的栏目", 信息标题="甲"),
    ]

    assert command(cast, written(tmp_path, rows), "--json", "--origin", "旧门户") == 1

    report = json.loads(capsys.readouterr().out)
    assert report["counts"]["created"] == 2
    assert report["origin"] == "旧门户"
    assert report["by_organ"] == [{"name": "临江市住房和城乡建设局", "count": 2}]
    assert report["by_year"] == [{"name": "2016", "count": 1}, {"name": "2017", "count": 1}]
    assert report["by_column"] == [{"name": "行政规范性文件", "count": 2}]
    (why,) = report["left_out"]
    assert (why["column"], why["rows"], why["first_row"]) == ("栏目", 1, 4)
    assert Version.objects.filter(author=None).count() == 2


@pytest.mark.django_db
def test_a_mapping_file_settles_the_columns(cast: Cast, tmp_path: Path) -> None:
    mapping = tmp_path / "对应.toml"
    mapping.write_text(
        'origin = "旧门户"\n[columns]\n"信息标题" = "summary"\n"正文" = "title"\n', encoding="utf-8"
    )

    command(cast, written(tmp_path, [row(1, 正文="正文列里的标题")]), "--map", str(mapping))

    version = Version.objects.get()
    assert (version.title, version.summary) == ("正文列里的标题", "关于样本小区改造的通知之1")


@pytest.mark.django_db
@pytest.mark.parametrize("zipped", [True, False])
def test_files_beside_the_table_fill_bodies_and_become_attachments(
    cast: Cast, tmp_path: Path, zipped: bool
) -> None:
    text = "关于样本事项的通知\n\n各有关单位：\n\n现将样本事项通知如下，请遵照执行。\n\n2016年3月2日\n"
    folder = tmp_path / "files" / "2016"
    folder.mkdir(parents=True)
    (folder / "通知.txt").write_text(text, encoding="utf-8")
    (folder / "名单.txt").write_text("甲乙丙", encoding="utf-8")
    table = tmp_path / "目录.csv"
    table.write_text(
        "信息ID,标题,栏目,正文文件,附件\n"
        "1,样本事项,行政规范性文件,2016/通知.txt,名单.txt\n"
        "2,没有附件的,行政规范性文件,,丢了.pdf\n",
        encoding="utf-8",
    )
    place = tmp_path / "files"
    if zipped:
        place = tmp_path / "files.zip"
        with zipfile.ZipFile(place, "w") as archive:
            for path in folder.iterdir():
                archive.write(path, f"2016/{path.name}")

    assert command(cast, table, "--files", str(place)) == 1

    version = Version.objects.get()
    assert version.title == "样本事项"
    assert "请遵照执行" in version.body_text
    attachment = Attachment.objects.get()
    assert (attachment.name, attachment.text, attachment.version) == ("名单.txt", "甲乙丙", version)
    assert "没有这个文件" in RowProblem.objects.get(weight="error").message


@pytest.mark.django_db
def test_there_is_nothing_to_go_on_with(cast: Cast, tmp_path: Path) -> None:
    with pytest.raises(CommandFailed, match="没有中断的导入"):
        command(cast, written(tmp_path, [row(1)]), "--resume")


@pytest.mark.django_db
def test_the_worker_leaves_alone_what_the_command_line_loads(cast: Cast, tmp_path: Path) -> None:
    from gongkai.imports import queries

    command(cast, written(tmp_path, [row(1)]))
    Batch.objects.update(job="load", state="loading")

    assert not queries.in_work().exists()


@pytest.fixture
def place(real_database: str, tmp_path: Path) -> Iterator[Place]:
    here = Place(tmp_path, real_database, make_cast())
    yield here
    here.leave()


@pytest.mark.slow
def test_a_load_that_is_killed_goes_on_and_each_row_is_there_once(place: Place) -> None:
    path = written(place.folder, [row(number) for number in range(1, 2001)])
    words = ("-m", "gongkai.cli", "import", str(path), "--organ", place.cast.housing.code)
    loading = place.start(*words)
    assert until(lambda: Item.objects.exists(), seconds=120), place.words
    place.kill(loading)
    before = Item.objects.count()
    assert 0 < before < 2000

    again = place.start(*words, "--resume")
    again.communicate(timeout=300)

    assert again.returncode == 0, place.words
    batch = Batch.objects.get()
    assert batch.state == Batch.State.LOADED
    assert batch.counts["created"] == 2000
    assert sorted(Item.objects.values_list("row", flat=True)) == list(range(2, 2002))
    assert Document.objects.count() == Version.objects.count() == 2000
    assert list(ledger.breaks()) == []

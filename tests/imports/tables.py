"""样表 — tables for the tests of loading, and the steps from a table to a batch."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path

from cast import NOW, Cast
from gongkai.agencies.policies import Actor
from gongkai.imports import running
from gongkai.imports.actions.jobs import begin_job
from gongkai.imports.actions.open_batch import open_batch
from gongkai.imports.layout import Layout
from gongkai.imports.models import Batch
from gongkai.imports.tables import opened

HEADER = ("信息ID", "信息标题", "发文字号", "索引号", "成文日期", "发布日期", "栏目", "正文", "链接")
ORIGIN = "临江旧网站"


def row(number: int, **other: str) -> dict[str, str]:
    """One row of the housing bureau's old system."""
    return {
        "信息ID": f"old-{number}",
        "信息标题": f"关于样本小区改造的通知之{number}",
        "发文字号": f"临建〔2016〕{number}号",
        "索引号": f"LJ-2016-{number:05d}",
        "成文日期": "2016年3月1日",
        "发布日期": "2016-03-08",
        "栏目": "政策文件>行政规范性文件",
        "正文": f"<p>样本小区第 {number} 幢改造的事项。</p>",
        "链接": f"http://old.example/show.aspx?id={number}",
        **other,
    }


def csv_of(rows: Sequence[dict[str, str]], encoding: str = "utf-8") -> bytes:
    """The rows as a CSV file."""
    text = io.StringIO()
    writer = csv.DictWriter(text, HEADER)
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def batch_of(cast: Cast, folder: Path, rows: Sequence[dict[str, str]], name: str = "目录.csv") -> Batch:
    """A batch of Lin's with these rows, its layout settled as guessed, kept here for the worker."""
    path = folder / name
    path.write_bytes(csv_of(rows))
    with opened(path) as table:
        layout = Layout.guessed(table.header, origin=ORIGIN, agency=cast.housing.code)
    return open_batch(path, name, actor=cast.lin, now=NOW, agency=cast.housing, layout=layout, keep=True)


def work(batch: Batch, pieces: int = 1000) -> Batch:
    """Let the worker do up to that many pieces of a batch's job."""
    for _piece in range(pieces):
        batch = Batch.objects.select_related("job_by").get(pk=batch.pk)
        if not batch.job or not running.work_on(batch, NOW):
            break
    return Batch.objects.get(pk=batch.pk)


def done(batch: Batch, job: str, actor: Actor, reason: str = "") -> Batch:
    """Give a job and let the worker do all of it."""
    begin_job(batch.pk, job, actor=actor, now=NOW, reason=reason)
    return work(batch)


def loaded(cast: Cast, folder: Path, rows: Sequence[dict[str, str]], name: str = "目录.csv") -> Batch:
    """A batch with these rows, loaded."""
    return done(batch_of(cast, folder, rows, name), "load", cast.lin)


def published(cast: Cast, folder: Path, rows: Sequence[dict[str, str]]) -> Batch:
    """A batch with these rows before the public."""
    batch = loaded(cast, folder, rows)
    done(batch, "submit", cast.lin)
    done(batch, "pass", cast.shen)
    return done(batch, "sign", cast.liang)

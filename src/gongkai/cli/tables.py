"""导入表格 — a table of documents on the command line: tried, loaded, gone on with, reported."""

import argparse
import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai.cli.errors import CommandFailed
from gongkai.cli.progress import bar
from gongkai.cli.words import _, refused, told

if TYPE_CHECKING:
    from gongkai.agencies.models import Agency
    from gongkai.agencies.policies import Actor
    from gongkai.imports.beside import Beside
    from gongkai.imports.layout import Layout
    from gongkai.imports.models import Batch
    from gongkai.imports.running import Walk

ORIGIN = "旧系统"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what holds for tables only."""
    table = parser.add_argument_group(_("表格（CSV、XLSX、XLS、JSONL）"))
    table.add_argument(
        "--map", type=Path, metavar=_("文件"), help=_("列的对应，TOML 或 JSON；不写则按表头认")
    )
    table.add_argument("--origin", metavar=_("名称"), help=_("来源系统的名称，同一来源的标识不重复导入"))
    table.add_argument("--column", metavar=_("栏目"), help=_("没有写栏目的行放在哪里"))
    table.add_argument("--files", type=Path, metavar=_("路径"), help=_("正文文件和附件所在的文件夹或 ZIP"))
    table.add_argument("--dry-run", action="store_true", help=_("只试运行，什么都不写入"))
    table.add_argument("--resume", action="store_true", help=_("上次没有载完的，从中断的地方继续"))
    table.add_argument("--errors", type=Path, metavar=_("文件"), help=_("把每一行的问题写到这个 CSV 文件"))


def run(path: Path, args: argparse.Namespace, actor: "Actor", agency: "Agency | None") -> int:
    """Try or load one table; return how many rows were left out. Raises CommandFailed."""
    from gongkai.core.permissions import Denied
    from gongkai.imports.layout import read_map
    from gongkai.intake import FileRefused
    from gongkai.rules.process import RuleViolation

    try:
        organ = agency or _host()
        facts = read_map(args.map) if args.map else {}
        layout = _layout(path, args, organ, facts, named=agency is not None)
        layout.check()
        with _beside(args, layout, path) as beside:
            work = _try if args.dry_run else _load
            return work(path, args, actor, organ, layout, beside)
    except FileRefused as refusal:
        raise CommandFailed(f"{path}：{told(refusal.message)}") from refusal
    except RuleViolation as violation:
        raise CommandFailed(f"{path}：{refused(violation)}") from violation
    except Denied as denied:
        raise CommandFailed(told(denied.reason)) from denied


def _host() -> "Agency":
    from gongkai.agencies.queries import jurisdiction

    here = jurisdiction()
    if here is None:
        raise CommandFailed(_("还没有建立辖区，请先运行 gongkai setup。"))
    return here.host_agency


def _layout(
    path: Path, args: argparse.Namespace, organ: "Agency", facts: dict[str, Any], *, named: bool
) -> "Layout":
    from gongkai.imports.actions.open_batch import remembered
    from gongkai.imports.layout import Layout
    from gongkai.imports.tables import opened

    with opened(path) as table:
        header = table.header
    known = Layout.from_facts(facts, header) if facts else remembered(organ, header)
    layout = known or Layout.guessed(header)
    return layout.named(
        origin=args.origin or layout.origin or ORIGIN,
        agency=organ.code if named else layout.agency,
        column=args.column or "",
    )


@contextmanager
def _beside(args: argparse.Namespace, layout: "Layout", path: Path) -> "Iterator[Beside | None]":
    """Open the files beside a table: those named, else the table's own folder where a column names files."""
    from gongkai.imports.beside import Beside

    wanted = {"file", "attachments"} & {field for _head, field in layout.columns}
    place: Path | None = args.files or (path.parent if wanted else None)
    if place is None:
        yield None
        return
    if not place.exists():
        raise CommandFailed(_("没有这个文件：{path}").format(path=place))
    beside = Beside.folder(place) if place.is_dir() else Beside.zip(place)
    try:
        yield beside
    finally:
        beside.close()


def _try(
    path: Path,
    args: argparse.Namespace,
    actor: "Actor",
    organ: "Agency",
    layout: "Layout",
    beside: "Beside | None",
) -> int:
    """Say what a load would do; nothing at all is written but the file of problems."""
    from django.utils import timezone

    from gongkai.imports.actions.check_rows import foretell
    from gongkai.imports.models import Batch
    from gongkai.imports.running import Walk

    batch = Batch(agency=organ, origin=layout.origin, file_name=path.name, mapping=layout.facts())
    walk = Walk(batch, actor, timezone.now(), path=path, beside=beside)
    counts: Counter[str] = Counter()
    with bar(_("试运行")) as progress, _problem_file(args.errors) as note:
        for rows in _pieces(walk):
            counts.update(foretell(layout.origin, rows))
            note((row.row, t.column, t.value, t.weight, t.message) for row in rows for t in row.troubles)
            progress(len(rows))
    walk.close()
    if args.json:
        print(json.dumps({"file": str(path), "dry_run": True, "counts": dict(counts)}, ensure_ascii=False))
    else:
        print(_columns(layout))
        print(_counted(counts))
    return counts["refused"]


def _pieces(walk: "Walk") -> Iterator[list[Any]]:
    while rows := walk.next_rows():
        yield rows


@contextmanager
def _problem_file(path: Path | None) -> Iterator[Any]:
    """Yield what takes problems as they come; they are written where a file was asked for."""
    from gongkai.imports.report import problem_lines

    if path is None:
        yield lambda problems: None
        return
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write(next(problem_lines(())))

        def note(problems: Iterable[tuple[Any, ...]]) -> None:
            lines = problem_lines(problems)
            next(lines)
            file.writelines(lines)

        yield note


def _load(
    path: Path,
    args: argparse.Namespace,
    actor: "Actor",
    organ: "Agency",
    layout: "Layout",
    beside: "Beside | None",
) -> int:
    from gongkai.imports import running
    from gongkai.imports.models import Batch
    from gongkai.imports.report import problems_of, report_of

    batch = _resumed(path, actor) if args.resume else _begun(path, actor, organ, layout)
    with bar(_("导入")) as progress:
        progress(batch.done)
        for done in running.run_to_end(batch, actor, path=path, beside=beside):
            progress(done)
    batch = Batch.objects.get(pk=batch.pk)
    with _problem_file(args.errors) as note:
        note(problems_of(batch))
    if args.submit:
        _submit(batch, actor)
        batch.refresh_from_db()
    report = report_of(batch)
    print(json.dumps(report, ensure_ascii=False) if args.json else _said(report))
    return int(batch.counts.get("refused", 0))


def _begun(path: Path, actor: "Actor", organ: "Agency", layout: "Layout") -> "Batch":
    from django.utils import timezone

    from gongkai.imports.actions.jobs import begin_job
    from gongkai.imports.actions.open_batch import digest_of, open_batch
    from gongkai.imports.models import Batch

    if _broken_off(digest_of(path)) is not None:
        raise CommandFailed(_("{path} 上次没有载完，请加 --resume 继续。").format(path=path))
    now = timezone.now()
    batch = open_batch(path, path.name, actor=actor, now=now, agency=organ, layout=layout)
    return begin_job(batch.pk, Batch.Job.LOAD, actor=actor, now=now)


def _broken_off(digest: str) -> "Batch | None":
    from gongkai.imports.models import Batch

    standing = Batch.objects.filter(kind=Batch.Kind.TABLE, file_digest=digest, file=None)
    return standing.filter(state=Batch.State.LOADING).order_by("-pk").first()


def _resumed(path: Path, actor: "Actor") -> "Batch":
    from django.utils import timezone

    from gongkai.imports.actions.jobs import begin_job
    from gongkai.imports.actions.open_batch import digest_of
    from gongkai.imports.models import Batch

    batch = _broken_off(digest_of(path))
    if batch is None:
        raise CommandFailed(_("{path} 没有中断的导入可以继续。").format(path=path))
    # Killed in the middle, the batch still says that it is being loaded; stopped with a reason, it does not.
    if batch.job == Batch.Job.LOAD:
        return batch
    return begin_job(batch.pk, Batch.Job.LOAD, actor=actor, now=timezone.now())


def _submit(batch: "Batch", actor: "Actor") -> None:
    from django.utils import timezone

    from gongkai.imports.actions.jobs import begin_job, finish_job
    from gongkai.imports.actions.submit_batch import submit_batch
    from gongkai.imports.models import Batch

    begin_job(batch.pk, Batch.Job.SUBMIT, actor=actor, now=timezone.now())
    while submit_batch(batch.pk, actor=actor, now=timezone.now()):
        pass
    finish_job(batch.pk, now=timezone.now())


def _columns(layout: "Layout") -> str:
    from gongkai.imports.headers import field_label

    return "\n".join(f"    {head} → {field_label(field) or '—'}" for head, field in layout.columns)


def _names() -> dict[str, str]:
    return {
        "created": _("新稿件"),
        "changed": _("有改动"),
        "updated": _("更新稿件"),
        "revised": _("新的版本"),
        "unchanged": _("没有变化"),
        "kept": _("已在办理，没有改动"),
        "refused": _("没有导入"),
        "warnings": _("提醒"),
        "redirects": _("旧地址"),
        "submitted": _("已送审"),
        "held": _("留下待处理"),
    }


def _counted(counts: Counter[str] | dict[str, int]) -> str:
    counted = [f"{name} {counts[key]}" for key, name in _names().items() if counts.get(key)]
    return "，".join(counted) or _("没有可以导入的行")


def _said(report: dict[str, Any]) -> str:
    """Return the check report in words."""
    lines = [_("第 {batch} 批，{file}：").format(**report) + _counted(report["counts"])]
    for name, words in (("by_organ", _("机关")), ("by_year", _("年份")), ("by_column", _("栏目"))):
        lines += [f"    {words}  {row['name'] or '—'}  {row['count']}" for row in report[name]]
    lines += [
        _("    没有导入 {rows} 行（第 {first_row} 行起）{column}：{reason}").format(**why)
        for why in report["left_out"]
    ]
    lines += [_("    第 {row} 行 {value}：{message}").format(**twin) for twin in report["twins"]]
    return "\n".join(lines)

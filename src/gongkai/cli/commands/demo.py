"""演示 — load the demonstration into an empty database, or replay whole reports in a place of their own."""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.cli import project, readiness
from gongkai.cli.bench_place import in_own_place
from gongkai.cli.errors import CommandFailed
from gongkai.cli.lock import only_writer
from gongkai.cli.progress import bar
from gongkai.cli.words import _

if TYPE_CHECKING:
    from gongkai.home.demo.replay import Figure

HELP = _("在空数据库中载入示例辖区，并列出示例账号")
DIFFERENT = 1


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of demo."""
    parser.add_argument(
        "--replay",
        action="store_true",
        help=_("另设场地重演五份真实年报和一份虚构的2024年年报的当年情况，并与年报的每个数字核对"),
    )
    parser.add_argument("--organ", action="append", help=_("只重演这个机关的年报（代码，可以写几次）"))
    parser.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


def run(args: argparse.Namespace) -> int:
    """Load it unless it is there; raises CommandFailed in a place that holds somebody's real data."""
    if args.replay:
        return replay(args.organ or [], as_json=args.json)
    project.load_prepared()
    from gongkai.agencies.models import User
    from gongkai.home import demo

    if not demo.is_loaded():
        if User.objects.exists():
            raise CommandFailed(_("数据库里已有数据，示例只能载入空数据库。"))
        readiness.load_demonstration()
    accounts = [readiness.described(account) for account in demo.ACCOUNTS]
    if args.json:
        print(json.dumps({"accounts": accounts}, ensure_ascii=False))
    else:
        for account in accounts:
            print(f"{account['role']}  {account['username']}  {account['password']}")
    return 0


def replay(organs: list[str], *, as_json: bool) -> int:
    """Replay the reports unless that place has them, and compare; returns DIFFERENT when a figure is not as stated.

    Those of single organs have a place of their own. Raises CommandFailed for an organ without a report.
    """
    folder = Path(os.environ.get("GONGKAI_DATA", "var")).resolve() / "-".join(["replay", *sorted(organs)])
    in_own_place(folder, demonstration=False)
    from gongkai.home.demo import replay as reports

    wanted = organs or list(reports.REPORTS)
    if unknown := set(wanted) - set(reports.REPORTS):
        known = _("、").join(reports.REPORTS)
        raise CommandFailed(_("没有“{organ}”的年报，可以写：{known}").format(organ=min(unknown), known=known))
    if not reports.is_loaded(wanted):
        load_replay(wanted)
    found = reports.figures(wanted)
    if as_json:
        print(
            json.dumps(
                {"place": str(folder), "figures": [described(one) for one in found]}, ensure_ascii=False
            )
        )
    else:
        show(found, folder)
    return 0 if all(one.agrees for one in found) else DIFFERENT


def load_replay(organs: list[str]) -> None:
    """Load it report by report, saying so, and index it: one that was interrupted goes on with the next."""
    from django.utils import timezone

    from gongkai.home.demo import replay as reports

    with bar(_("重演年报"), total=reports.steps(organs)) as progress:
        reports.load(timezone.now(), reports=organs, tick=progress, done=_say_done)
    with only_writer():
        readiness.rebuild_index()


def _say_done(organ: str, year: int) -> None:
    print(_("已重演：{organ} {year} 年").format(organ=organ, year=year), file=sys.stderr, flush=True)


def described(figure: "Figure") -> dict[str, object]:
    """Return a figure as it is printed for machines."""
    return {
        "organ": figure.organ,
        "year": figure.year,
        "figure": figure.key,
        "name": figure.name,
        "slices": [str(one) for one in figure.slices],
        "computed": None if figure.computed is None else float(figure.computed),
        "stated": float(figure.stated),
        "agrees": figure.agrees,
    }


def show(found: list["Figure"], folder: Path) -> None:
    """Print what was counted against what was stated, and where it can be looked at."""
    report = None
    for one in found:
        if report != (one.organ, one.year):
            report = one.organ, one.year
            print(_("{organ} {year} 年").format(organ=one.organ, year=one.year))
        mark = _("一致") if one.agrees else _("不一致")
        computed = _("没有") if one.computed is None else f"{one.computed:,}"
        words = _("  {mark}  {name}：算得 {computed}，年报 {stated}")
        print(words.format(mark=mark, name=one.name, computed=computed, stated=f"{one.stated:,}"))
    different = sum(not one.agrees for one in found)
    print(_("共 {total} 项，不一致 {different} 项。").format(total=len(found), different=different))
    print(_("场地在 {folder}，设 GONGKAI_DATA={folder} 后运行 ./run 可以查看。").format(folder=folder))

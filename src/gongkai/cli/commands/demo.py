"""演示 — load the demonstration into an empty database, or replay real reports in a place of their own."""

import argparse
import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.cli import project
from gongkai.cli.bench_place import in_own_place
from gongkai.cli.commands import prepare
from gongkai.cli.errors import CommandFailed
from gongkai.cli.progress import bar
from gongkai.cli.words import _

if TYPE_CHECKING:
    from gongkai.home.demo.replay import Figure

HELP = _("在空数据库中载入示例辖区，并列出示例账号")
DIFFERENT = 1


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of demo."""
    parser.add_argument(
        "--replay", action="store_true", help=_("另设场地重演五份真实年报的依申请公开，并与年报核对")
    )
    parser.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


def run(args: argparse.Namespace) -> int:
    """Load it unless it is there; raises CommandFailed in a place that holds somebody's real data."""
    if args.replay:
        return replay(as_json=args.json)
    project.load_prepared()
    from gongkai.agencies.models import User
    from gongkai.home import demo

    if not demo.is_loaded():
        if User.objects.exists():
            raise CommandFailed(_("数据库里已有数据，示例只能载入空数据库。"))
        prepare.load_demonstration()
    accounts = [prepare.described(account) for account in demo.ACCOUNTS]
    if args.json:
        print(json.dumps({"accounts": accounts}, ensure_ascii=False))
    else:
        for account in accounts:
            print(f"{account['role']}  {account['username']}  {account['password']}")
    return 0


def replay(*, as_json: bool) -> int:
    """Replay the reports unless that place has them, and compare; returns DIFFERENT when a figure is not as stated."""
    folder = Path(os.environ.get("GONGKAI_DATA", "var")).resolve() / "replay"
    in_own_place(folder, demonstration=False)
    from gongkai.home.demo import replay as reports

    if not reports.is_loaded():
        load_replay()
    found = reports.figures()
    if as_json:
        print(
            json.dumps(
                {"place": str(folder), "figures": [described(one) for one in found]}, ensure_ascii=False
            )
        )
    else:
        show(found, folder)
    return 0 if all(one.agrees for one in found) else DIFFERENT


def load_replay() -> None:
    """Load it in one transaction: one that was interrupted leaves an empty place, and is loaded next time."""
    from django.db import transaction
    from django.utils import timezone

    from gongkai.home.demo import replay as reports

    with bar(_("重演年报"), total=reports.applications()) as progress, transaction.atomic():
        reports.load(timezone.now(), tick=lambda: progress(1))


def described(figure: "Figure") -> dict[str, object]:
    """Return a figure as it is printed for machines."""
    return {
        "organ": figure.organ,
        "year": figure.year,
        "name": figure.name,
        "measures": list(figure.measures),
        "computed": figure.computed,
        "stated": figure.stated,
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
        print(_("  {mark}  {name}：算得 {computed}，年报 {stated}").format(mark=mark, **described(one)))
    different = sum(not one.agrees for one in found)
    print(_("共 {total} 项，不一致 {different} 项。").format(total=len(found), different=different))
    print(_("场地在 {folder}，设 GONGKAI_DATA={folder} 后运行 ./run 可以查看。").format(folder=folder))

"""申请测速 — a full desk, a year of applications, every deadline counted again."""

import argparse
import shutil
import sys
from pathlib import Path
from typing import Any

from gongkai.cli.bench_place import count, in_own_place
from gongkai.cli.errors import CommandFailed
from gongkai.cli.progress import bar
from gongkai.cli.words import _

HELP = _("申请：满载的工作台、一年的申请走完全程、全部期限重新计算")
DESK, YEAR = "lj-zhujian", "lj-jiaoyu"
"""The organs whose desk is full, and at which the year is handled."""


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of bench cases."""
    parser.add_argument("--open", type=count, default=10_000, help=_("工作台上在办的件数"))
    parser.add_argument("--applications", type=count, default=50_000, help=_("一年的申请件数"))
    parser.add_argument("--rounds", type=count, default=40, help=_("每种页面打开多少次"))


def run(args: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Measure in a place made anew; raises CommandFailed when a page does not open."""
    shutil.rmtree(folder)
    in_own_place(folder)
    result = measured(args.open, args.applications, args.rounds)
    if not args.json:
        show(result)
    return result


def measured(open_cases: int, applications: int, rounds: int) -> dict[str, Any]:
    """Return the figures of the three measurements; raises CommandFailed when a page does not open."""
    from django.utils import timezone

    from gongkai.agencies.models import Agency, User
    from gongkai.agencies.queries import actor_for
    from gongkai.foi import bench_cases, bench_stock
    from gongkai.foi.lives import Hands
    from gongkai.home import demo
    from gongkai.rules.posts import Role

    now, new_year = timezone.now(), timezone.localdate().replace(month=1, day=1)
    users = {account.role: User.objects.get(username=account.username) for account in demo.ACCOUNTS}
    actors = {role: actor_for(user, new_year) for role, user in users.items()}
    desk, organ = Agency.objects.get(code=DESK), Agency.objects.get(code=YEAR)
    officer = users[Role.CASE_OFFICER]
    with bar(_("生成在办申请"), total=open_cases) as progress:
        bench_stock.fill(desk, officer, open_cases, now, progress)
    recomputed = bench_cases.recomputing(actors[Role.OFFICE], now)
    with bar(_("打开页面")) as progress:
        try:
            pages = bench_cases.pages(officer, desk, rounds, progress)
        except bench_cases.PageFailed as error:
            raise CommandFailed(_("测速用的页面没有打开：{page}").format(page=error)) from error
    hands = Hands(officer=actors[Role.CASE_OFFICER], leader=actors[Role.LEADER])
    with bar(_("一年的申请"), total=applications) as progress:
        year = bench_cases.year(organ, hands, applications, progress, _tell)
    return {"open": open_cases, "recompute": recomputed, "pages": pages, "year": year}


def show(result: dict[str, Any]) -> None:
    """Print the figures."""
    print(_("工作台在办 {open} 件，每种页面：").format(open=result["open"]))
    for page, facts in result["pages"].items():
        print(
            _(
                "  {page}：中位 {median_ms} 毫秒，p95 {p95_ms} 毫秒，处理器时间 {cpu_ms} 毫秒，最多 {queries} 次查询"
            ).format(page=page, **facts)
        )
    print(
        _(
            "节假日改动后重新计算 {open} 件，变动 {moved} 件，用 {seconds} 秒，每秒 {a_second} 件；"
            "同样的行只读出再写回 {bare_seconds} 秒，为其 {ratio_to_bare} 倍"
        ).format(**result["recompute"])
    )
    print(
        _(
            "一年 {applications} 件走完全程，用 {seconds} 秒；最后 {part} 件每件的用时为最初 {part} 件的 {ratio} 倍，"
            "处理器时间按标尺为 {cpu_ratio} 倍"
        ).format(**result["year"])
    )


def _tell(part: dict[str, float]) -> None:
    """Print a part as it is done: a year takes its time."""
    words = _("第 {done} 件：每件 {wall_ms} 毫秒，处理器时间 {cpu_ms} 毫秒，同时的标尺 {yard_ms} 毫秒")
    print(words.format(**part), file=sys.stderr, flush=True)

"""年报测速 — drafting, rolling up, the overview and the auditor over a large stock."""

import argparse
from pathlib import Path
from typing import Any

from gongkai.cli.bench_place import count, in_own_place
from gongkai.cli.errors import CommandFailed
from gongkai.cli.progress import bar
from gongkai.cli.words import _

HELP = _("年报：起草并核对、汇总下级、总览页面、审核文本")
GOVERNMENT, DEPARTMENT = "linjiang", "lj-zhujian"
"""Whose report is consolidated, and whose is its own."""
_SAMPLED = 3


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of bench reports."""
    parser.add_argument("--documents", type=count, default=1_000_000, help=_("存量件数"))
    parser.add_argument("--cases", type=count, default=200_000, help=_("往年申请件数"))
    parser.add_argument("--units", type=count, default=100, help=_("汇总的下级机关数"))
    parser.add_argument("--frozen-years", type=count, default=10, help=_("各机关已经定稿的年数"))
    parser.add_argument("--reports", type=count, default=1_000, help=_("审核的报告份数"))
    parser.add_argument("--characters", type=count, default=10_000, help=_("审核的报告每份字数"))
    parser.add_argument("--rounds", type=count, default=5, help=_("每项量多少次"))


def run(args: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Measure in a place with that stock; raises CommandFailed when a page does not open."""
    in_own_place(folder / f"{args.documents}-{args.cases}-{args.units}", searched=False)
    result = measured(args)
    if not args.json:
        show(result)
    return result


def measured(args: argparse.Namespace) -> dict[str, Any]:
    """Return the figures of all measurements; raises CommandFailed when a page does not open."""
    from django.db import transaction
    from django.utils import timezone

    from gongkai.agencies.models import Agency, User
    from gongkai.home import demo
    from gongkai.reporting import bench_auditing, bench_reports, bench_stock
    from gongkai.reporting.queries import FIRST_YEAR
    from gongkai.rules.posts import Role

    now = timezone.now()
    year = bench_reports.year_before(timezone.localdate(now))
    users = {account.role: User.objects.get(username=account.username) for account in demo.ACCOUNTS}
    government, department = (Agency.objects.get(code=code) for code in (GOVERNMENT, DEPARTMENT))
    units = bench_stock.units(government, args.units)
    _fill(args, units)
    bench_stock.declare(
        [government, department, *units], year, users[Role.LIAISON], users[Role.REVIEWER], now
    )
    with bar(_("总览、起草、汇总")):
        try:
            pages = bench_reports.overviews(users[Role.OFFICE], args.rounds)
        except bench_reports.PageFailed as error:
            raise CommandFailed(_("测速用的页面没有打开：{page}").format(page=error)) from error
        before = _reports(government, department, year, now, args.rounds)
        years = range(year - 1, max(year - 1 - args.frozen_years, FIRST_YEAR - 1), -1)
        # Undone afterwards: the next run in this place begins without frozen years again.
        with transaction.atomic():
            frozen = bench_stock.freeze(units, years, users[Role.LIAISON], now)
            after = _reports(government, department, year, now, args.rounds)
            transaction.set_rollback(True)
    with bar(_("审核文本"), total=args.reports) as progress:
        audits = bench_auditing.auditing(args.reports, args.characters, progress)
    return {"year": year, "pages": pages, **before, "frozen": frozen, "after": after, "audits": audits}


def _fill(args: argparse.Namespace, units: list[Any]) -> None:
    from django.utils import timezone

    from gongkai.foi import bench_past
    from gongkai.home import bench_stock as documents
    from gongkai.reporting.bench_stock import COLUMNS

    with bar(_("生成存量"), total=args.documents) as progress:
        documents.fill(args.documents, progress, indexed=False, columns=COLUMNS)
    with bar(_("生成往年申请"), total=args.cases) as progress:
        bench_past.fill_past(units, args.cases, timezone.localdate(), progress)


def _reports(government: Any, department: Any, year: int, now: Any, rounds: int) -> dict[str, Any]:
    from gongkai.reporting import bench_reports

    return {
        "department": bench_reports.drafting(department, year, now, rounds),
        "government": bench_reports.drafting(government, year, now, rounds),
        "rollup": bench_reports.rolling_up(government, year, rounds, _SAMPLED),
    }


def show(result: dict[str, Any]) -> None:
    """Print the figures."""
    for page, facts in result["pages"].items():
        print(
            _(
                "总览 {page}：重新计数 {anew_ms} 毫秒（处理器 {anew_cpu_ms}），最长 {most_ms} 毫秒，{queries} 次查询；一处改动以后 {changed_ms} 毫秒；留着的 {kept_ms} 毫秒（处理器 {kept_cpu_ms}）；"
                "其中 {base_counts} 个数逐个计数 {base_seconds} 秒，为重新计数的 {ratio} 倍"
            ).format(page=page, **facts)
        )
    for words, part in ((_("没有定稿的年度"), result), (_("各机关往年定稿以后"), result["after"])):
        print(words)
        for kind, name in (("department", _("部门")), ("government", _("政府（汇总）"))):
            print(
                _(
                    "  {name}年报起草并核对 {checks} 项：{seconds} 秒（处理器 {cpu_seconds}），最长 {most_seconds} 秒，{queries} 次查询；"
                    "其中 {base_counts} 个数逐个计数 {base_seconds} 秒，为其 {ratio} 倍"
                ).format(name=name, **part[kind])
            )
        print(
            _(
                "  汇总 {units} 个机关：{seconds} 秒（处理器 {cpu_seconds}）；{sampled_units} 个机关逐个计数 {base_seconds} 秒，"
                "按每个机关算为其 {ratio_a_unit} 倍"
            ).format(**part["rollup"])
        )
    print(
        _(
            "审核 {reports} 份每份 {characters} 字、{figures} 个数字的报告：处理器时间 {cpu_seconds} 秒，每秒 {a_second} 份"
        ).format(**result["audits"])
    )

"""工作日历 — shows the years by which deadlines are counted, or loads one from a file."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai.cli import project
from gongkai.cli.errors import CommandFailed
from gongkai.cli.words import _, refused

if TYPE_CHECKING:
    from gongkai.agencies.policies import Actor
    from gongkai.rules.calendar import YearTable

HELP = _("查看工作日历，或者从文件载入一年的节假日安排")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of calendar."""
    parser.add_argument("year", nargs="?", type=int, metavar=_("年份"), help=_("只看这一年；不写则列出各年"))
    parser.add_argument(
        "--load", type=Path, metavar=_("文件"), help=_("载入或更正一年，格式同 --toml 的输出")
    )
    parser.add_argument("--local", action="store_true", help=_("载入或者输出成文件的是本地增加的假日"))
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--toml", action="store_true", help=_("把一年输出成文件，可以照着改"))
    how.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


def run(args: argparse.Namespace) -> int:
    """Show or load; raises CommandFailed for a file that cannot be taken or a year that is not known."""
    project.load_prepared()
    from gongkai.agencies.calendar import calendar

    year = _loaded(args.load, local=args.local) if args.load else args.year
    known = calendar().years
    if year is None:
        _list([_described(table) for table in known.values()], as_json=args.json)
    elif year not in known:
        raise CommandFailed(_("没有收录 {year} 年的节假日安排。").format(year=year))
    else:
        _show(known[year], args)
    return 0


def _loaded(path: Path, *, local: bool) -> int:
    """Load a file and return its year."""
    from django.utils import timezone

    from gongkai.agencies.actions.load_year import load_year
    from gongkai.agencies.holiday_files import read_year
    from gongkai.agencies.models import CalendarScope
    from gongkai.rules.process import RuleViolation

    scope = CalendarScope.LOCAL if local else CalendarScope.NATIONAL
    try:
        table = read_year(path.read_bytes())
        load_year(table, actor=_console(), now=timezone.now(), scope=scope)
    except OSError as error:
        raise CommandFailed(_("打不开 {path}：{reason}").format(path=path, reason=error.strerror)) from error
    except RuleViolation as violation:
        raise CommandFailed(f"{path}：{refused(violation)}") from violation
    return table.year


def _console() -> "Actor":
    """Whoever runs commands on the machine administers the site."""
    from gongkai.agencies.policies import Actor, HeldPost
    from gongkai.agencies.queries import jurisdiction
    from gongkai.rules.posts import Role

    here = jurisdiction()
    if here is None:
        raise CommandFailed(_("还没有建立辖区，请先运行 gongkai setup。"))
    return Actor(posts=(HeldPost(Role.ADMINISTRATOR, here.root_id, here.root.path),))


def _described(table: "YearTable") -> dict[str, Any]:
    return {
        "year": table.year,
        "notice": table.notice,
        "also": list(table.also),
        "days_off": [
            {"name": one.name, "days": [day.isoformat() for day in one.days]} for one in table.holidays
        ],
        "make_up_workdays": [day.isoformat() for day in table.make_up_workdays],
    }


def _list(years: list[dict[str, Any]], *, as_json: bool) -> None:
    for year in years:
        if as_json:
            print(json.dumps(year, ensure_ascii=False))
        else:
            print(f"{year['year']}  {'、'.join(filter(None, (year['notice'], *year['also'])))}")


def _show(table: "YearTable", args: argparse.Namespace) -> None:
    from gongkai.agencies.calendar_page import table_to_copy
    from gongkai.agencies.holiday_files import toml_of
    from gongkai.agencies.models import CalendarScope

    if args.toml:
        scope = CalendarScope.LOCAL if args.local else CalendarScope.NATIONAL
        if (own := table_to_copy(table.year, scope)) is None:
            raise CommandFailed(_("{year} 年没有载入本地增加的假日。").format(year=table.year))
        print(toml_of(own), end="")
        return
    facts = _described(table)
    _list([facts], as_json=args.json)
    if not args.json:
        for holiday in facts["days_off"]:
            print(f"    {holiday['name']}  {' '.join(holiday['days'])}")
        print(_("    调休上班  {days}").format(days=" ".join(facts["make_up_workdays"])))

"""核对 — prove that ledger, index, files and counts agree with the database."""

import argparse
import json

from gongkai.cli import project
from gongkai.cli.errors import CommandFailed
from gongkai.cli.words import _

HELP = _("核对留痕链、索引、文件和计数是否与数据库一致")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of verify."""
    parser.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


def run(args: argparse.Namespace) -> int:
    """Run every check and print what it found; raises CommandFailed on any finding."""
    project.load_prepared()
    from gongkai.core.checks import all_checks

    results: dict[str, list[str]] = {}
    for check in all_checks():
        found = results[check.code] = list(check.findings())
        if not args.json:
            print(
                f"{check.label}：{_('一致') if not found else _('{count} 处不一致').format(count=len(found))}"
            )
            for sentence in found:
                print(f"  {sentence}")
    total = sum(map(len, results.values()))
    if args.json:
        print(json.dumps({"ok": total == 0, "findings": results}, ensure_ascii=False))
    if total:
        raise CommandFailed(_("核对发现 {count} 处不一致。").format(count=total))
    return 0

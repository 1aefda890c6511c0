"""费用 — reads numbers as JSON lines on standard input and answers each with the fee and its steps."""

import argparse
from typing import Any

from gongkai.cli.json_lines import BadLine, answer_each, whole
from gongkai.cli.words import _
from gongkai.rules.fees import MOST, FeeBasis, fee

HELP = _("计算信息处理费：标准输入每行一件（JSON），输出每行一个结果，写明计算步骤")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of fees."""
    parser.add_argument(
        "--json", action="store_true", required=True, help=_("输入和输出都是每行一个 JSON 对象")
    )


def run(args: argparse.Namespace) -> int:
    """Answer every line; raises CommandFailed at the end when some could not be answered."""
    return answer_each(_answer)


def _answer(asked: dict[str, Any]) -> dict[str, Any]:
    try:
        basis = FeeBasis(asked.get("basis", ""))
    except ValueError as error:
        raise BadLine(_("basis 须为 items 或 pages")) from error
    count = whole(asked, "count")
    if count > MOST:
        raise BadLine(_("count 不能超过 {most}").format(most=MOST))
    due = fee(basis, count)
    return {"yuan": due.yuan, "steps": list(due.steps)}

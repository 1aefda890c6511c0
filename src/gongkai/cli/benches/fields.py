"""字段识别 — how exactly the fields of written documents are filled in."""

import argparse
from pathlib import Path
from typing import Any

from gongkai.cli.errors import CommandFailed
from gongkai.cli.words import _

HELP = _("字段识别：项目自带文件的查准率与查全率")
# The documents stand beside the tests: they belong to a clone of the project, not to an installation.
DOCUMENTS = Path(__file__).resolve().parents[4] / "tests" / "intake" / "documents"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare which documents are measured and whether the wrong ones are shown."""
    parser.add_argument(
        "--documents", type=Path, default=DOCUMENTS, help=_("文件和 truth.jsonl 所在的文件夹")
    )
    parser.add_argument("--wrong", action="store_true", help=_("列出每一处认错或没有认出的"))


def run(args: argparse.Namespace, folder: Path) -> dict[str, Any]:
    """Read every document and compare. Raises CommandFailed where the documents are not there."""
    from gongkai.intake.measure import measure

    try:
        measured = measure(args.documents)
    except FileNotFoundError as error:
        raise CommandFailed(
            _("没有找到测量用的文件：{path}。请在完整克隆的项目里运行，或用 --documents 指明。").format(
                path=error.filename
            )
        ) from error
    result = {
        "documents": measured.documents,
        "median_ms": round(measured.median_seconds * 1000, 2),
        "fields": {
            name: {
                "there": score.there,
                "given": score.given,
                "right": score.right,
                "precision": round(score.precision, 4),
                "recall": round(score.recall, 4),
            }
            for name, score in measured.scores.items()
        },
    }
    if not args.json:
        print(_("{documents} 份文件，读一份的中位时间 {median_ms} 毫秒（处理器时间）").format(**result))
        for name, score in measured.scores.items():
            print(f"{name:<16} {score.precision:7.2%} {score.recall:7.2%}  {score.right}/{score.there}")
            if args.wrong:
                print("".join(f"    {line}\n" for line in score.wrong), end="")
    return result

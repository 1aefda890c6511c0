"""导入 — files become drafts, with what each file tells filled in."""

import argparse
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai.cli import project, tables
from gongkai.cli.errors import CommandFailed
from gongkai.cli.progress import bar
from gongkai.cli.words import _

if TYPE_CHECKING:
    from gongkai.agencies.models import Agency
    from gongkai.agencies.policies import Actor
    from gongkai.intake import Reading

HELP = _("把 TXT、HTML、DOCX 文件导入为稿件，自动填写标题、机关、文号、日期等")
ENDINGS = {".txt", ".html", ".htm", ".docx"}


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of import."""
    parser.add_argument(
        "paths", nargs="+", type=Path, metavar=_("路径"), help=_("文件，或者含有文件的文件夹")
    )
    parser.add_argument("--organ", metavar=_("机关代码"), help=_("发布机关；不写则从文件里认"))
    parser.add_argument(
        "--as", dest="username", metavar=_("登录名"), help=_("以谁的名义起草；不写则记为系统导入")
    )
    parser.add_argument("--submit", action="store_true", help=_("齐全的稿件直接送保密审查"))
    parser.add_argument("--json", action="store_true", help=_("每个文件输出一个 JSON 对象，每行一个"))
    tables.arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Import every file; the rest goes on when one is refused. Raises CommandFailed when any was refused."""
    project.load_prepared()
    agency, actor = _agency(args.organ), _actor(args.username)
    listed = [path for path in args.paths if _is_table(path, args)]
    files = list(_files([path for path in args.paths if path not in listed]))
    if files and args.dry_run:
        raise CommandFailed(_("试运行只用于表格：{path} 不是表格。").format(path=files[0]))
    rows = sum(tables.run(path, args, actor, agency) for path in listed)
    refused = 0
    with bar(_("导入"), total=len(files)) as progress:
        for path in files:
            result = _one(path, agency, actor, args.submit)
            refused += result["status"] == "refused"
            print(json.dumps(result, ensure_ascii=False) if args.json else _sentence(result), flush=True)
            progress(1)
    if refused:
        raise CommandFailed(_("{count} 个文件没有导入。").format(count=refused))
    if rows:
        raise CommandFailed(_("{count} 行没有导入。").format(count=rows))
    return 0


def _is_table(path: Path, args: argparse.Namespace) -> bool:
    """Whether a path is a table of documents: by its header, or because a mapping was given for it."""
    from gongkai.imports.tables import ENDINGS, looks_like_table

    if not path.is_file():
        return False
    return (args.map is not None and path.suffix.lower() in ENDINGS) or looks_like_table(path)


def _files(paths: list[Path]) -> Iterator[Path]:
    for path in paths:
        if path.is_dir():
            found = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in ENDINGS)
            if not found:
                raise CommandFailed(_("{path} 里没有可以导入的文件（TXT、HTML、DOCX）。").format(path=path))
            yield from found
        elif path.is_file():
            yield path
        else:
            raise CommandFailed(_("没有这个文件：{path}").format(path=path))


def _agency(code: str | None) -> "Agency | None":
    from gongkai.agencies.models import Agency

    if code is None:
        return None
    agency = Agency.objects.filter(code=code).first()
    if agency is None:
        raise CommandFailed(_("没有代码为 {code} 的机关。").format(code=code))
    return agency


def _actor(username: str | None) -> "Actor":
    """Return the person named, or whoever runs this command: drafts for every organ, and is nobody's second eye."""
    from django.utils import timezone

    from gongkai.agencies.models import User
    from gongkai.agencies.policies import Actor, HeldPost
    from gongkai.agencies.queries import actor_for
    from gongkai.rules.posts import Role

    if username is None:
        return Actor(posts=(HeldPost(Role.OFFICE, 0, "/"),))
    user = User.objects.filter(username__iexact=username, is_active=True).first()
    if user is None:
        raise CommandFailed(_("没有登录名为 {username} 的人员。").format(username=username))
    return actor_for(user, timezone.localdate())


def _one(path: Path, agency: "Agency | None", actor: "Actor", submit: bool) -> dict[str, Any]:
    from django.utils import timezone

    from gongkai.agencies.queries import jurisdiction
    from gongkai.core.permissions import Denied
    from gongkai.imports.actions.import_file import import_file
    from gongkai.intake import FileRefused, read
    from gongkai.rules.process import RuleViolation

    try:
        reading = read(path.read_bytes(), path.name)
    except FileRefused as refusal:
        return _refused(path, refusal.message)
    except OSError as error:
        return _refused(path, _("读不了这个文件：{reason}").format(reason=error.strerror))
    here = jurisdiction()
    try:
        made = import_file(
            reading,
            actor=actor,
            now=timezone.now(),
            agency=agency,
            fallback=here.host_agency if here else None,
            submit=submit,
        )
    except RuleViolation as violation:
        return _described(path, reading) | {
            "status": "refused",
            "warnings": [*reading.warnings, str(violation)],
        }
    except Denied as denied:
        return _described(path, reading) | {
            "status": "refused",
            "warnings": [*reading.warnings, denied.reason],
        }
    return _described(path, reading) | {
        "status": "submitted" if made.submitted else "draft",
        "warnings": list(made.warnings),
        "id": made.version.document_id,
    }


def _described(path: Path, reading: "Reading") -> dict[str, Any]:
    return {
        "file": str(path),
        "status": "",
        "title": reading.title,
        "agency": reading.agency,
        "document_number": reading.document_number,
        "formed_on": reading.formed_on.isoformat() if reading.formed_on else None,
        "published_on": reading.published_on.isoformat() if reading.published_on else None,
        "report_year": reading.report_year,
        "genre": reading.genre,
        "summary": reading.summary,
        "script": reading.script,
        "body_characters": len(reading.body_text),
        "warnings": [],
        "id": None,
    }


def _refused(path: Path, reason: str) -> dict[str, Any]:
    empty = ("title", "agency", "document_number", "genre", "summary", "script")
    nothing = ("formed_on", "published_on", "report_year", "id")
    return {
        "file": str(path),
        "status": "refused",
        **dict.fromkeys(empty, ""),
        **dict.fromkeys(nothing),
        "body_characters": 0,
        "warnings": [reason],
    }


def _sentence(result: dict[str, Any]) -> str:
    if result["id"] is None:
        return "\n".join(
            [_("没有导入 {file}").format(file=result["file"]), *(f"    {w}" for w in result["warnings"])]
        )
    done = _("已送审") if result["status"] == "submitted" else _("已起草")
    year = f"，{result['report_year']}" if result["report_year"] else ""
    return "\n".join(
        [
            f"{done}（第 {result['id']} 件）：{result['title']}（{result['agency']}{year}）",
            *(f"    {warning}" for warning in result["warnings"]),
        ]
    )

"""导入 — files become drafts, with what each file tells filled in."""

import argparse
import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai.cli import project, tables
from gongkai.cli.errors import CommandFailed
from gongkai.cli.progress import bar
from gongkai.cli.words import _, refused, told

if TYPE_CHECKING:
    from gongkai.agencies.models import Agency
    from gongkai.agencies.policies import Actor
    from gongkai.imports.dropping import Document
    from gongkai.intake import Reading
    from gongkai.intake.bundle import Bundle
    from gongkai.intake.isolated import Isolated
    from gongkai.intake.pieces import Piece

HELP = _("把文件、文件夹、ZIP 或者表格导入为稿件，自动填写标题、机关、文号、日期等")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of import."""
    parser.add_argument(
        "paths", nargs="+", type=Path, metavar=_("路径"), help=_("文件，或者含有文件的文件夹")
    )
    parser.add_argument("--organ", metavar=_("机关代码"), help=_("发布机关；不写则从文件里认"))
    parser.add_argument(
        "--as", dest="username", metavar=_("登录名"), help=_("以谁的名义起草；不写则记为系统导入")
    )
    parser.add_argument("--attach", action="store_true", help=_("Word、PDF 文件同时作为附件，供读者下载"))
    parser.add_argument("--submit", action="store_true", help=_("齐全的稿件直接送保密审查"))
    parser.add_argument("--json", action="store_true", help=_("每个文件输出一个 JSON 对象，每行一个"))
    tables.arguments(parser)


def run(args: argparse.Namespace) -> int:
    """Import every file; the rest goes on when one is refused. Raises CommandFailed when any was refused."""
    project.load_prepared()
    agency, actor = _agency(args.organ), _actor(args.username)
    listed = [path for path in args.paths if _is_table(path, args)]
    pieces = list(_pieces([path for path in args.paths if path not in listed]))
    if pieces and args.dry_run:
        raise CommandFailed(_("试运行只用于表格：{path} 不是表格。").format(path=pieces[0].path))
    rows = sum(tables.run(path, args, actor, agency) for path in listed)
    refused = 0
    with bar(_("导入"), total=len(pieces)) as progress:
        for result in _imported(pieces, agency, actor, args):
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


def _pieces(paths: list[Path]) -> "Iterator[Piece]":
    """Yield the files, named as they were given, and all files of folders."""
    from gongkai.intake.pieces import Piece, is_junk

    for path in paths:
        if not path.exists():
            raise CommandFailed(_("没有这个文件：{path}").format(path=path))
        found = [path] if path.is_file() else sorted(inner for inner in path.rglob("*") if inner.is_file())
        found = [inner for inner in found if not is_junk(inner.as_posix())]
        if not found:
            raise CommandFailed(_("{path} 里没有文件。").format(path=path))
        yield from (Piece(inner.as_posix(), inner.stat().st_size, inner.read_bytes) for inner in found)


def _imported(
    pieces: "list[Piece]", agency: "Agency | None", actor: "Actor", args: argparse.Namespace
) -> Iterator[dict[str, Any]]:
    """Yield a result for every file: those that go along with another one come after it."""
    from gongkai.intake.bundle import bundles
    from gongkai.intake.isolated import Isolated

    with Isolated() as isolated:
        for bundle in bundles(pieces):
            yield from _one(bundle, isolated, agency, actor, args)


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


def _one(
    bundle: "Bundle", isolated: "Isolated", agency: "Agency | None", actor: "Actor", args: argparse.Namespace
) -> Iterator[dict[str, Any]]:
    from gongkai.imports.dropping import read_in
    from gongkai.intake import FileRefused

    path = bundle.main.path
    try:
        document = read_in(bundle, isolated)
    except FileRefused as refusal:
        yield _undescribed(path, "refused") | {"warnings": [told(refusal.message)]}
        return
    result = _described(path, document.reading) | _outcome(document, agency, actor, args)
    yield result
    if result["id"] is not None:
        yield from (_undescribed(along, "attached") | {"id": result["id"]} for along in document.along)


def _outcome(
    document: "Document", agency: "Agency | None", actor: "Actor", args: argparse.Namespace
) -> dict[str, Any]:
    from django.utils import timezone

    from gongkai.agencies.queries import jurisdiction
    from gongkai.core.permissions import Denied
    from gongkai.disclosure import gates
    from gongkai.imports.actions.import_file import import_file
    from gongkai.rules.process import RuleViolation

    here = jurisdiction()
    reading = document.reading
    try:
        made = import_file(
            reading,
            actor=actor,
            now=timezone.now(),
            agency=agency,
            fallback=here.host_agency if here else None,
            beside=document.beside,
            original=document.original if args.attach else None,
            submit=args.submit,
        )
    except RuleViolation as violation:
        return {"status": "refused", "warnings": [*reading.warnings, refused(violation)]}
    except Denied as denied:
        return {"status": "refused", "warnings": [*reading.warnings, told(denied.reason)]}
    return {
        "status": "submitted" if made.submitted else "draft",
        "warnings": [*made.warnings, *(told(hold.words) for hold in gates.holds(made.version))],
        "id": made.version.document_id,
    }


def _described(path: str, reading: "Reading") -> dict[str, Any]:
    def written(day: date | None) -> str | None:
        return day.isoformat() if day else None

    return {
        "file": path,
        "status": "",
        "title": reading.title,
        "agency": reading.agency,
        "joint_agencies": list(reading.joint_agencies),
        "document_number": reading.document_number,
        "index_number": reading.index_number,
        "addressee": reading.addressee,
        "formed_on": written(reading.formed_on),
        "published_on": written(reading.published_on),
        "in_force_from": written(reading.in_force_from),
        "in_force_to": written(reading.in_force_until),
        "on_trial": reading.on_trial,
        "report_year": reading.report_year,
        "genre": reading.genre,
        "subjects": list(reading.subjects),
        "keywords": list(reading.keywords),
        "summary": reading.summary,
        "script": reading.script,
        "cites": [
            {"relation": cited.relation, "title": cited.title, "document_number": cited.document_number}
            for cited in reading.cites
        ],
        "attachments": [{"title": named.title, "file": named.file} for named in reading.attachments],
        "evidence": {name: asdict(filled) for name, filled in reading.evidence.items()},
        "body_characters": len(reading.body_text),
        "warnings": [],
        "id": None,
    }


def _undescribed(path: str, status: str) -> dict[str, Any]:
    """Return the result of a file that was not read as a document: every field is empty."""
    texts = ("title", "agency", "document_number", "index_number", "addressee", "genre", "summary", "script")
    days = ("formed_on", "published_on", "in_force_from", "in_force_to")
    lists = ("joint_agencies", "subjects", "keywords", "cites", "attachments", "warnings")
    return {
        "file": path,
        "status": status,
        **dict.fromkeys(texts, ""),
        **dict.fromkeys((*days, "report_year", "id")),
        **{name: [] for name in lists},
        "on_trial": False,
        "evidence": {},
        "body_characters": 0,
    }


def _sentence(result: dict[str, Any]) -> str:
    if result["status"] == "attached":
        return _("随第 {id} 件作为附件：{file}").format(**result)
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

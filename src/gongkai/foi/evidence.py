"""证据卷 — one PDF and one ZIP with everything about a case, for reconsideration and litigation.

The PDF holds the report, every letter and every file that has pages; the ZIP holds the same as single files, all
other files as they came, and the ledger entries as JSON, with the SHA-256 of each.
"""

import json
from dataclasses import dataclass, field
from datetime import datetime

from gongkai.core.files import FileDamaged
from gongkai.foi.evidence_report import ledger_of, report_of
from gongkai.foi.files import FileRemoved, read_file
from gongkai.foi.letters import pdf_of
from gongkai.foi.models import Case
from gongkai.intake.reading import FileRefused
from gongkai.typesetting.bundle import Part, archive, is_paged, merged, page_count
from gongkai.typesetting.pdf import pdf


@dataclass(frozen=True, slots=True)
class Evidence:
    """证据卷 — its name without an ending, and its bytes in two forms."""

    name: str
    pdf: bytes = field(repr=False)
    archive: bytes = field(repr=False)


def evidence_of(case: Case, at: datetime) -> Evidence:
    """Return the evidence file of a case as it stands; raises PdfUnavailable, LetterChanged."""
    title = f"证据卷 {case.number}"
    parts = [Part("00 卷首.pdf", pdf(report_of(case, at)), "卷首"), *_letters(case), *_files(case)]
    paged = [part for part in parts if _has_pages(part)]
    whole = [*parts, Part("留痕.json", _ledger(case), "留痕")]
    return Evidence(title, merged(paged, title), archive(whole))


def _letters(case: Case) -> list[Part]:
    letters = case.letters.exclude(frozen_at=None).select_related("case__agency").order_by("frozen_at", "id")
    return [
        Part(
            f"文书/{number:02d} {letter.number} {letter.title}.pdf",
            pdf_of(letter),
            f"{letter.title} {letter.number}",
        )
        for number, letter in enumerate(letters, start=1)
    ]


def _files(case: Case) -> list[Part]:
    """Return the files of a case; one that is damaged is named, so that nobody believes it was never there."""
    parts = []
    for number, file in enumerate(case.files.order_by("id"), start=1):
        name = f"材料/{number:02d} {file.get_kind_display()} {file.name}"
        try:
            parts.append(Part(name, read_file(file), f"{file.get_kind_display()} {file.name}"))
        except FileRemoved:
            parts.append(Part(f"{name}.txt", f"已按规定移除，摘要 {file.digest}\n".encode()))
        except FileDamaged:
            parts.append(Part(f"{name}.txt", f"文件损坏，摘要 {file.digest}\n".encode()))
    return parts


def _has_pages(part: Part) -> bool:
    """Whether a part goes into the PDF: one with a password or broken inside stays a file of the ZIP."""
    try:
        return is_paged(part) and page_count(part) > 0
    except FileRefused:
        return False


def _ledger(case: Case) -> bytes:
    lines = [
        {
            "id": entry.pk,
            "at": entry.at.isoformat(),
            "actor": entry.actor_id,
            "action": entry.action,
            "subject_type": entry.subject_type,
            "subject_id": entry.subject_id,
            "agency": entry.agency_id,
            "citation": entry.citation,
            "detail": entry.detail,
            "group": str(entry.group),
            "previous": entry.previous,
            "digest": entry.digest,
        }
        for entry in ledger_of(case)
    ]
    return json.dumps(lines, ensure_ascii=False, indent=1).encode()

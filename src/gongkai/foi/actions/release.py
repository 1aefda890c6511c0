"""提供的信息 — a file that is to be given out comes in, is checked, redacted, justified or taken off again.

Files are opened, scanned and redacted in a process of their own, before anything is locked. What was redacted is
a new file; the original stays with the case and never goes out (2019 Arts. 15, 37).
"""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any

from django.http import Http404

from gongkai.agencies.policies import Actor
from gongkai.core import files as stored
from gongkai.core.change import Change, changing
from gongkai.foi import policies, releases
from gongkai.foi.actions.access import case_for
from gongkai.foi.actions.keep_file import keep_file
from gongkai.foi.files import CheckedFile, FileRemoved, checked, read_file
from gongkai.foi.filing import IncomingFile
from gongkai.foi.models import Case, CaseFile, DecisionPart
from gongkai.foi.queries import visible_to
from gongkai.intake.reading import FileRefused
from gongkai.privacy.finding import FileScan
from gongkai.privacy.region import Region
from gongkai.rules.application_process import PROCESS, CaseState
from gongkai.rules.phrases import phrase
from gongkai.rules.privacy import Kind
from gongkai.rules.process import RuleViolation
from gongkai.screening.known import known_to_all
from gongkai.screening.masks import masks
from gongkai.screening.parsing import cleaned_apart, redacted_apart, scanned_apart


def attach_release(case_id: int, *, name: str, data: bytes, actor: Actor, now: datetime) -> CaseFile:
    """附上提供的信息 — keep a file that is to be given out, with what the check for private and hidden data found.

    Raises RuleViolation for a file that is empty, too large, of an unknown kind or infected, StepNotAllowed
    once the decision is being signed, Denied, Http404.
    """
    _must_be_handled_by(actor, case_id)
    (file,) = checked([IncomingFile(CaseFile.Kind.RELEASE, name, data)])
    found = releases.found_by(_scan(file.data, file.name))
    with changing(actor, now) as change:
        case = _case_for(actor, case_id)
        kept = _keep(change, case, file, found, actor)
        change.record(
            "foi.attach_release",
            case,
            agency_id=case.agency_id,
            file=kept.pk,
            digest=kept.digest,
            **_count(found),
        )
    return kept


def redact_release(
    file_id: int,
    *,
    actor: Actor,
    now: datetime,
    kinds: Collection[Kind] = (),
    regions: Sequence[Region] = (),
) -> CaseFile:
    """遮盖 — return a new file without what was found of some kinds, and without what lies beneath regions.

    The new file is proved and looked through again; it takes the place of the other, which is kept as the
    original. Raises RuleViolation where nothing is chosen and where the file cannot be redacted; StepNotAllowed,
    Denied, Http404.
    """
    if not kinds and not regions:
        raise RuleViolation("请选择要遮盖的内容")
    source = _release(file_id)
    _must_be_handled_by(actor, source.case_id)
    data = _redacted(source, frozenset(kinds), regions)
    (file,) = checked([IncomingFile(CaseFile.Kind.RELEASE, source.name, data)])
    found = releases.found_by(_scan(file.data, file.name))
    with changing(actor, now) as change:
        case = _case_for(actor, source.case_id)
        source = _release(file_id)
        made = _keep(change, case, file, found, actor, source)
        source.kind = CaseFile.Kind.ORIGINAL
        source.save(update_fields=["kind"])
        for part in DecisionPart.objects.filter(files=source):
            part.files.remove(source)
            part.files.add(made)
        change.record(
            "foi.redact_release",
            case,
            agency_id=case.agency_id,
            file=made.pk,
            digest=made.digest,
            original=source.pk,
            kinds=sorted(map(str, kinds)),
            regions=len(regions),
            **_count(found),
        )
    return made


def justify_release(
    file_id: int, *, keys: Collection[str], reason: str, actor: Actor, now: datetime
) -> CaseFile:
    """说明保留的理由 — say why what was found may stay in a file that is given out.

    Raises RuleViolation without a reason or without findings chosen; StepNotAllowed, Denied, Http404.
    """
    if not reason.strip():
        raise RuleViolation("请写明保留的理由", field="reason")
    source = _release(file_id)
    with changing(actor, now) as change:
        case = _case_for(actor, source.case_id)
        file = _release(file_id)
        found = releases.findings_of(file)
        if not set(keys) & {one.key for one in found}:
            raise RuleViolation("请选择要保留的内容")
        file.findings = releases.kept(releases.justified(found, keys, reason.strip()))
        file.save(update_fields=["findings"])
        change.record(
            "foi.justify_release",
            case,
            agency_id=case.agency_id,
            note=reason.strip(),
            file=file.pk,
            findings=len(set(keys)),
        )
    return file


def remove_release(file_id: int, *, actor: Actor, now: datetime) -> CaseFile:
    """移除 — the file is not given out after all; it stays with the case. StepNotAllowed, Denied, Http404."""
    source = _release(file_id)
    with changing(actor, now) as change:
        case = _case_for(actor, source.case_id)
        file = _release(file_id)
        file.kind = CaseFile.Kind.ORIGINAL
        file.save(update_fields=["kind"])
        for part in DecisionPart.objects.filter(files=file):
            part.files.remove(file)
        change.record("foi.remove_release", case, agency_id=case.agency_id, file=file.pk)
    return file


def _release(file_id: int) -> CaseFile:
    file = CaseFile.objects.filter(pk=file_id, kind=CaseFile.Kind.RELEASE, removed_at=None).first()
    if file is None:
        raise Http404
    return file


def _must_be_handled_by(actor: Actor, case_id: int) -> None:
    """Ask before the long work what is asked again with the case locked."""
    case = visible_to(actor).select_related("agency").filter(pk=case_id).first()
    if case is None:
        raise Http404
    actor.require(policies.HANDLE, case.agency)
    PROCESS.after(CaseState(case.state), "submit_decision")


def _case_for(actor: Actor, case_id: int) -> Case:
    case = case_for(actor, policies.HANDLE, case_id)
    PROCESS.after(CaseState(case.state), "submit_decision")
    return case


def _scan(data: bytes, name: str) -> FileScan:
    """Look through a file; what cannot be opened counts as not looked into."""
    try:
        return scanned_apart(data, name, known_to_all())
    except FileRefused as refusal:
        return FileScan("", (), (refusal.message,))


def _redacted(file: CaseFile, kinds: frozenset[Kind], regions: Sequence[Region]) -> bytes:
    try:
        data = read_file(file)
        if kinds:
            data = cleaned_apart(data, file.name, kinds, masks(), known_to_all()).data
        return redacted_apart(data, regions) if regions else data
    except (FileRemoved, stored.FileDamaged) as error:
        raise RuleViolation("这个文件在服务器上损坏了，请联系系统管理员") from error
    except FileRefused as refusal:
        raise RuleViolation(
            phrase("“%(name)s”遮盖不了：%(why)s", name=file.name, why=refusal.message)
        ) from refusal


def _keep(
    change: Change,
    case: Case,
    file: CheckedFile,
    found: list[releases.Found],
    actor: Actor,
    original: CaseFile | None = None,
) -> CaseFile:
    kept = keep_file(case, file.kind, file.name, file.data, file.media_type, who=actor, now=change.now)
    kept.checked_at = change.now
    kept.findings = releases.kept(found)
    kept.redacted_from = original
    kept.save(update_fields=["checked_at", "findings", "redacted_from"])
    return kept


def _count(found: list[releases.Found]) -> dict[str, Any]:
    return {"found": len(found), "open": sum(one.stops for one in found)}

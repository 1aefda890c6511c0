"""添加材料 — an officer puts a file into a case: a scan, a proof, a paper of a procedure."""

from datetime import datetime

from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.foi import policies
from gongkai.foi.actions.access import case_for
from gongkai.foi.actions.keep_file import keep_file
from gongkai.foi.files import checked
from gongkai.foi.filing import IncomingFile
from gongkai.foi.models import CaseFile
from gongkai.rules.process import RuleViolation

_NOT_SO = frozenset({CaseFile.Kind.RELEASE, CaseFile.Kind.ORIGINAL})


def add_file(
    case_id: int, *, kind: CaseFile.Kind, name: str, data: bytes, actor: Actor, now: datetime
) -> CaseFile:
    """添加材料 — keep a file with a case; what is given out goes another way, as it is checked first.

    Raises RuleViolation for a file that is empty, too large, of an unknown kind or infected; Denied, Http404.
    """
    if kind in _NOT_SO:
        raise RuleViolation("提供的信息请在拟决定时附上，附上时检查个人信息", field="kind")
    (file,) = checked([IncomingFile(kind, name, data)])
    with changing(actor, now) as change:
        case = case_for(actor, policies.HANDLE, case_id)
        kept = keep_file(case, file.kind, file.name, file.data, file.media_type, who=actor, now=now)
        change.record(
            "foi.add_file", case, agency_id=case.agency_id, file=kept.pk, kind=str(kind), digest=kept.digest
        )
    return kept

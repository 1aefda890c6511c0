"""谁能答复 — the rows of the matrix for deciding, writing, serving, giving out and archiving (see `actions_table`)."""

from collections.abc import Callable
from typing import Any

from architecture.actions_table import Prepared, Row, who
from cast import NOW, TODAY, Cast
from foi.answering import GIVEN, PLACES, a_case, answered, drafted, in_signing, signed
from gongkai.foi import policies
from gongkai.foi.actions import (
    access,
    add_file,
    archive,
    decide,
    letters,
    make_evidence,
    publish_answer,
    release,
    serve,
    set_remedy_places,
)
from gongkai.foi.models import CaseFile
from gongkai.foi.releases import findings_of
from gongkai.rules.privacy import Kind
from gongkai.rules.serving import ServiceWay
from privacy.samples import resident_id

HANDLES, SIGNS = who("wang zheng"), who("liang")
SEES = who("wang liang zheng")


def _on(make: Callable[[Cast], Any], action: Callable[..., Any], **given: Any) -> Callable[[Cast], Prepared]:
    """A deed on what was made, by its key."""

    def prepare(cast: Cast) -> Prepared:
        key = make(cast).pk
        return lambda actor: action(key, actor=actor, now=NOW, **given)

    return prepare


def _released(cast: Cast) -> Any:
    return release.attach_release(
        a_case(cast).pk, name="样本.txt", data=resident_id(1).encode(), actor=cast.wang, now=NOW
    )


def _justifying(cast: Cast) -> Prepared:
    file = _released(cast)
    keys = [one.key for one in findings_of(file)]
    return lambda actor: release.justify_release(file.pk, keys=keys, reason="样本", actor=actor, now=NOW)


def _handed_over(cast: Cast) -> Any:
    return serve.serve(signed(cast).pk, way=ServiceWay.IN_PERSON, sent_on=TODAY, actor=cast.wang, now=NOW)


def _drafted_letter(cast: Cast) -> Any:
    (letter,) = decide.draft_letters(drafted(cast).pk, actor=cast.wang, now=NOW)
    return letter


def _fetching(cast: Cast) -> Prepared:
    case = a_case(cast)
    return lambda actor: access.case_for(actor, policies.HANDLE, case.pk)


TABLE: dict[str, Row] = {
    "foi.access.case_for": Row(_fetching, HANDLES, SEES),
    "foi.add_file.add_file": Row(
        _on(a_case, add_file.add_file, kind=CaseFile.Kind.SERVICE, name="回证.txt", data="样本".encode()),
        HANDLES,
        SEES,
    ),
    "foi.archive.archive": Row(_on(answered, archive.archive), HANDLES, SEES),
    "foi.decide.draft_decision": Row(
        _on(a_case, decide.draft_decision, ticked=["disclosable"]), HANDLES, SEES
    ),
    "foi.decide.draft_letters": Row(_on(drafted, decide.draft_letters), HANDLES, SEES),
    "foi.decide.return_decision": Row(
        _on(in_signing, decide.return_decision, reason="再核对一次"), SIGNS, SEES
    ),
    "foi.decide.save_decision": Row(
        _on(drafted, decide.save_decision, parts=[GIVEN], ticked=[], revision=2, **PLACES), HANDLES, SEES
    ),
    "foi.decide.sign_decision": Row(_on(in_signing, decide.sign_decision), SIGNS, SEES),
    "foi.decide.submit_decision": Row(_on(drafted, decide.submit_decision), HANDLES, SEES),
    "foi.letters.edit_letter": Row(
        _on(_drafted_letter, letters.edit_letter, title="告知书", paragraphs=["样本"], revision=0),
        HANDLES,
        SEES,
    ),
    "foi.make_evidence.make_evidence": Row(
        _on(a_case, make_evidence.make_evidence, reason="行政复议答复"), SEES, SEES
    ),
    "foi.publish_answer.make_public": Row(_on(answered, publish_answer.make_public), HANDLES, SEES),
    "foi.publish_answer.show_answer": Row(
        _on(lambda cast: answered(cast, may_be_shown=True), publish_answer.show_answer, shown=True),
        HANDLES,
        SEES,
    ),
    "foi.release.attach_release": Row(
        _on(a_case, release.attach_release, name="样本.txt", data="样本".encode()), HANDLES, SEES
    ),
    "foi.release.justify_release": Row(_justifying, HANDLES, SEES),
    "foi.release.redact_release": Row(
        _on(_released, release.redact_release, kinds=[Kind.RESIDENT_ID]), HANDLES, SEES
    ),
    "foi.release.remove_release": Row(_on(_released, release.remove_release), HANDLES, SEES),
    "foi.serve.record_signature": Row(_on(_handed_over, serve.record_signature, on=TODAY), HANDLES, SEES),
    "foi.serve.serve": Row(
        _on(
            signed,
            serve.serve,
            way=ServiceWay.POST,
            sent_on=TODAY,
            tracking_number="样本邮件0001",
        ),
        HANDLES,
        SEES,
    ),
    "foi.set_remedy_places.set_remedy_places": Row(
        lambda cast: (
            lambda actor: set_remedy_places.set_remedy_places(cast.housing, **PLACES, actor=actor, now=NOW)
        ),
        HANDLES,
    ),
}

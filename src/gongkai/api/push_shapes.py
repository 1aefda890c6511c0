"""推送接口的写法 — what was pushed as a row of a table, and what came of it as an answer."""

from collections.abc import Sequence

from django.conf import settings
from django.http import HttpRequest, JsonResponse

from gongkai.api import errors
from gongkai.api.errors import Refused
from gongkai.api.push_schemas import DocumentIn, DocumentOut, FieldProblem, HoldOut
from gongkai.disclosure import gates
from gongkai.disclosure.models import Review
from gongkai.imports.actions.push import Pushed
from gongkai.imports.models import Item
from gongkai.imports.rows import Trouble
from gongkai.rules.disclosure import VersionState
from gongkai.rules.process import RuleViolation
from gongkai.ui.wording import refused
from gongkai.ui.wording import told as said

# Where the names of the request differ from those of a table's fields.
_NAMES = {"old_id": "id", "body_html": "body"}
_FIELDS = {field: name for name, field in _NAMES.items()}


def told(document: DocumentIn) -> dict[str, str]:
    """Return a document as the cells of a table's row."""
    facts = document.model_dump(mode="json")
    facts["keywords"] = " ".join(document.keywords)
    return {_NAMES.get(name, name): str(value) for name, value in facts.items() if value}


def problems(troubles: Sequence[Trouble]) -> list[FieldProblem]:
    """Return what is wrong with a row under the names of the request's fields."""
    return [
        FieldProblem(field=_FIELDS.get(trouble.column, trouble.column), message=said(trouble.message))
        for trouble in troubles
    ]


def pushed(outcome: Pushed) -> DocumentOut:
    """Return what became of a request."""
    shape = standing(outcome.item)
    shape.outcome = outcome.outcome  # type: ignore[assignment]
    shape.warnings = problems(outcome.warnings)
    return shape


def standing(item: Item) -> DocumentOut:
    """Return where a pushed document stands."""
    document = item.document
    assert document is not None
    working = document.working
    held = gates.holds(working) if working is not None else []
    return DocumentOut(
        id=document.pk,
        old_id=item.old_id,
        outcome=None,
        state=working.state if working else "",
        status=document.status,
        returned=_returned(item),
        holds=[
            HoldOut(message=said(hold.words), stops=hold.stops, url=f"{settings.BASE_URL}{hold.url}")
            for hold in held
        ],
        desk_url=f"{settings.BASE_URL}/desk/documents/{document.pk}/",
        public_url=f"{settings.BASE_URL}/documents/{document.pk}/" if document.open_to_public else None,
    )


def _returned(item: Item) -> str:
    working = item.document.working if item.document else None
    if working is None or working.state != VersionState.DRAFT:
        return ""
    last = working.reviews.order_by("-pk").first()
    return last.reason if last and last.outcome == Review.Outcome.RETURNED else ""


def refusal(request: HttpRequest, error: Exception) -> JsonResponse:
    """Return what an action refused: 422 with its field, 409 where the document stands otherwise."""
    if isinstance(error, RuleViolation):
        return errors.answer(
            request,
            Refused(422, "refused", refused(error), error.field or None, fields=_field(error)),
        )
    return errors.answer(request, Refused(409, "not_now", refused(error)))


def _field(error: RuleViolation) -> list[dict[str, str]]:
    return [{"field": error.field, "message": refused(error)}] if error.field else []

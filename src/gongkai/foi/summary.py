"""核对 — what was answered on each page of the form, as it is read back before it is sent."""

from dataclasses import dataclass
from typing import Any

from django.forms import ChoiceField, Field

from gongkai.foi.applying import STEPS, Step
from gongkai.foi.forms_application import Content


@dataclass(frozen=True, slots=True)
class Answer:
    """一栏 — a field and what was answered."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Lines:
    """一步的回答 — what one page was answered with, and its files."""

    step: Step
    answers: tuple[Answer, ...]
    files: tuple[dict[str, Any], ...]


def lines_of(content: Content) -> list[Lines]:
    """Return every page with its answers; a field that was left empty is left out."""
    return [_lines(step, content) for step in STEPS]


def _lines(step: Step, content: Content) -> Lines:
    fields = step.form(content=content).fields
    answers = (
        Answer(str(field.label), _said(field, str(content.get(name, "")))) for name, field in fields.items()
    )
    files = (file for file in content.get("files", []) if step.files and file["kind"] == step.files)
    return Lines(step, tuple(answer for answer in answers if answer.value), tuple(files))


def _said(field: Field, value: str) -> str:
    """What was chosen in words, what was typed as it is."""
    if not isinstance(field, ChoiceField):
        return value
    flat: dict[Any, Any] = {}
    choices: Any = field.choices
    for choice, label in choices:
        flat.update(label if isinstance(label, (list, tuple)) else [(choice, label)])
    return str(flat.get(value, "")) if value else ""

"""空白申请表 — the form on paper, for those who write by hand or have it written at the counter (2019 Art. 29)."""

from collections.abc import Iterator

from gongkai.rules.applications import (
    APPLICANT_KIND_LABELS,
    FORM_CITATION,
    FORM_PART_LABELS,
    IDENTITY_KIND_LABELS,
    ORGANISATIONS,
    ApplicantKind,
    FormField,
    FormPart,
    form_fields,
    identity_kinds,
)
from gongkai.rules.citations import Statute
from gongkai.rules.serving import INFORMATION_FORM_LABELS, OBTAINING_WAY_LABELS
from gongkai.typesetting.paper import Choice, Field, Fields, Heading, Manner, Paper, Paragraph

TITLE = "政府信息公开申请表"
_YES_NO = ("是", "否")
_CHOICES: dict[str, tuple[str, ...]] = {
    "identity_kind": tuple(IDENTITY_KIND_LABELS[kind] for kind in identity_kinds(ApplicantKind.CITIZEN)),
    "organisation_kind": tuple(APPLICANT_KIND_LABELS[kind] for kind in ORGANISATIONS),
    "form": tuple(INFORMATION_FORM_LABELS.values()),
    "way": tuple(OBTAINING_WAY_LABELS.values()),
    "accept_other": _YES_NO,
    "fee_reduction": _YES_NO,
}
_LINES = {"description": 6, "title": 2, "need": 2}
_SHORT = frozenset(
    {"name", "workplace", "representative", "contact_name", "telephone", "postcode", "email", "fax"}
    | {"identity_number", "document_number", "signature", "applied_on", "credit_code"}
)


def blank_form(statute: Statute) -> Paper:
    """Return the form that a text of the Regulations asks for, with room to write."""
    fields = form_fields(statute)
    blocks: list[Heading | Paragraph | Fields] = [
        Paragraph("致：", Manner.FLUSH),
        Paragraph(
            f"依据《{statute.name}》（{FORM_CITATION.statute.number}公布）申请公开政府信息。带 * 的必须填写。",
            Manner.SMALL,
        ),
    ]
    for part in FormPart:
        own = [field for field in fields if field.part is part]
        if own:
            blocks += [Heading(FORM_PART_LABELS[part]), Fields(tuple(_rows(own, statute)))]
    blocks.append(
        Paragraph("公民只填第一部分，法人或者其他组织只填第二部分。请附身份证明的复印件。", Manner.SMALL)
    )
    return Paper(title=TITLE, blocks=tuple(blocks))


def _rows(fields: list[FormField], statute: Statute) -> Iterator[tuple[Field, ...]]:
    """Two short fields share a row, everything else has its own."""
    waiting: Field | None = None
    for field in fields:
        made = _field(field, statute)
        if field.code not in _SHORT:
            if waiting:
                yield (waiting,)
            waiting = None
            yield (made,)
        elif waiting:
            yield (waiting, made)
            waiting = None
        else:
            waiting = made
    if waiting:
        yield (waiting,)


def _field(field: FormField, statute: Statute) -> Field:
    label = f"{field.label}{' *' if field.required_under(statute) else ''}"
    choices = tuple(Choice(words) for words in _CHOICES.get(field.code, ()))
    return Field(label, choices=choices, lines=_LINES.get(field.code, 1))

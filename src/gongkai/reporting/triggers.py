"""库内规则 — what is submitted or signed of a report stands still, whatever the program does (2019 Regulations Art. 50)."""

from gongkai.core.triggers import Trigger

_CONTENT = ("agency_id", "year", "number", "form_key", "scope", "reason", "submitted_by_id", "submitted_at")
_SIGNED = "OLD.state IN ('signed', 'released')"


def _changed(names: tuple[str, ...]) -> str:
    return " OR ".join(
        f"(NEW.{name} IS NULL) <> (OLD.{name} IS NULL) OR NEW.{name} <> OLD.{name}" for name in names
    )


_FIGURES = "CAST(NEW.figures AS TEXT) <> CAST(OLD.figures AS TEXT)"
_OF_DRAFT = (
    "EXISTS (SELECT 1 FROM reporting_annualreport r WHERE r.id = {row}.report_id AND r.state = 'draft')"
)
_IN_DRAFT = (
    "EXISTS (SELECT 1 FROM reporting_reportsection s JOIN reporting_annualreport r ON r.id = s.report_id "
    "WHERE s.id = {row}.section_id AND r.state = 'draft')"
)

REPORT_TRIGGERS = (
    Trigger(
        "report_signed_is_fixed",
        "reporting_annualreport",
        "UPDATE",
        f"{_SIGNED} AND (NEW.state NOT IN ('signed', 'released') OR "
        f"{_changed((*_CONTENT, 'signed_by_id', 'signed_at'))} OR {_FIGURES})",
        "a report that is signed cannot change",
    ),
    Trigger(
        "report_submitted_is_frozen",
        "reporting_annualreport",
        "UPDATE",
        f"OLD.state = 'submitted' AND NEW.state <> 'draft' AND {_FIGURES}",
        "the figures of a report that is submitted cannot change",
    ),
    Trigger(
        "report_signed_stays",
        "reporting_annualreport",
        "DELETE",
        "OLD.state <> 'draft'",
        "a report that was submitted cannot be deleted",
    ),
    Trigger(
        "section_is_fixed",
        "reporting_reportsection",
        "UPDATE",
        f"NOT {_OF_DRAFT.format(row='OLD')}",
        "a section can be changed only while its report is a draft",
    ),
    Trigger(
        "section_comes_to_a_draft",
        "reporting_reportsection",
        "INSERT",
        f"NOT {_OF_DRAFT.format(row='NEW')}",
        "a section can be added only while its report is a draft",
    ),
    Trigger(
        "section_stays",
        "reporting_reportsection",
        "DELETE",
        f"NOT {_OF_DRAFT.format(row='OLD')}",
        "a section can be removed only while its report is a draft",
    ),
    *(
        Trigger(
            f"illustration_{name}",
            "reporting_illustration",
            event,
            f"NOT {_IN_DRAFT.format(row=row)}",
            "an illustration can be changed only while its report is a draft",
        )
        for name, event, row in (
            ("is_fixed", "UPDATE", "OLD"),
            ("comes_to_a_draft", "INSERT", "NEW"),
            ("stays", "DELETE", "OLD"),
        )
    ),
)

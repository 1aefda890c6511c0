"""库内规则 — what is confirmed of a month's statistics stands still, whatever the program does (2019 Regulations Art. 47)."""

from gongkai.core.triggers import Trigger

_TABLE = "reporting_monthlystatistics"
_FIGURES = " OR ".join(f"CAST(NEW.{name} AS TEXT) <> CAST(OLD.{name} AS TEXT)" for name in ("figures", "own"))
_PLACE = " OR ".join(
    f"NEW.{name} <> OLD.{name}" for name in ("agency_id", "year", "month", "number", "reason")
)

MONTHLY_TRIGGERS = (
    Trigger(
        "monthly_is_fixed",
        _TABLE,
        "UPDATE",
        f"(OLD.state <> 'draft' AND NEW.state <> 'draft' AND ({_FIGURES})) OR {_PLACE}",
        "the figures of a month that are confirmed cannot change",
    ),
    Trigger(
        "monthly_locked_is_fixed",
        _TABLE,
        "UPDATE",
        f"OLD.state = 'locked' AND (NEW.state <> 'locked' OR NEW.note <> OLD.note OR {_FIGURES})",
        "the statistics of a month that are locked cannot change",
    ),
    Trigger(
        "monthly_stays",
        _TABLE,
        "DELETE",
        "OLD.state <> 'draft'",
        "the statistics of a month that were confirmed cannot be deleted",
    ),
)

"""统计与年报 — declared figures, annual reports, monthly statistics."""

from gongkai.reporting.models.declared import DeclaredFigure

__all__ = ["DeclaredFigure"]

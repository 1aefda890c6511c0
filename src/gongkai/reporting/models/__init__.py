"""统计与年报 — declared figures, annual reports, monthly statistics."""

from gongkai.reporting.models.declared import DeclaredFigure
from gongkai.reporting.models.illustrations import Illustration
from gongkai.reporting.models.library import LibraryReport
from gongkai.reporting.models.monthly import MonthlyStatistics
from gongkai.reporting.models.reports import AnnualReport, ReportSection

__all__ = [
    "AnnualReport",
    "DeclaredFigure",
    "Illustration",
    "LibraryReport",
    "MonthlyStatistics",
    "ReportSection",
]

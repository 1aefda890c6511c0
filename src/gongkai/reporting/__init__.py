"""报告 — figures of every organ and period, monthly statistics, the annual report, the library of reports."""

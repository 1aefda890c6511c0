"""问 PostgreSQL 的 — which tests are asked of PostgreSQL too, and why.

Every test is asked of SQLite. Of PostgreSQL is asked what it could answer otherwise; a file that is not named here
asks its database nothing, or what the files below ask too. A test that commits, locks or kills must be named
(`tests/architecture/test_databases.py`).
"""

ON_POSTGRESQL = {
    "every statement of every deed and of every page, once": (
        "architecture/test_databases.py",
        "architecture/test_permissions.py",
    ),
    "whole lives, in which the triggers and constraints have their say": (
        "core/test_ledger_many.py",
        "core/test_triggers.py",
        "foi/test_life_of_a_case.py",
        "foi/test_turns_of_a_case.py",
        "imports/test_batches.py",
        "catalogue/test_reshape.py",
        "scenarios/test_life_of_a_document.py",
        "reporting/test_report.py",
    ),
    "locks: what two people or processes do in the same moment": (
        "agencies/test_calendar.py",
        "concurrency/test_cases_answered_at_once.py",
        "concurrency/test_cases_at_once.py",
        "concurrency/test_same_moment.py",
        "foi/test_letters.py",
        "notices/test_notices.py",
    ),
    "what stands after a kill, and what was never committed": (
        "faults/test_full_disk_cases.py",
        "faults/test_half_done.py",
        "faults/test_kill.py",
        "faults/test_kill_cases.py",
        "faults/test_outbox.py",
        "faults/test_restore_cases.py",
        "imports/test_table_command.py",
    ),
    "tables as a whole: archives, keys, what lies in the files": (
        "cli/test_backup.py",
        "cli/test_check.py",
        "cli/test_keys.py",
        "core/test_sealed.py",
        "foi/test_sealed_files.py",
    ),
    "counting in groups, ordering, paging, text and JSON in conditions": (
        "agencies/test_posts.py",
        "api/test_read_api.py",
        "disclosure/test_desk_documents.py",
        "disclosure/test_measures.py",
        "disclosure/test_search_page.py",
        "foi/test_beforehand.py",
        "foi/test_desk.py",
        "foi/test_measures.py",
        "foi/test_worker.py",
        "home/test_column_page.py",
        "home/test_downloads.py",
        "home/test_feeds.py",
        "home/test_home_page.py",
        "home/test_sections.py",
        "home/test_sitemap.py",
        "reporting/test_declared.py",
        "reporting/test_figures.py",
        "reporting/test_figures_plans.py",
        "reporting/test_library.py",
        "reporting/test_monthly.py",
        "reporting/test_overview.py",
        "reporting/test_report_rollup.py",
        "screening/test_sweep.py",
    ),
}

ASKED = frozenset(path for paths in ON_POSTGRESQL.values() for path in paths)

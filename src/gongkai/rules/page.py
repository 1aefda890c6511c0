"""规则页 — everything that the rules of disclosure on application say, as tables for a lawyer to read.

Generated from the same data that the program runs on, so that the page cannot say something else than the program
does. What is uncertain stands in a column of its own.
"""

from gongkai.rules import page_answers, page_handling
from gongkai.rules.page_chapter import TEXTS, Chapter

__all__ = ["Chapter", "chapters"]


def chapters() -> tuple[Chapter, ...]:
    """Return every table of the rules of disclosure on application, in the order of a case's life."""
    return (
        page_handling.form(),
        page_handling.doors(),
        page_handling.channels(),
        page_handling.steps(),
        page_handling.limit_table(),
        page_handling.supplement(),
        *(page_answers.replies(statute) for statute in TEXTS),
        page_answers.questions(),
        page_answers.fees(),
        page_answers.costs(),
        page_answers.letters(),
        page_answers.service(),
        page_answers.objections(),
        page_answers.declined(),
        page_answers.outcomes(),
        page_answers.statutes(),
    )

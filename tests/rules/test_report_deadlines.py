"""年度报告公布期限 — one day for all until the report on 2018, two since."""

from datetime import date

import pytest

from gongkai.rules.report_deadlines import report_deadline


@pytest.mark.parametrize(
    ("year", "government", "day", "article"),
    [
        (2008, False, date(2009, 3, 31), "第三十一条"),
        (2018, True, date(2019, 3, 31), "第三十一条"),
        (2018, False, date(2019, 3, 31), "第三十一条"),
        (2019, False, date(2020, 1, 31), "第四十九条第一款"),
        (2019, True, date(2020, 3, 31), "第四十九条第二款"),
    ],
)
def test_the_last_day_of_publication(year: int, government: bool, day: date, article: str) -> None:
    deadline = report_deadline(year, government=government)
    assert (deadline.day, deadline.citation.place) == (day, article)

"""年报的行 — the lines of the annual report's table of applications, by the year of the report.

They are the lines of the form of that year (`report_forms`) that single out a "row" of the applications concluded.
Before 2014 no national form is known, and the table of 2014 stands in. A line is written by its place in the form:
"3.3.4" is 三（三）4.
"""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from gongkai.rules.report_forms import Axis, form_of

FIRST_YEAR_OF_THE_FORM = 2019
# In these years 其他处理 was one line; the form of 2021 tells three apart.
ONE_LINE_OTHERWISE = range(2019, 2021)
OTHERWISE = "3.6"
_FIRST_TABLE = 2014


@cache
def rows_of(year: int) -> Mapping[str, str]:
    """Return the lines of the report on that year with their labels, in the order of the form."""
    form = form_of(max(year, _FIRST_TABLE))
    lines = (line for table in form.tables for line in table.lines if "row" in line.where)
    return MappingProxyType({line.where["row"]: _label(line) for line in lines})


def _label(line: Axis) -> str:
    """The headings below the part of the form that all these lines stand in, with brackets left out."""
    depth = line.where["row"].count(".")
    return " ".join(title.partition("（区")[0] for title in line.titles[-depth:])

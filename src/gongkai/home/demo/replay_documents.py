"""重演的信息 — what a real report counts as published: brought in as a table, reviewed, signed and put before the public.

The invented items differ in nothing but their number, organ, column, genre and days; what is only catalogued (on
application, withheld) is drafted one by one, since a table states no ground.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from itertools import chain, repeat
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from gongkai.agencies.calendar import calendar
from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.catalogue.models import Column
from gongkai.disclosure.actions.create_draft import create_draft
from gongkai.disclosure.actions.pass_review import pass_review
from gongkai.disclosure.actions.sign import sign
from gongkai.disclosure.actions.submit import submit
from gongkai.home.demo.place import moment
from gongkai.imports import running
from gongkai.imports.actions.jobs import begin_job, finish_job
from gongkai.imports.actions.open_batch import open_batch
from gongkai.imports.layout import Layout
from gongkai.imports.models import Batch
from gongkai.rules.citations import REGULATIONS_2007
from gongkai.rules.disclosure import ATTRIBUTE_LABELS, Attribute
from gongkai.rules.posts import Role
from gongkai.typesetting.delimited import csv_lines

_HEADER = ("信息ID", "标题", "发布机构", "栏目", "体裁", "成文日期", "发布日期", "正文")
_MOST_DAYS = 20  # working days from formation to publication, all of them in time
_HELD_COLUMN = "9-4"
_STEPS = ((Batch.Job.SUBMIT, Role.LIAISON), (Batch.Job.PASS, Role.REVIEWER), (Batch.Job.SIGN, Role.LEADER))
Tick = Callable[[int], object]


def load_table(row: Mapping[str, Any], people: Mapping[Role, Actor], now: datetime, tick: Tick) -> None:
    """Bring a report's items in as one table and take them to the public as a batch."""
    agency = Agency.objects.get(code=row["organ"])
    with TemporaryDirectory() as folder:
        table = Path(folder) / f"{row['organ']}-{row['year']}.csv"
        _write(table, row)
        layout = Layout.guessed(_HEADER, origin=f"{row['organ']}-{row['year']}")
        actor = people[Role.LIAISON]
        batch = open_batch(table, table.name, actor=actor, now=now, agency=agency, layout=layout)
        batch = begin_job(batch.pk, Batch.Job.LOAD, actor=actor, now=now)
        for done in running.run_to_end(batch, actor, path=table, beside=None):
            tick(done)
    for job, role in _STEPS:
        begin_job(batch.pk, job, actor=people[role], now=now)
        while running.go_on(Batch.objects.get(pk=batch.pk), None, people[role], now):
            pass
        finish_job(batch.pk, now=now)


def load_held(row: Mapping[str, Any], people: Mapping[Role, Actor], tick: Tick) -> None:
    """Draft, review and sign what is catalogued and kept from the public, on days of its year."""
    days = _working_days(row["year"])
    for held in row.get("held", []):
        agency = Agency.objects.get(code=held["organ"])
        column = Column.objects.get(agency=agency, code=_HELD_COLUMN)
        attribute = ATTRIBUTE_LABELS[Attribute(held["attribute"])]
        for number in range(held["count"]):
            day = days[number * len(days) // held["count"]]
            values = {
                "title": f"{agency.short_name}{row['year']}年目录样本第{number + 1}号（{attribute}）",
                "formed_on": day,
                "attribute": held["attribute"],
                "ground": held["ground"],
                "body_html": "<p>样本内容。</p>",
            }
            _take(agency, column, values, day, people)
            tick(1)


def _take(
    agency: Agency, column: Column, values: Mapping[str, Any], day: date, people: Mapping[Role, Actor]
) -> None:
    version = create_draft(
        agency, actor=people[Role.LIAISON], now=moment(day, 9), column=column, values=dict(values)
    )
    submit(version.pk, actor=people[Role.LIAISON], now=moment(day, 10))
    pass_review(version.pk, actor=people[Role.REVIEWER], now=moment(day, 11))
    sign(version.pk, actor=people[Role.LEADER], now=moment(day, 12))


def _write(table: Path, row: Mapping[str, Any]) -> None:
    with table.open("w", encoding="utf-8", newline="") as file:
        file.writelines(csv_lines(chain([_HEADER], _rows(row))))


def _rows(row: Mapping[str, Any]) -> Iterator[tuple[object, ...]]:
    names = dict(Agency.objects.values_list("code", "name"))
    facts = row["documents"]
    days = _working_days(row["year"])
    organs, columns, genres = (_in_turn(facts[name]) for name in ("organs", "columns", "genres"))
    for number in range(facts["count"]):
        organ, took = next(organs), number % (_MOST_DAYS + 1)
        place = _MOST_DAYS + number * (len(days) - _MOST_DAYS) // facts["count"]
        title = f"{names[organ]}{row['year']}年样本信息第{number + 1}号"
        dates = (days[place - took].isoformat(), days[place].isoformat())
        yield (number + 1, title, names[organ], next(columns), next(genres), *dates, "样本内容。")


def _in_turn(shares: Mapping[str, int]) -> Iterator[str]:
    """Yield each value as often as its share says, one after the other."""
    for name, share in shares.items():
        yield from repeat(name, share)


def _working_days(year: int) -> list[date]:
    first = max(date(year, 1, 1), REGULATIONS_2007.in_force_from)
    known, span = calendar(), range(first.toordinal(), date(year, 12, 31).toordinal() + 1)
    return [day for day in map(date.fromordinal, span) if known.is_workday(day)]

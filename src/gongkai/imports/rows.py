"""来件 — one row of a table as what it will become: whose, where, with which values, and what is wrong with it."""

import hashlib
import html
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from gongkai.agencies.models import Agency
from gongkai.catalogue.models import Column
from gongkai.core.redirects import standard
from gongkai.disclosure.content import EARLIEST_FORMED
from gongkai.imports import cells
from gongkai.imports.beside import Beside
from gongkai.imports.directory import Directory
from gongkai.imports.headers import DATES, field_label
from gongkai.imports.layout import Layout
from gongkai.imports.tables import Row
from gongkai.rules.disclosure import Validity
from gongkai.rules.phrases import phrase

Weight = Literal["error", "warning"]
# The longest text of each field, as the database keeps it.
_LENGTHS = {
    "title": 500,
    "document_number": 100,
    "addressee": 300,
    "keywords": 200,
    "summary": 500,
    "source": 100,
    "editor": 40,
}
_SCHEMES = ("subject", "genre", "audience", "theme")
_LONGEST_ID = 200
_LONGEST_INDEX_NUMBER = 60
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>")


@dataclass(frozen=True, slots=True)
class Trouble:
    """毛病 — what is wrong with a cell: an error keeps its row out, a warning does not."""

    column: str
    value: str
    message: str
    weight: Weight = "error"


@dataclass(slots=True)
class Incoming:
    """来件 — a row, read; `values` are fields of a version, `file` and `attachments` names of files beside the table."""

    row: int
    old_id: str
    digest: str
    agency: Agency | None = None
    column: Column | None = None
    values: dict[str, Any] = field(default_factory=dict)
    evidence: dict[str, Any] = field(default_factory=dict)
    published_on: date | None = None
    index_number: str = ""
    old_path: str = ""
    file: str = ""
    attachments: list[str] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)

    @property
    def good(self) -> bool:
        """Whether nothing keeps the row out."""
        return not any(trouble.weight == "error" for trouble in self.troubles)


class RowReader:
    """读行 — reads the rows of one table in their order and remembers whom it has seen.

    `today` bounds the dates; `beside` holds the files that rows name, None for a table without any.
    """

    def __init__(self, layout: Layout, directory: Directory, *, today: date, beside: Beside | None) -> None:
        self._layout, self._directory, self._today, self._beside = layout, directory, today, beside
        self._places = layout.places
        self._seen: dict[int, int] = {}
        self._heads = {fld: head for _place, head, fld in self._places}

    def skip(self, row: Row) -> None:
        """Note whose row that is, without reading it: it was loaded before a break."""
        told = self._told(row[1])
        self._seen.setdefault(hash(self._old_id(told)), row[0])

    def read(self, row: Row) -> Incoming:
        """Return what a row says."""
        number, told = row[0], self._told(row[1])
        incoming = Incoming(number, self._old_id(told), self._digest(told))
        self._notice_again(incoming)
        self._place(incoming, told)
        self._fill(incoming, told)
        self._dates(incoming, told)
        self._standing(incoming, told)
        self._files(incoming, told)
        self._explain(incoming, told)
        return incoming

    def _told(self, row: Sequence[str]) -> dict[str, str]:
        """Return what the used cells say, by field; several attachments columns are one."""
        told: dict[str, str] = {}
        for place, _head, name in self._places:
            if row[place]:
                told[name] = f"{told[name]}\n{row[place]}" if name in told else row[place]
        return told

    def _old_id(self, told: dict[str, str]) -> str:
        """Return what a row is called in the old system: its identifier, else address, index number, or all it says."""
        named = told.get("id") or cells.old_path(told.get("url", "")) or told.get("index_number", "")
        if not named:
            facts = [
                told.get(name, "") for name in ("agency", "title", "document_number", "formed_on", "file")
            ]
            named = _hashed("\n".join(facts)) if any(facts) else ""
        return named if len(named) <= _LONGEST_ID else _hashed(named)

    def _digest(self, told: dict[str, str]) -> str:
        facts = [sorted(told.items()), self._layout.agency, self._layout.column]
        return hashlib.sha256(json.dumps(facts, ensure_ascii=False).encode()).hexdigest()

    def _say(self, incoming: Incoming, name: str, value: str, message: str, weight: Weight = "error") -> None:
        head = self._heads.get(name, field_label(name))
        incoming.troubles.append(Trouble(head, _short(value), message, weight))

    def _notice_again(self, incoming: Incoming) -> None:
        first = self._seen.setdefault(hash(incoming.old_id), incoming.row)
        if first != incoming.row:
            name = next((name for name in ("id", "url", "index_number") if name in self._heads), "title")
            self._say(
                incoming, name, incoming.old_id, phrase("与第 %(row)d 行是同一件，只导入前一行", row=first)
            )

    def _place(self, incoming: Incoming, told: dict[str, str]) -> None:
        """Find organ and column."""
        name = told.get("agency") or self._layout.agency
        organ = self._directory.organ(name) if name else None
        if organ is None:
            self._say(
                incoming, "agency", name, "没有这个机关，或者有几个同名" if name else "没有写明发布机构"
            )
            return
        if not self._directory.may_draft(organ):
            self._say(incoming, "agency", name, phrase("您不能为%(organ)s导入", organ=organ.name))
            return
        incoming.agency = organ
        incoming.column = self._column(incoming, organ, told)

    def _column(self, incoming: Incoming, organ: Agency, told: dict[str, str]) -> Column | None:
        words = told.get("column", "")
        if words and (found := self._directory.column(organ, words)):
            return found
        spare = self._directory.column(organ, self._layout.column) if self._layout.column else None
        other = spare or self._directory.proposed(organ, told.get("title", ""), told.get("genre", ""))
        if other is None:
            self._say(
                incoming,
                "column",
                words,
                phrase("%(organ)s没有这个栏目", organ=organ.short_name) if words else "没有写明栏目",
            )
        elif words:
            self._say(
                incoming,
                "column",
                words,
                phrase("没有这个栏目，放在“%(column)s”", column=other.name),
                "warning",
            )
        return other

    def _fill(self, incoming: Incoming, told: dict[str, str]) -> None:
        values = incoming.values
        if not told.get("title") and not told.get("file"):
            self._say(incoming, "title", "", "没有标题")
        for name, most in _LENGTHS.items():
            text = " ".join(told.get(name, "").split())
            if len(text) > most:
                self._say(
                    incoming, name, text, phrase("超过 %(most)d 字，后面的没有导入", most=most), "warning"
                )
            values[name] = text[:most]
        values["keywords"] = cells.words_of(values["keywords"])
        values["source"] = values["source"] or (incoming.agency.name if incoming.agency else "")[:100]
        for scheme in _SCHEMES:
            term = self._directory.term(scheme, told[scheme]) if told.get(scheme) else None
            if told.get(scheme) and term is None:
                self._say(incoming, scheme, told[scheme], "分类里没有这一类，没有填写", "warning")
            values[scheme] = term
        values["body_html"] = as_markup(told.get("body", ""))
        if not values["body_html"] and not told.get("file") and not told.get("attachments"):
            self._say(incoming, "body", "", "没有正文和附件，送审前要补上", "warning")

    def _dates(self, incoming: Incoming, told: dict[str, str]) -> None:
        days: dict[str, date | None] = {}
        for name in DATES:
            days[name] = cells.day(told[name]) if told.get(name) else None
            if told.get(name) and days[name] is None:
                self._say(incoming, name, told[name], "看不出是哪一天")
        for name in ("formed_on", "published_on"):
            found = days[name]
            if found and found > self._today:
                self._say(incoming, name, told[name], "晚于今天")
            if found and found < EARLIEST_FORMED:
                self._say(incoming, name, told[name], "早于1949年10月1日")
        formed, published = days["formed_on"], days.pop("published_on")
        if formed and published and published < formed:
            self._say(
                incoming, "published_on", told["published_on"], "公开日期早于成文日期，请核对", "warning"
            )
        since, until = days["in_force_from"], days["in_force_until"]
        if since and until and until < since:
            self._say(incoming, "in_force_until", told["in_force_until"], "有效期至早于施行日期")
        incoming.values |= days
        incoming.published_on = published

    def _standing(self, incoming: Incoming, told: dict[str, str]) -> None:
        """Validity, attribute, year, and what the old system called it."""
        values = incoming.values
        values["validity"] = Validity.IN_FORCE
        if told.get("validity"):
            found = cells.validity(told["validity"])
            values["validity"] = found or Validity.IN_FORCE
            if found is None:
                self._say(incoming, "validity", told["validity"], "看不懂，可用：有效、修改、废止、失效")
        column = incoming.column
        values["attribute"] = "proactive" if column is None or column.proactive else ""
        if told.get("attribute"):
            attribute = cells.attribute(told["attribute"])
            values["attribute"] = attribute or ""
            if attribute is None:
                self._say(
                    incoming, "attribute", told["attribute"], "看不懂，可用：主动公开、依申请公开、不予公开"
                )
        values["report_year"] = cells.year(told.get("report_year", ""))
        incoming.index_number = told.get("index_number", "")
        if len(incoming.index_number) > _LONGEST_INDEX_NUMBER:
            self._say(incoming, "index_number", incoming.index_number, "索引号太长，公开时另编", "warning")
            incoming.index_number = ""
        if told.get("url"):
            path = cells.old_path(told["url"])
            incoming.old_path = standard(path) if path else ""
            if not path:
                self._say(incoming, "url", told["url"], "不是可以转来的网址，没有记下", "warning")

    def _files(self, incoming: Incoming, told: dict[str, str]) -> None:
        """Look whether the files that a row names are there."""
        wanted = {
            "file": cells.names_in(told.get("file", ""))[:1],
            "attachments": cells.names_in(told.get("attachments", "")),
        }
        for name, names in wanted.items():
            for each in names:
                if self._beside is None:
                    self._say(incoming, name, each, "没有随表上传文件，附件没有导入", "warning")
                elif not self._beside.has(each):
                    self._say(incoming, name, each, "随表的文件里没有这个文件")
        if self._beside is not None:
            incoming.file = next(iter(wanted["file"]), "")
            incoming.attachments = wanted["attachments"]

    def _explain(self, incoming: Incoming, told: dict[str, str]) -> None:
        """Keep what the cells said, for the officer who looks at the draft."""
        values = incoming.values
        shown = {
            "agency": incoming.agency.name if incoming.agency else "",
            "document_number": values["document_number"],
            "formed_on": values["formed_on"],
            "published_on": incoming.published_on,
            "index_number": incoming.index_number,
        }
        incoming.evidence = {
            name: {
                "value": str(value),
                "certainty": "certain",
                "evidence": f"第 {incoming.row} 行“{self._heads.get(name, field_label(name))}”：{_short(told.get(name, ''))}",
            }
            for name, value in shown.items()
            if value
        }


def read_rows(reader: RowReader, rows: Iterator[Row], *, after: int) -> Iterator[Incoming]:
    """Yield what the rows after a row say; those before it are only noted."""
    for row in rows:
        if row[0] <= after:
            reader.skip(row)
        else:
            yield reader.read(row)


def as_markup(text: str) -> str:
    """Return a body cell as markup: as it is where it holds tags, else a paragraph for each line."""
    if not text or _TAG.search(text):
        return text
    lines = (line.strip() for line in text.splitlines())
    return "".join(f"<p>{html.escape(line, quote=False)}</p>" for line in lines if line)


def _hashed(text: str) -> str:
    return f"#{hashlib.sha256(text.encode()).hexdigest()}"


def _short(value: str) -> str:
    text = " ".join(value.split())
    return text if len(text) <= 60 else f"{text[:59]}…"

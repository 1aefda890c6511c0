"""载入演示 — organs, columns and people first, then every document, every application and the reports, each on its days."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from gongkai.agencies.models import Agency
from gongkai.agencies.policies import SYSTEM, Actor
from gongkai.catalogue.actions.load_schemes import load_schemes
from gongkai.catalogue.actions.load_structure import load_structure
from gongkai.catalogue.models import Column, Term
from gongkai.disclosure.actions.attach import attach
from gongkai.disclosure.actions.create_draft import create_draft
from gongkai.disclosure.actions.pass_review import pass_review
from gongkai.disclosure.actions.relate import relate
from gongkai.disclosure.actions.return_draft import return_draft
from gongkai.disclosure.actions.revise import revise
from gongkai.disclosure.actions.save_draft import save_draft
from gongkai.disclosure.actions.set_validity import set_validity
from gongkai.disclosure.actions.sign import sign
from gongkai.disclosure.actions.submit import submit
from gongkai.disclosure.actions.withdraw import withdraw
from gongkai.disclosure.models import Document, Version
from gongkai.home.demo.cases import load_cases
from gongkai.home.demo.place import PLACE, data_of, load_organs, load_people, moment
from gongkai.home.demo.reports import load_reports
from gongkai.rules.catalogue import structure
from gongkai.rules.disclosure import RelationKind, Validity
from gongkai.rules.posts import Role

_COLUMNS_OPEN = timedelta(days=80)  # long enough for monthly columns to be overdue, not for quarterly ones


def load(now: datetime, tick: Callable[[], object] = lambda: None) -> int:
    """载入演示辖区 — into an empty database; returns how many documents were made."""
    organs = load_organs(data_of(PLACE), now)
    load_schemes(actor=SYSTEM, now=now)
    people = load_people(data_of(PLACE), organs, now.date())
    for agency in organs.values():
        load_structure(agency, structure(agency.kind), actor=people[Role.OFFICE], now=now - _COLUMNS_OPEN)
        tick()
    rows = data_of("documents.toml")["documents"]
    made: dict[str, Document] = {}
    for row in rows:
        made[row["key"]] = _Story(row, organs, people, made, now).tell()
        tick()
    load_cases(organs, organs[data_of(PLACE)["root"]], people, now, tick)
    load_reports(organs, people, now)
    return len(made)


class _Story:
    """一件的经过 — takes one document of the data file through the steps that its row names."""

    def __init__(
        self,
        row: dict[str, Any],
        organs: dict[str, Agency],
        people: dict[Role, Actor],
        made: dict[str, Document],
        now: datetime,
    ) -> None:
        self.row, self.people, self.made, self.now = row, people, made, now
        self.agency = organs[row["organ"]]
        self.formed = row.get("formed") or now.date() - timedelta(days=row["formed_days_ago"])
        published = row.get("published")
        self.published = moment(published, 9, 30) if published else None
        self.started = moment(min(self.formed, published or now.date()), 16)

    def tell(self) -> Document:
        """Make the document as far as its row says."""
        version = self._draft()
        if self.published:
            self._publish(version, self.published)
        elif self.row.get("state") in {"in_review", "in_signing", "returned"}:
            self._send(version)
        document = Document.objects.get(pk=version.document_id)
        self._relate(document)
        if reason := self.row.get("withdrawn"):
            withdraw([document.pk], actor=self.people[Role.LEADER], now=self.now, reason=reason)
        return document

    def _draft(self) -> Version:
        row = self.row
        values = {
            "title": row["title"],
            "document_number": row.get("number", ""),
            "formed_on": self.formed,
            "report_year": row.get("report_year"),
            "in_force_from": row.get("in_force_from"),
            "in_force_until": row.get("in_force_until"),
            "genre": self._term("genre", row.get("genre", "")),
            "subject": self._term("subject", row.get("subject", "")),
            "keywords": row.get("keywords", ""),
            "summary": row.get("summary", ""),
            "source": self.agency.name,
            "editor": "周联络（示例）",
            "attribute": row.get("attribute", "proactive"),
            "ground": row.get("ground", ""),
            "body_html": row["body"],
        }
        liaison = self.people[Role.LIAISON]
        column = Column.objects.get(agency=self.agency, code=row["column"])
        version = create_draft(self.agency, actor=liaison, now=self.started, column=column, values=values)
        for file in row.get("files", []):
            attach(
                version.pk,
                actor=liaison,
                now=self.started,
                name=file["name"],
                data=file["text"].encode(),
                caption=file.get("caption", ""),
            )
        return version

    def _term(self, scheme: str, name: str) -> Term | None:
        return Term.objects.get(scheme__code=scheme, name=name, children=None) if name else None

    def _send(self, version: Version) -> None:
        submit(version.pk, actor=self.people[Role.LIAISON], now=self.now - timedelta(hours=20))
        if self.row["state"] == "in_signing":
            pass_review(version.pk, actor=self.people[Role.REVIEWER], now=self.now - timedelta(hours=2))
        if self.row["state"] == "returned":
            return_draft(
                version.pk,
                actor=self.people[Role.REVIEWER],
                now=self.now - timedelta(hours=1),
                reason=self.row["returned"],
                passages=self.row.get("passages", []),
            )

    def _publish(self, version: Version, at: datetime) -> None:
        submit(version.pk, actor=self.people[Role.LIAISON], now=at - timedelta(hours=3))
        pass_review(version.pk, actor=self.people[Role.REVIEWER], now=at - timedelta(hours=2))
        sign(version.pk, actor=self.people[Role.LEADER], now=at)
        if correction := self.row.get("corrected"):
            self._correct(version, correction, at + timedelta(hours=7))

    def _correct(self, version: Version, correction: dict[str, str], at: datetime) -> None:
        fresh = revise(version.document_id, actor=self.people[Role.LIAISON], now=at - timedelta(hours=4))
        body = fresh.body_html.replace(correction["old"], correction["new"])
        save_draft(
            fresh.pk,
            actor=self.people[Role.LIAISON],
            now=at - timedelta(hours=4),
            values={"body_html": body, "change_note": correction["note"]},
        )
        submit(fresh.pk, actor=self.people[Role.LIAISON], now=at - timedelta(hours=3))
        pass_review(fresh.pk, actor=self.people[Role.REVIEWER], now=at - timedelta(hours=2))
        sign(fresh.pk, actor=self.people[Role.LEADER], now=at)

    def _relate(self, document: Document) -> None:
        liaison, at = self.people[Role.LIAISON], document.revised_at or self.now
        for kind, key in self.row.get("relations", []):
            relate(document.pk, actor=liaison, now=at, kind=RelationKind(kind), to=self.made[key])
            if kind == RelationKind.REPEALS:
                set_validity(
                    self.made[key].pk, actor=liaison, now=at, validity=Validity.REPEALED, replaced_by=document
                )

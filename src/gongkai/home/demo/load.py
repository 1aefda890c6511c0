"""载入演示 — organs, columns and people first, then every document on its own day, from draft to the public."""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from gongkai.agencies.models import Agency, AgencyName, Jurisdiction, Post, User
from gongkai.agencies.policies import SYSTEM, Actor
from gongkai.agencies.queries import actor_for
from gongkai.catalogue.actions.load_schemes import load_schemes
from gongkai.catalogue.actions.load_structure import load_structure
from gongkai.catalogue.models import Column, Term
from gongkai.core.change import changing
from gongkai.core.pages import SITE
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
from gongkai.rules.catalogue import structure
from gongkai.rules.disclosure import RelationKind, Validity
from gongkai.rules.index_numbers import uscc_valid
from gongkai.rules.posts import Role

_SHANGHAI = ZoneInfo("Asia/Shanghai")
_FOUNDED = date(2013, 1, 1)
_COLUMNS_OPEN = timedelta(days=80)  # long enough for monthly columns to be overdue, not for quarterly ones


@cache
def _data(name: str) -> dict[str, Any]:
    return tomllib.loads(files("gongkai.home.demo").joinpath(name).read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Account:
    """演示账号 — how to sign in, and as what."""

    username: str
    password: str
    name: str
    role: Role


PASSWORD: str = _data("organs.toml")["password"]
ACCOUNTS = tuple(
    Account(row["username"], PASSWORD, row["name"], Role(row["role"]))
    for row in _data("organs.toml")["accounts"]
)


def is_loaded() -> bool:
    """Whether the demonstration's accounts are in the database."""
    return User.objects.filter(username=ACCOUNTS[0].username).exists()


def load(now: datetime, tick: Callable[[], object] = lambda: None) -> int:
    """载入演示辖区 — into an empty database; returns how many documents were made."""
    organs = _load_organs(now)
    load_schemes(actor=SYSTEM, now=now)
    people = _load_people(organs, now.date())
    for agency in organs.values():
        load_structure(agency, structure(agency.kind), actor=people[Role.OFFICE], now=now - _COLUMNS_OPEN)
        tick()
    rows = _data("documents.toml")["documents"]
    made: dict[str, Document] = {}
    for row in rows:
        made[row["key"]] = _Story(row, organs, people, made, now).tell()
        tick()
    return len(made)


def _at(day: date, hour: int = 10, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), _SHANGHAI)


def sample_uscc(serial: int) -> str:
    """Return an invented, valid unified social credit code (region 990000 does not exist)."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    organ = next(f"{serial:08d}{check}" for check in "0123456789X" if _organ_check(f"{serial:08d}") == check)
    return next(f"11990000{organ}{check}" for check in alphabet if uscc_valid(f"11990000{organ}{check}"))


def _organ_check(digits: str) -> str:
    rest = 11 - sum(int(d) * w for d, w in zip(digits, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


def _load_organs(now: datetime) -> dict[str, Agency]:
    data = _data("organs.toml")
    organs: dict[str, Agency] = {}
    with changing(SYSTEM, now) as change:
        for position, row in enumerate(data["organs"]):
            parent = organs.get(row.get("under", ""))
            agency = Agency.objects.create(
                code=row["code"],
                name=row["name"],
                short_name=row["short"],
                kind=row["kind"],
                level=row["level"],
                parent=parent,
                position=position,
                uscc=sample_uscc(row["serial"]),
                document_code=row.get("word", ""),
                disclosure_office="办公室（政务公开科）",
                address=f"示例路 {row['serial']} 号",
                hours="工作日 8:30–12:00，14:00–17:30",
                phone=f"0000-0000 {row['serial']:04d}",
                email=f"{row['code']}@example.org",
            )
            agency.path = f"{parent.path if parent else '/'}{agency.pk}/"
            agency.save(update_fields=["path"])
            for name in row.get("former", []):
                AgencyName.objects.create(agency=agency, name=name, used_until=_FOUNDED)
            organs[row["code"]] = agency
            change.record("agencies.create_agency", agency, agency_id=agency.pk)
        Jurisdiction.objects.create(
            root=organs[data["root"]],
            host_agency=organs[data["host"]],
            site_name=data["site_name"],
            site_id_code=data["site_id_code"],
        )
        change.touch(SITE)
    return organs


def _load_people(organs: dict[str, Agency], today: date) -> dict[Role, Actor]:
    people = {}
    for account, row in zip(ACCOUNTS, _data("organs.toml")["accounts"], strict=True):
        with changing(SYSTEM, _at(today)) as change:
            user = User(username=account.username, name=account.name)
            user.set_password(account.password)
            user.save()
            places = organs.values() if row["organs"] == "all" else [organs[row["organs"]]]
            for agency in places:
                post = Post.objects.create(user=user, agency=agency, role=account.role, since=_FOUNDED)
                change.record("agencies.appoint", post, agency_id=agency.pk, role=account.role)
        people[account.role] = actor_for(user, today)
    return people


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
        self.formed: date = row.get("formed") or now.date() - timedelta(days=row["formed_days_ago"])
        published = row.get("published")
        self.published = _at(published, 9, 30) if published else None
        self.started = _at(min(self.formed, published or now.date()), 16)

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

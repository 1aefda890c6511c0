"""场景 — an invented place as its data file tells it: organs in their tree, and people with their posts."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from importlib.resources import files
from typing import Any
from zoneinfo import ZoneInfo

from gongkai.agencies.models import Agency, AgencyName, Jurisdiction, Post, User
from gongkai.agencies.policies import SYSTEM, Actor
from gongkai.agencies.queries import actor_for
from gongkai.core.change import changing
from gongkai.core.pages import SITE
from gongkai.rules.index_numbers import uscc_valid
from gongkai.rules.posts import Role

_SHANGHAI = ZoneInfo("Asia/Shanghai")


@cache
def data_of(name: str) -> dict[str, Any]:
    """Return a data file of the demonstration."""
    return tomllib.loads(files("gongkai.home.demo").joinpath(name).read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Account:
    """演示账号 — how to sign in, and as what."""

    username: str
    password: str
    name: str
    role: Role


def accounts_of(data: Mapping[str, Any]) -> tuple[Account, ...]:
    """Return the accounts that a data file tells."""
    return tuple(
        Account(row["username"], data["password"], row["name"], Role(row["role"])) for row in data["accounts"]
    )


PLACE = "organs.toml"
PASSWORD: str = data_of(PLACE)["password"]
ACCOUNTS = accounts_of(data_of(PLACE))


def is_loaded() -> bool:
    """Whether the demonstration's accounts are in the database."""
    return User.objects.filter(username=ACCOUNTS[0].username).exists()


def moment(day: date, hour: int = 10, minute: int = 0) -> datetime:
    """Return an hour of a day in Shanghai."""
    return datetime.combine(day, time(hour, minute), _SHANGHAI)


def load_organs(data: Mapping[str, Any], now: datetime) -> dict[str, Agency]:
    """Make the organs of a place and its jurisdiction; returns them by their code."""
    organs: dict[str, Agency] = {}
    with changing(SYSTEM, now) as change:
        for position, row in enumerate(data["organs"]):
            agency = _organ(row, position, organs.get(row.get("under", "")))
            for name in row.get("former", []):
                AgencyName.objects.create(agency=agency, name=name, used_until=data["founded"])
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


def _organ(row: Mapping[str, Any], position: int, parent: Agency | None) -> Agency:
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
    return agency


def load_people(data: Mapping[str, Any], organs: Mapping[str, Agency], today: date) -> dict[Role, Actor]:
    """Make the accounts of a place, in post since it was founded; returns them as actors by their role."""
    people = {}
    for account, row in zip(accounts_of(data), data["accounts"], strict=True):
        with changing(SYSTEM, moment(today)) as change:
            user = User(username=account.username, name=account.name)
            user.set_password(account.password)
            user.save()
            places = organs.values() if row["organs"] == "all" else [organs[row["organs"]]]
            for agency in places:
                post = Post.objects.create(user=user, agency=agency, role=account.role, since=data["founded"])
                change.record("agencies.appoint", post, agency_id=agency.pk, role=account.role)
        people[account.role] = actor_for(user, today)
    return people


def sample_uscc(serial: int) -> str:
    """Return an invented, valid unified social credit code (region 990000 does not exist)."""
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    organ = next(f"{serial:08d}{check}" for check in "0123456789X" if _organ_check(f"{serial:08d}") == check)
    return next(f"11990000{organ}{check}" for check in alphabet if uscc_valid(f"11990000{organ}{check}"))


def _organ_check(digits: str) -> str:
    rest = 11 - sum(int(d) * w for d, w in zip(digits, (3, 7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))

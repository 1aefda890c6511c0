"""造样 — invented numbers with true check digits, their disguises, and passages filled with them.

Nobody is meant: names are drawn from syllables, numbers from a seeded stream. Used to measure and to test.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from importlib.resources import files
from random import Random

from gongkai.rules.privacy import Kind

from .checks import credit_check, luhn, resident_check

_REGIONS = (
    "110101",
    "130102",
    "210211",
    "320102",
    "330106",
    "340111",
    "370203",
    "420106",
    "440305",
    "510107",
    "620102",
    "650102",
)
_SURNAMES = ("王", "李", "张", "刘", "陈", "杨", "赵", "黄", "周", "吴", "徐", "孙", "马", "朱", "胡", "郭", "何", "林", "罗", "欧阳", "司马")  # fmt: skip
_GIVEN = "伟芳娜敏静秀丽强磊洋艳勇军杰娟涛明超兰霞平刚桂英华玉萍红鑫波辉建国春梅海燕志文"
_PLATE_PLACES = "京津沪渝冀豫云辽黑湘皖鲁苏浙赣鄂桂甘晋陕吉闽贵粤川青琼宁"
_PLATE_LETTERS = "ABCDEFGHJKLMNPQRSTUVWXYZ"
_MOBILE_HEADS = (
    "130",
    "135",
    "138",
    "139",
    "147",
    "150",
    "158",
    "166",
    "172",
    "177",
    "182",
    "186",
    "191",
    "198",
    "199",
)
_CARD_HEADS = ("621700", "622202", "622848", "623052", "621098", "622188", "621226", "625958")
_AREAS = ("010", "021", "0551", "0571", "0371", "0755", "025", "0738")


class Maker:
    """造样 — one seeded stream of invented people's data."""

    def __init__(self, seed: int | str) -> None:
        self.random = Random(seed)  # noqa: S311 - sample numbers, not secrets

    def digits(self, count: int) -> str:
        """That many digits, the first not 0."""
        return str(self.random.randint(1, 9)) + "".join(
            str(self.random.randint(0, 9)) for _ in range(count - 1)
        )

    def day(self, first: int, last: int) -> str:
        """A date between two years as eight digits."""
        start = date(first, 1, 1)
        return f"{start + timedelta(days=self.random.randrange((date(last, 12, 31) - start).days)):%Y%m%d}"

    def resident(self, region: str = "", first: int = 1931, last: int = 1999, check: str = "") -> str:
        """A resident ID with its check character; with `check`, one that ends so."""
        while True:
            stem = f"{region or self.random.choice(_REGIONS)}{self.day(first, last)}{self.random.randint(1, 999):03}"
            if not check or resident_check(stem) == check:
                return stem + resident_check(stem)

    def wrong_resident(self) -> str:
        """A resident ID with a wrong last digit."""
        number = self.resident()
        wrong = self.random.choice([d for d in "0123456789" if d != number[-1]])
        return number[:-1] + wrong

    def permanent(self) -> str:
        """A foreigner's permanent residence number of 2023."""
        stem = f"9{self.random.choice(_REGIONS)[:2]}{self.random.choice(('124', '392', '840', '826'))}{self.day(1950, 1999)}{self.digits(3)}"
        return stem + resident_check(stem)

    def card(self, length: int = 19, head: str = "") -> str:
        """A bank card number that passes Luhn."""
        stem = head or self.random.choice(_CARD_HEADS)
        stem += "".join(str(self.random.randint(0, 9)) for _ in range(length - 1 - len(stem)))
        return next(stem + d for d in "0123456789" if luhn(stem + d))

    def wrong_card(self) -> str:
        """A bank card number with a wrong last digit."""
        number = self.card()
        return number[:-1] + str((int(number[-1]) + 1) % 10)

    def mobile(self) -> str:
        """A mobile number."""
        return self.random.choice(_MOBILE_HEADS) + self.digits(8)

    def credit(self, kind: str) -> str:
        """A unified social credit code."""
        stem = (
            kind
            + self.random.choice(_REGIONS)
            + (self.digits(8) if kind == "11" else f"MA{self.digits(6)}")
            + "X"
        )
        return stem + credit_check(stem)

    def name(self) -> str:
        """An invented personal name."""
        given = "".join(self.random.choice(_GIVEN) for _ in range(self.random.choice((1, 2, 2))))
        return self.random.choice(_SURNAMES) + given

    def plate(self, length: int) -> str:
        """A vehicle plate of five or (new energy) six places."""
        tail = self.digits(5) if length == 5 else f"D{self.digits(5)}"
        return self.random.choice(_PLATE_PLACES) + self.random.choice(_PLATE_LETTERS[:8]) + tail

    def landline(self) -> str:
        """An area code and a number."""
        area = self.random.choice(_AREAS)
        return f"{area}-{self.random.randint(2, 8)}{self.digits(7 if len(area) == 3 else 6)}"


_PERSONAL: dict[str, tuple[Kind, Callable[[Maker], str]]] = {
    "id": (Kind.RESIDENT_ID, lambda m: m.resident()),
    "idx": (Kind.RESIDENT_ID, lambda m: m.resident(check="X")),
    "id2000": (Kind.RESIDENT_ID, lambda m: m.resident(first=2000, last=2018)),
    "id15": (Kind.RESIDENT_ID, lambda m: m.random.choice(_REGIONS) + m.day(1931, 1985)[2:] + m.digits(3)),
    "hk": (Kind.RESIDENT_ID, lambda m: m.resident("810000")),
    "macao": (Kind.RESIDENT_ID, lambda m: m.resident("820000")),
    "tw": (Kind.RESIDENT_ID, lambda m: m.resident("830000")),
    "stay": (Kind.RESIDENT_ID, lambda m: m.permanent()),
    "oldstay": (Kind.RESIDENT_ID, lambda m: f"CAN{m.random.choice(_REGIONS)[:4]}{m.day(1950, 1995)[2:]}{m.digits(2)}"),
    "badid": (Kind.RESIDENT_ID, lambda m: m.wrong_resident()),
    "mobile": (Kind.MOBILE_PHONE, lambda m: m.mobile()),
    "card": (Kind.BANK_CARD, lambda m: m.card()),
    "card16": (Kind.BANK_CARD, lambda m: m.card(16)),
    "badcard": (Kind.BANK_CARD, lambda m: m.wrong_card()),
    "visa": (Kind.BANK_CARD, lambda m: m.card(16, "4" + m.digits(5))),
    "landline": (Kind.LANDLINE, lambda m: m.landline()),
    "local": (Kind.LANDLINE, lambda m: f"6{m.digits(7)}"),
    "passport": (Kind.PASSPORT, lambda m: f"{m.random.choice('EG')}{m.digits(8)}"),
    "passport2": (Kind.PASSPORT, lambda m: f"E{m.random.choice('ABCDEFGH')}{m.digits(7)}"),
    "foreign": (Kind.PASSPORT, lambda m: f"{m.random.choice('ABKNXY')}{m.digits(7)}"),
    "oldpassport": (Kind.PASSPORT, lambda m: f"14{m.digits(7)}"),
    "official": (Kind.PASSPORT, lambda m: f"PE{m.digits(7)}"),
    "hkpermit": (Kind.TRAVEL_PERMIT, lambda m: f"C{m.digits(8)}"),
    "twpermit": (Kind.TRAVEL_PERMIT, lambda m: f"L{m.digits(8)}"),
    "homereturn": (Kind.TRAVEL_PERMIT, lambda m: f"{m.random.choice('HM')}{m.digits(8)}"),
    "twcompatriot": (Kind.TRAVEL_PERMIT, lambda m: f"0{m.digits(7)}"),
    "plate": (Kind.VEHICLE_PLATE, lambda m: m.plate(5)),
    "plategreen": (Kind.VEHICLE_PLATE, lambda m: m.plate(6)),
    "email": (Kind.EMAIL, lambda m: f"sample{m.digits(4)}@{m.random.choice(('qq.com', '163.com', '126.com', 'example.com'))}"),
    "sick": (Kind.SENSITIVE_PERSON, lambda m: m.name()),
}  # fmt: skip
_HARMLESS: dict[str, Callable[[Maker], str]] = {
    "name": lambda m: m.name(),
    "year": lambda m: str(m.random.randint(2015, 2023)),
    "date": lambda m: m.day(2015, 2023),
    "region": lambda m: m.random.choice(_REGIONS),
    "credit": lambda m: m.credit("91"),
    "creditgov": lambda m: m.credit("11"),
    "serialok": lambda m: m.resident(first=2015, last=2023),
    "mobilelike": lambda m: m.mobile(),
    "office": lambda m: m.landline(),
    "publicaccount": lambda m: f"12{m.digits(17)}",
}
_FULL = {ord(char): ord(char) + 0xFEE0 for char in map(chr, range(0x21, 0x7F))}
_CHINESE = dict(zip(map(ord, "0123456789"), "〇一二三四五六七八九", strict=True))
_FORMAL = dict(zip(map(ord, "0123456789"), "零壹贰叁肆伍陆柒捌玖", strict=True))


def _cut(words: str, mark: str) -> str:
    """Groups as people write them: 3-4-4 for eleven digits, 6-8-4 for eighteen, else by four."""
    sizes = {11: (3, 4, 4), 18: (6, 8, 4), 15: (6, 6, 3)}.get(len(words), (4,) * 5)
    groups, place = [], 0
    for size in sizes:
        groups.append(words[place : place + size])
        place += size
    return mark.join(group for group in groups if group)


DISGUISES: dict[str, Callable[[str], str]] = {
    "plain": lambda w: w,
    "full": lambda w: w.translate(_FULL),
    "spaces": lambda w: _cut(w, " "),
    "dashes": lambda w: _cut(w, "-"),
    "dots": lambda w: _cut(w, "."),
    "middle": lambda w: _cut(w, "·"),
    "nbsp": lambda w: _cut(w, "\u00a0"),
    "ideographic": lambda w: _cut(w, "\u3000"),
    "each": lambda w: " ".join(w),
    "zero": lambda w: "\u200b".join(w),
    "soft": lambda w: _cut(w, "\u00ad"),
    "break": lambda w: f"{w[:6]}\n{w[6:]}",
    "wrapped": lambda w: f"{w[:9]} \r\n  {w[9:]}",
    "chinese": lambda w: w.translate(_CHINESE),
    "formal": lambda w: w.translate(_FORMAL),
    "mixed": lambda w: f"{w[:3].translate(_FULL)}-{w[3:7]} {w[7:].translate(_CHINESE)}",
    "odd": lambda w: f"{w[:2]} {w[2:7]}-{w[7:8]} {w[8:]}",
}
_BY_HAND: dict[str, Callable[[str], str]] = {
    "cells": lambda w: "\t".join(w),
    "parts": lambda w: f"{w[:7]} {w[7:]}",
    "groups": lambda w: _cut(w, " "),
    "dotted": lambda w: f"{w[:2]}·{w[2:]}",
    "spaced": lambda w: f"{w[:2]} {w[2:]}",
}
DISGUISED = frozenset({Kind.RESIDENT_ID, Kind.MOBILE_PHONE, Kind.BANK_CARD})
"""Kinds for which a passage is measured in every disguise."""

_SLOT = re.compile(r"\{(\??)(\w+)(?::(\d+))?(?:\|(\w+))?\}|⟨([^⟩]*)⟩")


@dataclass(frozen=True, slots=True)
class Expected:
    """应有 — where something private stands in a passage; `allowed` only may be listed, as possible at most."""

    kind: Kind
    start: int
    end: int
    name: str
    allowed: bool = False


@dataclass(frozen=True, slots=True)
class Passage:
    """语料 — a text with what should be found in it."""

    text: str
    expected: tuple[Expected, ...]
    template: str
    disguise: str


def templates(name: str) -> list[str]:
    """The passages of a file (private, clean) as written, one for each line."""
    lines = files(__package__).joinpath("passages", f"{name}.txt").read_text("utf-8").split("\n")
    return [
        line.replace("\\n", "\n").replace("\\t", "\t") for line in lines if line and not line.startswith("#")
    ]


def filled(template: str, seed: int | str, disguise: str = "plain") -> Passage:
    """A passage with its placeholders filled; the same for the same seed."""
    maker, parts, expected = Maker(f"{seed}.{template}"), [], []
    place = written = 0
    for slot in _SLOT.finditer(template):
        before = template[place : slot.start()]
        words, found = _value(maker, slot, disguise)
        parts += [before, words]
        written += len(before)
        if found:
            kind, name = found
            expected.append(Expected(kind, written, written + len(words), name, bool(slot[1])))
        written += len(words)
        place = slot.end()
    return Passage("".join([*parts, template[place:]]), tuple(expected), template, disguise)


def _value(maker: Maker, slot: re.Match[str], disguise: str) -> tuple[str, tuple[Kind, str] | None]:
    allowed, name, count, by_hand, address = slot.groups()
    if address is not None:
        return address, (Kind.HOME_ADDRESS, "address")
    if name == "digits":
        return maker.digits(int(count)), None
    if name in _HARMLESS:
        return _HARMLESS[name](maker), None
    kind, make = _PERSONAL[name]
    way = by_hand or (disguise if kind in DISGUISED and name != "oldstay" and not allowed else "plain")
    return (DISGUISES | _BY_HAND)[way](make(maker)), (kind, name)


def disguised(template: str, seed: int | str) -> Iterator[Passage]:
    """The passage in every disguise that applies to it; a row of a table holds no line break."""
    yield filled(template, seed)
    names = {slot[2] for slot in _SLOT.finditer(template) if not slot[4] and not slot[1]}
    if not any(name in _PERSONAL and _PERSONAL[name][0] in DISGUISED for name in names):
        return
    for disguise in DISGUISES:
        if disguise != "plain" and not ("\t" in template and disguise in ("break", "wrapped")):
            yield filled(template, seed, disguise)

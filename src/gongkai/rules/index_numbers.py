"""索引号 — configurable index numbers and the check digits of organ codes (2019 Art. 12 para. 3, GB 11714, GB 32100)."""

import re
from dataclasses import dataclass, field
from string import Formatter

from gongkai.rules.phrases import phrase

_USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_ORGAN_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)

# What each field of a pattern may hold; a column code or a region code never contains a separator.
FIELDS: dict[str, str] = {
    "organ_code": r"[0-9A-Z]{8}[0-9X]",
    "uscc": rf"[{_USCC_ALPHABET}]{{18}}",
    "year": r"\d{4}",
    "month": r"\d{2}",
    "serial": r"\d+",
    "column": r"[0-9A-Za-z]+(?:-[0-9A-Za-z]+)*",
    "region": r"\d{6,12}",
}


class PatternError(ValueError):
    """索引号格式有误 — a pattern or a fact for it cannot be used; the message says why, in Chinese."""


@dataclass(frozen=True)
class IndexPattern:
    """索引号格式 — a text with named fields, such as ``{organ_code}/{year}-{serial:05d}``.

    Fields: organ_code (9 characters), uscc (18), year, month (two digits), serial, column, region. Serial must
    stand exactly once and may give its least width (``:05d``). PatternError when the text is no such pattern.
    """

    text: str
    _parts: tuple[tuple[str, str, int], ...] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        parts = _parsed(self.text)
        if [name for _, name, _ in parts].count("serial") != 1:
            raise PatternError("索引号格式必须包含且只能包含一处流水号 {serial}。")
        object.__setattr__(self, "_parts", parts)

    @property
    def fields(self) -> frozenset[str]:
        """The names of the facts that the pattern needs, serial included."""
        return frozenset(name for _, name, _ in self._parts if name)

    def format(self, **facts: str | int) -> str:
        """Return the index number for these facts; PatternError names a fact that is missing or malformed."""
        return "".join(
            literal + (_shaped(name, width, facts) if name else "") for literal, name, width in self._parts
        )

    def sequence_key(self, **facts: str | int) -> str:
        """Return what scopes the serial: the number with ``*`` in the serial's place. Needs no serial."""
        pieces = []
        for literal, name, width in self._parts:
            pieces.append(literal)
            if name:
                pieces.append("*" if name == "serial" else _shaped(name, width, facts))
        return "".join(pieces)

    @property
    def regex(self) -> re.Pattern[str]:
        """An expression that matches whole index numbers of this pattern, with a group for each field."""
        seen: set[str] = set()
        pieces = []
        for literal, name, width in self._parts:
            pieces.append(re.escape(literal))
            if not name:
                continue
            shape = rf"\d{{{width},}}" if name == "serial" and width else FIELDS[name]
            pieces.append(f"(?P={name})" if name in seen else f"(?P<{name}>{shape})")
            seen.add(name)
        return re.compile("".join(pieces), re.ASCII)


def _parsed(text: str) -> tuple[tuple[str, str, int], ...]:
    """Split a pattern into (literal before, field name or "", least width of the serial)."""
    try:
        raw = list(Formatter().parse(text))
    except ValueError as error:
        raise PatternError("索引号格式中的花括号不成对。") from error
    parts = []
    for literal, name, spec, conversion in raw:
        if name is not None and name not in FIELDS:
            raise PatternError(
                phrase(
                    "索引号格式中有不认识的字段“%(name)s”，可用字段：%(fields)s。",
                    name=name,
                    fields="、".join(FIELDS),
                )
            )
        width = re.fullmatch(r"0([1-9])d", spec or "", re.ASCII)
        if conversion or (spec and not (name == "serial" and width)):
            raise PatternError("只有流水号可以规定位数，写法如 {serial:05d}。")
        parts.append((literal, name or "", int(width[1]) if width else 0))
    return tuple(parts)


def _shaped(name: str, width: int, facts: dict[str, str | int]) -> str:
    if name not in facts:
        raise PatternError(phrase("缺少索引号所需的“%(name)s”。", name=name))
    value = str(facts[name])
    if name == "month":
        value = value.zfill(2)
    if name == "serial":
        value = value.zfill(width)
    if not re.fullmatch(FIELDS[name], value, re.ASCII):
        raise PatternError(phrase("“%(value)s”不能用作索引号中的“%(name)s”。", value=value, name=name))
    return value


def organ_code_of(uscc: str) -> str:
    """Return the organisation code inside a unified social credit code: its characters 9 to 17."""
    return uscc[8:17]


def organ_code_valid(code: str) -> bool:
    """Whether a 9-character organisation code, without hyphen, carries its right check digit (GB 11714)."""
    if not re.fullmatch(FIELDS["organ_code"], code, re.ASCII):
        return False
    total = sum(int(char, 36) * weight for char, weight in zip(code, _ORGAN_WEIGHTS, strict=False))
    return code[8] == "0123456789X0"[11 - total % 11]


def uscc_valid(code: str) -> bool:
    """Whether an 18-character unified social credit code carries its right check digit (GB 32100-2015)."""
    if not re.fullmatch(FIELDS["uscc"], code, re.ASCII):
        return False
    total = sum(_USCC_ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(code[:17]))
    return code[17] == _USCC_ALPHABET[-total % 31]

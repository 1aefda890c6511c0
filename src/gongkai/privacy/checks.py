"""校验 — check digits, region codes and dates inside numbers.

Sources: GB 11643 (resident ID), ISO 7064 MOD 11-2, ISO/IEC 7812 (Luhn), GB 32100 (unified social credit code).
"""

from datetime import UTC, date, datetime

_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CREDIT_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_NATIONAL = "100000"
_CREDIT_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)


def _numbers(*spans: tuple[int, int]) -> frozenset[int]:
    return frozenset(number for first, last in spans for number in range(first, last + 1))


# Prefecture numbers by province as GB/T 2260 gave them out, abolished ones included: IDs keep their first code.
_PREFECTURES = {
    11: _numbers((1, 3)), 12: _numbers((1, 3)), 13: _numbers((1, 11), (21, 30)), 14: _numbers((1, 11), (21, 27)),
    15: _numbers((1, 9), (21, 30)), 21: _numbers((1, 14), (21, 24)), 22: _numbers((1, 8), (21, 25)),
    23: _numbers((1, 12), (21, 27)), 31: _numbers((1, 3)), 32: _numbers((1, 13), (19, 29)),
    33: _numbers((1, 11), (21, 28)), 34: _numbers((1, 18), (21, 29)), 35: _numbers((1, 9), (21, 27)),
    36: _numbers((1, 11), (21, 26)), 37: _numbers((1, 17), (20, 29)), 41: _numbers((1, 17), (21, 30), (90, 90)),
    42: _numbers((1, 13), (20, 29), (90, 90)), 43: _numbers((1, 13), (21, 31)),
    44: _numbers((1, 29), (51, 53)), 45: _numbers((1, 14), (21, 33)), 46: _numbers((0, 4), (90, 90)),
    50: _numbers((0, 3)), 51: _numbers((1, 37)), 52: _numbers((1, 6), (20, 28)), 53: _numbers((1, 9), (21, 36)),
    54: _numbers((1, 6), (21, 27)), 61: _numbers((1, 10), (21, 29)), 62: _numbers((1, 12), (21, 31)),
    63: _numbers((1, 2), (21, 29)), 64: _numbers((1, 5), (21, 23)), 65: _numbers((1, 5), (21, 32), (40, 43), (90, 90)),
}  # fmt: skip
_WITHOUT_COUNTIES = frozenset(
    {"441900", "442000", "460400", "620200", "710000", "810000", "820000", "830000"}
)


def region_exists(code: str) -> bool:
    """Six digits: the province and prefecture were given out, and a county number stands behind them."""
    if code in _WITHOUT_COUNTIES:
        return True
    return code[4:] != "00" and int(code[2:4]) in _PREFECTURES.get(int(code[:2]), ())


def province_exists(code: str) -> bool:
    """Two digits: a province, or Taiwan, Hong Kong, Macao."""
    return int(code) in _PREFECTURES or code in ("71", "81", "82")


def birth_date(digits: str) -> date | None:
    """The date of eight digits when somebody living may have been born on it."""
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
    except ValueError:
        return None
    return day if day.year >= 1900 and day <= datetime.now(UTC).date() else None


def resident_check(first_seventeen: str) -> str:
    """The check character of a resident ID (MOD 11-2)."""
    total = sum(int(d) * weight for d, weight in zip(first_seventeen, _WEIGHTS, strict=True))
    return "10X98765432"[total % 11]


def luhn(digits: str) -> bool:
    """Whether the last digit is the Luhn check digit."""
    doubled = sum(sum(divmod(2 * int(d), 10)) for d in digits[-2::-2])
    return (doubled + sum(int(d) for d in digits[-1::-2])) % 10 == 0


def credit_check(first_seventeen: str) -> str:
    """The check character of a unified social credit code."""
    total = sum(
        _CREDIT_ALPHABET.index(c) * weight for c, weight in zip(first_seventeen, _CREDIT_WEIGHTS, strict=True)
    )
    return _CREDIT_ALPHABET[-total % 31]


def is_credit_code(code: str) -> bool:
    """Whether 18 characters are a unified social credit code with its check character."""
    shaped = len(code) == 18 and all(char in _CREDIT_ALPHABET for char in code) and code[2:8].isdigit()
    registered = shaped and (
        code[2:8] == _NATIONAL or region_exists(code[2:8]) or region_exists(code[2:6] + "01")
    )
    return registered and credit_check(code[:17]) == code[17]

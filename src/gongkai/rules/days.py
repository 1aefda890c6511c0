"""日期的写法 — how sentences of the rules write a day, and a run of days."""

from dataclasses import dataclass
from datetime import date


def written(day: date) -> str:
    """Return a day as it is written in Chinese (2017年9月22日)."""
    return f"{day.year}年{_short(day)}"


@dataclass(frozen=True, slots=True)
class Days:
    """一段日子 — days in a row, from the first to the last, written without their year."""

    first: date
    last: date

    def __str__(self) -> str:
        """The Chinese words (9月29日至10月6日, 10月1日至8日, 10月7日)."""
        if self.first == self.last:
            return _short(self.first)
        same = self.first.month == self.last.month
        return f"{_short(self.first)}至{f'{self.last.day}日' if same else _short(self.last)}"


def _short(day: date) -> str:
    return f"{day.month}月{day.day}日"

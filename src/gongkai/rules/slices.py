"""指标的一格 — one indicator, or the part of it that some of its dimensions single out."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Slice:
    """一格 — an indicator's key and the values that hold some of its dimensions, in alphabetical order."""

    indicator: str
    where: tuple[tuple[str, str], ...] = ()

    def __str__(self) -> str:
        held = ",".join(f"{dimension}={value}" for dimension, value in self.where)
        return f"{self.indicator}[{held}]" if held else self.indicator


def slice_of(indicator: str, where: Mapping[str, str] | None = None) -> Slice:
    """Return an indicator with some dimensions held; `Slice` itself expects them in order."""
    return Slice(indicator, tuple(sorted((where or {}).items())))


def parsed(text: str) -> Slice:
    """Return what `str` wrote; raises ValueError for anything else."""
    indicator, bracket, held = text.partition("[")
    if not bracket:
        return Slice(indicator)
    if not held.endswith("]"):
        raise ValueError(text)
    pairs = [pair.partition("=") for pair in held[:-1].split(",")]
    if not all(dimension and equals for dimension, equals, _ in pairs):
        raise ValueError(text)
    return slice_of(indicator, {dimension: value for dimension, _, value in pairs})

"""遮盖区域 — where on a page somebody drew a rectangle; without what opens files (`regions.py`)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Region:
    """遮盖区域 — a rectangle on a page (from 0) as it is shown: shares of its width and height, from the upper left.

    Raises ValueError when it is empty or not on the page.
    """

    page: int
    x0: float
    y0: float
    x1: float
    y1: float

    def __post_init__(self) -> None:
        if self.page < 0 or not (0 <= self.x0 < self.x1 <= 1 and 0 <= self.y0 < self.y1 <= 1):
            raise ValueError("a region is a rectangle on a page")

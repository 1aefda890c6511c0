"""进度 — a progress bar on stderr, only where a person is looking."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def bar(label: str, *, unit: str = "", total: int | None = None) -> Iterator[Callable[[int], None]]:
    """Yield what is told of each step done; `unit` "B" counts bytes. Silent when stderr is not a terminal."""
    from tqdm import tqdm

    with tqdm(
        desc=label,
        unit=unit or "it",
        unit_scale=unit == "B",
        total=total,
        file=sys.stderr,
        disable=not sys.stderr.isatty(),
        leave=False,
    ) as shown:

        def step(count: int) -> None:
            shown.update(count)

        yield step

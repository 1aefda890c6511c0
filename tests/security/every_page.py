"""每一页 — the addresses of every page, with one thing of every kind behind them."""

import re
from collections.abc import Iterator
from urllib.parse import quote

from architecture import routes_table
from architecture.test_permissions import addresses, values
from architecture.world import World


def pages(world: World) -> Iterator[tuple[str, str]]:
    """Yield name and address of every row of the table of addresses, as quoted in a request."""
    patterns = {pattern.name: written for written, pattern in addresses("gongkai.config.urls_both")}
    for row in routes_table.rows():
        known = values(world, row)
        yield (
            row.name,
            re.sub(
                r"<(?:\w+:)?(\w+)>",
                lambda found, known=known: quote(str(known[found[1]])),  # type: ignore[misc]
                patterns[row.name],
            ),
        )

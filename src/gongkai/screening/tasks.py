"""隐私筛查的后台工作 — goes on with the sweep, begins one under new rules; and what `./gongkai verify` asks here.

The detectors are loaded when they are first needed: processes that only serve pages start without them.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from gongkai.core import checks
from gongkai.core.schedule import every

SECONDS_AT_A_TIME = 0.5
"""How long a sweep is gone on with before the rest of the worker's work has its turn."""


@every(timedelta(minutes=1))
def sweep_under_new_rules(now: datetime) -> None:
    """规则更新后自动清查."""
    from gongkai.screening.actions.sweep import start_under_new_rules

    start_under_new_rules(now=now)


@every(timedelta(seconds=1))
def go_on_with_the_sweep(now: datetime) -> None:
    """办理清查 — whatever is ready is put down and more is read, for as long as it is our turn."""
    from gongkai.screening import sweeping

    sweeping.go_on(now, SECONDS_AT_A_TIME)


def still_public() -> Iterator[str]:
    """Yield a sentence for each certain finding that a sweep came upon in what is public and nobody has settled."""
    from gongkai.screening.queries import open_and_certain

    for row in open_and_certain().select_related("version").order_by("version__document_id", "id"):
        kind = row.get_kind_display()
        yield f"第 {row.version.document_id} 件公开着{kind}（{row.get_part_display()}，{row.excerpt}）"


checks.register("privacy", "公开的信息里没有未处理的个人信息", still_public)

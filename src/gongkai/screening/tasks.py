"""隐私筛查的核对 — what `./gongkai verify` asks of this room."""

from collections.abc import Iterator

from gongkai.core import checks
from gongkai.screening.queries import open_and_certain


def still_public() -> Iterator[str]:
    """Yield a sentence for each certain finding that a sweep came upon in what is public and nobody has settled."""
    for row in open_and_certain().select_related("version").order_by("version__document_id", "id"):
        kind = row.get_kind_display()
        yield f"第 {row.version.document_id} 件公开着{kind}（{row.get_part_display()}，{row.excerpt}）"


checks.register("privacy", "公开的信息里没有未处理的个人信息", still_public)

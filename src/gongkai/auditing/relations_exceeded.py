"""部分大于总数 — a single part of a list that is more than all of it: 58家单位中，有61家…; 57件，其中网络申请61件."""

import re

from gongkai.auditing.mentions import Mention
from gongkai.auditing.relations_tails import Listing

# Each counts one kind of thing only; a 个 of the total may be another thing than a 个 of the part.
_PLAIN = frozenset({"件", "宗", "起", "人", "名", "家"})
_SAME_THING = re.compile(r"$|[在已均未按能实建完的为通提使由向属按因被]")
_OTHER_COUNT = re.compile(
    r"累计|以来|共计|总计|合计|涉及|惠及|发放|办理|参加|培训|接待|答复|回复|办结|印发|制发|公开|发布"
)


def exceeded(listing: Listing, part: Mention) -> Mention | None:
    """Return the total that a part by itself exceeds; None where they need not be of the same things."""
    vague = any(m.numeral.approximate for m in (part, *listing.totals))
    if vague or listing.overlapping or part.unit not in _PLAIN or len(listing.totals) != 1:
        return None
    total = listing.totals[0]
    alone = len(part.clause.mentions) == 1 or part.clause is total.clause
    told = _SAME_THING.match(part.right) and not _OTHER_COUNT.search(part.left)
    return total if alone and told and total.unit == part.unit and part.value > total.value else None

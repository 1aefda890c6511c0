"""其余 — what is left of a whole: its own parts (其余183件分别为…), and that it makes up the whole (78所中有75所…，尚有3所)."""

import re
from collections.abc import Iterator, Sequence

from gongkai.auditing.labels import TOTAL_WORD
from gongkai.auditing.mentions import Mention, Said, counts
from gongkai.auditing.relations_tails import Listing, divides_rest

_REST = re.compile(r"^(?:其余|尚有|还有|仍有|剩余|剩下|余下)的?$")
_AMONG = re.compile(r"中(?:已|现|共)?(?:经)?有?$")
_DONE = re.compile(r"^(?:目前|现|年内|其中)?(?:已|当年)?(?:按[时期])?(?:办结|答复|办理|完成)(?:了|完毕)?$")
_CAME_IN = re.compile(r"收到|受理|接到|接收")
_FOUND = re.compile(r"发现|排查|收到|受理|接到|承办|交办|转办|提出|反馈|涉及")
_SURE = ("其余", "剩余", "剩下", "余下")
_COMPARES = re.compile(r"比|较|增|减")
_CARRIED = re.compile(r"结转|转结|转入|遗留|上年|去年")
_PENDING = re.compile(r"^(?:正在|尚在|仍在|在办|未|待)")
_OPEN = re.compile(
    r"(?:正在|尚在|仍在)(?:办理|处理|推进|整改|办)中?$|^(?:尚|仍|还)?未(?:回复|答复|办结|完成|整改)$"
)
_NEXT = 2


def rest_listings(said: Sequence[Said]) -> Iterator[Listing]:
    """Yield a whole with the part that is told and the rest, and a rest with its parts."""
    for number, one in enumerate(said):
        near = number and one.sentence.start - said[number - 1].sentence.end <= _NEXT
        yield from _divided(one)
        yield from _made_up(one, said[number - 1] if near else None)


def _divided(said: Said) -> Iterator[Listing]:
    for total in counts(said.mentions):
        if not divides_rest(total) or "分别" not in total.right:
            continue
        parts: list[Mention] = []
        for mention in said.mentions[total.index + 1 :]:
            if mention.unit != total.unit or mention.clause.before == ";":
                break
            parts.append(mention)
        if len(parts) > 1:
            yield Listing(said, (total,), (parts,), firm=True, complete=True)


def _made_up(said: Said, before: Said | None) -> Iterator[Listing]:
    for rest in counts(said.mentions):
        open_ = _OPEN.search(rest.left) or (not rest.left and _PENDING.match(rest.right))
        left = _REST.match(rest.left) or open_
        if not left or divides_rest(rest) or (open_ and _goes_on(said, rest)):
            continue
        same = [m for m in said.mentions[: rest.index] if m.unit == rest.unit and m.clause.group < 0]
        if (len(same) == 2 and same[0].clause is same[1].clause and _AMONG.search(same[1].left)) or (
            len(same) == 2 and _is_worked_off(said, same, rest)
        ):
            yield Listing(said, (same[0],), ([same[1], rest],), firm=True, complete=True)
        elif len(same) == 1 and _DONE.match(same[0].left) and _PENDING.match(rest.right):
            yield from _pending(said, before, [same[0], rest])


def _goes_on(said: Said, rest: Mention) -> bool:
    """已整改200个，60个正在推进，40个尚未启动: whether more parts follow what is still open."""
    behind = said.mentions[rest.index + 1 :][:1]
    return bool(behind) and behind[0].unit == rest.unit and behind[0].clause.before in ("，", "、")


def _is_worked_off(said: Said, same: Sequence[Mention], rest: Mention) -> bool:
    """发现隐患2915处，已整改2877处，剩余38处正在整改."""
    whole, done = same
    if (
        rest.left.startswith(_SURE)
        and whole.clause.group == rest.clause.group
        and not _CARRIED.search(said.text)
    ):
        return whole.value >= done.value and not _COMPARES.search(whole.left + done.left)
    said_done = done.left.startswith("已") or (done.left in ("", "有") and done.right.startswith("已"))
    found = (_FOUND.search(whole.left) or TOTAL_WORD.search(whole.left)) and not _CARRIED.search(said.text)
    return bool(found) and said_done and whole.clause.group == rest.clause.group


def _pending(said: Said, before: Said | None, parts: list[Mention]) -> Iterator[Listing]:
    """收到527件，…。已办结519件，其余8件正在办理: nothing was carried over, and one number came in."""
    told = [m for m in counts(before.mentions) if m.unit == parts[0].unit] if before else []
    came = [m for m in told if _CAME_IN.search(m.left) and m.clause.group < 0]
    if before and told[:1] == came and not _CARRIED.search(before.text + said.text):
        yield Listing(said, (came[0],), (parts,), firm=True, complete=True)

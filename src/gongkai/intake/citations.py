"""引用 — the documents that a text names, and what it does to each."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from .dates import NUMBER_TAIL, normalise_document_number
from .reading import Cited, Line
from .titles import Found, title_key
from .words import close_up, genre_word

Relation = Literal["interprets", "amends", "repeals", "implements", "replies_to", "cites"]

_ORDER: tuple[Relation, ...] = ("interprets", "repeals", "amends", "replies_to", "implements", "cites")
_NAME = re.compile(r"《([^《》]{2,120}(?:[《〈][^《》]*[》〉][^《》]*){0,3})》")
_BEHIND = re.compile(r"\s*\(([^()]{2,60}?)\)")
_SENTENCE = re.compile(r"[^。;]+")
_JOINS = re.compile(r"(?:\([^()]*\)|\s|[、,和及与]|以及|等)*$")
_REPEALED_AFTER = re.compile(
    r"^(?:\([^()]*\)|[等,]|\d+件|规范性文件|文件|[一二三四五六七八九十两]件)*(?:自[^。;]{4,20}起)?(?:现)?(?:同时|相应|一并|即行|自行)?(?:予以|宣布)?(?:废止|失效|停止执行|停止施行|不再执行|作废)"
)
_REPEALED_BEFORE = re.compile(r"(?:废止|停止执行|停止施行|(?:宣布|决定).{0,4}失效)[^,。;]{0,12}$")
_CHANGED_AFTER = re.compile(
    r"^(?:\([^()]*\))?(?:等)?(?:的)?(?:部分)?(?:条款|内容|有关(?:条款|内容))?(?:进行|作出?|做出?|予以)?(?:如下|以下|部分)?(?:修改|修订|修正|调整如下)"
    r"|^(?:\([^()]*\))?第[一二三四五六七八九十百]+条.{0,20}修改为"
)
_CHANGED_BEFORE = re.compile(r"(?:修改|修订|修正)$")
_ANSWERED = re.compile(r"^(?:\([^()]*\))?[^。;]{0,24}(?:收悉|悉[,。])|^(?:\([^()]*\))?(?:及有关材料)?已?收到")
_ANSWERABLE = re.compile(r"(?:请示|函|提案|建议|报告|申请)$")
_ASKED = re.compile(r"(?:提出|报来|报送|来文|呈报)的?$")
_BASIS = re.compile(
    r"(?:根据|依据|依照|遵照|按照|按|贯彻(?:落实|执行|实施)?|落实|实施|执行|符合|违反|认真学习)(?:好|了)?(?:《|:)?"
    r"(?:国家|国务院|省|市|县|区|省政府|市政府|上级|《|[\u3400-\u9fff]{2,14}(?:关于|印发的?|的)?){0,2}$"
)
_OWN_BEFORE = re.compile(
    r"(?:印发|发布|公布|征求|制定|制定了|起草|起草了|编制|编制了|拟定|拟订|现将|通过|同意|批准|审议|讨论|出台|形成|将)(?:了|的|对)?$"
)
_OWN_AFTER = re.compile(
    r"^(?:\([^()]*\))?(?:已经|业经|已|经|现|是|增设|适用|\(以下简称)[^。;]{0,40}?(?:同意|通过|批准|审议|讨论|印发|发布|公布|审核|给你们)"
    r"|^(?:\([^()]*\))?(?:现)?(?:予以)?(?:印发|转发|发布|公布|下发)"
)
_SHORT_NAME = re.compile(r"(?:以下|下)?(?:简|统)称[:“\"]?$")
_NO_DOCUMENT = re.compile(
    r"(?:表|书|证|单|册|合同|协议|日报|晚报|杂志|学报|周刊|网|图|标志|牌|编号|承诺|名录)$"
)
_DRAFT = re.compile(r"\((?:征求意见稿|草案|送审稿|讨论稿|公开征求意见稿)\)$")
_LONGEST_EVIDENCE = 200
# No document is related to more; a list of that length is a catalogue.
MOST = 300
# So many letters before and behind a name can say what is done to it.
_NEAR = 80
_EXPLAINS = frozenset(("解读", "问答", "说明"))
_BARE = re.compile(r"(?P<before>[^。;,:《》]{0,30}?)(?P<number>[\u3400-\u9fff]{2,10}" + NUMBER_TAIL + ")")


@dataclass(frozen=True, slots=True)
class _Name:
    """A name in its sentence: its words and number, what stands before and behind its group."""

    title: str
    number: str
    before: str
    after: str
    evidence: str


def find_citations(
    lines: Sequence[Line], title: Found | None, genre: str, own_number: str, attached: Collection[str] = ()
) -> tuple[Cited, ...]:
    """Every document named in title and text, once, with the strongest relation that the words state.

    What the document itself issues, drafts or approves is no citation, nor are forms and short names.
    """
    about = title.simple if title else ""
    found: dict[str, Cited] = {}
    for name in _in_title(title):
        _keep(found, name, _relation_of_title(name, about, genre))
    for line in lines:
        if line.is_table or ("《" not in line.simple and "号" not in line.simple):
            continue
        for name in _names(line):
            if name.title not in attached and not _is_own(name, about):
                _keep(found, name, _relation(name, genre, about))
        for name in _bare(line, own_number):
            if all(cited.document_number != name.number for cited in found.values()):
                _keep(found, name, _relation(name, genre, about))
    return tuple(found.values())[:MOST]


def _keep(found: dict[str, Cited], name: _Name, relation: Relation | None) -> None:
    if relation is None:
        return
    key = title_key(name.title) or name.number
    before = found.get(key)
    if before is None:
        found[key] = Cited(relation, name.title, name.number, name.evidence[:_LONGEST_EVIDENCE])
        return
    stronger = _ORDER.index(relation) < _ORDER.index(before.relation)
    found[key] = Cited(
        relation if stronger else before.relation, before.title, before.document_number or name.number,
        name.evidence[:_LONGEST_EVIDENCE] if stronger else before.evidence,
    )  # fmt: skip


def _in_title(title: Found | None) -> Iterator[_Name]:
    if title is None:
        return
    line = Line(text=title.title, simple=title.simple)
    yield from _names(line)


def _relation_of_title(name: _Name, title: str, genre: str) -> Relation | None:
    if genre in _EXPLAINS:
        return "interprets"
    if _REPEALED_BEFORE.search(name.before) or _REPEALED_AFTER.match(name.after):
        return "repeals"
    if _CHANGED_BEFORE.search(name.before) or _CHANGED_AFTER.match(name.after):
        return "amends"
    if re.search(r"实施$|贯彻(?:落实|执行|实施)?$", name.before) or re.match(
        r"(?:的)?实施(?:细则|办法|意见|方案)|细则", name.after
    ):
        return "implements"
    return "cites" if re.search(r"转发$", name.before) else None


def _relation(name: _Name, genre: str, about: str) -> Relation | None:
    """What the words around a name say, None when it is no document that can be cited."""
    before, after = name.before.rstrip('《"“ '), name.after
    if _REPEALED_AFTER.match(after) or _REPEALED_BEFORE.search(before):
        return "repeals"
    if re.search(r"宣布|决定", before) and re.search(r"^[^。]{0,40}失效", after):
        return "repeals"
    if _CHANGED_AFTER.match(after) or (
        _CHANGED_BEFORE.search(before) and re.search(r"修[改订正]|废止|决定", about)
    ):
        return "amends"
    if _ANSWERABLE.search(name.title) and (_ANSWERED.match(after) or _ASKED.search(before)):
        return "replies_to"
    if genre not in _EXPLAINS and _BASIS.search(before):
        return "implements"
    if name.number or re.search(r"(?:法|条例)(?:\([^()]*\))?$", name.title) or genre_word(name.title):
        return "cites"
    return None


def _is_own(name: _Name, title: str) -> bool:
    """Whether a name is of the document itself, of what it issues or decides upon, or no document at all."""
    simple = name.title
    if _SHORT_NAME.search(name.before) or _DRAFT.search(simple) or len(simple) < 4:
        return True
    if _NO_DOCUMENT.search(simple) and not name.number:
        return True
    if _REPEALED_AFTER.match(name.after) or _REPEALED_BEFORE.search(name.before):
        return False
    if _CHANGED_AFTER.match(name.after) or _CHANGED_BEFORE.search(name.before):
        return False
    forwarded = bool(name.number) and "转发" in name.before + name.after[:20]
    bare = title_key(title.replace("《", "").replace("》", ""))
    if title_key(simple) in bare and not re.search(r"解读|问答|实施《|》实施|转发", title):
        return True
    issued = _OWN_BEFORE.search(name.before) or _OWN_AFTER.match(name.after)
    return bool(issued) and not forwarded and not name.number


def _names(line: Line) -> Iterator[_Name]:
    """The names of a line, neighbours in one enumeration sharing what stands before and behind them."""
    simple, texts = close_up(line.simple), iter(m.group(1) for m in _NAME.finditer(close_up(line.text)))
    for sentence in _sentences(simple):
        groups = _enumerations(sentence)
        for group, before, after in zip(groups, [None, *groups], [*groups[1:], None], strict=False):
            begin = max(before[-1].end() if before else 0, group[0].start() - _NEAR)
            end = min(after[0].start() if after else len(sentence), group[-1].end() + _NEAR)
            for match in group:
                behind = _BEHIND.match(sentence, match.end())
                number = normalise_document_number(behind[1]) if behind else ""
                yield _Name(
                    next(texts, match[1]), number, sentence[begin : group[0].start()],
                    sentence[group[-1].end() : end],
                    sentence[max(0, match.start() - _LONGEST_EVIDENCE // 2) : match.end() + _LONGEST_EVIDENCE].strip(),
                )  # fmt: skip


def _enumerations(sentence: str) -> list[list[re.Match[str]]]:
    """The names of a sentence, those with nothing but 、 or 和 between them together."""
    groups: list[list[re.Match[str]]] = []
    for match in _NAME.finditer(sentence):
        between = sentence[groups[-1][-1].end() : match.start()] if groups else ""
        if groups and len(between) <= _NEAR and _JOINS.match(between):
            groups[-1].append(match)
        else:
            groups.append([match])
    return groups


def _sentences(simple: str) -> Iterator[str]:
    """Sentences of a line; a stop inside a name does not end one."""
    begin, depth = 0, 0
    for i, character in enumerate(simple):
        depth += (character == "《") - (character == "》")
        if character in "。;" and depth <= 0:
            yield simple[begin : i + 1]
            begin, depth = i + 1, 0
    yield simple[begin:]


def _bare(line: Line, own_number: str) -> Iterator[_Name]:
    """Documents cited by their number alone, as in 按照某政发〔2020〕5号文件要求."""
    closed = re.sub(r"\s+", "", line.simple)
    for found in _BARE.finditer(closed):
        if closed[: found.start("number")].endswith(("》(", "》")) or len(closed) == len(found["number"]):
            continue
        number = normalise_document_number(found["number"])
        named = re.search(r"(?:文件?|通知|要求|规定|精神)", closed[found.end() : found.end() + 4])
        if number and number != own_number and named:
            yield _Name("", number, found["before"] + _lead(found["number"], number), "", found.group())


def _lead(written: str, number: str) -> str:
    """Words such as 根据 that the number's letters were taken off from."""
    code = number.split("〔")[0]
    return written.split(code)[0] if code in written else ""

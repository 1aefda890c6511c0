"""发文机关 — the organs that issue a document: in its title, letterhead, signature, or on the page around it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from .clutter import labels_in
from .dates import is_number_line, signed_date
from .reading import Certainty, Filled, Line, Source
from .titles import Found
from .words import genre_word, is_organ, organs_in, simplify, title_organs

_LABELS = ("发布机构", "发文机关", "发文机构", "发文单位", "制发机关", "制发单位", "发布机关", "发布单位", "发布部门", "公开责任部门", "责任部门",
           "预算主管部门", "预算单位", "填报单位", "发布人", "招标人", "信息来源", "文章来源", "稿件来源", "内容来源", "来源")  # fmt: skip
_METAS = ("contentsource", "source", "author", "publisher", "sitename")
_COMPILED = re.compile(r"由\s*(?P<name>[\u3400-\u9fff]{4,30}?)\s*(?:根据|依据|按照|编制|公布|发布)")
_LETTERHEAD = re.compile(r"(.{3,80}?)\s*文\s*件")
_SAME_END = {"委": "会", "局": "局", "办": "室", "厅": "厅"}
_TOWNSHIP = re.compile(r"^[\u3400-\u9fff]{2,6}(?:街道|[镇乡])")
_ORDER_OF = re.compile(r"(?P<name>[\u3400-\u9fff]{3,30})令第")
_SHORT = re.compile(r"(?P<place>.{1,12}?[省市县区州盟旗])(?P<rest>.{2,10}[委局办厅])$")


@dataclass(frozen=True, slots=True)
class Signature:
    """落款 — the organs that sign and the day, with the words as they stand."""

    organs: tuple[str, ...]
    signed_on: date
    words: str


def find_signature(lines: Sequence[Line], start: int, hint: str = "") -> Signature | None:
    """The document's own signature: its organ's, else the first with an organ, else a date that closes the text.

    Attachments follow the signature and may bear signatures of others, so the first one counts.
    """
    signed: list[Signature] = []
    closing: Signature | None = None
    for i in range(start, len(lines)):
        found = signed_date(lines[i].simple) if len(lines[i].simple) <= 80 and not lines[i].is_table else None
        if found is None or "印发" in lines[i].simple:
            continue
        before, day = found
        organs = organs_in(before) if before else []
        top = i
        while not before and top > start and i - top < 12 and (above := organs_in(lines[top - 1].simple)):
            organs, top = above + organs, top - 1
        words = " ".join(line.text for line in lines[top : i + 1])
        if organs:
            signed.append(Signature(tuple(dict.fromkeys(organs)), day, words))
        elif not before and (i >= len(lines) - 8 or _closes(lines, i)):
            closing = closing or Signature((), day, words)
    return next((s for s in signed if hint and hint in s.organs), signed[0] if signed else closing)


def _closes(lines: Sequence[Line], i: int) -> bool:
    """Whether a day alone closes a letter: behind its head's name, or before what the letter sends along."""
    if i and re.match(r"[省市县区州旗镇]长", lines[i - 1].simple):
        return True
    after = "".join(line.simple for line in lines[i + 1 : i + 3] if len(line.simple) <= 60)
    following = lines[i + 1].simple if i + 1 < len(lines) else ""
    told = bool(i) and lines[i - 1].simple.endswith(("。", "!", ":"))
    return told and bool(genre_word(following) or genre_word(after))


def find_masthead_signature(head: Sequence[Line]) -> Signature | None:
    """Organ and day on one line under the number of a masthead, as minutes and bulletins print them."""
    numbered = False
    for line in head:
        found = signed_date(line.simple) if numbered and len(line.simple) <= 80 else None
        if found and (organs := organs_in(found[0])):
            return Signature(tuple(organs), found[1], line.text)
        numbered = numbered or is_number_line(line.simple.strip())
    return None


@dataclass(frozen=True, slots=True)
class Issuers:
    """发文机关与联合发文机关 — each with its evidence; None or empty where the file does not tell."""

    agency: Filled | None
    joint: tuple[str, ...]
    joint_evidence: str


def find_issuers(source: Source, title: Found | None, signature: Signature | None, number: str) -> Issuers:
    """The organ, in Simplified characters, and the other organs of a joint document."""
    organs, full = title_organs(title.simple) if title else ([], False)
    head = _letterhead(source.lines[: (title.end if title else 0) + 12])
    if organs and title:
        fuller = _spelled_out(organs[0], full, source, title, signature)
        certainty: Certainty = "certain" if full or fuller else "likely"
        agency = Filled(simplify(fuller or organs[0]), certainty, title.evidence)
    else:
        said = _organs_said(source, title, signature, head)
        ordered = _ORDER_OF.match(number)
        if ordered and is_organ(ordered["name"]):
            said.insert(0, Filled(ordered["name"], "certain", number))
        if not said:
            return Issuers(None, (), "")
        agency = Filled(simplify(said[0].value), said[0].certainty, said[0].evidence)
    lists = [(list(signature.organs), signature.words)] if signature else []
    lists += [(organs, title.evidence if title else ""), (head[0], head[1])]
    for names, words in lists:
        joint = _others(agency.value, organs[0] if organs else "", names)
        if joint:
            return Issuers(agency, joint, words)
    return Issuers(agency, (), "")


def _others(agency: str, short: str, names: list[str]) -> tuple[str, ...]:
    """The organs beside the first, when a list of organs begins with it under either name."""
    plain = [simplify(name) for name in names]
    if len(plain) < 2 or plain[0] not in (agency, short):
        return ()
    return tuple(dict.fromkeys(name for name in plain[1:] if name not in (agency, short)))


def _spelled_out(name: str, full: bool, source: Source, title: Found, signature: Signature | None) -> str:
    """The full name of an organ that the title shortens, where signature, letterhead or label writes it."""
    said = _organs_said(source, title, signature, ([], ""))
    if not full:
        longer = next((filled.value for filled in said if filled.value.startswith(name)), "")
        if longer:
            return longer
    if _TOWNSHIP.match(name) and (
        longer := next(
            (filled.value for filled in said if filled.value.endswith(name) and filled.value != name), ""
        )
    ):
        return longer
    return next((filled.value for filled in said if _is_short_for(name, filled.value)), "")


def _is_short_for(short: str, name: str) -> bool:
    """Whether 澄河市卫健委 stands for 澄河市卫生健康委员会: same place, the letters in the same order."""
    found = _SHORT.match(short)
    if not found or not name.startswith(found["place"]) or len(name) <= len(short):
        return False
    if _SAME_END[short[-1]] != name[-1]:
        return False
    rest, letters = name[len(found["place"]) :], iter(name[len(found["place"]) :])
    return all(letter in letters for letter in found["rest"]) and rest[0] == found["rest"][0]


def _letterhead(head: Sequence[Line]) -> tuple[list[str], str]:
    """The organs of a letterhead, on one line with 文件 or on several of which one bears it."""
    for i, line in enumerate(head):
        plain = line.simple.strip()
        found = _LETTERHEAD.fullmatch(plain)
        here = organs_in(found[1]) if found else []
        if not here and re.sub(r"\s", "", plain) != "文件":
            continue
        first = last = i
        above: list[str] = []
        below: list[str] = []
        while first > 0 and (names := organs_in(head[first - 1].simple)):
            above, first = names + above, first - 1
        while last + 1 < len(head) and not head[last + 1].gap and (names := organs_in(head[last + 1].simple)):
            below, last = below + names, last + 1
        if organs := [*above, *here, *below]:
            return organs, " ".join(x.text for x in head[first : last + 1])
    return [], ""


def _organs_said(
    source: Source, title: Found | None, signature: Signature | None, letterhead: tuple[list[str], str]
) -> list[Filled]:
    """Organs named by signature, letterhead, labels, meta tags, the text and the page's head, surest first."""
    head = source.lines[: (title.end if title else 0) + 12]
    said: list[Filled] = []
    if letterhead[0]:
        said.append(Filled(letterhead[0][0], "certain", letterhead[1]))
    if signature and signature.organs:
        said.append(Filled(signature.organs[0], "certain", signature.words))
    said += _labelled([*head, *source.lines[-12:]])
    for name in _METAS:
        value = simplify(source.metas.get(name, ""))
        if is_organ(value):
            said.append(Filled(value, "likely", f"{name}: {value}"))
    for line in source.lines[: title.end if title else 0]:
        if organs := organs_in(line.simple):
            said.append(Filled(organs[0], "likely", line.text))
    for line in source.lines[: (title.end if title else 0) + 8]:
        if (compiled := _COMPILED.search(line.simple)) and is_organ(compiled["name"]):
            said.append(Filled(compiled["name"], "likely", compiled.group()))
    for line in [*(source.lines[: title.end + 4] if title else head[:6]), *source.lines[-3:]]:
        if organs := organs_in(line.simple):
            said.append(Filled(organs[0], "guess", line.text))
    return said


def organs_told(source: Source, title: Found | None) -> list[Filled]:
    """Every organ that the file names where the issuing one may stand, surest first."""
    letterhead = _letterhead(source.lines[: (title.end if title else 0) + 12])
    told = _organs_said(source, title, None, letterhead)
    return [Filled(simplify(one.value), one.certainty, one.evidence) for one in told]


def _labelled(lines: Sequence[Line]) -> list[Filled]:
    said: list[Filled] = []
    for line in lines:
        values = labels_in(line)
        for name in _LABELS if values else ():
            # A source may be followed by the day and the hour on the same line.
            value = values.get(name, "")
            value = value if is_organ(value) else (value.split() or [""])[0]
            if is_organ(value):
                said.append(Filled(value, "likely", line.text[:120]))
    return said

"""签发前的检查 — what is wrong or doubtful about a letter before it is signed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.foi import decisions, releases
from gongkai.foi.letters import elements_of
from gongkai.foi.models import Case, Consultation, Decision, DecisionPart, Letter
from gongkai.privacy.masking import normalised
from gongkai.privacy.text import scan_text
from gongkai.rules.application_process import REASONS_ASKED
from gongkai.rules.citations import Citation, listed
from gongkai.rules.letters import REPLY_LETTERS
from gongkai.rules.phrases import phrase
from gongkai.rules.privacy import KIND_LABELS, Certainty
from gongkai.rules.remedies import reconsider_first
from gongkai.rules.replies import legal_on, missing_elements, overall
from gongkai.rules.reply_kinds import ELEMENT_LABELS, Element, Reply
from gongkai.screening.known import known_to_all

_EMPTY_PLACE = re.compile(
    r"%\(\w*\)?|[_＿]{2,}|[X×Ｘ]{2,}|\{\w*\}|【\s*】|（\s*）|《\s*》|“\s*”|：\s*[。；]|[\u3000 ]{2,}[年月日]"
)
# The first means of telling that a refused part goes to reconsideration before a court.
_FIRST = "先"


@dataclass(frozen=True, slots=True)
class Problem:
    """问题 — one thing that the check found; `stops`: the letter cannot be signed with it."""

    code: str
    words: str
    stops: bool = True
    citation: Citation | None = None


def check_letter(letter: Letter) -> list[Problem]:
    """Return what is wrong with a letter and what should be looked at, what stops it first."""
    found = [*_empty_places(letter), *_private(letter)]
    if letter.decision is not None:
        found += _reply_problems(letter, letter.decision)
    return sorted(found, key=lambda problem: not problem.stops)


def check_decision(decision: Decision) -> list[Problem]:
    """Return what the check finds in every drafted letter of a decision, each thing once."""
    letters = decision.letters.filter(frozen_at=None).select_related("case__agency", "case__applicant")
    return list(dict.fromkeys(problem for letter in letters for problem in check_letter(letter)))


def _text(letter: Letter) -> str:
    return "\n".join((letter.title, *letter.paragraphs))


def _empty_places(letter: Letter) -> Iterator[Problem]:
    if place := _EMPTY_PLACE.search(_text(letter)):
        yield Problem("empty-place", phrase("文书里还有没有填写的地方：%(place)s", place=place[0].strip()))


def _private(letter: Letter) -> Iterator[Problem]:
    """Yield what the letter says about somebody else than the one to whom it goes."""
    text = _text(letter)
    own = _own_values(letter)
    for finding in scan_text(text, known=known_to_all()):
        said = normalised(text[finding.start : finding.end], finding.kind)
        if any(said in normalised(value, finding.kind) for value in own):
            continue
        words = phrase(
            "文书里有他人的%(kind)s：%(excerpt)s",
            kind=phrase(KIND_LABELS[finding.kind]),
            excerpt=finding.excerpt,
        )
        yield Problem("private", words, stops=finding.certainty is Certainty.CERTAIN)


def _own_values(letter: Letter) -> tuple[str, ...]:
    """Return what the one to whom a letter goes knows anyway: their own data, what they asked for themselves."""
    if letter.consultation is not None:
        return letter.consultation.name, letter.consultation.contact
    case, applicant = letter.case, letter.case.applicant
    return (
        applicant.id_number,
        applicant.phone,
        applicant.email,
        applicant.address,
        case.title,
        case.description,
    )


def _reply_problems(letter: Letter, decision: Decision) -> Iterator[Problem]:
    parts = list(decision.parts.prefetch_related("files"))
    if not parts:
        yield Problem("no-parts", "决定还没有答复的内容")
        return
    replies = [decisions.reply_to(part, decision.case) for part in parts]
    if REPLY_LETTERS[overall(reply.result for reply in replies)].code != letter.kind:
        yield Problem("kind", "文书的种类和决定的结果不一致，请重新拟答复书")
    if len({part.what for part in parts}) < len(parts):
        yield Problem("same-part", "几个部分对应的内容一样，请写明各是哪些内容", stops=False)
    for part, reply in zip(parts, replies, strict=True):
        yield from _part_problems(letter, part, reply)
        yield from _ground_problems(decision.case, part, reply)
        yield from _release_problems(part, reply)
    yield from _remedy_problems(letter, decision, replies)
    if decision.case.stopped_by:
        yield Problem("waiting", "还在等待答复或者补正，期限没有恢复计算", stops=False)


def _part_problems(letter: Letter, part: DecisionPart, reply: Reply) -> Iterator[Problem]:
    text, says = _text(letter), {"part": part.what or phrase(reply.label)}
    if missing := missing_elements(reply, elements_of(part)):
        label = phrase(ELEMENT_LABELS[missing[0]])
        yield Problem("element", phrase("对“%(part)s”的答复还缺“%(element)s”", element=label, **says))
    if not part.what or part.what not in text:
        yield Problem("unanswered", phrase("文书没有答复“%(part)s”", **says))
    if listed(reply.citations) not in text:
        articles = listed(reply.citations)
        yield Problem(
            "article", phrase("文书没有引用“%(part)s”的依据：%(articles)s", articles=articles, **says)
        )
    if not legal_on(reply, letter.dated_on, letter.case.clock_since):
        words = phrase("“%(part)s”引用的条文在落款那天没有施行", **says)
        yield Problem("in-force", words, citation=reply.citations[0])


def _ground_problems(case: Case, part: DecisionPart, reply: Reply) -> Iterator[Problem]:
    """Yield what has to have happened before a reply of this kind may be given."""
    if reply.third_party:
        asked = case.consultations.filter(kind=Consultation.Kind.THIRD_PARTY)
        if not asked.exists():
            yield Problem("third-party", "还没有书面征求第三方的意见", citation=reply.citations[0])
        elif not asked.exclude(answer=Consultation.Answer.CONSENT).exists():
            yield Problem("third-party", "第三方都同意公开，却拟不予公开", stops=False)
    if reply.code in ("still-unclear", "not-supplemented") and not case.supplements.exists():
        yield Problem("supplement", "还没有发过补正告知书", citation=reply.citations[0])
    if reply.code == "too-many" and not case.events.filter(kind=REASONS_ASKED).exists():
        yield Problem("reasons", "还没有要求申请人说明理由", citation=reply.citations[0])
    if reply.code == "fee-unpaid" and not case.fee_notices.filter(approved=True).exists():
        yield Problem("fee", "还没有发过收费通知书", citation=reply.citations[0])


def _release_problems(part: DecisionPart, reply: Reply) -> Iterator[Problem]:
    files = list(part.files.all())
    if Element.CONTENT in reply.elements and not files:
        yield Problem("no-file", phrase("“%(part)s”没有附上提供的文件", part=part.what), stops=False)
    for file in files:
        for reason in releases.obstacles(file):
            yield Problem("release", reason)


def _remedy_problems(letter: Letter, decision: Decision, replies: list[Reply]) -> Iterator[Problem]:
    objectionable = [reply for reply in replies if reply.remedy]
    if not objectionable:
        return
    text = _text(letter)
    if not decision.review_body or decision.review_body not in text:
        yield Problem("remedy", "文书没有写明行政复议机关")
    if not decision.court or decision.court not in text:
        yield Problem("remedy", "文书没有写明人民法院")
    if reconsider_first(objectionable, letter.dated_on) and _FIRST not in text:
        yield Problem("remedy", "不予公开的，应当告知先申请行政复议")

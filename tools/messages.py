"""译文 — collect what the interface says and keep the English catalogue level with it.

    python tools/messages.py           write new messages into the catalogue, drop those that are gone
    python tools/messages.py --check   fail when a message is missing, left over or not translated

Python is read by its syntax tree, templates by their tags; the words of the rules come from an explicit list
(`in_rules`). Nothing outside Python is needed.
"""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import polib

from gongkai.auditing import telling
from gongkai.imports import headers
from gongkai.notices import words as notice_words
from gongkai.rules import (
    application_process,
    applications,
    calendar,
    catalogue,
    citations,
    clock,
    cost_fees,
    deadlines,
    disclosure,
    indicators,
    letter_kinds,
    letters,
    monthly,
    overview,
    posts,
    privacy,
    pushing,
    questions,
    receiving,
    remedies,
    replies,
    reply_kinds,
    report_forms,
    report_process,
    schemes,
    serving,
)

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "src" / "gongkai"
CATALOGUE = PACKAGE / "ui" / "locale" / "en" / "LC_MESSAGES" / "django.po"
PLAIN = {"_", "_l", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
CONTEXT = {"pgettext", "pgettext_lazy"}
IN_RULES = {
    "permission": slice(1, 2),
    "phrase": slice(0, 1),
    "RuleViolation": slice(0, 1),
    "PatternError": slice(0, 1),
    "Denied": slice(0, 1),
    "StepNotAllowed": slice(1, 3),
    "FileRefused": slice(1, 2),
    "NotClean": slice(0, 1),
    "NotAList": slice(0, 1),
    "NotFetched": slice(0, 1),
    "Trouble": slice(2, 3),
    "_fail": slice(1, 2),
    "_refuse": slice(1, 2),
    "_say": slice(3, 4),
    "_hit": slice(3, 4),
    "_note_author": slice(2, 3),
    "Hit": slice(4, 5),
    "PictureFact": slice(3, 4),
    "note": slice(2, 3),
    "warn": slice(0, 1),
}
"""Calls that say words of the rules, why something is refused or was found; which of their arguments those are."""

_CHINESE = re.compile(r"[^\x00-\x7f]")
_TAG = re.compile(r"{%\s*(.*?)\s*%}|{{\s*(.*?)\s*}}", re.DOTALL)
_COMMENT = re.compile(r"{#.*?#}|{%\s*comment\b.*?{%\s*endcomment\s*%}", re.DOTALL)
_TRANSLATE = re.compile(r"""(?:translate|trans)\s+(?:"([^"]*)"|'([^']*)')(.*)""", re.DOTALL)
_MARKED = re.compile(r"""\b_\((?:"([^"]*)"|'([^']*)')\)""")
_CONTEXT = re.compile(r"""\bcontext\s+["']([^"']*)["']""")
_BLOCK = re.compile(
    r"{%\s*(?:blocktranslate|blocktrans)\b(.*?)%}(.*?){%\s*endblocktrans(?:late)?\s*%}", re.DOTALL
)
_PLURAL_TAG = re.compile(r"{%\s*plural\s*%}")
_VARIABLE = re.compile(r"{{\s*(\w+)\s*}}")


@dataclass(frozen=True, order=True)
class Message:
    """一句话 — text, plural text and context, as gettext tells messages apart."""

    text: str
    plural: str = ""
    context: str = ""


def in_python(source: str) -> Iterator[Message]:
    """Yield what the calls of gettext in a module say; raises ValueError for one that cannot be read."""
    tree = ast.parse(source)
    named = _named(tree)
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if name in IN_RULES:
            yield from _said_by_rules(node.args[IN_RULES[name]], named)
            continue
        wanted = 1 if name in PLAIN else 2 if name in PLURAL | CONTEXT else 0
        texts = [arg.value for arg in node.args[:wanted] if isinstance(arg, ast.Constant)]
        if not wanted or not all(isinstance(text, str) for text in texts) or len(texts) < wanted:
            continue
        if name in PLURAL:
            yield Message(texts[0], plural=texts[1])
        elif name in CONTEXT:
            yield Message(texts[1], context=texts[0])
        else:
            yield Message(texts[0])


def _named(tree: ast.Module) -> dict[str, list[ast.expr]]:
    """Return what the names of a module stand for, here or there."""
    given: dict[str, list[ast.expr]] = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            given.setdefault(node.targets[0].id, []).append(node.value)
    return given


def _said_by_rules(arguments: list[ast.expr], named: dict[str, list[ast.expr]]) -> Iterator[Message]:
    """Yield the Chinese texts among arguments: plain, one or another, or under a name of the module."""
    for argument in arguments:
        match argument:
            case ast.Constant(value=str(text)) if _CHINESE.search(text):
                yield Message(text, context="rules")
            case ast.IfExp():
                yield from _said_by_rules([argument.body, argument.orelse], named)
            case ast.Name(id=name) | ast.Subscript(value=ast.Name(id=name)) if name in named:
                yield from _said_by_rules(named[name], {})
            case ast.Dict():
                yield from _said_by_rules(argument.values, {})


def in_template(source: str) -> Iterator[Message]:
    """Yield what the translate and blocktranslate tags and the _() of a template say."""
    source = _COMMENT.sub("", source)
    for options, body in _BLOCK.findall(source):
        context = _CONTEXT.search(options)
        forms = [_block_text(form, trimmed="trimmed" in options.split()) for form in _PLURAL_TAG.split(body)]
        yield Message(forms[0], forms[1] if len(forms) > 1 else "", context.group(1) if context else "")
    for block, variable in _TAG.findall(source):
        if found := _TRANSLATE.match(block):
            context = _CONTEXT.search(found.group(3))
            text = _doubled(found.group(1) or found.group(2) or "")
            yield Message(text, context=context.group(1) if context else "")
        for double, single in _MARKED.findall(block or variable):
            yield Message(_doubled(double or single))


def _doubled(text: str) -> str:
    """Return a text as Django looks it up: percent signs of templates are doubled."""
    return text.replace("%", "%%")


def _block_text(body: str, *, trimmed: bool) -> str:
    text = _VARIABLE.sub(r"%(\1)s", body.replace("%", "%%"))
    return " ".join(line.strip() for line in text.strip().splitlines()) if trimmed else text


def collect() -> dict[Message, list[str]]:
    """Return each message with the files that say it."""
    found: dict[Message, list[str]] = {}
    for path in sorted(PACKAGE.rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            messages = in_python(path.read_text(encoding="utf-8"))
        elif "templates" in path.parts and path.suffix in {".html", ".txt", ".xml"}:
            messages = in_template(path.read_text(encoding="utf-8"))
        else:
            continue
        for message in messages:
            places = found.setdefault(message, [])
            if (name := path.relative_to(ROOT).as_posix()) not in places:
                places.append(name)
    found.pop(Message(""), None)
    for message, place in in_rules():
        if place not in (places := found.setdefault(message, [])):
            places.append(place)
    return found


def in_rules() -> Iterator[tuple[Message, str]]:
    """Yield the words of the rules that pages show, each once, with the module or file that says it.

    They are looked up under the context "rules", and those that join two documents under "relation".
    """
    said: dict[Message, str] = {}
    for place, words in _rules():
        for word in words:
            said.setdefault(Message(word, context="rules"), f"src/gongkai/rules/{place}")
    for pair in disclosure.RELATION_LABELS.values():
        for word in pair:
            said.setdefault(Message(word, context="relation"), "src/gongkai/rules/disclosure.py")
    for label, _heads in headers.FIELDS.values():
        said.setdefault(Message(label, context="rules"), "src/gongkai/imports/headers.py")
    for label in (*telling.SEVERITY_LABELS.values(), *telling.KIND_LABELS.values()):
        said.setdefault(Message(label, context="rules"), "src/gongkai/auditing/telling.py")
    for label in notice_words.labels().values():
        said.setdefault(Message(label, context="rules"), "src/gongkai/notices/words.toml")
    yield from said.items()


LABELLED = (
    application_process, applications, clock, cost_fees, deadlines, letter_kinds, monthly, receiving, remedies, reply_kinds,
    report_process, serving,
)  # fmt: skip
"""Modules of the rules all of whose `…_LABELS` are shown."""


def _rules() -> Iterator[tuple[str, list[str]]]:
    labels = (
        disclosure.VERSION_STATE_LABELS,
        disclosure.DOCUMENT_STATUS_LABELS,
        disclosure.ATTRIBUTE_LABELS,
        disclosure.VALIDITY_LABELS,
    )
    yield "disclosure.py", [label for words in labels for label in words.values()]
    yield "disclosure.py", [ground.label for ground in disclosure.GROUNDS.values()]
    yield "disclosure.py", [step.label for step in disclosure.PROCESS.steps]
    yield "monthly.py", [step.label for step in monthly.MONTHLY_PROCESS.steps]
    yield "report_process.py", [step.label for step in report_process.REPORT_PROCESS.steps]
    holidays = [holiday for year in calendar.WorkCalendar.load().years.values() for holiday in year.holidays]
    yield "calendar.py", [name for holiday in holidays for name in holiday.name.split("、")]
    regulations = (citations.REGULATIONS_2007, citations.REGULATIONS_2019)
    yield "citations.py", [word for text in regulations for word in (text.name, text.number)]
    yield "posts.py", list(posts.ROLE_LABELS.values())
    yield "catalogue.py", [section.label for section in catalogue.Section]
    yield "catalogue.py", [period.label for period in catalogue.UPDATE_PERIODS.values()]
    yield "catalogue.py", [*catalogue.LEVELS.values(), *catalogue.ADDRESSEES.values()]
    yield (
        "indicators.py",
        [word for one in indicators.INDICATORS.values() for word in (one.name, one.unit, one.how) if word],
    )
    dimensions = indicators.DIMENSIONS.values()
    yield "figures/dimensions.toml", [word for one in dimensions for word in (one.name, *one.values.values())]
    yield "indicators.py", list(indicators.ORIGIN_LABELS.values())
    shown = overview.overview()
    titled = (*shown.groups, *shown.breakdowns, *shown.courses)
    yield "overview.toml", [one.title for one in titled]
    yield "report_forms.py", [form.name for form in report_forms.forms()]
    yield "privacy.py", [*privacy.KIND_LABELS.values(), *privacy.CERTAINTY_LABELS.values()]
    yield "pushing.py", list(pushing.SCOPE_LABELS.values())
    yield from _applications()
    for code in schemes.schemes():
        scheme = schemes.scheme(code)
        yield f"schemes/{code}.toml", [scheme.name, *(term.name for term, _parent in scheme.walk())]
    for code in catalogue.structures():
        template = catalogue.structure(code)
        yield f"structures/{code}.toml", [template.name, *(column.name for column in template.walk())]


def _applications() -> Iterator[tuple[str, list[str]]]:
    for module in LABELLED:
        tables = [table for name, table in vars(module).items() if name.endswith("_LABELS")]
        place = f"{module.__name__.rsplit('.', 1)[-1]}.py"
        yield place, [label for table in tables for label in table.values() if label]
    yield "application_process.py", [step.label for step in application_process.PROCESS.steps]
    receipts = [rule.words for under in receiving.RECEIPT_RULES.values() for rule in under.values()]
    yield "receiving.py", [*receipts, receiving.TRANSFERRED, receiving.CAME_BACK]
    yield "replies.py", [reply.label for under in replies.REPLIES.values() for reply in under.values()]
    yield "questions.py", [word for each in questions.QUESTIONS for word in (each.label, each.help)]
    yield "letters.py", [letter.label for letter in letters.ALL_VERSIONS]
    yield "remedies.py", [outcome.label for under in remedies.OUTCOMES.values() for outcome in under.values()]
    yield "applications.py", [word for each in applications.OTHER_DOORS for word in (each.label, each.door)]
    grounds, fields = applications.SUPPLEMENT_GROUNDS, applications.FORM_FIELDS
    yield "applications.py", [word for each in grounds for word in (each.label, each.guidance)]
    yield "applications.py", [word for field in fields for word in (field.label, field.hint) if word]


def key_of(entry: polib.POEntry) -> Message:
    """Return the message of a catalogue entry."""
    return Message(entry.msgid, entry.msgid_plural or "", entry.msgctxt or "")


def write(book: polib.POFile, found: dict[Message, list[str]]) -> None:
    """Bring the catalogue level, keeping the translations that there are."""
    old = {key_of(entry): entry for entry in book}
    book.clear()
    for message in sorted(found):
        entry = old.get(message) or polib.POEntry(
            msgid=message.text,
            msgid_plural=message.plural,
            msgctxt=message.context or None,
            msgstr_plural={0: "", 1: ""} if message.plural else {},
        )
        entry.occurrences = [(place, "") for place in found[message]]
        book.append(entry)
    CATALOGUE.parent.mkdir(parents=True, exist_ok=True)
    book.save(str(CATALOGUE))


def problems(book: polib.POFile, found: dict[Message, list[str]]) -> Iterator[str]:
    """Yield a line for each message that is missing, left over or not translated."""
    known = {key_of(entry): entry for entry in book}
    for message, places in sorted(found.items()):
        if message not in known:
            yield f"missing: {message.text!r} ({places[0]})"
        elif not known[message].translated():
            yield f"not translated: {message.text!r} ({places[0]})"
    for message in sorted(known.keys() - found.keys()):
        yield f"left over: {message.text!r}"


def main(arguments: list[str]) -> int:
    """Check or write; the exit status is 1 when the check found something."""
    found = collect()
    book = polib.pofile(str(CATALOGUE)) if CATALOGUE.exists() else polib.POFile(wrapwidth=100)
    if not book.metadata:
        book.metadata = {
            "Content-Type": "text/plain; charset=UTF-8",
            "Language": "en",
            "Plural-Forms": "nplurals=2; plural=(n != 1);",
        }
    if "--check" not in arguments:
        write(book, found)
        print(f"{len(found)} messages, {len(book.untranslated_entries())} not translated")
        return 0
    lines = list(problems(book, found))
    print("\n".join(lines) or f"{len(found)} messages, all translated")
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

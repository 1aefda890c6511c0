"""用语 — the command line in the reader's language: Chinese, or English when the locale asks for it."""

import gettext
import os
from pathlib import Path

import gongkai
from gongkai.rules.phrases import Phrase
from gongkai.rules.process import RuleViolation

LOCALE_FOLDER = Path(gongkai.__file__).parent / "ui" / "locale"


def language() -> str:
    """Return "en" or "zh_Hans", from LC_ALL, LC_MESSAGES or LANG, the first that is set."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "en" if value.lower().startswith("en") else "zh_Hans"
    return "zh_Hans"


def _(message: str) -> str:
    """Return the message in the reader's language; the Chinese where the catalogue is not there yet."""
    return _catalogue().gettext(message)


def told(words: str) -> str:
    """Return what rules and parsers say in the reader's language; a text without translation as it is."""
    find = _catalogue().pgettext
    if not isinstance(words, Phrase) or not words.values:
        return find("rules", str(words))
    if (pattern := find("rules", words.pattern)) == words.pattern:
        return str(words)
    values = {
        name: told(value) if isinstance(value, Phrase) else value for name, value in words.values.items()
    }
    return pattern % values


def refused(violation: RuleViolation) -> str:
    """Return the words of a refusal, with the article that it rests on."""
    words = told(violation.message)
    return f"{words}（{violation.citation}）" if violation.citation else words


def _catalogue() -> gettext.NullTranslations:
    return gettext.translation("django", LOCALE_FOLDER, [language()], fallback=True)

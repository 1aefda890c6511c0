"""用语 — the command line in the reader's language: Chinese, or English when the locale asks for it."""

import gettext
import os
from pathlib import Path

import gongkai

LOCALE_FOLDER = Path(gongkai.__file__).parent / "ui" / "locale"


def language() -> str:
    """Return "en" or "zh_Hans", from LC_ALL, LC_MESSAGES or LANG, the first that is set."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return "en" if value.lower().startswith("en") else "zh_Hans"
    return "zh_Hans"


def _(message: str) -> str:
    """Return the message in the reader's language; the Chinese where the catalogue is not there yet."""
    return gettext.translation("django", LOCALE_FOLDER, [language()], fallback=True).gettext(message)

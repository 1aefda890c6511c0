"""译文 — these tests read the catalogue as `prepare` compiles it."""

import pytest
from django.utils.translation import reloader

from gongkai.cli.readiness import compile_translations
from gongkai.cli.words import LOCALE_FOLDER


@pytest.fixture(autouse=True)
def catalogue() -> None:
    """Compile the catalogue where it has changed, and let this process read it anew."""
    if compile_translations():
        reloader.translation_file_changed(None, LOCALE_FOLDER / "en" / "LC_MESSAGES" / "django.mo")

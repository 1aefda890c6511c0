"""阅读偏好 — the reader's language, script, text size and scheme, kept in one small cookie.

The cookie `gk` holds words separated by dots, each from a fixed list: `hant.large`. Made pages are kept per
value of this cookie, so nothing else may go in.
"""

from dataclasses import dataclass

COOKIE = "gk"
LANGUAGES = ("hans", "hant", "en")
SIZES = ("normal", "large")


@dataclass(frozen=True, slots=True)
class Preferences:
    """阅读偏好 — how this reader wants pages."""

    language: str = "hans"
    size: str = "normal"

    @classmethod
    def from_cookie(cls, value: str) -> "Preferences":
        """Return the preferences of a cookie; words that are not known are ignored."""
        words = value.split(".")
        return cls(
            language=next((word for word in words if word in LANGUAGES), "hans"),
            size=next((word for word in words if word in SIZES), "normal"),
        )

    def cookie(self) -> str:
        """Return the value to keep."""
        return f"{self.language}.{self.size}"

    @property
    def locale(self) -> str:
        """The catalogue of the interface: Traditional is derived from Simplified at the edge."""
        return "en" if self.language == "en" else "zh-hans"

    @property
    def html_lang(self) -> str:
        return {"hans": "zh-Hans", "hant": "zh-Hant", "en": "en"}[self.language]

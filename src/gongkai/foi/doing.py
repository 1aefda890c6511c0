"""办一件事 — what a deed of the desk is: its form and work, what its page tells first, how its letter is drafted."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils.functional import Promise

from gongkai.agencies.policies import Actor
from gongkai.core.permissions import Permission
from gongkai.foi import forms_desk as forms
from gongkai.foi import policies
from gongkai.foi.filing import IncomingFile
from gongkai.foi.models import Case, CaseFile
from gongkai.rules.process import RuleViolation


@dataclass(frozen=True, slots=True)
class Doing:
    """办理 — the form with its setting, and when; `paragraphs` are those of the letter as the officer wrote them."""

    form: forms.DeedForm
    now: datetime
    paragraphs: Sequence[str] | None = None

    @property
    def case(self) -> Case:
        return self.form.setting.case

    @property
    def actor(self) -> Actor:
        return self.form.setting.actor

    @property
    def said(self) -> dict[str, Any]:
        """What was filled in."""
        return self.form.cleaned_data

    @property
    def target(self) -> int:
        """The id of what the deed is about; 0 for the case itself."""
        target = self.form.setting.target
        return target.pk if target is not None else 0

    @property
    def who(self) -> dict[str, Any]:
        """Who does it, and when, as every action asks."""
        return {"actor": self.actor, "now": self.now}

    def day(self, name: str = "on") -> Any:
        """A day that must be given; raises RuleViolation at its field."""
        if (given := self.said[name]) is None:
            raise RuleViolation("请填写日期", field=name)
        return given

    def files(self, name: str, kind: CaseFile.Kind) -> tuple[IncomingFile, ...]:
        """What was uploaded."""
        return tuple(IncomingFile(kind, title, data) for title, data in self.said[name])


@dataclass(frozen=True, slots=True)
class Done:
    """办好了 — what to say, and where to go on (the case where it is "")."""

    words: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class Drafting:
    """文书的拟稿 — which letter a deed issues, and how its places follow from what was filled in."""

    kind: str
    places: Callable[[Doing], Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Deed:
    """一件事 — `things` is the manager on the case that its target comes from ("" for none)."""

    title: str | Promise
    button: str | Promise
    form: type[forms.DeedForm]
    do: Callable[[Doing], Done]
    permission: Permission = policies.HANDLE
    things: str = ""
    danger: bool = False
    facts: Callable[[forms.Setting], Sequence[str]] = field(default=lambda setting: ())
    letter: Drafting | None = None

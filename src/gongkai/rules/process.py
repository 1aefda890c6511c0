"""流程 — a process as a table of named steps, each with its article."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from gongkai.rules.citations import Citation
from gongkai.rules.phrases import phrase

S = TypeVar("S", bound=StrEnum)


class StepNotAllowed(Exception):
    """这一步现在不能办 — the step does not start from the state that the subject is in."""

    def __init__(self, step: str, label: str, state: str) -> None:
        super().__init__(
            phrase(
                "%(label)s：当前状态是“%(state)s”，不能办理这一步", label=phrase(label), state=phrase(state)
            )
        )
        self.step, self.label, self.state = step, label, state


class RuleViolation(Exception):
    """不合规定 — a refusal that the law or a house rule asks for, with the article when there is one."""

    def __init__(self, message: str, citation: Citation | None = None, field: str = "") -> None:
        super().__init__(message)
        self.message, self.citation, self.field = message, citation, field

    def __str__(self) -> str:
        return f"{self.message}（{self.citation}）" if self.citation else self.message


@dataclass(frozen=True, slots=True)
class Step(Generic[S]):
    """步骤 — one named edge from any of its sources to its target."""

    name: str
    label: str
    sources: frozenset[S]
    target: S
    citation: Citation


@dataclass(frozen=True)
class Process(Generic[S]):
    """流程 — its states and every step that may be taken."""

    name: str
    initial: S
    final: frozenset[S]
    steps: tuple[Step[S], ...]
    labels: dict[S, str]

    def step(self, name: str) -> Step[S]:
        """Return the step of that name; raises KeyError for an unknown one."""
        for step in self.steps:
            if step.name == name:
                return step
        raise KeyError(name)

    def after(self, state: S, name: str) -> S:
        """Return the state after a step; raises StepNotAllowed when it does not start from `state`."""
        step = self.step(name)
        if state not in step.sources:
            raise StepNotAllowed(name, step.label, self.labels[state])
        return step.target

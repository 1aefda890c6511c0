"""推送 — what an organ's own system may be let do; publishing is never among it (2019 Regulations Art. 17)."""

from enum import StrEnum


class Scope(StrEnum):
    """可办事项 — what a token lets a system do."""

    DRAFT = "draft"
    SUBMIT = "submit"


SCOPE_LABELS = {Scope.DRAFT: "起草与更新稿件", Scope.SUBMIT: "送保密审查"}

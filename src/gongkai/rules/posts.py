"""岗位 — the posts from which every permission comes."""

from enum import StrEnum


class Role(StrEnum):
    """岗位 — what a person is appointed to do at an organ."""

    LIAISON = "liaison"
    REVIEWER = "reviewer"
    LEADER = "leader"
    CASE_OFFICER = "case_officer"
    OFFICE = "office"
    ADMINISTRATOR = "administrator"


ROLE_LABELS = {
    Role.LIAISON: "联络员",
    Role.REVIEWER: "保密审查员",
    Role.LEADER: "分管领导",
    Role.CASE_OFFICER: "受理员",
    Role.OFFICE: "政务公开办",
    Role.ADMINISTRATOR: "系统管理员",
}

# Posts that reach the organs below their own; the others reach their own organ only.
SUBTREE_ROLES = frozenset({Role.OFFICE, Role.ADMINISTRATOR})

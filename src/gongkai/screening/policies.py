"""隐私筛查的权限 — who sees the true words, who opens what was kept apart, who sets how things are masked.

Masking, removing and marking as looked at come with drafting (`disclosure.policies.DRAFT`), justifying with
reviewing (`disclosure.policies.REVIEW`).
"""

from gongkai.core.permissions import permission
from gongkai.rules.posts import Role

REVEAL = permission("screening.reveal", "查看被遮盖的原字", Role.LIAISON, Role.REVIEWER, Role.OFFICE)
OPEN_ORIGINALS = permission("screening.originals", "查阅留存的原件", Role.REVIEWER, Role.OFFICE)
SET_MASKS = permission("screening.masks", "设置脱敏方式", Role.OFFICE, Role.ADMINISTRATOR)

"""隐私筛查的权限 — who sees the true words, opens what was kept apart, sets masks, and sweeps what is public.

Masking, removing and marking as looked at come with drafting (`disclosure.policies.DRAFT`), justifying with
reviewing (`disclosure.policies.REVIEW`).
"""

from gongkai.core.permissions import permission
from gongkai.rules.posts import Role

REVEAL = permission("screening.reveal", "查看被遮盖的原字", Role.LIAISON, Role.REVIEWER, Role.OFFICE)
OPEN_ORIGINALS = permission("screening.originals", "查阅留存的原件", Role.REVIEWER, Role.OFFICE)
SET_MASKS = permission("screening.masks", "设置脱敏方式", Role.OFFICE, Role.ADMINISTRATOR)
SEE_SWEEPS = permission("screening.sweeps", "查看清查结果", Role.REVIEWER, Role.LEADER, Role.OFFICE)
SWEEP = permission("screening.sweep", "清查公开的信息", Role.OFFICE)

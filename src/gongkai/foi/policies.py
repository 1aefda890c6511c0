"""依申请公开的权限与可见范围 — who handles, who signs, who may see whom.

Staff see the cases of the organs for which they hold SEE_CASES, and those in which their organ handles a part.
An applicant sees one case, by the key that the receipt bears (`queries.case_by_key`). Nobody else sees any; the
public register (`queries.shown_to_all`) shows no person.
"""

from gongkai.core.permissions import permission
from gongkai.rules.posts import Role

SEE_CASES = permission("foi.see", "查看申请", Role.CASE_OFFICER, Role.LEADER, Role.OFFICE)
HANDLE = permission("foi.handle", "办理申请", Role.CASE_OFFICER, Role.OFFICE)
CO_HANDLE = permission("foi.co_handle", "反馈协办意见", Role.CASE_OFFICER, Role.LEADER, Role.OFFICE)
APPROVE_EXTENSION = permission("foi.extension", "批准延长答复期限", Role.LEADER, Role.OFFICE)
SIGN_DECISION = permission("foi.sign", "签发决定", Role.LEADER)
REVEAL_APPLICANT = permission("foi.reveal", "查看申请人身份信息", Role.CASE_OFFICER, Role.LEADER, Role.OFFICE)
URGE = permission("foi.urge", "催办申请", Role.OFFICE)
"""The disclosure office urges the organs below it; the urging is on record."""

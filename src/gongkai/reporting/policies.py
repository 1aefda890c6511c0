"""统计与年报的权限 — who declares figures, who confirms them, who sees what stands behind them."""

from gongkai.core.permissions import permission
from gongkai.rules.posts import Role

DECLARE = permission("reporting.declare", "填报数字", Role.LIAISON)
CONFIRM_DECLARED = permission("reporting.confirm_declared", "确认填报数字", Role.REVIEWER, Role.LEADER)
SEE_DECLARED = permission(
    "reporting.see_declared",
    "查看填报数字",
    Role.LIAISON,
    Role.REVIEWER,
    Role.LEADER,
    Role.CASE_OFFICER,
    Role.OFFICE,
)
CHASE_DECLARED = permission("reporting.chase_declared", "催报数字", Role.OFFICE)
"""The disclosure office chases what the organs below it have not declared; the chasing is on record."""
SEE_REPORTS = permission(
    "reporting.see",
    "查看年报",
    Role.LIAISON,
    Role.REVIEWER,
    Role.LEADER,
    Role.CASE_OFFICER,
    Role.OFFICE,
)
DRAFT_REPORT = permission("reporting.draft", "起草年报", Role.LIAISON, Role.OFFICE)
SIGN_REPORT = permission("reporting.sign", "签发年报", Role.LEADER)
CHASE_REPORTS = permission("reporting.chase", "催报年报", Role.OFFICE)
KEEP_LIBRARY = permission("reporting.keep_library", "收存年报", Role.LIAISON, Role.OFFICE)
SEE_MONTHLY = permission(
    "reporting.see_monthly",
    "查看月度统计",
    Role.LIAISON,
    Role.REVIEWER,
    Role.LEADER,
    Role.CASE_OFFICER,
    Role.OFFICE,
)
DRAFT_MONTHLY = permission("reporting.draft_monthly", "起草和报送月度统计", Role.LIAISON, Role.OFFICE)
CONFIRM_MONTHLY = permission("reporting.confirm_monthly", "确认月度统计", Role.REVIEWER, Role.LEADER)
RETURN_MONTHLY = permission(
    "reporting.return_monthly", "退回月度统计", Role.REVIEWER, Role.LEADER, Role.OFFICE
)
LOCK_MONTHLY = permission("reporting.lock_monthly", "锁定月度统计", Role.OFFICE)
CHASE_MONTHLY = permission("reporting.chase_monthly", "催报月度统计", Role.OFFICE)

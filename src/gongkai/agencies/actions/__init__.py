"""机关与人员的办理 — one file per verb."""

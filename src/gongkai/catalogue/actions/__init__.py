"""目录的办理 — one file per verb."""

"""公开 — the open platform for government information disclosure (政府信息公开)."""

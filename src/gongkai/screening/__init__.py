"""隐私筛查 — the gate that keeps personal and hidden data in, and the sweep of what is already public. Start with models.py."""

"""首页 — the pages that combine rooms, and the demonstration."""

"""主动公开的办理 — one file per verb; nothing else changes a document."""

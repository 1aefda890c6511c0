"""主动公开 — documents, versions, attachments, review, publication, withdrawal. Start with models.py."""

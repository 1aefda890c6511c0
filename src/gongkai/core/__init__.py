"""地基 — the one door for changes, the ledger, the outbox, permissions, files, numbering."""

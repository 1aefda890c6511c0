"""导入 — files, tables, other systems and sister sites brought into drafts. Start with models.py."""

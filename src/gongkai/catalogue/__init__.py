"""目录与指南 — columns, structures, classification schemes, index numbers. Start with models.py."""

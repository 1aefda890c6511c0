"""设置 — settings, URL maps and the WSGI entry."""

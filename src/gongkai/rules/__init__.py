"""法规 — the law as plain Python: no database, no web, no clock; every entry cites its article."""

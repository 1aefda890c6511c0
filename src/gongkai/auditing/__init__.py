"""年报审核 — reads anybody's published annual report and says what in it does not add up. Pure Python, no database."""

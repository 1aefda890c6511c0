"""检索 — the index of what may be found, behind one small interface.

No Django here: the rooms above hand in entries and the reader's audiences, and get identifiers back.
"""

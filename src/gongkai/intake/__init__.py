"""收稿 — reads a file into a filled draft (`read.py`); plain Python, no database.

The parsers are no part of what is imported here: they run in processes of their own (`isolated.py`).
"""

from .clean import clean_html, text_of
from .dates import normalise_document_number
from .reading import Cited, FileRefused, Filled, Named, Picture, Reading

__all__ = [
    "Cited",
    "FileRefused",
    "Filled",
    "Named",
    "Picture",
    "Reading",
    "clean_html",
    "normalise_document_number",
    "text_of",
]

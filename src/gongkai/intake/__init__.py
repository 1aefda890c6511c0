"""收稿 — reads a TXT, HTML or DOCX file into a filled draft; plain Python, no database."""

from .clean import clean_html, text_of
from .dates import normalise_document_number
from .read import read
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
    "read",
    "text_of",
]

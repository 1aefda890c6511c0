"""Word 文件 — a paper as DOCX; what makes it is loaded when the first one is asked for, not with every process."""

from gongkai.typesetting.paper import Paper

MEDIA_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def docx(paper: Paper) -> bytes:
    """Return a paper as an editable Word file."""
    from gongkai.typesetting import docx as maker

    return maker.docx(paper)

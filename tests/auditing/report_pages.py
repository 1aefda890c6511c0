"""Renderings of an invented report as published ones come: lines cut anywhere, an old site's page, text boxes, columns."""

import re
from collections.abc import Iterator
from html import escape
from io import BytesIO

from docx import Document
from docx.oxml import parse_xml
from reportlab.lib.pagesizes import A4
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

_WIDE, _NARROW, _SIZE, _LINES = 36, 210, 10.5, 26
_ENDS = re.compile(r"[。：；]$")
_BEGINS = re.compile(r"[一二三四五六]、|（[一二三四五]）|\d\.|　　")
_NUMBER = re.compile(r"(\d)([\d,.]+)")
_ABOVE = (
    '<div><a href="#">首页</a> | 今天是2024年11月22日 星期五</div><table width="100%"><tr><td width="180"><ul>'
    "<li>相关链接</li><li>样本市2007年政府信息公开年度报告</li>"
    "<li>样本市2006年政府信息公开年度报告（公开信息8,888条，同比增长88%）</li></ul></td><td>"
)
_BELOW = (
    "</td></tr></table><table><tr><td>【打印】</td><td>【关闭】</td><td>浏览次数：3,266次</td></tr></table>"
    "<div>主办：样本市人民政府 备案号：样ICP备12345678号 您是第1,234,567位访客</div>"
)
_WORD = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml"'


def paragraphs(text: str) -> list[str]:
    """The paragraphs of a report, lines that it was set in put together."""
    found: list[tuple[str, bool]] = []
    for line in filter(None, map(str.strip, text.splitlines())):
        if found and found[-1][1] and not _ENDS.search(found[-1][0]) and not _BEGINS.match(line):
            found[-1] = (found[-1][0] + line, len(line) > 30)
        else:
            found.append((line, 30 < len(line) < 60))
    return [words for words, _ in found]


def wrapped(text: str) -> tuple[bytes, str]:
    """Plain text with lines of one width, cut also within numbers."""
    lines = (
        f"    {words}"[at : at + _WIDE]
        for words in paragraphs(text)
        for at in range(0, len(words) + 4, _WIDE)
    )
    return "\n".join(lines).encode(), "报告.txt"


def page(text: str) -> tuple[bytes, str]:
    """An old site's page: GB 18030 that says it is UTF-8, tables that arrange it, numbers broken over spans."""
    broken = (_NUMBER.sub(_apart, escape(words)) for words in paragraphs(text))
    body = "\n".join(f'<p class="MsoNormal">&nbsp;&nbsp;&nbsp;&nbsp;{words}</p>' for words in broken)
    head = '<head><meta http-equiv="Content-Type" content="text/html; charset=utf-8"></head>'
    return f"<html>{head}<body>{_ABOVE}{body}{_BELOW}</body></html>".encode("gb18030"), "报告.html"


def _apart(number: re.Match[str]) -> str:
    return f'<span lang="EN-US">{number[1]}</span><span style="font-family:宋体">{number[2]}</span>'


def boxed(text: str) -> tuple[bytes, str]:
    """A document whose paragraphs stand in a text box, its title above."""
    title, *rest = paragraphs(text)
    inner = "".join(f"<w:p><w:r><w:t>{escape(words)}</w:t></w:r></w:p>" for words in rest)
    box = f"<v:shape><v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape>"
    document, stream = Document(), BytesIO()
    document.add_paragraph(title)
    document.element.body.insert(1, parse_xml(f"<w:p {_WORD}><w:r><w:pict>{box}</w:pict></w:r></w:p>"))
    document.save(stream)
    return stream.getvalue(), "报告.docx"


def in_columns(text: str) -> tuple[bytes, str]:
    """Pages of two narrow columns with a number below."""
    pdfmetrics.registerFont(UnicodeCIDFont("STSong-Light"))
    title, *rest = paragraphs(text)
    stream = BytesIO()
    canvas = Canvas(stream, pagesize=A4)
    canvas.setFont("STSong-Light", 16)
    canvas.drawCentredString(297, 800, title)
    lines = [line for words in rest for line in _set("    " + words)]
    for number, start in enumerate(range(0, len(lines), 2 * _LINES), 1):
        canvas.setFont("STSong-Light", _SIZE)
        for place, line in enumerate(lines[start : start + 2 * _LINES]):
            canvas.drawString(60 + 250 * (place // _LINES), 770 - 19 * (place % _LINES), line)
        canvas.drawCentredString(297, 40, f"- {number} -")
        canvas.showPage()
    canvas.save()
    return stream.getvalue(), "报告.pdf"


def _set(words: str) -> Iterator[str]:
    line = ""
    for letter in words:
        if pdfmetrics.stringWidth(line + letter, "STSong-Light", _SIZE) > _NARROW:
            yield line
            line = ""
        line += letter
    yield line

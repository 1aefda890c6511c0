"""页眉页脚 — what stands on the pages of a Word paper beside its words: page numbers, red lines, 草稿 across the page."""

from typing import Any

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from gongkai.typesetting import layout
from gongkai.typesetting.paper import DRAFT

_VML = 'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'
_GREY = "#e6e6e6"
_RULE_LEFT = (layout.PAGE_MM[0] - layout.RULE_MM) / 2
# What may follow in the properties of a paragraph (ISO/IEC 29500-1, 17.3.1.26).
_AFTER_BORDER = ("w:shd", "w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr")
_AFTER_FRAME = ("w:widowControl", "w:numPr", "w:pBdr", *_AFTER_BORDER)


def add_furniture(document: Document, *, letter: bool, draft: bool) -> None:
    """Page numbers outside (7.5), no number but the lower double line on the first page of a letter (10.1)."""
    section = document.sections[0]
    _number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
    _number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)
    if letter:
        _foot_line(section.first_page_footer.paragraphs[0])
    if draft:
        heads = [section.header, section.even_page_header, *([section.first_page_header] if letter else [])]
        for number, head in enumerate(heads):
            _watermark(head.paragraphs[0], number)


def head_line(paragraph: Paragraph) -> None:
    """Put the organ's name where a letter has it, whatever the margins, with the red double line below it."""
    frame = parse_xml(
        f'<w:framePr {nsdecls("w")} w:w="{_twips(layout.RULE_MM)}" w:wrap="notBeside" w:vAnchor="page" '
        f'w:hAnchor="page" w:x="{_twips(_RULE_LEFT)}" w:y="{_twips(layout.LETTERHEAD_TOP_MM)}"/>'
    )
    properties: Any = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(frame, *_AFTER_FRAME)
    _double_line(paragraph, "bottom", 4)


def _foot_line(paragraph: Paragraph) -> None:
    form = paragraph.paragraph_format
    form.left_indent, form.right_indent = Mm(_RULE_LEFT - layout.LEFT_MM), Mm(_RULE_LEFT - layout.RIGHT_MM)
    form.first_line_indent, form.line_spacing = Pt(0), Pt(1)
    _double_line(paragraph, "top", 1)


def _double_line(paragraph: Paragraph, edge: str, space: int) -> None:
    """A thick line and a thin one: the thick one above at the head, below at the foot (10.1)."""
    border = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:{edge} w:val="thickThinMediumGap" w:sz="24" w:space="{space}" '
        f'w:color="{layout.RED}"/></w:pBdr>'
    )
    properties: Any = paragraph._p.get_or_add_pPr()
    properties.insert_element_before(border, *_AFTER_BORDER)


def _twips(millimetres: float) -> int:
    return round(millimetres * layout.POINTS * 20)


def _number(paragraph: Paragraph, align: WD_ALIGN_PARAGRAPH) -> None:
    form = paragraph.paragraph_format
    form.alignment = align
    form.left_indent = form.right_indent = Pt(layout.SMALL)
    form.line_spacing = Pt(layout.SMALL)
    # The foot of the page is where the double line of a letter is; a number stands higher.
    above = layout.BOTTOM_MM - layout.PAGE_NUMBER_GAP_MM - layout.FOOT_LINE_MM
    form.space_after = Mm(above - layout.SMALL / layout.POINTS)
    _said(paragraph, "— ")
    for kind in ("begin", None, "end"):
        run: Any = _said(paragraph, "")._r
        if kind is None:
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = " PAGE "
            run.append(code)
        else:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
            run.append(mark)
    _said(paragraph, " —")


def _said(paragraph: Paragraph, words: str) -> Any:
    run = paragraph.add_run(words)
    run.font.size = Pt(layout.SMALL)
    run.font.name = layout.SONGTI[0]
    fonts: Any = run._r.get_or_add_rPr().rFonts
    fonts.set(qn("w:eastAsia"), layout.SONGTI[0])
    return run


def _watermark(paragraph: Paragraph, number: int) -> None:
    """A drawn word behind the text, as Word itself draws watermarks."""
    place = (
        "position:absolute;margin-left:0;margin-top:0;width:380pt;height:190pt;rotation:315;z-index:-1;"
        "mso-position-horizontal:center;mso-position-horizontal-relative:page;"
        "mso-position-vertical:center;mso-position-vertical-relative:page"
    )
    paragraph._p.append(
        parse_xml(
            f"<w:r {nsdecls('w')} {_VML}><w:rPr><w:noProof/></w:rPr><w:pict>"
            '<v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800" '
            'path="m@7,l@8,m@5,21600l@6,21600e"><v:formulas><v:f eqn="sum #0 0 10800"/>'
            '<v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/><v:f eqn="sum 0 0 @2"/>'
            '<v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/><v:f eqn="if @0 21600 @1"/>'
            '<v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/></v:formulas>'
            '<v:path textpathok="t" o:connecttype="rect"/><v:textpath on="t" fitshape="t"/></v:shapetype>'
            f'<v:shape id="draft{number}" o:spid="_x0000_s{2050 + number}" type="#_x0000_t136" alt="{DRAFT}" '
            f'style="{place}" o:allowincell="f" fillcolor="{_GREY}" stroked="f">'
            f'<v:textpath style="font-family:&quot;{layout.HEITI[0]}&quot;;font-size:1pt" string="{DRAFT}"/>'
            "</v:shape></w:pict></w:r>"
        )
    )

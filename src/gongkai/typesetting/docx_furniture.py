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


def add_furniture(document: Document, *, letter: bool, draft: bool) -> None:
    """Page numbers outside (7.5), no number but the lower double line on the first page of a letter (10.1)."""
    section = document.sections[0]
    _number(section.footer.paragraphs[0], WD_ALIGN_PARAGRAPH.RIGHT)
    _number(section.even_page_footer.paragraphs[0], WD_ALIGN_PARAGRAPH.LEFT)
    if letter:
        double_line(section.first_page_footer.paragraphs[0], "top", "thinThickSmallGap")
    if draft:
        heads = [section.header, section.even_page_header, *([section.first_page_header] if letter else [])]
        for number, head in enumerate(heads):
            _watermark(head.paragraphs[0], number)


def double_line(paragraph: Paragraph, edge: str, kind: str) -> None:
    """A red double line of 170 mm above or below a paragraph."""
    edge_mm = (layout.PAGE_MM[0] - layout.RULE_MM) / 2
    paragraph.paragraph_format.left_indent = Mm(edge_mm - layout.LEFT_MM)
    paragraph.paragraph_format.right_indent = Mm(edge_mm - layout.RIGHT_MM)
    paragraph.paragraph_format.first_line_indent = Pt(0)
    properties: Any = paragraph._p.get_or_add_pPr()
    border = parse_xml(
        f'<w:pBdr {nsdecls("w")}><w:{edge} w:val="{kind}" w:sz="18" w:space="4" w:color="{layout.RED}"/></w:pBdr>'
    )
    properties.insert_element_before(
        border, "w:shd", "w:tabs", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr", "w:sectPr"
    )


def _number(paragraph: Paragraph, align: WD_ALIGN_PARAGRAPH) -> None:
    form = paragraph.paragraph_format
    form.alignment = align
    form.left_indent = form.right_indent = Pt(layout.SMALL)
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

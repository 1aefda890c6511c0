"""公文样式 — page, Word styles and heading numbers of a paper, so that an officer can go on editing it."""

from dataclasses import dataclass, replace
from typing import Any

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

from gongkai.typesetting import layout

LETTERHEAD, NUMBER, ADDRESSEE = "发文机关标志", "发文字号", "主送机关"
INDENTED, FLUSH, CENTRED, SMALL = "公文正文", "公文顶格", "公文居中", "公文说明"
QUOTE, TABLE, HEAD, FINE_TABLE = "公文引述", "表格文字", "表格标题", "小号表格"
ATTACHMENTS, SIGNING, NOTE, FINE = "附件说明", "署名日期", "附注", "核验说明"
HEADINGS = ("Heading 1", "Heading 2", "Heading 3")
_LATIN = "Times New Roman"
_LEVELS = (("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "（%2）"), ("decimal", "%3. "))
_NUMBERING = 91
# What may follow the distance of characters in the properties of a style (ISO/IEC 29500-1, 17.3.2.28).
_AFTER_SPACING = ("w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:highlight", "w:u", "w:lang")
# No room between Chinese characters and figures: a paper has its own grid (17.3.1.2, 17.3.1.3).
_AFTER_AUTO = ("w:bidi", "w:adjustRightInd", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:outlineLvl")
_EXACT = WD_LINE_SPACING.EXACTLY
_TABLE_LINE, _FINE_LINE, _FINE_TABLE_LINE = 19.0, 14.0, 12.0


@dataclass(frozen=True, slots=True)
class _Look:
    """样式 — font, size, place and indent (characters) of one Word style."""

    fonts: tuple[str, ...] = layout.FANGSONG
    size: float = layout.BODY
    align: WD_ALIGN_PARAGRAPH = WD_ALIGN_PARAGRAPH.LEFT
    indent: float = 0
    left: float = 0
    before: float = 0
    after: float = 0
    line: float | None = layout.LINE
    bold: bool = False
    colour: str = ""
    keep: bool = False


_MIDDLE, _RIGHT, _BOTH = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.RIGHT, WD_ALIGN_PARAGRAPH.JUSTIFY
_LOOKS = {
    "Normal": _Look(align=_BOTH),
    "Title": _Look(
        layout.XIAOBIAOSONG,
        layout.TITLE,
        _MIDDLE,
        line=layout.TITLE_LINE,
        before=2 * layout.LINE,
        after=layout.LINE,
        keep=True,
    ),
    "Heading 1": _Look(layout.HEITI, indent=2, keep=True),
    "Heading 2": _Look(layout.KAITI, indent=2, keep=True),
    "Heading 3": _Look(indent=2, bold=True, keep=True),
    LETTERHEAD: _Look(layout.XIAOBIAOSONG, 40, _MIDDLE, line=50, colour=layout.RED),
    NUMBER: _Look(align=_RIGHT),
    ADDRESSEE: _Look(keep=True),
    INDENTED: _Look(align=_BOTH, indent=2),
    FLUSH: _Look(align=_BOTH),
    CENTRED: _Look(align=_MIDDLE),
    SMALL: _Look(size=layout.TABLE, line=20),
    QUOTE: _Look(layout.KAITI, left=3),
    TABLE: _Look(size=layout.TABLE, line=_TABLE_LINE),
    HEAD: _Look(layout.HEITI, layout.TABLE, _MIDDLE, line=_TABLE_LINE),
    FINE_TABLE: _Look(size=layout.FINE, line=_FINE_TABLE_LINE),
    ATTACHMENTS: _Look(indent=-4.3, left=6.3),
    SIGNING: _Look(align=_RIGHT, keep=True),
    NOTE: _Look(indent=2),
    FINE: _Look(size=layout.FINE, line=_FINE_LINE),
}


def add_styles(document: Document, line: float) -> None:
    """Set the built-in styles and add those of official papers, their lines so far apart (points)."""
    for name, usual in _LOOKS.items():
        look = _closer(usual, line)
        known = name in document.styles
        style: Any = (
            document.styles[name] if known else document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        )
        if not known:
            style.base_style = document.styles["Normal"]
            style.quick_style = True
        _apply(style, look)
    _number_headings(document)


def _closer(look: _Look, line: float) -> _Look:
    """The same with the distance of lines of one letter, and the room about its title in such lines."""
    scale = line / layout.LINE
    return replace(
        look,
        line=line if look.line == layout.LINE else look.line,
        before=round(look.before * scale, 1),
        after=round(look.after * scale, 1),
    )


def _apply(style: Any, look: _Look) -> None:
    run = style.element.get_or_add_rPr()
    for old in run.findall(qn("w:rFonts")):
        run.remove(old)
    fonts = OxmlElement("w:rFonts")
    for script, name in (("ascii", _LATIN), ("hAnsi", _LATIN), ("eastAsia", look.fonts[0]), ("cs", _LATIN)):
        fonts.set(qn(f"w:{script}"), name)
    run.insert(0, fonts)
    style.font.size, style.font.bold, style.font.italic = Pt(look.size), look.bold, False
    style.font.color.rgb = RGBColor.from_string(look.colour or "000000")
    if look.size == layout.BODY:
        spacing = OxmlElement("w:spacing")
        spacing.set(qn("w:val"), str(round((layout.PITCH - layout.BODY) * 20)))
        run.insert_element_before(spacing, *_AFTER_SPACING)
    form = style.paragraph_format
    form.alignment, form.keep_with_next = look.align, look.keep
    form.space_before, form.space_after = Pt(look.before), Pt(look.after)
    form.line_spacing_rule = _EXACT if look.line else WD_LINE_SPACING.SINGLE
    if look.line:
        form.line_spacing = Pt(round(look.line, 1))
    form.left_indent, form.first_line_indent = Pt(look.left * look.size), Pt(look.indent * look.size)
    form.widow_control = True
    for script in ("DE", "DN"):
        _before(style.element.pPr, f"w:autoSpace{script}", _AFTER_AUTO)
    for border in style.element.get_or_add_pPr().findall(qn("w:pBdr")):
        style.element.pPr.remove(border)


def _before(properties: Any, name: str, after: tuple[str, ...]) -> None:
    """Switch a property off, in its place among the others."""
    made = OxmlElement(name)
    made.set(qn("w:val"), "0")
    properties.insert_element_before(made, *after)


def _number_headings(document: Document) -> None:
    """Let Word itself number the headings 一、（一）1. so that they stay right when somebody edits."""
    levels = "".join(
        f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>'
        f'<w:pStyle w:val="Heading{level + 1}"/><w:suff w:val="nothing"/><w:lvlText w:val="{words}"/>'
        '<w:lvlJc w:val="left"/></w:lvl>'
        for level, (form, words) in enumerate(_LEVELS)
    )
    numbering = document.part.numbering_part.element
    first = numbering.find(qn("w:num"))
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{_NUMBERING}">'
        f'<w:multiLevelType w:val="multilevel"/>{levels}</w:abstractNum>'
    )
    first.addprevious(abstract) if first is not None else numbering.append(abstract)
    numbering.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{_NUMBERING}"><w:abstractNumId w:val="{_NUMBERING}"/></w:num>'
        )
    )
    for level, name in enumerate(HEADINGS):
        document.styles[name].element.get_or_add_pPr().append(number_properties(level, _NUMBERING))


def number_properties(level: int, number: int) -> Any:
    """The property of a paragraph that takes part in a numbered list; number 0 takes it out."""
    return parse_xml(
        f'<w:numPr {nsdecls("w")}><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
    )


def set_page(document: Document, *, landscape: bool, letter: bool) -> None:
    """Paper and margins (GB/T 9704-2012, 5.1 and 5.2); 28 characters by 22 lines come from the styles."""
    section = document.sections[0]
    across, down = reversed(layout.PAGE_MM) if landscape else layout.PAGE_MM
    section.page_width, section.page_height = Mm(across), Mm(down)
    section.top_margin, section.bottom_margin = Mm(layout.TOP_MM), Mm(layout.BOTTOM_MM)
    section.left_margin, section.right_margin = Mm(layout.LEFT_MM), Mm(layout.RIGHT_MM)
    section.header_distance = Mm(layout.LETTERHEAD_TOP_MM / 2)
    section.footer_distance = Mm(layout.FOOT_LINE_MM)
    section.different_first_page_header_footer = letter
    document.settings.odd_and_even_pages_header_footer = True
    properties: Any = section._sectPr
    if landscape:
        properties.find(qn("w:pgSz")).set(qn("w:orient"), "landscape")
    for old in properties.findall(qn("w:docGrid")):
        properties.remove(old)


def say(document: Document, words: str, style: str) -> Paragraph:
    """A new paragraph at the end. Looking a style up by its name costs more than all the rest."""
    made = document.add_paragraph(words)
    dress(made, style)
    return made


def dress(paragraph: Paragraph, style: str) -> None:
    """Give a paragraph one of the styles."""
    paragraph._p.style = style.replace(" ", "")

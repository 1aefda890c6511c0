"""公文 PDF — a paper as tagged PDF (PDF/UA-1, ISO 14289-1), the same bytes for the same paper.

WeasyPrint and with it Pango are loaded when the first PDF is made: a process that makes none pays nothing.
"""

import base64
import contextlib
import hashlib
import io
import threading
import unicodedata
from functools import cache
from typing import Any

from lxml import etree

from gongkai.typesetting import layout
from gongkai.typesetting.paper import DRAFT, Paper, mapped, printable
from gongkai.typesetting.web import page, sheet

_NO_PANGO = (
    "这台服务器还不能生成 PDF：缺少排版组件 Pango。请管理员安装（Debian：apt-get install libpango-1.0-0 "
    "libpangoft2-1.0-0 libharfbuzz-subset0；macOS：brew install pango），或先下载 Word 版。"
)
_NO_FONTS = (
    "这台服务器还不能生成 PDF：缺少中文字体。请管理员安装（Debian：apt-get install fonts-noto-cjk；"
    "macOS：brew install --cask font-noto-serif-cjk-sc），或先下载 Word 版。"
)
# Pango's font maps are not made for several threads at once.
_PANGO = threading.Lock()
_MOST_MISSING = 0.5
_VARIANT = "pdf/ua-1"
_SVG = "http://www.w3.org/2000/svg"


class PdfUnavailable(Exception):
    """暂不能生成 PDF — the machine lacks Pango or a Chinese font; the message says in Chinese what to install."""


def pdf(paper: Paper) -> bytes:
    """The paper as PDF. Raises PdfUnavailable."""
    paper = mapped(paper, printable)
    source = page(paper)
    identifier = hashlib.sha256(source.encode()).digest()[:16]
    with _PANGO:
        document = _laid_out(paper, source)
        made: bytes = document.write_pdf(pdf_variant=_VARIANT, pdf_identifier=identifier)
    missing = {chr(code) for font in document.fonts.values() for code in font.missing}
    _refuse_without_fonts(source, missing)
    return made


def _laid_out(paper: Paper, source: str) -> Any:
    """The pages; a letter that is only a little too long for one page is set closer, so that nobody signs an empty one."""
    document = _rendered(paper, source, layout.LINE)
    if paper.letterhead and paper.signing and len(document.pages) == 2:
        closer = (_rendered(paper, source, line) for line in layout.CLOSER)
        return next((each for each in closer if len(each.pages) == 1), document)
    return document


def _rendered(paper: Paper, source: str, line: float) -> Any:
    weasyprint = _weasyprint()
    own = weasyprint.CSS(string=_own_style(paper, line), url_fetcher=_fetcher())
    return weasyprint.HTML(string=source, url_fetcher=_fetcher()).render(
        stylesheets=[_style(), own], font_config=_fonts(), pdf_variant=_VARIANT
    )


def drawn_page(drawing: bytes, across: float, down: float) -> bytes:
    """An SVG by itself on a page of its size (CSS pixels). Raises PdfUnavailable."""
    weasyprint = _weasyprint()
    coded = base64.b64encode(drawing).decode("ascii")
    source = f'<img alt="" src="data:image/svg+xml;base64,{coded}">'
    style = f"@page {{ size: {across}px {down}px; margin: 0 }} body {{ margin: 0 }} img {{ display: block }}"
    with _PANGO:
        own = weasyprint.CSS(string=style, url_fetcher=_fetcher())
        page = weasyprint.HTML(string=source, url_fetcher=_fetcher())
        made: bytes = page.write_pdf(stylesheets=[own], font_config=_fonts())
    return made


@cache
def _weasyprint() -> Any:
    """The library; what it prints when Pango is missing is said in our words instead."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            import weasyprint
    except OSError as error:
        raise PdfUnavailable(_NO_PANGO) from error
    return weasyprint


@cache
def _fetcher() -> Any:
    """Nothing is fetched from anywhere: a paper holds all that it shows."""
    from weasyprint.urls import URLFetcher

    return URLFetcher(allowed_protocols=("data",))


@cache
def _fonts() -> Any:
    """The fonts of this machine, loaded once: a set for each paper would cost time, and memory until it is collected."""
    from weasyprint.text.fonts import FontConfiguration

    return FontConfiguration()


def _refuse_without_fonts(source: str, missing: set[str]) -> None:
    """Raises PdfUnavailable when most Chinese characters were drawn as boxes; a rare one is no reason to refuse."""
    written = {one for one in source if unicodedata.name(one, "").startswith("CJK UNIFIED")}
    if len(written & missing) > len(written) * _MOST_MISSING:
        raise PdfUnavailable(_NO_FONTS)


@cache
def _style() -> Any:
    """What all papers have in common."""
    return _weasyprint().CSS(string=sheet("paper.css"), url_fetcher=_fetcher())


def _own_style(paper: Paper, line: float) -> str:
    """The page and the sizes that depend on the words; holds numbers only, no words of the paper."""
    across, down = reversed(layout.PAGE_MM) if paper.landscape else layout.PAGE_MM
    rules = [
        f"@page {{ size: {across}mm {down}mm; margin: {layout.TOP_MM}mm {layout.RIGHT_MM}mm {layout.BOTTOM_MM}mm "
        f"{layout.LEFT_MM}mm; background: {_ground(paper, first=False)} }}"
    ]
    if line != layout.LINE:
        rules.append(f":root {{ --line: {line}pt }}")
    if paper.letterhead:
        rules.append(
            f"@page :first {{ margin-top: {layout.LETTERHEAD_TOP_MM}mm; "
            f"background: {_ground(paper, first=True)}; "
            "@bottom-right { content: none } @bottom-left { content: none } }"
        )
        rules.append(f".paper-letterhead {{ font-size: {layout.letterhead_size(paper.letterhead)}pt }}")
    return "\n".join(rules)


def _ground(paper: Paper, *, first: bool) -> str:
    """What lies behind the words of a page, as a picture: the lower double line of a letter, 草稿."""
    across, down = reversed(layout.PAGE_MM) if paper.landscape else layout.PAGE_MM
    root = etree.Element("svg", {"viewBox": f"0 0 {across} {down}"}, nsmap={None: _SVG})
    if first:
        left, foot = (across - layout.RULE_MM) / 2, down - layout.FOOT_LINE_MM
        for top, thick in ((foot - 1.5, 0.25), (foot - 0.9, 0.6)):
            line = {"x": left, "y": top, "width": layout.RULE_MM, "height": thick}
            etree.SubElement(root, "rect", {k: str(v) for k, v in line.items()}, fill=f"#{layout.RED}")
    if paper.draft:
        middle = f"{across / 2} {down / 2}"
        place = {"x": str(across / 2), "y": str(down / 2 + 22), "font-size": "64", "text-anchor": "middle"}
        drawn = etree.SubElement(root, "text", place, fill="#ebebeb", transform=f"rotate(-35 {middle})")
        drawn.set("font-family", ", ".join(layout.HEITI + layout.SANS))
        drawn.text = DRAFT
    if not len(root):
        return "none"
    # A page's ground begins where its words do, not at its edge.
    top = layout.LETTERHEAD_TOP_MM if first else layout.TOP_MM
    coded = base64.b64encode(etree.tostring(root)).decode("ascii")
    return f'url("data:image/svg+xml;base64,{coded}") -{layout.LEFT_MM}mm -{top}mm / {across}mm {down}mm no-repeat'

"""公文单页 — a paper as a whole HTML document: the source of its PDF, or a page that carries its own style and prints like it."""

from functools import cache
from importlib.resources import files

from lxml import etree

from gongkai.typesetting import layout
from gongkai.typesetting.html import MOST_LINES, element
from gongkai.typesetting.paper import Paper


def page(paper: Paper, style: str = "") -> str:
    """The whole HTML document, with a style sheet in its head where one is given."""
    root = etree.Element("html", {"lang": "zh-CN"})
    head = etree.SubElement(root, "head")
    etree.SubElement(head, "title").text = paper.title.replace("\n", "")
    if style:
        etree.SubElement(head, "meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"})
        etree.SubElement(head, "style").text = style
    etree.SubElement(root, "body").append(element(paper, heading=1))
    return "<!DOCTYPE html>" + str(etree.tostring(root, method="html", encoding="unicode"))


def web(paper: Paper) -> bytes:
    """The paper as one HTML file that needs nothing else: to be read on a screen, and printed."""
    html = page(paper, sheet("paper.css", "screen.css"))
    return html.replace("<head>", '<head><meta charset="utf-8">', 1).encode()


@cache
def sheet(*names: str) -> str:
    """Style sheets of this package one after the other, with the sizes of the layout before them."""
    return _variables() + "".join(
        files(__package__).joinpath(name).read_text(encoding="utf-8") for name in names
    )


def _variables() -> str:
    """Fonts and sizes of the layout as variables, and a class for each width and height that a paper may name."""
    fonts = {
        "fangsong": (*layout.FANGSONG, *layout.SERIF),
        "biaosong": (*layout.XIAOBIAOSONG, *layout.SERIF),
        "heiti": (*layout.HEITI, *layout.SANS),
        "kaiti": (*layout.KAITI, *layout.SERIF),
        "songti": layout.SERIF,
    }
    said = [f"--{name}: {', '.join(_quoted(one) for one in names)}" for name, names in fonts.items()]
    sizes = {"body": layout.BODY, "title": layout.TITLE, "small": layout.SMALL, "table": layout.TABLE}
    said += [f"--{name}: {size}pt" for name, size in {**sizes, "fine": layout.FINE}.items()]
    said += [
        f"--line: {layout.LINE:.2f}pt",
        f"--space: {layout.PITCH - layout.BODY:.3f}pt",
        f"--red: #{layout.RED}",
    ]
    widths = "".join(f".paper-w-{share} {{ width: {share}% }}\n" for share in range(1, 101))
    heights = "".join(
        f".paper-lines-{lines} {{ height: {lines * 1.7:.1f}em }}\n" for lines in range(1, MOST_LINES + 1)
    )
    return f":root {{ {'; '.join(said)} }}\n{widths}{heights}"


def _quoted(font: str) -> str:
    return font if font.endswith("serif") else f'"{font}"'

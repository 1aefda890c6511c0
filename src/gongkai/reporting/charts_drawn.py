"""画出的图 — the bars of a chart as an SVG file of its own, for paper and for files that carry their pictures.

On pages a chart is drawn by its template, in the colours of the style sheet; both have the same geometry.
"""

from collections.abc import Iterable

from lxml import etree

from gongkai.reporting.charts import Bar, Columns, Lanes, Mark
from gongkai.typesetting.layout import SANS

_NAMESPACE = "http://www.w3.org/2000/svg"
_INKS = ("#24262b", "#8b8f98", "#b9bcc4")
"""The colour of each series."""
_GREY = "#c9ccd2"
_SIZE = 12


def svg(chart: Columns | Lanes) -> bytes:
    """Return the drawing of a chart in UTF-8."""
    facts = {"width": str(chart.width), "height": str(chart.height), "font-size": str(_SIZE)}
    root = etree.Element(
        "svg",
        {**facts, "viewBox": f"0 0 {chart.width} {chart.height}", "font-family": ", ".join(SANS)},
        nsmap={None: _NAMESPACE},
    )
    if isinstance(chart, Columns):
        _standing(root, chart)
    else:
        _lying(root, chart)
    drawn: bytes = etree.tostring(root)
    return drawn


def _standing(root: etree._Element, chart: Columns) -> None:
    for step in chart.steps:
        line = {"x1": chart.left, "x2": chart.width, "y1": step.y, "y2": step.y}
        etree.SubElement(root, "line", {name: str(at) for name, at in line.items()}, stroke=_GREY)
        _word(root, Mark(step.x, step.y + _SIZE / 3, step.words), "end")
    _bars(root, chart.bars)
    for place in (*(bar.number for bar in chart.bars if bar.number), *chart.places):
        _word(root, place, "middle")


def _lying(root: etree._Element, chart: Lanes) -> None:
    _bars(root, (lane.bar for lane in chart.lanes))
    for lane in chart.lanes:
        _word(root, lane.name, "start")
        _word(root, lane.number, "start")


def _bars(root: etree._Element, bars: Iterable[Bar]) -> None:
    for bar in bars:
        sides = {"x": bar.x, "y": bar.y, "width": bar.width, "height": bar.height}
        ink = _INKS[(bar.series - 1) % len(_INKS)]
        etree.SubElement(root, "rect", {name: str(at) for name, at in sides.items()}, fill=ink)


def _word(root: etree._Element, mark: Mark, anchor: str) -> None:
    place = {"x": str(mark.x), "y": str(mark.y), "text-anchor": anchor, "fill": _INKS[0]}
    etree.SubElement(root, "text", place).text = mark.words

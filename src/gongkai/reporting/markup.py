"""年报的网页正文 — a report as the body of a published document: headings, paragraphs, pictures, tables in the national layout."""

import contextlib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from django.template.loader import render_to_string

from gongkai.reporting.charts_drawn import svg
from gongkai.reporting.content import Content
from gongkai.reporting.exports_paper import words_of_chart
from gongkai.reporting.illustrations import ShownPicture
from gongkai.typesetting.drawing import PICTURE_TYPE, pixels
from gongkai.typesetting.pdf import PdfUnavailable

_MARK = re.compile(r"attachment:(picture-\d+)")
_ENDINGS = {"image/png": "png", "image/jpeg": "jpg", "image/webp": "webp"}


@dataclass(frozen=True, slots=True)
class PublishedPicture:
    """公开的图 — a picture or a drawn chart that goes with the body: its mark there, the ending of its name, its bytes.

    `width` is how many pixels of the page a drawing takes, which has twice as many; 0 leaves it to the picture.
    """

    illustration: int
    mark: str
    ending: str
    data: bytes
    alt: str
    width: int = 0


def pictures_of(content: Content) -> tuple[PublishedPicture, ...]:
    """Return what a report's body shows; a chart that this machine cannot draw, or that is all noughts, has its table only."""
    return tuple(_pictures(content))


def published_html(content: Content, pictures: Iterable[PublishedPicture] = ()) -> str:
    """Return the body of the document in which a report is published, with a mark for each picture."""
    known = {each.illustration: each for each in pictures}
    return render_to_string("reporting/published.html", {"content": content, "pictures": known})


def with_files(body: str, attachments: Mapping[str, int]) -> str:
    """Return a body in which each mark leads to the attachment of that id."""
    return _MARK.sub(lambda found: f"attachment:{attachments[found[1]]}", body)


def _pictures(content: Content) -> Iterator[PublishedPicture]:
    shown = [each for section in content.sections for each in section.illustrations]
    for number, each in enumerate(shown, 1):
        row, mark = each.illustration, f"picture-{number}"
        if isinstance(each, ShownPicture):
            yield PublishedPicture(row.pk, mark, _ENDINGS[each.media_type], each.data(), row.alt)
            continue
        chart = each.drawn()
        if chart.empty:
            continue
        with contextlib.suppress(PdfUnavailable):
            drawn, words = pixels(svg(chart)), words_of_chart(each)
            yield PublishedPicture(row.pk, mark, _ENDINGS[PICTURE_TYPE], drawn, words, chart.width)

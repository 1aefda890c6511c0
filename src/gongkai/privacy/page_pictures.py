"""页面图像 — a page of a PDF, or a picture, as it is shown: what somebody draws regions on (`region.Region`)."""

from io import BytesIO

from PIL import Image

from gongkai.intake.reading import FileRefused
from gongkai.privacy.pdf_pages import Pages
from gongkai.privacy.pictures import is_picture
from gongkai.privacy.regions import upright

WIDTH = 1200
"""Pixels across: enough to read the words of a page by."""
_HIGHEST = 4 * WIDTH
_QUALITY = 80
_NO_PAGE = "这一页不在文件里，或者无法显示。"


def count_pages(data: bytes) -> int:
    """Return how many pages a PDF has, 1 for a picture; raises FileRefused for what is broken or locked."""
    if is_picture(data):
        return 1
    with Pages(data) as pages:
        return len(pages)


def page_picture(data: bytes, number: int) -> bytes:
    """Return a page (from 0) as JPEG, turned as it is shown; raises FileRefused for what is broken or has no such page."""
    picture = _picture(data, number) if is_picture(data) else _page(data, number)
    picture.thumbnail((WIDTH, _HIGHEST))
    made = BytesIO()
    flat = Image.new("RGB", picture.size, "white")
    flat.paste(picture, mask=picture.getchannel("A") if picture.mode == "RGBA" else None)
    flat.save(made, "JPEG", quality=_QUALITY)
    return made.getvalue()


def _picture(data: bytes, number: int) -> Image.Image:
    if number:
        raise FileRefused("no_page", _NO_PAGE)
    return upright(data)[0]


def _page(data: bytes, number: int) -> Image.Image:
    with Pages(data) as pages:
        page = pages.page(number) if 0 <= number < len(pages) else None
        if page is None:
            raise FileRefused("no_page", _NO_PAGE)
        with page:
            wide, high = page.page.get_size()
            scale = min(WIDTH / wide, _HIGHEST / high)
            picture: Image.Image = page.page.render(scale=scale).to_pil()
            return picture

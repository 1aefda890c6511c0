"""夹带的代码 — markup and script in whatever people type arrives at the reader as words, or not at all."""

from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from cast import NOW, Cast, draft
from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.catalogue.models import Column
from gongkai.disclosure.actions.attach import attach
from gongkai.disclosure.actions.corrections import report_correction
from gongkai.disclosure.actions.pass_review import pass_review
from gongkai.disclosure.actions.relate import relate
from gongkai.disclosure.actions.revise import revise
from gongkai.disclosure.actions.save_draft import save_draft
from gongkai.disclosure.actions.sign import sign
from gongkai.disclosure.actions.submit import submit
from gongkai.disclosure.actions.withdraw import withdraw
from gongkai.rules.disclosure import RelationKind

pytestmark = pytest.mark.django_db

# As an element, out of an attribute, out of a script, out of a template, and into an address.
EVIL = "\"'><img src=x onerror=evil()></script><script>evil()</script>{{evil}}javascript:evil()"
BODY = (
    "<p onclick=evil()>正文</p><script>evil()</script><style>p{background:url(//evil.example)}</style>"
    '<img src="//evil.example/x.png"><img src=x onerror=evil()><svg onload=evil()></svg><a href="javascript:evil()">点这里</a>'
    '<a href=" java\tscript:evil()">再点</a><iframe src="//evil.example"></iframe><form action="//evil.example"><input></form>'
    '<p style="position:fixed">盖住</p><math><mtext><table><mglyph><style><img src=x onerror=evil()></style></table></math>'
    '<noscript><p title="</noscript><img src=x onerror=evil()>">x</p></noscript><base href=//evil.example>'
    '<meta http-equiv=refresh content="0;url=//evil.example"><object data=//evil.example></object>'
)


class Live(HTMLParser):
    """What in a page would run, or lead a browser elsewhere, because of what somebody typed."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.data = False

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        self.data = tag == "script"
        for name, value in attributes:
            text = "".join((value or "").split()).lower()
            if name.startswith("on") or name == "style":
                self.found.append(f"<{tag} {name}={value}>")
            if name in ("href", "src", "action", "formaction", "data") and (
                text.startswith(("javascript:", "data:text", "//evil", "http://evil"))
            ):
                self.found.append(f"<{tag} {name}={value}>")
        if tag == "img" and dict(attributes).get("src") == "x":
            self.found.append("<img src=x>")
        # Drawings of our own templates are no danger; one with a handler is found above.
        if tag in ("iframe", "object", "embed", "base", "math"):
            self.found.append(f"<{tag}>")

    handle_startendtag = handle_starttag

    def handle_data(self, data: str) -> None:
        # Data for search engines may hold the words, but nothing that could end the element.
        if self.data and "<" in data:
            self.found.append(f"script: {data[:200]}")

    def handle_endtag(self, tag: str) -> None:
        self.data = False


def live(markup: str) -> list[str]:
    parser = Live()
    parser.feed(markup)
    return parser.found


def evil(most: int) -> str:
    return EVIL[:most]


@pytest.fixture
def addresses(cast: Cast, worker: Callable[[], int]) -> dict[str, list[str]]:
    """Everything that people can type, full of markup; yields the pages where it is shown."""
    Agency.objects.filter(pk=cast.housing.pk).update(
        address=evil(100),
        hours=evil(60),
        phone=evil(30),
        fax=evil(30),
        email=evil(60),
        website=evil(60),
        guide_text=EVIL,
    )
    Column.objects.filter(pk=cast.normative.pk).update(name=evil(50), basis=evil(80), unit=evil(40))
    values = {
        "title": f"办法{EVIL}",
        "document_number": evil(90),
        "keywords": EVIL,
        "summary": EVIL,
        "source": evil(95),
        "editor": evil(40),
        "body_html": BODY,
        "change_note": EVIL,
    }
    public = _through(cast, draft(cast, **values).pk)
    second = revise(public, actor=cast.lin, now=NOW)
    save_draft(second.pk, actor=cast.lin, now=NOW, values={"change_note": EVIL, "title": f"新办法{EVIL}"})
    file = attach(second.pk, actor=cast.lin, now=NOW, name=f"{EVIL}.txt", data=EVIL.encode(), caption=EVIL)
    relate(public, actor=cast.lin, now=NOW, kind=RelationKind.IMPLEMENTS, to_text=EVIL)
    _through(cast, second.pk)
    gone = _through(cast, draft(cast, **values).pk)
    withdraw([gone], actor=cast.liang, now=NOW, reason=EVIL)
    report = report_correction(
        agency=cast.housing, document=None, page=f"/{EVIL}", words=EVIL * 3, contact=evil(90), now=NOW
    )
    waiting = draft(cast, **values)
    worker()
    assert file.name
    query = "?q=办法%22%3E%3Cimg%20src%3Dx%20onerror%3Devil()%3E"
    return {
        "public": [
            "/",
            f"/documents/{public}/",
            f"/documents/{public}/versions/1/",
            f"/documents/{public}/versions/2/",
            f"/documents/{gone}/",
            "/organs/",
            "/organs/lj-housing/",
            "/organs/lj-housing/guide/",
            "/organs/lj-housing/columns/20-1-normative/",
            "/archive/2026/",
            "/withdrawn/",
            "/search/?q=办法",
            f"/search/{query}",
            "/corrections/?page=%22%3E%3Cimg%20src%3Dx%20onerror%3Devil()%3E",
            "/feeds/newest.atom",
            "/feeds/search.atom?q=办法",
        ],
        "desk": [
            "/desk/",
            "/desk/documents/",
            f"/desk/documents/{public}/",
            f"/desk/documents/{public}/differences/",
            f"/desk/documents/{waiting.document_id}/edit/",
            f"/desk/documents/{gone}/",
            f"/desk/versions/{second.pk}/",
            "/desk/corrections/",
            f"/desk/corrections/{report.pk}/",
            "/desk/ledger/",
            "/desk/withdraw/?q=办法",
            f"/desk/documents/{query}",
            "/desk/organs/lj-housing/",
            "/desk/catalogue/organs/lj-housing/",
        ],
    }


def _through(cast: Cast, version_id: int) -> int:
    version = submit(version_id, actor=cast.lin, now=NOW)
    pass_review(version_id, actor=cast.shen, now=NOW)
    sign(version_id, actor=cast.liang, now=NOW)
    return int(version.document_id)


@pytest.mark.parametrize("language", ["hans", "hant", "en"])
def test_nothing_that_was_typed_runs_on_any_page(
    addresses: dict[str, list[str]], cast: Cast, signed_in: Callable[[Actor], Client], language: str
) -> None:
    wrong, shown = [], 0
    for side, client in (("public", Client()), ("desk", signed_in(cast.zheng))):
        client.cookies["gk"] = f"{language}.normal"
        for address in addresses[side]:
            cache.clear()
            response: Any = client.get(address)
            assert response.status_code in (200, 410), (address, response.status_code)
            text = response.content.decode()
            shown += "evil" in text
            wrong += [f"{address}: {each}" for each in live(text)]
    assert wrong == []
    assert shown > 20  # it really stood there


def test_the_body_keeps_its_words_and_loses_the_rest(cast: Cast) -> None:
    version = draft(cast, body_html=BODY)
    assert "正文" in version.body_html
    assert "盖住" in version.body_html
    assert live(version.body_html) == []
    assert "evil" not in version.body_html


@pytest.mark.parametrize(
    "markup",
    [
        "<p onclick=x()>",
        "<a href='javascript:x()'>",
        "<img src=x>",
        "<svg onload=x()>",
        "<script>var x = '<b>'</script>",
    ],
)
def test_the_search_for_what_runs_finds_it(markup: str) -> None:
    assert live(markup)

"""可见矩阵 — each kind of document in each channel: the public meets what is public, and nothing else anywhere.

A search repeats the words that were typed, so a search here asks for the first half of a title, and the second half
is what must not be met.
"""

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.test import Client

from architecture.routes_table import PUBLIC_PAGES
from architecture.world import OWN, SECRET, TITLES, World, columns_of
from cast import NOW, Cast, submitted
from gongkai.disclosure.actions.return_draft import return_draft
from gongkai.disclosure.models import Version

pytestmark = pytest.mark.django_db

HALF = 4
PUBLIC = ("public", "new", "mended")


def secret(kind: str) -> str:
    """The half of a title that nobody types here."""
    return TITLES[kind][HALF:]


def typed(kind: str) -> str:
    """The half of a title that is searched for."""
    return quote(TITLES[kind][:HALF])


def text_of(client: Client, address: str) -> str:
    cache.clear()
    answer: Any = client.get(address)
    assert answer.status_code in {200, 301, 302, 404, 410, 422}, (address, answer.status_code)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    return str(content.decode())


def searches(kind: str) -> dict[str, str]:
    """Every channel that one can ask for a document by its words."""
    return {
        "search": f"/search/?q={typed(kind)}",
        "before applying": f"/application/?q={typed(kind)}",
        "suggestions": f"/search/suggest/?q={typed(kind)}",
        "search feed": f"/feeds/search.atom?q={typed(kind)}",
        "API search": f"/api/v1/documents?q={typed(kind)}",
    }


def lists(cast: Cast) -> dict[str, str]:
    """Every channel that shows what there is."""
    organ = cast.housing.code
    pages = {
        "home": "/",
        "organ": f"/organs/{organ}/",
        "statutory": "/statutory/",
        "application": "/application/",
        "answered applications": "/application/answered/",
        "archive": "/archive/",
        "archive of the year": "/archive/2026/",
        "withdrawn": "/withdrawn/",
        "all": "/search/",
        "newest feed": "/feeds/newest.atom",
        "feed of the organ": f"/feeds/organs/{organ}.atom",
        "feed of answered applications": "/feeds/answered.atom",
        "site map": "/sitemap/",
        "catalogue.csv": "/catalogue.csv",
        "catalogue.jsonl": "/catalogue.jsonl",
        "API list": "/api/v1/documents?limit=100",
        "corrections": "/corrections/",
        "check of reports": "/reports/check/",
        "library of reports": "/reports/library/",
        "table of the library": "/reports/library/table/",
    }
    for column in columns_of(cast):
        pages[f"column {column.code}"] = f"/organs/{organ}/columns/{column.code}/"
        pages[f"feed of column {column.code}"] = f"/feeds/organs/{organ}/columns/{column.code}.atom"
    return pages


def own_addresses(world: World, kind: str) -> Iterator[str]:
    """Every address of a document, of each of its versions and of each file."""
    document = world.documents[kind]
    yield f"/documents/{document.pk}/"
    yield f"/documents/{document.pk}/qr.svg"
    yield f"/documents/{world.documents['public'].pk}/beside/{document.pk}/"
    yield f"/corrections/?page=/documents/{document.pk}/"
    yield f"/api/v1/documents/{document.pk}"
    for version in Version.objects.filter(document=document):
        yield f"/documents/{document.pk}/versions/{version.number}/"
        yield f"/api/v1/documents/{document.pk}/versions/{version.number}"
        for file in version.attachments.all():
            yield f"/documents/{document.pk}/files/{file.pk}/{quote(file.name)}"


def met(client: Client, addresses: dict[str, str], kinds: tuple[str, ...]) -> list[str]:
    found = []
    for channel, address in addresses.items():
        text = text_of(client, address)
        found += [f"{channel}: {kind}" for kind in kinds if secret(kind) in text]
    return found


@pytest.mark.parametrize("reader", ["anonymous", "lin", "guan"])
def test_no_channel_of_the_portal_shows_what_is_not_public(
    world: World, signed_in: Callable[..., Client], reader: str
) -> None:
    """Whoever is signed in reads the same pages as everyone."""
    client = Client() if reader == "anonymous" else signed_in(world.actor(reader))
    shown = met(client, lists(world.cast), (*SECRET, "old"))
    for kind in (*SECRET, "old"):
        shown += met(client, searches(kind), (*SECRET, "old"))
    for kind in (kind for kind in SECRET if kind != "spoilt"):
        shown += met(client, {address: address for address in own_addresses(world, kind)}, (kind,))
    spoilt = {address: address for address in own_addresses(world, "spoilt")}
    assert not shown + met(client, spoilt, ("spoilt",))


@pytest.mark.parametrize("page", PUBLIC_PAGES.split())
def test_every_page_for_everyone_is_among_the_channels_or_shows_no_documents(page: str) -> None:
    """A new public page is a new channel: it must be named above, or here with the reason."""
    without_documents = {
        "organs", "organ-guide", "guide", "system", "rules", "reports", "accessibility", "privacy", "data", "robots",
        "application-form",
        "correction-received", "api-agencies", "api-agency", "api-columns", "api-schemes", "api-description", "push-description",
        "account_inactive", "socialaccount_login_cancelled", "sitemap-index",
        "figures", "figure-definitions", "figure-definition",  # numbers, and what they are
    }  # fmt: skip
    channels = {
        "home", "organ", "statutory", "application", "application-answered", "archive", "archive-year", "withdrawn", "sitemap", "column",
        "feed-newest", "feed-answered", "feed-search", "feed-organ", "feed-column", "sitemap-part", "catalogue-csv",
        "catalogue-jsonl", "search", "search-suggest", "api-documents", "report-library", "report-library-compare",
        "report-library-table",
    }  # fmt: skip
    assert page in without_documents | channels


@pytest.mark.parametrize("kind", PUBLIC)
def test_what_is_public_is_met_wherever_it_should_be(world: World, kind: str) -> None:
    client, organ = Client(), world.cast.housing.code
    document = world.documents[{"new": "old", "mended": "spoilt"}.get(kind, kind)]
    wanted = {
        **{channel: address for channel, address in searches(kind).items() if channel != "suggestions"},
        "page": f"/documents/{document.pk}/",
        "API": f"/api/v1/documents/{document.pk}",
        "organ": f"/organs/{organ}/",
        "column": f"/organs/{organ}/columns/20-1-normative/",
        "archive": "/archive/2026/",
        "all": "/search/",
        "newest feed": "/feeds/newest.atom",
        "feed of the organ": f"/feeds/organs/{organ}.atom",
        "feed of the column": f"/feeds/organs/{organ}/columns/20-1-normative.atom",
        "catalogue.csv": "/catalogue.csv",
        "catalogue.jsonl": "/catalogue.jsonl",
        "API list": "/api/v1/documents?limit=100",
    }
    assert [channel for channel in wanted if not met(client, {channel: wanted[channel]}, (kind,))] == []


def test_the_site_map_holds_the_addresses_of_what_is_public_and_of_nothing_else(world: World) -> None:
    text = text_of(Client(), "/sitemap/documents-1.xml")
    listed = {kind for kind, document in world.documents.items() if f"/documents/{document.pk}/<" in text}
    assert listed == {"public", "old", "spoilt"}


def test_an_old_version_is_met_at_its_own_address_and_where_it_is_compared(world: World) -> None:
    shown = {
        address for address in own_addresses(world, "old") if secret("old") in text_of(Client(), address)
    }
    pk = world.documents["old"].pk
    pages = {address for address in shown if "/files/" not in address}
    assert pages == {
        f"/documents/{pk}/versions/1/",
        f"/documents/{pk}/versions/2/",
        f"/api/v1/documents/{pk}/versions/1",
    }


DESK = ("/desk/", "/desk/documents/", "/desk/review/", "/desk/sign/", "/desk/withdraw/", "/desk/ledger/",
        "/desk/corrections/", "/desk/catalogue/", "/desk/catalogue/overdue/", "/desk/catalogue/changes/")  # fmt: skip


@pytest.mark.parametrize("officer", ["zhao", "guan"])
def test_officers_of_other_organs_meet_nothing_that_is_not_public(
    world: World, signed_in: Callable[..., Client], officer: str
) -> None:
    client = signed_in(world.actor(officer))
    asked = {address: address for address in DESK}
    for kind in SECRET:
        for room in ("documents", "withdraw"):
            asked[f"{room} {kind}"] = f"/desk/{room}/?q={typed(kind)}"
        document, version, file = world.documents[kind], world.versions[kind], world.files[kind]
        for address in (
            f"/desk/documents/{document.pk}/",
            f"/desk/documents/{document.pk}/edit/",
            f"/desk/documents/{document.pk}/differences/",
            f"/desk/versions/{version.pk}/",
            f"/desk/versions/{version.pk}/hints/",
            f"/desk/versions/{version.pk}/files/{file.pk}/",
        ):
            asked[address] = address
    assert met(client, asked, SECRET) == []


@pytest.mark.parametrize("officer", sorted(OWN))
@pytest.mark.parametrize("kind", ["draft", "in_review", "staff", "withdrawn"])
def test_officers_of_the_organ_find_what_they_work_on(
    world: World, signed_in: Callable[..., Client], officer: str, kind: str
) -> None:
    client = signed_in(world.actor(officer))
    page = f"/desk/documents/{world.documents[kind].pk}/"
    assert met(client, {"search": f"/desk/documents/?q={typed(kind)}", "page": page}, (kind,)) == [
        f"search: {kind}",
        f"page: {kind}",
    ]


def test_an_administrator_reads_that_a_draft_was_returned_but_not_why(
    cast: Cast, signed_in: Callable[..., Client]
) -> None:
    version = submitted(cast)
    return_draft(version.pk, actor=cast.shen, now=NOW, reason="第三条泄露了商业秘密")
    assert "商业秘密" in text_of(signed_in(cast.liang), "/desk/ledger/")
    text = text_of(signed_in(cast.guan), "/desk/ledger/")
    assert "退回" in text
    assert "商业秘密" not in text

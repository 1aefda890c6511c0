"""采集 — a sister site's pages become drafts, once each, politely, and whatever goes wrong is told."""

from collections.abc import Callable
from datetime import datetime, timedelta

import httpx
import pytest

from cast import NOW, Cast
from gongkai.core.models import LedgerEntry
from gongkai.disclosure.models import Document
from gongkai.imports.actions.keep_source import add_source, set_source_state
from gongkai.imports.fetching import Fetcher
from gongkai.imports.harvesting import Harvester
from gongkai.imports.models import Fetched, Source
from gongkai.rules.process import RuleViolation

pytestmark = pytest.mark.django_db
SITE = "https://old.example.gov.cn"
LIST = '<ul><li><a href="/art/2026/{n}.html">关于第{n}项示例工作的通知</a><span>2026-03-05</span></li></ul>{more}'
PAGE = "<html><body><h1>关于第{n}项示例工作的通知</h1><p>各有关单位：</p><p>现就第{n}项示例工作通知如下，请遵照执行。</p></body></html>"
Harvest = Callable[[], None]


class Site:
    """A sister site, as a table of what it answers."""

    def __init__(self) -> None:
        self.pages = {
            "/list.html": LIST.format(n=1, more='<a href="/list_2.html">下一页</a>'),
            "/list_2.html": LIST.format(n=2, more=""),
            "/art/2026/1.html": PAGE.format(n=1),
            "/art/2026/2.html": PAGE.format(n=2),
        }
        self.status: dict[str, int] = {}
        self.asked: list[str] = []

    def answer(self, request: httpx.Request) -> httpx.Response:
        path = request.url.path
        self.asked.append(path)
        if path in self.status:
            return httpx.Response(self.status[path], headers={"retry-after": "60"})
        if path not in self.pages:
            return httpx.Response(404)
        headers = {"content-type": "text/html; charset=utf-8"}
        return httpx.Response(200, headers=headers, stream=httpx.ByteStream(self.pages[path].encode()))


@pytest.fixture
def site() -> Site:
    return Site()


@pytest.fixture
def source(cast: Cast) -> Source:
    values = {"name": "示例旧网站", "url": f"{SITE}/list.html", "kind": Source.Kind.LIST, "pages": 5}
    return add_source(cast.housing, actor=cast.lin, now=NOW, values=values)


def harvest(site: Site, now: datetime = NOW, ticks: int = 14) -> None:
    """Let the worker tick for a while, each task finished before the next tick."""
    harvester = Harvester(Fetcher(transport=httpx.MockTransport(site.answer), sleep=lambda _: None))
    for _ in range(ticks):
        harvester.tick(now, patience=None)


def test_what_a_list_names_becomes_drafts_of_its_organ(cast: Cast, site: Site, source: Source) -> None:
    harvest(site)
    drafts = Document.objects.select_related("working").order_by("pk")
    assert [draft.working.title for draft in drafts if draft.working] == [
        "关于第1项示例工作的通知",
        "关于第2项示例工作的通知",
    ]
    assert {draft.agency for draft in drafts} == {cast.housing}
    assert set(Fetched.objects.values_list("status", flat=True)) == {"taken"}
    source.refresh_from_db()
    assert (source.page, source.onward, source.next_at) == (0, "", NOW + timedelta(minutes=360))


def test_the_next_round_takes_only_what_is_new(site: Site, source: Source) -> None:
    harvest(site)
    site.pages["/list.html"] = LIST.format(n=3, more="") + LIST.format(n=1, more="")
    site.pages["/art/2026/3.html"] = PAGE.format(n=3)
    site.asked.clear()
    harvest(site, NOW + timedelta(days=1))
    assert Document.objects.count() == 3
    assert [path for path in site.asked if "/art/" in path] == ["/art/2026/3.html"]


def test_a_page_that_says_it_changed_is_looked_at_and_never_overwrites(site: Site, source: Source) -> None:
    harvest(site)
    draft = Document.objects.order_by("pk")[0].working
    site.pages["/list.html"] = LIST.format(n=1, more="").replace("2026-03-05", "2027-01-01")
    site.pages["/art/2026/1.html"] = PAGE.format(n=1).replace("遵照执行", "认真执行")
    harvest(site, NOW + timedelta(days=1))
    assert Fetched.objects.get(url=f"{SITE}/art/2026/1.html").status == Fetched.Status.CHANGED
    assert draft
    before = draft.body_html
    draft.refresh_from_db()
    assert draft.body_html == before
    assert Document.objects.count() == 2


def test_a_list_that_is_away_is_asked_later_and_shows_as_failing(site: Site, source: Source) -> None:
    site.status["/list.html"] = 500
    now = NOW
    for _ in range(5):
        harvest(site, now, ticks=3)
        source.refresh_from_db()
        assert source.next_at
        assert source.next_at > now
        now = source.next_at
    assert source.state == Source.State.FAILING
    del site.status["/list.html"]
    harvest(site, now)
    source.refresh_from_db()
    assert (source.state, source.failures, Document.objects.count()) == (Source.State.ACTIVE, 0, 2)


def test_a_page_that_cannot_be_fetched_or_read_keeps_nothing_else_back(site: Site, source: Source) -> None:
    site.status["/art/2026/1.html"] = 503
    site.pages["/art/2026/2.html"] = "\0\0\0"
    site.pages["/list_2.html"] = LIST.format(n=2, more="") + LIST.format(n=4, more="")
    site.pages["/art/2026/4.html"] = PAGE.format(n=4)
    harvest(site)
    found = {fetched.url.rsplit("/", 1)[1]: fetched for fetched in Fetched.objects.all()}
    assert {name: fetched.status for name, fetched in found.items()} == {
        "1.html": "waiting",
        "2.html": "refused",
        "4.html": "taken",
    }
    assert found["1.html"].not_before
    assert found["1.html"].not_before >= NOW + timedelta(seconds=60)
    assert found["2.html"].error


def test_a_paused_source_is_left_alone_until_it_is_asked_for(cast: Cast, site: Site, source: Source) -> None:
    set_source_state(source.pk, actor=cast.lin, now=NOW, active=False)
    harvest(site)
    assert site.asked == []
    set_source_state(source.pk, actor=cast.lin, now=NOW, active=True)
    harvest(site)
    assert Document.objects.count() == 2


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("url", "file:///etc/passwd"),
        ("url", "nothing"),
        ("interval_minutes", 1),
        ("pages", 0),
        ("pages", 999),
    ],
)
def test_a_source_that_cannot_be_is_refused(cast: Cast, source: Source, name: str, value: object) -> None:
    values = {"name": "另一网站", "url": f"{SITE}/other.html", "kind": Source.Kind.LIST, name: value}
    with pytest.raises(RuleViolation) as refused:
        add_source(cast.housing, actor=cast.lin, now=NOW, values=values)
    assert refused.value.field == name
    assert Source.objects.count() == 1


def test_the_ledger_says_what_was_harvested(site: Site, source: Source) -> None:
    harvest(site)
    said = set(LedgerEntry.objects.values_list("action", flat=True))
    assert {"imports.add_source", "imports.read_list", "imports.take_page", "disclosure.create_draft"} <= said


def test_a_page_that_two_sources_name_becomes_one_draft(cast: Cast, site: Site, source: Source) -> None:
    values = {"name": "示例旧网站的另一栏", "url": f"{SITE}/list_2.html", "kind": Source.Kind.LIST}
    add_source(cast.housing, actor=cast.lin, now=NOW, values=values)
    harvest(site)
    assert Document.objects.count() == 2
    again = Fetched.objects.filter(url=f"{SITE}/art/2026/2.html").order_by("pk")
    assert [fetched.status for fetched in again] == ["taken", "unchanged"] or [
        fetched.status for fetched in again
    ] == ["unchanged", "taken"]
    assert len({fetched.item_id for fetched in again}) == 1


def test_long_addresses_that_begin_alike_are_two_pages(site: Site, source: Source) -> None:
    long = "/art/2026/" + "a" * 200
    site.pages["/list.html"] = "".join(
        f'<a href="{long}{n}.html">关于第{n}项示例工作的通知</a>' for n in (1, 2)
    )
    site.pages |= {f"{long}{n}.html": PAGE.format(n=n) for n in (1, 2)}
    harvest(site)
    assert Document.objects.count() == 2


def test_what_cannot_be_put_down_is_not_asked_for_at_once_again(
    site: Site, source: Source, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever breaks while a page is put down, the sister site is not asked again and again for it."""

    def breaks(*args: object, **more: object) -> None:
        raise ValueError

    monkeypatch.setattr("gongkai.imports.actions.harvest.import_file", breaks)
    harvest(site)
    assert [path for path in site.asked if "/art/" in path] == ["/art/2026/1.html", "/art/2026/2.html"]
    assert [(fetched.tries, bool(fetched.error)) for fetched in Fetched.objects.all()] == [(1, True)] * 2


def test_a_page_that_is_no_list_shows_on_its_source(site: Site, source: Source) -> None:
    site.pages["/list.html"] = "<p>没有链接</p>"
    harvest(site, ticks=3)
    source.refresh_from_db()
    assert (source.failures, "文章链接" in source.last_error) == (1, True)

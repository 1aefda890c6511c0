"""语言 — English pages say everything of the interface in English; Traditional ones are converted, not their values."""

import re
from collections.abc import Callable
from html import unescape

import polib
import pytest
from django.apps import apps
from django.db.models import CharField, TextField
from django.test import Client

from cast import NOW, Cast, draft, published, reviewed, submitted
from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.catalogue.actions.load_schemes import load_schemes
from gongkai.catalogue.actions.load_structure import load_structure
from gongkai.catalogue.models import Column, Term
from gongkai.cli.words import LOCALE_FOLDER
from gongkai.disclosure.actions.withdraw import withdraw
from gongkai.disclosure.models import Document
from gongkai.rules.catalogue import structure
from gongkai.ui.traditional import to_traditional

pytestmark = pytest.mark.django_db

CATALOGUE = LOCALE_FOLDER / "en" / "LC_MESSAGES" / "django.po"
HAN = re.compile(r"[\u3400-\u9fff]")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|{\w*[^{}]*}")
_UNSEEN = re.compile(r"<(script|style)\b.*?</\1>|<head>.*?</head>", re.DOTALL)
_TAG = re.compile(r"<[^>]+>")
_INLINE = re.compile(r"</?(?:mark|b|em|bdi)\b[^>]*>")
_SPOKEN = re.compile(r'\b(?:title|alt|placeholder|aria-label)="([^"]*)"')
_CITATION = re.compile(r"《[^》]+》(?:第[一二三四五六七八九十（）]+[条款项])*(?:（国[^）]+号）)?")
# The mark of the site, the two scripts by their own names, and the name and number of the regulations.
_AS_IT_IS = {"公开", "简", "繁", "国务院令第711号"}

PUBLIC = (
    "/",
    "/organs/",
    "/organs/lj-housing/",
    "/organs/lj-housing/guide/",
    "/organs/lj-housing/columns/20-1-normative/",
    "/organs/lj-housing/columns/20-4/",
    "/organs/lj-housing/columns/20-1-normative/?title=没有的",
    "/guide/",
    "/system/",
    "/statutory/",
    "/reports/",
    "/application/",
    "/application/new/",
    "/application/progress/",
    "/application/answered/",
    "/archive/",
    "/archive/2026/",
    "/withdrawn/",
    "/about/accessibility/",
    "/about/privacy/",
    "/about/data/",
    "/sitemap/",
    "/corrections/",
    "/search/",
    "/search/?q=加装电梯",
    "/search/?q=没有的",
)
DESK = (
    "/desk/",
    "/desk/site/",
    "/desk/organs/",
    "/desk/organs/new/",
    "/desk/organs/lj-housing/",
    "/desk/people/",
    "/desk/people/new/",
    "/desk/catalogue/",
    "/desk/catalogue/overdue/",
    "/desk/catalogue/changes/",
    "/desk/catalogue/organs/lj-housing/",
    "/desk/documents/",
    "/desk/documents/new/",
    "/desk/documents/import/",
    "/desk/review/",
    "/desk/sign/",
    "/desk/withdraw/",
    "/desk/corrections/",
    "/desk/ledger/",
    "/desk/notices/",
    "/desk/messages/",
    "/desk/cases/",
    "/desk/cases/new/",
    "/desk/cases/organs/",
    "/accounts/",
    "/accounts/2fa/",
    "/accounts/password/change/",
    "/accounts/sessions/",
)


@pytest.fixture
def city(cast: Cast) -> Cast:
    """The cast with whole catalogues, and documents in every state."""
    load_schemes(actor=cast.guan, now=NOW)
    load_structure(cast.city, structure("government"), actor=cast.zheng, now=NOW)
    load_structure(cast.housing, structure("department"), actor=cast.zheng, now=NOW)
    genre = Term.objects.get(scheme__code="genre", code="measures")
    published(cast, genre=genre, subject=Term.objects.filter(scheme__code="subject").last())
    withdraw([published(cast, title="撤回的通知").pk], actor=cast.liang, now=NOW, reason="重复")
    draft(cast, title="起草中的通知")
    submitted(cast, title="送审的通知")
    reviewed(cast, title="待签的通知")
    return cast


def in_language(client: Client, language: str) -> Client:
    client.cookies["gk"] = language
    return client


def text(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return str(response.content.decode())


def data() -> list[str]:
    """Every Chinese text that the database holds, the longest first, without the words that have a translation."""
    known = {entry.msgid for entry in polib.pofile(str(CATALOGUE)) if entry.msgctxt == "rules"}
    held: set[str] = set()
    for room in ("agencies", "catalogue", "disclosure"):
        for model in apps.get_app_config(room).get_models():
            names = [f.attname for f in model._meta.concrete_fields if isinstance(f, CharField | TextField)]
            for row in model._default_manager.values_list(*names) if names else ():
                held.update(piece.strip() for value in row if value for piece in _TAG.split(value))
    # A document is headed as on paper: the organ's name and 文件.
    held.update(f"{name}文件" for name in Agency.objects.values_list("name", flat=True))
    held.update("".join(_INLINE.sub("", piece).split()) for piece in list(held))
    return sorted((piece for piece in held - known if HAN.search(piece)), key=len, reverse=True)


def untranslated(page: str, held: list[str]) -> list[str]:
    """The Chinese that a page shows or speaks and that is neither held data nor a citation of the law."""
    page = _INLINE.sub("", _UNSEEN.sub("", page))
    pieces = {unescape(piece).strip() for piece in [*_TAG.split(page), *_SPOKEN.findall(page)]}
    left = []
    for piece in pieces - _AS_IT_IS:
        rest = piece
        for value in held:
            rest = rest.replace(value, "")
        if HAN.search(_CITATION.sub("", rest)):
            left.append(piece)
    return left


def test_english_pages_leave_nothing_but_data_in_chinese(
    city: Cast, client: Client, worker: Callable[[], int]
) -> None:
    worker()
    document = Document.objects.get(status="published")
    gone = Document.objects.get(status="withdrawn")
    addresses = [*PUBLIC, f"/documents/{document.pk}/", f"/documents/{document.pk}/versions/1/"]
    held = [*data(), "没有的", "加装电梯"]
    in_language(client, "en")
    found = {address: untranslated(text(client, address), held) for address in addresses}
    for address in (f"/documents/{gone.pk}/", "/nothing/"):
        found[address] = untranslated(client.get(address).content.decode(), held)
    assert {address: words for address, words in found.items() if words} == {}


@pytest.mark.parametrize("who", ["lin", "shen", "liang", "zheng", "guan", "wang"])
def test_the_desk_in_english_leaves_nothing_but_data_in_chinese(
    city: Cast, signed_in: Callable[[Actor], Client], who: str
) -> None:
    browser = in_language(signed_in(city.people[who]), "en")
    held = data()
    documents = Document.objects.values_list("pk", flat=True)
    steps = ("", "edit/", "review/", "sign/", "validity/")
    addresses = [*DESK, *(f"/desk/documents/{pk}/{step}" for pk in documents for step in steps)]
    pages = {address: browser.get(address) for address in addresses}
    opened = {a: untranslated(p.content.decode(), held) for a, p in pages.items() if p.status_code == 200}
    assert "/desk/" in opened
    assert {address: words for address, words in opened.items() if words} == {}


def test_words_of_the_rules_are_said_in_english_and_own_names_as_they_are(city: Cast, client: Client) -> None:
    in_language(client, "en")
    Column.objects.filter(agency=city.housing, code="20-4").update(name="住房数据")
    page = text(client, "/organs/lj-housing/")
    assert "Administrative normative documents" in page
    assert "行政规范性文件" not in page
    assert "住房数据" in page
    document = text(client, f"/documents/{Document.objects.get(status='published').pk}/")
    assert [word in document for word in ("Measures", "Proactive disclosure", "Policy documents")] == [
        True
    ] * 3


def test_simplified_pages_keep_the_words_of_the_rules(city: Cast, client: Client) -> None:
    page = text(client, "/organs/lj-housing/")
    assert [word in page for word in ("行政规范性文件", "法定主动公开内容", "政府信息公开制度")] == [True] * 3


def test_pages_say_which_language_they_are_in(city: Cast, client: Client) -> None:
    for language, html in (("hans", "zh-Hans"), ("hant", "zh-Hant"), ("en", "en")):
        assert f'<html lang="{html}"' in text(in_language(client, language), "/")


def test_traditional_pages_convert_text_but_not_the_values_of_forms(
    city: Cast, client: Client, worker: Callable[[], int]
) -> None:
    worker()
    page = text(in_language(client, "hant"), "/search/?q=加装电梯办法")
    assert "臨江市老舊小區" in page
    assert 'value="加装电梯办法"' in page
    assert "加裝電梯辦法" in page
    assert not HAN.search("".join(re.findall(r'href="([^"]*)"', page)).replace("办法", ""))
    column = text(client, "/organs/lj-housing/columns/20-1-normative/?title=电梯")
    assert 'value="电梯"' in column


@pytest.mark.parametrize(
    ("given", "wanted"),
    [
        ("<p>信息公开</p>", "<p>信息公開</p>"),
        ('<input value="信息公开" placeholder="公开">', '<input value="信息公开" placeholder="公開">'),
        ("<textarea>信息公开</textarea>", "<textarea>信息公开</textarea>"),
        ('<option value="公开">公开</option>', '<option value="公开">公開</option>'),
        ('<script>"公开"</script>', '<script>"公开"</script>'),
        ('<a href="/公开/" title="公开">x</a>', '<a href="/公开/" title="公開">x</a>'),
    ],
)
def test_what_is_converted(given: str, wanted: str) -> None:
    assert to_traditional(given) == wanted


def test_translations_keep_the_placeholders() -> None:
    wrong = []
    for entry in polib.pofile(str(CATALOGUE)):
        said = [entry.msgstr, *entry.msgstr_plural.values()]
        for words in filter(None, said):
            if sorted(PLACEHOLDER.findall(entry.msgid)) != sorted(PLACEHOLDER.findall(words)):
                wrong.append(entry.msgid)
    assert wrong == []

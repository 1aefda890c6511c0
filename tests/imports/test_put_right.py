"""一点就改 — what a file tells is put right in one click, and what is a rule is known for the next file."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from cast import NOW, Cast, draft
from gongkai.agencies.policies import Actor
from gongkai.disclosure.actions.discard import discard
from gongkai.disclosure.actions.pass_review import pass_review
from gongkai.disclosure.actions.save_draft import save_draft
from gongkai.disclosure.actions.sign import sign
from gongkai.disclosure.actions.submit import submit
from gongkai.disclosure.index_numbers import index_number_for
from gongkai.disclosure.models import Document, Version
from gongkai.imports.dropping import Dropper
from gongkai.imports.models import Habit, Item
from gongkai.rules.process import RuleViolation

pytestmark = pytest.mark.django_db
SignIn = Callable[[Actor], Client]
PAGE = "/desk/documents/import/"
TEXT = (
    "{head}\n\n临江市住房和城乡建设局关于样本小区改造的通知\n\n临建〔2026〕21号\n\n各有关单位：\n\n"
    "现将样本小区改造的有关事项通知如下。施工期间请注意安全。\n\n临江市住房和城乡建设局\n2026年3月2日\n"
)


def drop(client: Client, head: str, **values: object) -> tuple[str, Version]:
    """Drop one file with a line above its title; return where the result is, and the draft."""
    data = TEXT.format(head=head).encode()
    place = client.post(PAGE, {"files": [SimpleUploadedFile("通知.txt", data)], **values})["Location"]
    Dropper().tick(timezone.now(), seconds=60)
    version = Version.objects.select_related("document__agency").latest("pk")
    if version.document.column is None:
        version.document.column = version.document.agency.columns.order_by("pk").first()
        version.document.save()
    return place, version


def edited(client: Client, version: Version, **values: Any) -> Client:
    """Send the editor's form as it stands, with some fields changed."""
    page = f"/desk/documents/{version.document_id}/edit/"
    form = client.get(page).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"revision": version.revision}
    data |= {"joint_agencies": []} | values
    assert client.post(page, data).status_code == 302
    version.refresh_from_db()
    version.document.refresh_from_db()
    return client


def test_a_file_keeps_its_own_index_number_and_day(cast: Cast, signed_in: SignIn) -> None:
    _, version = drop(signed_in(cast.lin), "索 引 号：003105123/2017-00023　发布日期：2026-03-05")

    assert version.document.index_number == "003105123/2017-00023"
    assert version.evidence["index_number"]["certainty"] == "certain"
    assert version.document.old_published_on == date(2026, 3, 5)
    page = signed_in(cast.lin).get(f"/desk/documents/{version.document_id}/edit/").content.decode()
    assert "文件里认出“003105123/2017-00023”" in page
    assert 'value="accept:index_number"' in page


def test_an_index_number_that_is_taken_is_given_anew(cast: Cast, signed_in: SignIn) -> None:
    lin = signed_in(cast.lin)
    drop(lin, "索引号：003105123/2017-00023")
    _, second = drop(lin, "索引号：003105123/2017-00023")

    assert second.document.index_number is None
    assert "已有另一件信息使用" in Item.objects.latest("pk").note


def test_a_number_of_a_draft_that_was_given_up_is_free(cast: Cast, signed_in: SignIn) -> None:
    lin = signed_in(cast.lin)
    _, first = drop(lin, "索引号：003105123/2017-00023")
    discard(first.pk, actor=cast.lin, now=NOW)

    assert drop(lin, "索引号：003105123/2017-00023")[1].document.index_number == "003105123/2017-00023"


def test_our_own_numbers_go_on_after_one_that_a_file_told(cast: Cast, signed_in: SignIn) -> None:
    ours = index_number_for(draft(cast).document, timezone.now())
    drop(signed_in(cast.lin), f"索引号：{ours[:-5]}00041")

    assert index_number_for(draft(cast).document, timezone.now()) == f"{ours[:-5]}00042"


@pytest.mark.parametrize("way", ["pick", "type", "confirm"])
def test_how_an_organ_writes_its_index_numbers_is_learnt(
    cast: Cast, signed_in: SignIn, worker: Callable[[], int], way: str
) -> None:
    lin = signed_in(cast.lin)
    head = "索引号：临建公2017-0023" if way == "confirm" else "编号：临建公2017-0023"
    place, version = drop(lin, head)
    match way:
        case "pick":
            assert version.document.index_number is None
            lin.post(f"{place}versions/{version.pk}/fields/", {"field": "index_number", "place": "1"})
        case "type":
            edited(lin, version, index_number="临建公2017-0023", do="submit")
        case "confirm":
            assert version.evidence["index_number"]["certainty"] == "likely"
            edited(lin, version, do="accept:index_number")
    worker()

    assert Habit.objects.get(kind=Habit.Kind.INDEX_PATTERN).agency == cast.housing
    _, after = drop(lin, "编号：临建公2018-0117")
    assert after.document.index_number == "临建公2018-0117"
    assert after.evidence["index_number"]["certainty"] == "certain"


def test_the_form_of_one_organ_says_nothing_about_another(
    cast: Cast, signed_in: SignIn, worker: Callable[[], int]
) -> None:
    place, version = drop(signed_in(cast.lin), "编号：临建公2017-0023")
    signed_in(cast.lin).post(f"{place}versions/{version.pk}/fields/", {"field": "index_number", "place": "1"})
    worker()

    _, other = drop(signed_in(cast.zheng), "编号：临建公2018-0117", agency=cast.education.pk)
    assert other.document.agency == cast.education
    assert other.document.index_number is None


def test_what_was_recognised_or_only_sent_on_teaches_nothing(
    cast: Cast, signed_in: SignIn, worker: Callable[[], int]
) -> None:
    lin = signed_in(cast.lin)
    for head in ("索引号：003105123/2017-00023", "索引号：临建公2017-0023"):
        submit(drop(lin, head)[1].pk, actor=cast.lin, now=timezone.now())
    worker()

    assert not Habit.objects.filter(kind=Habit.Kind.INDEX_PATTERN).exists()


def test_a_field_that_is_not_certain_offers_what_else_it_may_be(cast: Cast, signed_in: SignIn) -> None:
    lin = signed_in(cast.lin)
    # A day alone at the end, and another one in the head: neither is signed.
    data = TEXT.format(head="时间：2026-03-09").replace("临江市住房和城乡建设局\n2026", "2026").encode()
    place = lin.post(PAGE, {"files": [SimpleUploadedFile("通知.txt", data)]})["Location"]
    Dropper().tick(timezone.now(), seconds=60)
    version = Version.objects.get()
    fact = version.evidence["formed_on"]
    assert (fact["value"], fact["certainty"]) == ("2026-03-02", "likely")
    assert [other["value"] for other in fact["others"]] == ["2026-03-09"]
    page = lin.get(place).content.decode()
    assert "改用“2026-03-09”" in page

    lin.post(f"{place}versions/{version.pk}/fields/", {"field": "formed_on", "place": "1"})

    version.refresh_from_db()
    assert version.formed_on == date(2026, 3, 9)
    assert "已核对" in lin.get(place).content.decode()


def test_the_editor_takes_another_column_in_one_click(
    cast: Cast, signed_in: SignIn, worker: Callable[[], int]
) -> None:
    lin = signed_in(cast.lin)
    _, version = drop(lin, "")
    other = {"value": "政策解读", "key": "20-1-interpretation", "certainty": "guess", "evidence": "示例"}
    version.evidence["column"] = {**other, "value": "政策文件", "key": "20-1", "others": [other]}
    version.save()

    edited(lin, version, do="use:column:1")

    assert version.document.column == cast.interpretation
    assert version.evidence["column"]["settled"]
    submit(version.pk, actor=cast.lin, now=timezone.now())
    worker()
    assert drop(lin, "")[1].document.column == cast.interpretation


def test_another_organ_that_the_file_names_is_one_click_away(cast: Cast, signed_in: SignIn) -> None:
    zheng = signed_in(cast.zheng)
    text = "关于样本小区的说明\n\n来源：临江市教育局　发布单位：临江市住房和城乡建设局\n\n这里是说明的正文，没有落款。\n"
    place = zheng.post(PAGE, {"files": [SimpleUploadedFile("说明.txt", text.encode())]})["Location"]
    Dropper().tick(timezone.now(), seconds=60)
    version = Version.objects.get()
    others = {other["value"] for other in version.evidence["agency"]["others"]}
    assert {version.document.agency.name, *others} == {cast.housing.name, cast.education.name}
    other = next(agency for agency in (cast.housing, cast.education) if agency != version.document.agency)
    assert f'name="agency" value="{other.pk}"' in zheng.get(place).content.decode()

    zheng.post(f"{place}versions/{version.pk}/agency/", {"agency": other.pk})

    assert Document.objects.get().agency == other


def test_nothing_is_put_right_that_the_file_does_not_tell(cast: Cast, signed_in: SignIn) -> None:
    lin = signed_in(cast.lin)
    place, version = drop(lin, "")
    for field, at in (("title", "7"), ("title", "x"), ("nothing", "0"), ("agency", "0")):
        answer = lin.post(f"{place}versions/{version.pk}/fields/", {"field": field, "place": at})
        assert answer.status_code == 302
    kept = version.revision
    version.refresh_from_db()
    assert version.revision == kept


def test_one_document_signed_by_itself_keeps_its_old_day(cast: Cast, signed_in: SignIn) -> None:
    _, version = drop(signed_in(cast.lin), "发布日期：2026-03-05")
    now = timezone.now()
    submit(version.pk, actor=cast.lin, now=now)
    pass_review(version.pk, actor=cast.shen, now=now)
    page = signed_in(cast.liang).get(f"/desk/documents/{version.document_id}/sign/").content.decode()
    assert "公开后仍显示这一天" in page

    sign(version.pk, actor=cast.liang, now=now)

    document = Document.objects.get(pk=version.document_id)
    assert document.published_at is not None
    assert timezone.localdate(document.published_at) == date(2026, 3, 5)
    assert document.public is not None
    assert document.public.published_at == document.published_at == document.revised_at
    assert document.days_taken == 3


@pytest.mark.parametrize(
    "elsewhere",
    [
        {"old_published_on": date(2999, 1, 1)},
        {"old_published_on": date(1900, 1, 1)},
        {"index_number": "003105123/2017-00023"},
    ],
)
def test_what_cannot_be_is_refused(cast: Cast, signed_in: SignIn, elsewhere: dict[str, Any]) -> None:
    drop(signed_in(cast.lin), "索引号：003105123/2017-00023")
    _, version = drop(signed_in(cast.lin), "")

    with pytest.raises(RuleViolation):
        save_draft(version.pk, actor=cast.lin, now=timezone.now(), values={}, elsewhere=elsewhere)


def test_a_day_that_cannot_be_is_not_taken_from_a_file(cast: Cast, signed_in: SignIn) -> None:
    _, version = drop(signed_in(cast.lin), "发布日期：2999-03-05")

    assert version.document.old_published_on is None

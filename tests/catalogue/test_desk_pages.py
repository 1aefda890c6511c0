"""栏目的工作台页面 — the tree, the forms, and a change from preview to undo."""

from typing import Any

import pytest
from django.test import Client

from cast import Cast, column, published
from gongkai.catalogue.models import CatalogueChange, Column

pytestmark = pytest.mark.django_db


def test_a_unit_sees_its_own_columns_with_what_is_overdue(cast: Cast, signed_in: Any) -> None:
    Column.objects.filter(pk=cast.report.pk).update(update_period="yearly")
    client = signed_in(cast.lin)
    html = client.get("/desk/catalogue/").content.decode()
    assert "超期 1 个" in html
    assert "临江市教育局" not in html
    html = client.get("/desk/catalogue/organs/lj-housing/").content.decode()
    assert html.count("st-bad") == 1
    assert "内部资料" in html
    only = client.get("/desk/catalogue/organs/lj-housing/?overdue=1").content.decode()
    assert "政府信息公开年报" in only
    assert "行政规范性文件" not in only
    assert "政府信息公开年报" in client.get("/desk/catalogue/overdue/").content.decode()


def test_the_count_of_overdue_columns_stands_in_the_menu(cast: Cast, signed_in: Any) -> None:
    Column.objects.filter(pk=cast.report.pk).update(update_period="yearly")
    html = signed_in(cast.zheng).get("/desk/catalogue/").content.decode()
    assert '超期栏目<span class="n">1</span>' in html


@pytest.mark.parametrize("address", ["/desk/catalogue/", "/desk/catalogue/organs/lj-housing/"])
def test_pages_take_few_queries(
    cast: Cast, signed_in: Any, django_assert_max_num_queries: Any, address: str
) -> None:
    for number in range(30):
        column(cast.housing, f"more-{number}", f"第 {number} 个", update_period="weekly")
    client = signed_in(cast.zheng)
    client.get(address)
    with django_assert_max_num_queries(25):
        client.get(address)


def test_a_liaison_edits_the_unit_but_is_not_shown_the_rest(cast: Cast, signed_in: Any) -> None:
    client, address = signed_in(cast.lin), f"/desk/catalogue/columns/{cast.normative.pk}/"
    html = client.get(address).content.decode()
    assert 'name="unit"' in html
    assert 'name="audience"' not in html
    client.post(address, {"unit": "法规科", "proactive": "on"})
    assert Column.objects.get(pk=cast.normative.pk).unit == "法规科"


def test_a_template_is_loaded_and_a_column_made(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.zheng)
    client.post("/desk/catalogue/organs/lj-education/load/", {"structure": "department"})
    assert Column.objects.filter(agency=cast.education).count() > 50
    form = {
        "name": "校车",
        "code": "school-bus",
        "section": "statutory",
        "update_period": "event",
        "audience": "public",
    }
    assert client.post("/desk/catalogue/organs/lj-education/new/", form).status_code == 302
    again = client.post("/desk/catalogue/organs/lj-education/new/", form)
    assert again.status_code == 422
    assert 'href="#id_code"' in again.content.decode()


def test_a_change_from_the_choice_to_its_undoing(cast: Cast, signed_in: Any) -> None:
    published(cast)
    client: Client = signed_in(cast.zheng)
    assert "20-1-normative" in client.get("/desk/catalogue/reshape/retire/").content.decode()
    form = {"code": "20-1-normative", "into": "report", "organs": [str(cast.housing.pk)]}
    html = client.get("/desk/catalogue/reshape/retire/", {**form, "preview": "1"}).content.decode()
    assert "1 个机关，移动 1 件文件，1 个旧网址" in html
    assert not CatalogueChange.objects.exists()
    without = client.post("/desk/catalogue/reshape/retire/", {**form, "reason": ""})
    assert without.status_code == 422
    assert "请写明调整的理由" in without.content.decode()
    done = client.post("/desk/catalogue/reshape/retire/", {**form, "reason": "归并"})
    change = CatalogueChange.objects.get()
    assert done["Location"] == f"/desk/catalogue/changes/{change.pk}/"
    assert change.summary in client.get("/desk/catalogue/changes/").content.decode()
    client.post(done["Location"], {"reason": "改回来"})
    change.refresh_from_db()
    assert change.undone_at is not None
    assert Column.objects.get(pk=cast.normative.pk).status == "active"
    assert client.post(done["Location"], {"reason": "再撤"}).status_code == 409


def test_what_stands_in_the_way_stands_in_the_preview(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.zheng)
    form = {"code": "20-1", "organs": [str(cast.housing.pk)], "preview": "1"}
    html = client.get("/desk/catalogue/reshape/retire/", form).content.decode()
    assert "还有在用的栏目" in html
    assert "有 1 个机关办不了" in html
    assert 'name="reason"' not in html


@pytest.mark.parametrize(
    ("kind", "fields"),
    [
        ("rename", {"name": "新名称"}),
        ("move", {"under": "report"}),
        ("merge", {"into": "report", "more": ["20-1-interpretation"]}),
        ("split", {"name_1": "甲", "code_1": "part-a", "words_1": "电梯、物业"}),
    ],
)
def test_every_operation_goes_through_its_page(
    cast: Cast, signed_in: Any, kind: str, fields: dict[str, Any]
) -> None:
    client = signed_in(cast.zheng)
    form = {"code": "20-1-normative", "organs": [str(cast.housing.pk)], **fields}
    assert (
        "会怎样" in client.get(f"/desk/catalogue/reshape/{kind}/", {**form, "preview": "1"}).content.decode()
    )
    assert client.post(f"/desk/catalogue/reshape/{kind}/", {**form, "reason": "统一"}).status_code == 302
    assert CatalogueChange.objects.get().kind == kind

"""机关与人员的工作台页面 — who sees them, what they ask, how refusals look."""

from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver
from django.utils import timezone

from cast import Cast, organ
from gongkai.agencies import urls_accounts, urls_desk
from gongkai.agencies.models import Agency, Delegation, Post, User
from gongkai.catalogue import urls_desk as catalogue_urls
from gongkai.disclosure import urls_desk_catalogue

pytestmark = pytest.mark.django_db


def patterns() -> list[URLPattern | URLResolver]:
    return [
        *urls_accounts.urlpatterns,
        *urls_desk.urlpatterns,
        *catalogue_urls.urlpatterns,
        *urls_desk_catalogue.urlpatterns,
    ]


@pytest.mark.parametrize("pattern", patterns(), ids=str)
def test_every_page_says_what_permission_it_needs(pattern: URLPattern) -> None:
    assert pattern.callback.permission  # type: ignore[attr-defined]


def test_pages_ask_to_sign_in_first_and_do_not_exist_without_the_post(cast: Cast, signed_in: Any) -> None:
    assert Client().get("/desk/organs/")["Location"] == "/accounts/login/?next=/desk/organs/"
    assert Client().get("/accounts/")["Location"].startswith("/accounts/login/")


def test_a_liaison_sees_the_own_organ_and_may_write_its_guide_only(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.lin)
    html = client.get("/desk/organs/").content.decode()
    assert "临江市住房和城乡建设局" in html
    assert "临江市教育局" not in html
    page = client.get("/desk/organs/lj-housing/").content.decode()
    assert "/desk/organs/lj-housing/guide/" in page
    assert "/desk/organs/lj-housing/facts/" not in page
    client.post("/desk/organs/lj-housing/guide/", {"guide_text": "请从西门进。"})
    assert Agency.objects.get(code="lj-housing").guide_text == "请从西门进。"


def test_the_tree_shows_organs_below_their_parents(cast: Cast, signed_in: Any) -> None:
    organ("lj-estate", "临江市房产中心", "房产中心", "organisation", "city", cast.housing)
    html = signed_in(cast.guan).get("/desk/organs/").content.decode()
    assert 'class="level-3"><a href="/desk/organs/lj-estate/"' in html
    assert html.index("lj-housing") < html.index("lj-estate")


def test_a_wrong_credit_code_comes_back_beside_its_field_with_everything_kept(
    cast: Cast, signed_in: Any
) -> None:
    facts = {"kind": "department", "level": "city", "uscc": "1".zfill(18), "phone": "0000-0000 7777"}
    response = signed_in(cast.zheng).post("/desk/organs/lj-housing/facts/", facts)
    html = response.content.decode()
    assert response.status_code == 422
    assert "<title>错误：" in html
    assert 'href="#id_uscc"' in html
    assert 'id="id_uscc_error"' in html
    assert "0000-0000 7777" in html
    assert Agency.objects.get(code="lj-housing").phone == "0000-0000 0002"


def test_a_new_organ_through_the_page(cast: Cast, signed_in: Any) -> None:
    response = signed_in(cast.guan).post(
        "/desk/organs/new/",
        {
            "name": "临江市示例水务局",
            "short_name": "市水务局",
            "code": "lj-water",
            "parent": cast.city.pk,
            "kind": "department",
            "level": "city",
        },
    )
    assert response["Location"] == "/desk/organs/lj-water/"
    assert Agency.objects.get(code="lj-water").parent == cast.city


def test_merging_says_first_what_ends(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.zheng)
    html = client.get("/desk/organs/lj-housing/merge/").content.decode()
    assert "4 个岗位今天起结束" in html
    assert "5 个栏目停用" in html
    response = client.post("/desk/organs/lj-housing/merge/", {"successor": cast.education.pk, "reason": ""})
    assert response.status_code == 422
    assert Agency.objects.get(pk=cast.housing.pk).status == "active"
    client.post("/desk/organs/lj-housing/merge/", {"successor": cast.education.pk, "reason": "机构改革"})
    assert "并入" in client.get("/desk/organs/lj-housing/").content.decode()


@pytest.mark.parametrize("what", ["rename", "move", "close"])
def test_what_cannot_be_done_is_said_on_the_page(cast: Cast, signed_in: Any, what: str) -> None:
    response = signed_in(cast.zheng).post(f"/desk/organs/lj-housing/{what}/", {"reason": ""})
    assert response.status_code == 422
    assert 'class="errors"' in response.content.decode()


def test_only_administrators_see_people(cast: Cast, signed_in: Any) -> None:
    html = signed_in(cast.guan).get("/desk/people/?q=林").content.decode()
    assert "林示例" in html
    assert "申示例" not in html
    assert "/desk/people/" not in signed_in(cast.lin).get("/desk/organs/").content.decode()


def test_a_first_password_is_shown_once(cast: Cast, signed_in: Any) -> None:
    client = signed_in(cast.guan)
    response = client.post("/desk/people/new/", {"name": "新人示例", "username": "newcomer", "email": ""})
    password = response.context["password"]
    assert User.objects.get(username="newcomer").check_password(password)
    assert "no-store" in response["Cache-Control"]
    user = User.objects.get(username="newcomer")
    assert password not in client.get(f"/desk/people/{user.pk}/").content.decode()


def test_appointing_and_ending_through_the_pages(cast: Cast, signed_in: Any) -> None:
    client, today = signed_in(cast.guan), timezone.localdate()
    form = {"agency": cast.education.pk, "role": "reviewer", "since": today.isoformat()}
    assert client.post(f"/desk/people/{cast.lin.user_id}/posts/new/", form).status_code == 302
    post = Post.objects.get(user=cast.lin.user, role="reviewer")
    client.post(f"/desk/people/posts/{post.pk}/end/", {"last_day": today.isoformat()})
    post.refresh_from_db()
    assert post.until == today
    refused = client.post(f"/desk/people/{cast.guan.user_id}/posts/new/", form)
    assert refused.status_code == 422
    assert "不能任命自己" in refused.content.decode()


def test_accounts_are_disabled_restored_and_reset_through_the_pages(cast: Cast, signed_in: Any) -> None:
    client, address = signed_in(cast.guan), f"/desk/people/{cast.lin.user_id}"
    client.post(f"{address}/disable/")
    assert not User.objects.get(pk=cast.lin.user_id).is_active
    assert client.post(f"{address}/password/").status_code == 422
    client.post(f"{address}/enable/")
    assert User.objects.get(pk=cast.lin.user_id).is_active
    password = client.post(f"{address}/password/").context["password"]
    assert User.objects.get(pk=cast.lin.user_id).check_password(password)


def test_everybody_lends_their_post_from_their_account_and_takes_it_back(cast: Cast, signed_in: Any) -> None:
    client, today = signed_in(cast.shen), timezone.localdate().isoformat()
    post = Post.objects.get(user=cast.shen.user)
    form = {"post": post.pk, "to": cast.zhao.user_id, "since": today, "until": today}
    assert client.post("/accounts/delegations/new/", form)["Location"] == "/accounts/"
    assert "赵示例" in client.get("/accounts/").content.decode()
    lent = Delegation.objects.get()
    received = signed_in(cast.zhao)
    assert "申示例" in received.get("/accounts/").content.decode()
    assert (
        received.post(f"/accounts/delegations/{lent.pk}/revoke/", {"back": "//evil.example/"})["Location"]
        == "/accounts/"
    )
    lent.refresh_from_db()
    assert lent.revoked


def test_a_post_of_someone_else_cannot_be_chosen(cast: Cast, signed_in: Any) -> None:
    post, today = Post.objects.get(user=cast.liang.user), timezone.localdate().isoformat()
    form = {"post": post.pk, "to": cast.zhao.user_id, "since": today, "until": today}
    assert signed_in(cast.shen).post("/accounts/delegations/new/", form).status_code == 422
    assert not Delegation.objects.exists()


@pytest.mark.parametrize(
    "address",
    [
        "/desk/organs/new/",
        "/desk/organs/lj-housing/facts/",
        "/desk/organs/lj-housing/rename/",
        "/desk/organs/lj-housing/move/",
        "/desk/organs/lj-housing/merge/",
        "/desk/people/new/",
        "/desk/site/",
    ],
)
def test_a_form_that_is_sent_empty_says_what_is_missing(cast: Cast, signed_in: Any, address: str) -> None:
    response = signed_in(cast.guan).post(address)
    assert response.status_code == 422
    assert "错误：" in response.content.decode()

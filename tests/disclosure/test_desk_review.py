"""保密审查与签发的页面 — what was read is what is decided on, and on to the next."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cast import NOW, Cast, published, reviewed, submitted
from gongkai.agencies.policies import Actor
from gongkai.disclosure.actions.revise import revise
from gongkai.disclosure.actions.save_draft import save_draft
from gongkai.disclosure.actions.sign import sign
from gongkai.disclosure.actions.submit import submit
from gongkai.disclosure.models import Document, Review, Version

pytestmark = pytest.mark.django_db
SignIn = Callable[[Actor], Client]


def url(version: Version, kind: str) -> str:
    return f"/desk/documents/{version.document_id}/{kind}/"


def read(version: Version) -> str:
    return f"{version.pk}.{version.revision}"


def state(version: Version) -> str:
    return Version.objects.values_list("state", flat=True).get(pk=version.pk)


def test_the_list_shows_what_waits_for_me(cast: Cast, signed_in: SignIn) -> None:
    submitted(cast, title="等审的一件")
    reviewed(cast, title="等签的一件")

    for_shen = signed_in(cast.shen).get("/desk/review/").content.decode()
    for_liang = signed_in(cast.liang).get("/desk/sign/").content.decode()

    assert "等审的一件" in for_shen
    assert "等签的一件" not in for_shen
    assert "等签的一件" in for_liang
    assert "等审的一件" not in for_liang


@pytest.mark.parametrize(
    ("name", "path"),
    [("lin", "/desk/review/"), ("lin", "/desk/sign/"), ("shen", "/desk/sign/"), ("zheng", "/desk/review/")],
)
def test_who_has_no_such_post_has_no_such_list(cast: Cast, signed_in: SignIn, name: str, path: str) -> None:
    assert signed_in(cast.people[name]).get(path).status_code == 404


def test_passing_goes_on_to_the_next(cast: Cast, signed_in: SignIn) -> None:
    first, second = submitted(cast, title="第一件"), submitted(cast, title="第二件")
    shen = signed_in(cast.shen)

    page = shen.get(url(first, "review")).content.decode()
    response = shen.post(url(first, "review"), {"do": "pass", "read": read(first), "remark": "可以"})

    assert "第 1 件，共 2 件" in page
    assert url(second, "review") in page
    assert response["Location"] == url(second, "review")
    assert state(first) == "in_signing"
    assert Review.objects.get(version=first).reason == "可以"
    last = shen.post(url(second, "review"), {"do": "pass", "read": read(second)})
    assert last["Location"] == "/desk/review/"


def test_a_return_needs_a_reason_and_keeps_the_passages(cast: Cast, signed_in: SignIn) -> None:
    version, shen = submitted(cast), signed_in(cast.shen)
    data = {"do": "return", "read": read(version), "reason": " ", "passages": "为了方便\n居民上下楼"}

    refused = shen.post(url(version, "review"), data)
    assert refused.status_code == 422
    assert "请写明退回的理由" in refused.content.decode()
    assert "居民上下楼" in refused.content.decode()
    assert state(version) == "in_review"

    shen.post(url(version, "review"), {**data, "reason": "有手机号"})
    review = Review.objects.get(version=version)
    assert (state(version), review.reason, review.marks) == ("draft", "有手机号", ["为了方便", "居民上下楼"])


def test_what_was_not_read_cannot_be_passed(cast: Cast, signed_in: SignIn) -> None:
    version = submitted(cast)

    response = signed_in(cast.shen).post(url(version, "review"), {"do": "pass", "read": f"{version.pk}.7"})

    assert response.status_code == 409
    assert "请重新读过再办" in response.content.decode()
    assert state(version) == "in_review"


def test_passing_twice_is_a_conflict_in_words(cast: Cast, signed_in: SignIn) -> None:
    version, shen = submitted(cast), signed_in(cast.shen)
    data = {"do": "pass", "read": read(version)}

    shen.post(url(version, "review"), data)
    again = shen.post(url(version, "review"), data)

    assert again.status_code == 409
    assert Review.objects.filter(version=version).count() == 1


def test_a_page_that_is_no_longer_at_this_step_leads_to_the_document(cast: Cast, signed_in: SignIn) -> None:
    version = reviewed(cast)

    response = signed_in(cast.shen).get(url(version, "review"))

    assert response["Location"] == f"/desk/documents/{version.document_id}/"


def test_what_changed_since_the_public_version_is_shown(cast: Cast, signed_in: SignIn) -> None:
    document = published(cast, body_html="<p>每户补助八百元。</p>")
    version = revise(document.pk, actor=cast.lin, now=NOW)
    values = {"body_html": "<p>每户补助九百元。</p>", "change_note": "提高补助"}
    save_draft(version.pk, actor=cast.lin, now=NOW, values=values)
    submit(version.pk, actor=cast.lin, now=NOW)

    text = signed_in(cast.shen).get(url(version, "review")).content.decode()

    assert "和公开的第 1 版相比" in text
    assert "<del>八</del>" in text
    assert "提高补助" in text


def test_signing_publishes_at_once(cast: Cast, signed_in: SignIn) -> None:
    version, liang = reviewed(cast), signed_in(cast.liang)

    response = liang.post(url(version, "sign"), {"do": "sign", "read": read(version), "when": "now"})

    assert response["Location"] == "/desk/sign/"
    assert Document.objects.get(pk=version.document_id).open_to_public


def test_signing_for_an_hour_waits_for_it_and_can_be_stopped(cast: Cast, signed_in: SignIn) -> None:
    version, liang = reviewed(cast), signed_in(cast.liang)
    hour = timezone.localtime() + timedelta(days=2)
    data = {"do": "sign", "read": read(version), "when": "at", "publish_at": hour.strftime("%Y-%m-%dT%H:%M")}

    liang.post(url(version, "sign"), data)
    scheduled = Version.objects.get(pk=version.pk)
    assert scheduled.state == "scheduled"
    assert timezone.localtime(scheduled.scheduled_for) == hour.replace(second=0, microsecond=0)

    liang.post(url(version, "sign"), {"do": "return", "read": read(version), "reason": "再等等"})
    assert state(version) == "draft"


@pytest.mark.parametrize(
    ("when", "publish_at", "message"),
    [
        ("at", "", "请写明什么时候公开"),
        ("at", "2020-01-01T09:00", "定时公开的时间已经过了"),
        ("at", "明天", "公开时间请写成"),
        ("", "", "请选择什么时候公开"),
        ("now", "2030-01-01T09:00", "您写了公开时间"),
    ],
)
def test_an_hour_that_cannot_be_is_refused(
    cast: Cast, signed_in: SignIn, when: str, publish_at: str, message: str
) -> None:
    version = reviewed(cast)
    data = {"do": "sign", "read": read(version), "when": when, "publish_at": publish_at}

    response = signed_in(cast.liang).post(url(version, "sign"), data)

    assert response.status_code == 422
    assert message in response.content.decode()
    assert state(version) == "in_signing"


def test_signing_again_after_a_double_click_does_nothing_and_says_so(cast: Cast, signed_in: SignIn) -> None:
    version, liang = reviewed(cast), signed_in(cast.liang)
    data = {"do": "sign", "read": read(version), "when": "now", "once": "click-review"}

    liang.post(url(version, "sign"), data)
    again = liang.post(url(version, "sign"), data, follow=True)

    assert "没有重复办理" in again.content.decode()
    assert Review.objects.filter(version=version, kind="signature").count() == 1


def test_a_reviewer_of_another_organ_finds_nothing(cast: Cast, signed_in: SignIn) -> None:
    from cast import person
    from gongkai.rules.posts import Role

    other = person("other", "别示例", (Role.REVIEWER, cast.education), (Role.LEADER, cast.education))
    version = submitted(cast)

    assert signed_in(other).get(url(version, "review")).status_code == 404
    assert signed_in(other).post(url(version, "sign"), {"do": "sign"}).status_code == 404


def test_an_hour_signed_by_the_leader_is_in_the_story(cast: Cast, signed_in: SignIn) -> None:
    version = reviewed(cast)
    sign(version.pk, actor=cast.liang, now=NOW, publish_at=NOW + timedelta(days=400))

    text = signed_in(cast.lin).get(f"/desk/documents/{version.document_id}/").content.decode()

    assert "梁示例签发，第 1 版" in text
    assert "到时自动公开" in text

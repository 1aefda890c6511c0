"""隐私筛查的页面 — one page settles everything, and no page shows a value unasked."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cast import NOW, Cast, draft, published, submitted
from gongkai.agencies.policies import Actor
from gongkai.core.checks import all_checks
from gongkai.core.measures import Period
from gongkai.disclosure import gates
from gongkai.disclosure.actions.attach import attach
from gongkai.disclosure.models import Document, Version
from gongkai.rules.privacy import MASKS, Kind, MaskRule
from gongkai.rules.process import RuleViolation
from gongkai.screening.actions.set_masks import set_masks
from gongkai.screening.actions.settle import facts_of_row
from gongkai.screening.masks import masks
from gongkai.screening.measures import MEASURES
from gongkai.screening.models import Finding, FindingState, MaskSetting, Original
from gongkai.screening.scanning import found_in
from screening.invented import MOBILE, resident_id, workbook

pytestmark = pytest.mark.django_db
SignIn = Callable[[Actor], Client]

ID = resident_id(7)
PRIVATE = f"<p>申请人示例甲，身份证号：{ID}。</p><p>本人手机：{MOBILE}</p>"
YEAR = Period.of_year(2026)


def page_of(version: Version) -> str:
    return f"/desk/documents/{version.document_id}/privacy/"


def post(client: Client, version: Version, **values: str) -> Any:
    return client.post(page_of(version), values, follow=True)


def key_of(version: Version, kind: Kind) -> str:
    return next(one.key for one in found_in(version) if one.kind == kind)


def test_the_page_groups_what_was_found_and_shows_no_value(cast: Cast, signed_in: SignIn) -> None:
    version = draft(cast, body_html=PRIVATE)
    text = signed_in(cast.lin).get(page_of(version)).content.decode()
    assert "必须处理，1 处" in text
    assert "要先看过，1 处" in text
    assert ID not in text
    assert MOBILE not in text


def test_a_clean_document_says_so(cast: Cast, signed_in: SignIn) -> None:
    text = signed_in(cast.shen).get(page_of(draft(cast))).content.decode()
    assert "没有查到个人信息和隐藏内容" in text


def test_a_refused_submission_leads_to_the_page(cast: Cast, signed_in: SignIn) -> None:
    version = draft(cast, body_html=PRIVATE)
    client = signed_in(cast.lin)
    answer = client.post(f"/desk/documents/{version.document_id}/submit/")
    assert answer.status_code == 422
    assert page_of(version) in answer.content.decode()
    assert page_of(version) in client.get(f"/desk/documents/{version.document_id}/edit/").content.decode()


def test_one_click_masks_all_that_is_certain(cast: Cast, signed_in: SignIn) -> None:
    version = draft(cast, body_html=PRIVATE)
    text = post(signed_in(cast.lin), version, do="mask:sure").content.decode()
    assert "已遮盖 1 处" in text
    fresh = Version.objects.get(pk=version.pk)
    assert ID not in fresh.body_text
    assert MOBILE in fresh.body_text


def test_one_click_masks_all_of_a_kind(cast: Cast, signed_in: SignIn) -> None:
    version = draft(cast, body_html=PRIVATE + f"<p>另一人身份证号：{resident_id(8)}</p>")
    client = signed_in(cast.lin)
    assert f'value="mask:{Kind.RESIDENT_ID}"' in client.get(page_of(version)).content.decode()
    post(client, version, do=f"mask:{Kind.RESIDENT_ID}")
    fresh = Version.objects.get(pk=version.pk)
    assert ID not in fresh.body_text
    assert resident_id(8) not in fresh.body_text


def test_one_click_marks_as_looked_at(cast: Cast, signed_in: SignIn) -> None:
    version = draft(cast, body_html=PRIVATE)
    post(signed_in(cast.lin), version, do=f"look:{key_of(version, Kind.MOBILE_PHONE)}")
    assert Finding.objects.get().state == FindingState.LOOKED_AT


def test_one_click_cleans_a_file(cast: Cast, signed_in: SignIn) -> None:
    version = draft(cast)
    data = workbook(["姓名", "身份证号"], ["示例甲", ID])
    file = attach(version.pk, actor=cast.lin, now=NOW, name="名单.xlsx", data=data)
    text = post(signed_in(cast.lin), version, do=f"clean:{file.pk}").content.decode()
    assert "文件已清理" in text
    assert Original.objects.get().name == "名单.xlsx"


def test_a_file_that_is_not_there_cannot_be_cleaned(cast: Cast, signed_in: SignIn) -> None:
    version = draft(cast, body_html=PRIVATE)
    assert post(signed_in(cast.lin), version, do="clean:0").status_code == 404


def test_the_reviewer_justifies_on_the_page(cast: Cast, signed_in: SignIn) -> None:
    version = draft(cast, body_html=PRIVATE)
    key = key_of(version, Kind.RESIDENT_ID)
    assert "保留，写明理由" not in signed_in(cast.lin).get(page_of(version)).content.decode()
    refused = post(signed_in(cast.shen), version, do=f"justify:{key}", words="")
    assert refused.status_code == 422
    text = post(signed_in(cast.shen), version, do=f"justify:{key}", words="本人书面同意公开").content.decode()
    assert "本人书面同意公开" in text


def test_true_words_are_shown_only_when_asked_for(cast: Cast, signed_in: SignIn) -> None:
    version = draft(cast, body_html=PRIVATE)
    answer = post(signed_in(cast.shen), version, do=f"reveal:{key_of(version, Kind.RESIDENT_ID)}")
    assert f"<mark>{ID}</mark>" in answer.content.decode()
    assert answer["Cache-Control"] == "private, no-store"
    denied = post(signed_in(cast.liang), version, do=f"reveal:{key_of(version, Kind.RESIDENT_ID)}")
    assert denied.status_code == 403
    assert ID not in denied.content.decode()


def test_a_button_that_means_nothing_is_refused(cast: Cast, signed_in: SignIn) -> None:
    assert post(signed_in(cast.lin), draft(cast), do="").status_code == 422


def test_what_is_public_is_withdrawn_not_changed(
    cast: Cast, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = made_public(cast, monkeypatch)
    assert document.public is not None
    text = signed_in(cast.liang).get(page_of(document.public)).content.decode()
    assert f"/desk/withdraw/?ids={document.pk}" in text
    assert "mask:sure" not in signed_in(cast.lin).get(page_of(document.public)).content.decode()


def made_public(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Document:
    """A document that was published while nobody looked."""
    with monkeypatch.context() as patch:
        patch.setattr(gates, "_gates", [])
        return published(cast, body_html=PRIVATE)


def test_verify_names_what_a_sweep_found_in_public(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    check = next(check for check in all_checks() if check.code == "privacy")
    version = made_public(cast, monkeypatch).public
    assert version is not None
    assert list(check.findings()) == []
    for one in found_in(version):
        Finding.objects.create(version=version, key=one.key, found_at=NOW, **facts_of_row(one))
    [sentence] = check.findings()
    assert f"第 {version.document_id} 件公开着居民身份证号" in sentence
    assert ID not in sentence
    Finding.objects.update(
        state=FindingState.JUSTIFIED, settled_by=cast.shen.user, settled_at=NOW, words="同意"
    )
    assert list(check.findings()) == []


def test_the_editor_says_while_one_types(cast: Cast, signed_in: SignIn) -> None:
    version = draft(cast, body_html=PRIVATE)
    hint = signed_in(cast.lin).get(f"/desk/versions/{version.pk}/privacy/").content.decode()
    assert "1 处必须处理" in hint


def test_the_reviewer_is_led_to_what_stops(
    cast: Cast, signed_in: SignIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(gates, "_gates", [])
        version = submitted(cast, body_html=PRIVATE)
    review = f"/desk/documents/{version.document_id}/review/"
    assert page_of(version) in signed_in(cast.shen).get(review).content.decode()


def test_originals_are_listed_without_words_and_opened_with_a_trace(cast: Cast, signed_in: SignIn) -> None:
    version = draft(cast, body_html=PRIVATE)
    post(signed_in(cast.lin), version, do="mask:sure")
    client, original = signed_in(cast.shen), Original.objects.get()
    listed = client.get("/desk/privacy/originals/").content.decode()
    assert "居民身份证号" in listed
    assert ID not in listed
    opened = client.post(f"/desk/privacy/originals/{original.pk}/").content.decode()
    assert "<del>" in opened
    assert ID[:6] in opened
    assert signed_in(cast.liang).post(f"/desk/privacy/originals/{original.pk}/").status_code == 404


def test_masks_are_set_for_all(cast: Cast, signed_in: SignIn) -> None:
    client = signed_in(cast.guan)
    assert client.get("/desk/privacy/masks/").status_code == 200
    values = {
        f"{kind}_{end}": str(value)
        for kind, rule in MASKS.items()
        for end, value in (("first", rule.first), ("last", rule.last))
    }
    values[f"{Kind.RESIDENT_ID}_first"] = "3"
    assert client.post("/desk/privacy/masks/", values).status_code == 302
    assert masks()[Kind.RESIDENT_ID] == MaskRule(3, 4)
    assert MaskSetting.objects.count() == 1
    values[f"{Kind.RESIDENT_ID}_first"] = "12"
    refused = client.post("/desk/privacy/masks/", values)
    assert refused.status_code == 422
    assert "最多保留" in refused.content.decode()


def test_the_default_needs_no_setting(cast: Cast) -> None:
    set_masks({Kind.EMAIL: MaskRule(2, 0)}, actor=cast.zheng, now=NOW)
    set_masks({Kind.EMAIL: MASKS[Kind.EMAIL]}, actor=cast.zheng, now=NOW)
    assert not MaskSetting.objects.exists()
    with pytest.raises(RuleViolation, match="没有改动"):
        set_masks({Kind.EMAIL: MASKS[Kind.EMAIL]}, actor=cast.zheng, now=NOW)


def test_what_was_settled_is_measured(cast: Cast, signed_in: SignIn) -> None:
    version = draft(cast, body_html=PRIVATE)
    post(signed_in(cast.lin), version, do="mask:sure")
    Finding.objects.update(settled_at=NOW)
    assert MEASURES["privacy.masked"].rows(YEAR, [cast.housing.pk]).count() == 1
    assert MEASURES["privacy.masked"].rows(YEAR, [cast.education.pk]).count() == 0
    assert MEASURES["privacy.justified"].rows(YEAR, None).count() == 0
    assert MEASURES["privacy.found_public"].rows(YEAR, None).count() == 0

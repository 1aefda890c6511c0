"""机关的办理 — what each action on organs does, refuses and records."""

from typing import Any

import pytest
from django.http import Http404

from cast import NOW, PASSWORD, Cast, organ, published
from gongkai.agencies.actions.close_agency import close_agency
from gongkai.agencies.actions.create_agency import create_agency
from gongkai.agencies.actions.merge_agency import merge_agency
from gongkai.agencies.actions.move_agency import move_agency
from gongkai.agencies.actions.rename_agency import rename_agency
from gongkai.agencies.actions.set_guide_text import set_guide_text
from gongkai.agencies.actions.set_up import set_up
from gongkai.agencies.actions.update_agency import update_agency
from gongkai.agencies.models import Agency, AgencyLevel, AgencyStatus, Jurisdiction, User
from gongkai.agencies.queries import actor_for, by_name
from gongkai.catalogue.actions import end_agency
from gongkai.core.models import LedgerEntry, Redirect
from gongkai.core.permissions import Denied
from gongkai.disclosure import indexing
from gongkai.rules.index_numbers import uscc_valid
from gongkai.rules.process import RuleViolation

pytestmark = pytest.mark.django_db

GOOD_CODE = next(
    code
    for code in (f"11990000MB0000001{check}" for check in "0123456789ABCDEFGHJKLMNPQRTUWXY")
    if uscc_valid(code)
)
BAD_CODE = GOOD_CODE[:-1] + ("0" if GOOD_CODE[-1] != "0" else "1")


def last_entry() -> LedgerEntry:
    entry = LedgerEntry.objects.order_by("-id").first()
    assert entry is not None
    return entry


def new_organ(cast: Cast, **changes: Any) -> Agency:
    facts = {"kind": "department", "level": "city", "phone": "0000-0000 0009", **changes.pop("facts", {})}
    given = {
        "code": "lj-water",
        "name": "临江市示例水务局",
        "short_name": "市水务局",
        "parent_id": cast.city.pk,
        **changes,
    }
    return create_agency(actor=changes.pop("actor", cast.guan), now=NOW, facts=facts, **given)


def test_a_new_organ_stands_below_its_parent_and_is_recorded(cast: Cast) -> None:
    made = new_organ(cast, facts={"uscc": GOOD_CODE})
    assert made.path == f"{cast.city.path}{made.pk}/"
    entry = last_entry()
    assert (entry.action, entry.agency_id, entry.actor_id) == (
        "agencies.create_agency",
        made.pk,
        cast.guan.user_id,
    )


def test_a_credit_code_with_a_wrong_check_digit_is_refused_at_its_field(cast: Cast) -> None:
    with pytest.raises(RuleViolation) as refused:
        new_organ(cast, facts={"uscc": BAD_CODE})
    assert refused.value.field == "uscc"
    assert not Agency.objects.filter(code="lj-water").exists()


def test_two_organs_in_use_cannot_share_a_credit_code(cast: Cast) -> None:
    new_organ(cast, facts={"uscc": GOOD_CODE})
    with pytest.raises(RuleViolation) as refused:
        update_agency(cast.housing.pk, actor=cast.guan, now=NOW, facts={"uscc": GOOD_CODE})
    assert refused.value.field == "uscc"


@pytest.mark.parametrize("code", ["lj-housing", "LJ", "有汉字", "a--b", ""])
def test_an_address_code_that_is_taken_or_malformed_is_refused(cast: Cast, code: str) -> None:
    with pytest.raises(RuleViolation) as refused:
        new_organ(cast, code=code)
    assert refused.value.field == "code"


def test_only_who_manages_organs_there_may_make_one(cast: Cast) -> None:
    for actor in (cast.lin, cast.liang):
        with pytest.raises(Denied):
            create_agency(
                actor=actor,
                now=NOW,
                parent_id=cast.city.pk,
                code="x",
                name="某局",
                short_name="某局",
                facts={},
            )
    with pytest.raises(Denied):
        create_agency(
            actor=cast.guan,
            now=NOW,
            parent_id=cast.province.pk,
            code="x",
            name="某局",
            short_name="某局",
            facts={},
        )


def test_changed_facts_are_named_in_the_ledger_but_not_their_content(cast: Cast) -> None:
    update_agency(cast.housing.pk, actor=cast.zheng, now=NOW, facts={"phone": "0000-1234", "fax": ""})
    assert last_entry().detail == {"fields": ["phone"]}
    with pytest.raises(RuleViolation, match="没有改动"):
        update_agency(cast.housing.pk, actor=cast.zheng, now=NOW, facts={"phone": "0000-1234"})


def test_a_renamed_organ_is_found_by_its_former_name(cast: Cast) -> None:
    rename_agency(
        cast.housing.pk,
        actor=cast.zheng,
        now=NOW,
        name="临江市住房保障局",
        short_name="市住保局",
        reason="机构改革",
    )
    assert by_name("临江市住房和城乡建设局") == by_name("临江市住房保障局") == cast.housing
    assert last_entry().note.text == "机构改革"
    with pytest.raises(RuleViolation):
        rename_agency(
            cast.housing.pk,
            actor=cast.zheng,
            now=NOW,
            name="临江市住房保障局",
            short_name="市住保局",
            reason="再来",
        )


def test_a_moved_organ_takes_its_subtree_along_and_search_follows(cast: Cast, worker: Any) -> None:
    below = organ("lj-estate", "临江市房产中心", "房产中心", "organisation", "city", cast.housing)
    published(cast)
    move_agency(cast.housing.pk, actor=cast.guan, now=NOW, parent_id=cast.education.pk, reason="调整")
    below.refresh_from_db()
    assert below.path == f"{cast.education.path}{cast.housing.pk}/{below.pk}/"
    worker()
    assert list(indexing.differences()) == []


def test_an_organ_cannot_move_below_itself(cast: Cast) -> None:
    below = organ("lj-estate", "临江市房产中心", "房产中心", "organisation", "city", cast.housing)
    with pytest.raises(RuleViolation) as refused:
        move_agency(cast.housing.pk, actor=cast.guan, now=NOW, parent_id=below.pk, reason="调整")
    assert refused.value.field == "parent"


def test_merging_ends_posts_retires_columns_and_leads_addresses_on(cast: Cast) -> None:
    document = published(cast)
    end_agency.merge_agency(
        cast.housing.pk, actor=cast.guan, now=NOW, successor_id=cast.education.pk, reason="机构改革"
    )
    merged = Agency.objects.get(pk=cast.housing.pk)
    assert (merged.status, merged.successor) == (AgencyStatus.MERGED, cast.education)
    assert cast.lin.user is not None
    assert actor_for(cast.lin.user, NOW.date()).posts == ()
    assert not merged.columns.filter(status="active").exists()
    document.refresh_from_db()
    assert (document.agency_id, document.open_to_public) == (merged.pk, True)
    redirects = dict(Redirect.objects.values_list("old_path", "new_path"))
    assert redirects["/organs/lj-housing/"] == "/organs/lj-education/"
    assert redirects["/organs/lj-housing/columns/20-1/"] == "/organs/lj-education/"


def test_an_organ_that_was_merged_twice_leads_straight_to_the_last(cast: Cast) -> None:
    merge_agency(cast.housing.pk, actor=cast.guan, now=NOW, successor_id=cast.education.pk, reason="一")
    merge_agency(cast.education.pk, actor=cast.guan, now=NOW, successor_id=cast.office.pk, reason="二")
    assert Redirect.objects.get(old_path="/organs/lj-housing/").new_path == "/organs/lj-office/"


def test_an_organ_with_organs_below_or_at_the_top_cannot_end(cast: Cast) -> None:
    organ("lj-estate", "临江市房产中心", "房产中心", "organisation", "city", cast.housing)
    with pytest.raises(RuleViolation, match="下级机关"):
        close_agency(cast.housing.pk, actor=cast.guan, now=NOW, reason="撤销")
    with pytest.raises(RuleViolation, match="不能并入它自己"):
        merge_agency(cast.office.pk, actor=cast.guan, now=NOW, successor_id=cast.office.pk, reason="x")


def test_a_closed_organ_can_no_longer_be_changed(cast: Cast) -> None:
    end_agency.close_agency(cast.housing.pk, actor=cast.zheng, now=NOW, reason="撤销")
    assert last_entry().action == "agencies.close_agency"
    with pytest.raises(RuleViolation, match="已撤并"):
        update_agency(cast.housing.pk, actor=cast.zheng, now=NOW, facts={"phone": "1"})


def test_a_liaison_keeps_the_guide_of_their_own_organ_only(cast: Cast) -> None:
    set_guide_text(cast.housing.pk, actor=cast.lin, now=NOW, text="周一上午集中受理。")
    assert Agency.objects.get(pk=cast.housing.pk).guide_text == "周一上午集中受理。"
    assert "周一" not in str(last_entry().detail)
    with pytest.raises(Denied):
        set_guide_text(cast.education.pk, actor=cast.lin, now=NOW, text="x")
    with pytest.raises(RuleViolation):
        set_guide_text(cast.housing.pk, actor=cast.lin, now=NOW, text="字" * 20_001)


def test_an_organ_that_does_not_exist_is_not_found(cast: Cast) -> None:
    with pytest.raises(Http404):
        update_agency(999_999, actor=cast.guan, now=NOW, facts={"phone": "1"})


def test_a_new_installation_is_set_up_once() -> None:
    names = {"code": "sample", "name": "样本县人民政府", "short_name": "县政府"}
    here, password = set_up(
        now=NOW,
        site_name="样本县政府信息公开",
        level=AgencyLevel.COUNTY,
        username="first",
        person_name="首任示例",
        **names,
    )
    assert Jurisdiction.objects.get() == here
    assert password != PASSWORD
    assert User.objects.get(username="first").check_password(password)
    with pytest.raises(RuleViolation):
        set_up(
            now=NOW,
            site_name="x",
            level=AgencyLevel.COUNTY,
            username="second",
            person_name="次任示例",
            **{**names, "code": "other"},
        )

"""岗位与委托 — appointing, ending, lending; who may, until when, and what never stands in one hand."""

from datetime import date, timedelta

import pytest
from django.http import Http404

from cast import NOW, TODAY, Cast, person
from gongkai.agencies.actions.appoint import appoint
from gongkai.agencies.actions.delegate import delegate
from gongkai.agencies.actions.end_post import end_post
from gongkai.agencies.actions.revoke_delegation import revoke_delegation
from gongkai.agencies.models import Delegation, Post
from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import actor_for
from gongkai.core.models import LedgerEntry
from gongkai.core.permissions import Denied
from gongkai.disclosure.policies import REVIEW
from gongkai.rules.posts import Role
from gongkai.rules.process import RuleViolation

pytestmark = pytest.mark.django_db
WEEK = TODAY + timedelta(days=7)


def pk(actor: Actor) -> int:
    assert actor.user_id is not None
    return actor.user_id


def post_of(actor: Actor) -> Post:
    return Post.objects.get(user=actor.user)


def lend(
    cast: Cast, by: Actor, to: Actor, *, of: Actor | None = None, since: date = TODAY, until: date = WEEK
) -> Delegation:
    return delegate(post_of(of or by).pk, actor=by, now=NOW, to_id=pk(to), since=since, until=until)


def test_an_administrator_appoints_and_it_is_recorded(cast: Cast) -> None:
    post = appoint(
        actor=cast.guan,
        now=NOW,
        user_id=pk(cast.zhao),
        agency_id=cast.housing.pk,
        role=Role.REVIEWER,
        since=TODAY,
    )
    assert cast.zhao.user is not None
    assert actor_for(cast.zhao.user, TODAY).may(REVIEW, cast.housing)
    entry = LedgerEntry.objects.get(action="agencies.appoint")
    assert entry.detail == {"user": pk(cast.zhao), "role": "reviewer"}
    assert entry.subject_id == post.pk


def test_an_administrator_cannot_appoint_themselves_to_publish(cast: Cast) -> None:
    for role in (Role.LIAISON, Role.REVIEWER, Role.LEADER, Role.OFFICE):
        with pytest.raises(RuleViolation) as refused:
            appoint(
                actor=cast.guan,
                now=NOW,
                user_id=pk(cast.guan),
                agency_id=cast.housing.pk,
                role=role,
                since=TODAY,
            )
        assert refused.value.field == "user"


def test_managing_and_publishing_never_stand_in_one_hand(cast: Cast) -> None:
    with pytest.raises(RuleViolation, match="不同的人"):
        appoint(
            actor=cast.guan,
            now=NOW,
            user_id=pk(cast.lin),
            agency_id=cast.housing.pk,
            role=Role.ADMINISTRATOR,
            since=TODAY,
        )
    with pytest.raises(RuleViolation, match="不同的人"):
        lend(cast, cast.lin, cast.guan)
    assert not Delegation.objects.exists()


def test_appointing_is_refused_to_others_and_elsewhere(cast: Cast) -> None:
    for actor in (cast.zheng, cast.lin):
        with pytest.raises(Denied):
            appoint(
                actor=actor,
                now=NOW,
                user_id=pk(cast.zhao),
                agency_id=cast.housing.pk,
                role=Role.LIAISON,
                since=TODAY,
            )
    with pytest.raises(Denied):
        appoint(
            actor=cast.guan,
            now=NOW,
            user_id=pk(cast.zhao),
            agency_id=cast.province.pk,
            role=Role.LIAISON,
            since=TODAY,
        )


def test_the_same_post_is_not_given_twice(cast: Cast) -> None:
    with pytest.raises(RuleViolation, match="已经有"):
        appoint(
            actor=cast.guan,
            now=NOW,
            user_id=pk(cast.lin),
            agency_id=cast.housing.pk,
            role=Role.LIAISON,
            since=TODAY,
        )


def test_a_post_gives_its_permissions_until_its_last_day(cast: Cast) -> None:
    end_post(post_of(cast.shen).pk, actor=cast.guan, now=NOW, last_day=TODAY)
    assert cast.shen.user is not None
    assert actor_for(cast.shen.user, TODAY).may(REVIEW, cast.housing)
    assert not actor_for(cast.shen.user, TODAY + timedelta(days=1)).may(REVIEW, cast.housing)
    assert LedgerEntry.objects.filter(action="agencies.end_post").count() == 1


def test_the_only_administrator_cannot_be_removed(cast: Cast) -> None:
    with pytest.raises(RuleViolation, match="唯一"):
        end_post(post_of(cast.guan).pk, actor=cast.guan, now=NOW, last_day=TODAY)
    second = person("guan2", "管样本", (Role.ADMINISTRATOR, cast.city))
    end_post(post_of(cast.guan).pk, actor=second, now=NOW, last_day=TODAY)


def test_a_lent_post_is_held_from_the_first_day_to_the_last(cast: Cast) -> None:
    lend(cast, cast.shen, cast.zhao, since=TODAY + timedelta(days=1))
    assert cast.zhao.user is not None
    held = {
        offset: bool(actor_for(cast.zhao.user, TODAY + timedelta(days=offset)).may(REVIEW, cast.housing))
        for offset in (0, 1, 7, 8)
    }
    assert held == {0: False, 1: True, 7: True, 8: False}


def test_a_lent_post_ends_with_the_post_itself(cast: Cast) -> None:
    lend(cast, cast.shen, cast.zhao)
    end_post(post_of(cast.shen).pk, actor=cast.guan, now=NOW, last_day=TODAY)
    assert cast.zhao.user is not None
    assert not actor_for(cast.zhao.user, TODAY + timedelta(days=1)).may(REVIEW, cast.housing)


def test_a_lent_post_cannot_be_lent_on(cast: Cast) -> None:
    lend(cast, cast.shen, cast.zhao)
    with pytest.raises(Denied, match="不能再转委托"):
        lend(cast, cast.zhao, cast.lin, of=cast.shen)


def test_a_stranger_does_not_learn_of_a_post(cast: Cast) -> None:
    with pytest.raises(Http404):
        lend(cast, cast.zhao, cast.lin, of=cast.shen)


def test_an_administrator_lends_for_someone_who_is_away(cast: Cast) -> None:
    lent = lend(cast, cast.guan, cast.zhao, of=cast.shen)
    assert LedgerEntry.objects.get(action="agencies.delegate").detail["post"] == lent.post_id


@pytest.mark.parametrize(
    ("since", "until", "field"),
    [
        (TODAY - timedelta(days=1), WEEK, "since"),
        (WEEK, TODAY, "until"),
    ],
)
def test_a_delegation_needs_days_in_order_from_today_on(
    cast: Cast, since: date, until: date, field: str
) -> None:
    with pytest.raises(RuleViolation) as refused:
        lend(cast, cast.shen, cast.zhao, since=since, until=until)
    assert refused.value.field == field


def test_a_delegation_cannot_outlast_the_post(cast: Cast) -> None:
    end_post(post_of(cast.shen).pk, actor=cast.guan, now=NOW, last_day=TODAY + timedelta(days=3))
    with pytest.raises(RuleViolation, match="任期"):
        lend(cast, cast.shen, cast.zhao)


def test_a_delegation_to_oneself_or_twice_is_refused(cast: Cast) -> None:
    with pytest.raises(RuleViolation):
        lend(cast, cast.shen, cast.shen)
    lend(cast, cast.shen, cast.zhao)
    with pytest.raises(RuleViolation, match="已经委托"):
        lend(cast, cast.shen, cast.zhao)


def test_owner_receiver_and_administrator_end_a_delegation_at_once_and_nobody_else(cast: Cast) -> None:
    for actor in (cast.shen, cast.zhao, cast.guan):
        lent = lend(cast, cast.shen, cast.zhao)
        with pytest.raises(Http404):
            revoke_delegation(lent.pk, actor=cast.lin, now=NOW)
        revoke_delegation(lent.pk, actor=actor, now=NOW)
        assert cast.zhao.user is not None
        assert not actor_for(cast.zhao.user, TODAY).may(REVIEW, cast.housing)
        with pytest.raises(RuleViolation, match="已经结束"):
            revoke_delegation(lent.pk, actor=actor, now=NOW)

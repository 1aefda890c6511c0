"""脱敏设置 — how many characters of each kind stay when it is masked, for the whole jurisdiction."""

from collections.abc import Mapping
from datetime import datetime

from gongkai.agencies.models import Jurisdiction
from gongkai.agencies.policies import Actor
from gongkai.core.change import changing
from gongkai.rules.phrases import phrase
from gongkai.rules.privacy import KIND_LABELS, MASKS, Kind, MaskRule
from gongkai.rules.process import RuleViolation
from gongkai.screening import policies
from gongkai.screening.masks import masks
from gongkai.screening.models import MaskSetting

MOST_KEPT = {
    Kind.RESIDENT_ID: 10,
    Kind.MOBILE_PHONE: 7,
    Kind.LANDLINE: 7,
    Kind.BANK_CARD: 8,
    Kind.PASSPORT: 4,
    Kind.TRAVEL_PERMIT: 4,
    Kind.VEHICLE_PLATE: 4,
    Kind.EMAIL: 3,
    Kind.HOME_ADDRESS: 12,
    Kind.SENSITIVE_PERSON: 1,
}
"""Characters that may stay in all: with more of them the person could be told all the same (PIPL Art. 73)."""


def set_masks(rules: Mapping[Kind, MaskRule], *, actor: Actor, now: datetime) -> None:
    """设置脱敏方式 (Personal Information Protection Law Art. 73) — what was masked before stays as it is.

    Raises Denied; RuleViolation where too much would stay, or nothing was changed.
    """
    with changing(actor, now) as change:
        here = Jurisdiction.objects.select_related("root").get()
        actor.require(policies.SET_MASKS, here.root)
        current = masks()
        changed = {kind: rule for kind, rule in rules.items() if current[kind] != rule}
        if not changed:
            raise RuleViolation("没有改动")
        for kind, rule in changed.items():
            _check(kind, rule)
            _put(here, kind, rule)
        change.record(
            "screening.set_masks",
            here,
            agency_id=here.root_id,
            masks={kind.value: [rule.first, rule.last] for kind, rule in changed.items()},
        )


def _check(kind: Kind, rule: MaskRule) -> None:
    if rule.first + rule.last > MOST_KEPT[kind]:
        raise RuleViolation(
            phrase(
                "“%(kind)s”一共最多保留 %(most)d 位，再多就认得出是谁了",
                kind=phrase(KIND_LABELS[kind]),
                most=MOST_KEPT[kind],
            ),
            field=f"{kind.value}_first",
        )


def _put(here: Jurisdiction, kind: Kind, rule: MaskRule) -> None:
    if rule == MASKS[kind]:
        MaskSetting.objects.filter(jurisdiction=here, kind=kind).delete()
    else:
        MaskSetting.objects.update_or_create(
            jurisdiction=here, kind=kind, defaults={"first": rule.first, "last": rule.last}
        )

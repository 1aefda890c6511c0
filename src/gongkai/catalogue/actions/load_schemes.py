"""载入分类法 — bring the classification schemes level with their data files."""

from datetime import datetime

from gongkai.agencies.policies import Actor
from gongkai.catalogue.models import Scheme, Term
from gongkai.core.change import changing
from gongkai.core.pages import SITE
from gongkai.rules import schemes as data


def load_schemes(*, actor: Actor, now: datetime) -> int:
    """Make schemes and classes that are missing; returns how many classes were made. Nothing is removed."""
    made = 0
    with changing(actor, now) as change:
        for code in data.schemes():
            facts = data.scheme(code)
            scheme, _ = Scheme.objects.get_or_create(code=facts.code, defaults={"name": facts.name})
            have = {term.code: term for term in scheme.terms.all()}
            for position, (term, parent) in enumerate(facts.walk()):
                if term.code not in have:
                    have[term.code] = Term.objects.create(
                        scheme=scheme,
                        code=term.code,
                        name=term.name,
                        parent=have[parent.code] if parent else None,
                        position=position,
                    )
                    made += 1
            change.record("catalogue.load_schemes", scheme, made=made)
        change.touch(SITE)
    return made

"""法定期限 — the limits that the Regulations set on proactive disclosure (2007 Art. 18, 2019 Art. 26)."""

from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from gongkai.rules.citations import REGULATIONS_2007, REGULATIONS_2019, Citation, cite, regulations_on


@dataclass(frozen=True, slots=True)
class Limit:
    """期限 — so many working days, and the article that says so."""

    code: str
    label: str
    workdays: int
    citation: Citation


PUBLICATION_2007 = Limit(
    code="publication-2007",
    label="主动公开期限",
    workdays=20,
    citation=cite(REGULATIONS_2007, 18),
)
PUBLICATION_2019 = Limit(
    code="publication-2019",
    label="主动公开期限",
    workdays=20,
    citation=cite(REGULATIONS_2019, 26),
)

LIMITS = MappingProxyType({limit.code: limit for limit in (PUBLICATION_2007, PUBLICATION_2019)})


def publication_limit(formed_on: date) -> Limit:
    """Return the limit for publishing information that was formed or changed on that day."""
    return PUBLICATION_2019 if regulations_on(formed_on) is REGULATIONS_2019 else PUBLICATION_2007

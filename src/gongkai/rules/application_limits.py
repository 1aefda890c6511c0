"""依申请公开的期限 — every limit of a case, by the text of the Regulations that it was received under.

Sources: Regulations of 2007 Arts. 21–24, of 2019 Arts. 30–35; 国办函〔2020〕109号 Arts. 6–7 (fees); Administrative
Reconsideration Law Art. 20; Administrative Litigation Law Arts. 45–46.
"""

from dataclasses import dataclass
from datetime import date

from gongkai.rules.citations import REGULATIONS_2007, REGULATIONS_2019, Citation, Statute, cite
from gongkai.rules.limits import Limit


@dataclass(frozen=True, slots=True)
class ApplicationLimits:
    """一部条例下的期限 — working days; None where that text sets no such limit; `fee` says that one may be asked for.

    `on_supplement` says what a supplement does to the count: "restart" from the day that it is received, or
    "pause" for as long as it was awaited (local practice under the text of 2007, as a jurisdiction sets it).
    """

    statute: Statute
    reply: Limit
    extension: Limit
    excluded: Citation
    supplement: Citation
    fee: Citation
    supplement_notice: Limit | None
    third_party: Limit | None
    organs: Limit | None
    on_supplement: str


LIMITS_2007 = ApplicationLimits(
    statute=REGULATIONS_2007,
    reply=Limit("reply-2007", "答复期限", 15, cite(REGULATIONS_2007, 24, 2)),
    extension=Limit("extension-2007", "延长答复", 15, cite(REGULATIONS_2007, 24, 2)),
    excluded=cite(REGULATIONS_2007, 24, 3),
    supplement=cite(REGULATIONS_2007, 21, item=4),
    fee=cite(REGULATIONS_2007, 27),
    supplement_notice=None,
    third_party=None,
    organs=None,
    on_supplement="restart",
)
LIMITS_2019 = ApplicationLimits(
    statute=REGULATIONS_2019,
    reply=Limit("reply-2019", "答复期限", 20, cite(REGULATIONS_2019, 33, 2)),
    extension=Limit("extension-2019", "延长答复", 20, cite(REGULATIONS_2019, 33, 2)),
    excluded=cite(REGULATIONS_2019, 33, 3),
    supplement=cite(REGULATIONS_2019, 30),
    fee=cite(REGULATIONS_2019, 42),
    supplement_notice=Limit("supplement-notice-2019", "补正告知", 7, cite(REGULATIONS_2019, 30)),
    third_party=Limit("third-party-2019", "第三方答复", 15, cite(REGULATIONS_2019, 32)),
    organs=Limit("organs-2019", "其他机关答复", 15, cite(REGULATIONS_2019, 34)),
    on_supplement="restart",
)

FEE_RULES = Statute(
    code="fees-2020",
    name="政府信息公开信息处理费管理办法",
    number="国办函〔2020〕109号",
    in_force_from=date(2021, 1, 1),
)
FEE_RESTART = cite(FEE_RULES, 7)


def application_limits(statute: Statute) -> ApplicationLimits:
    """Return the limits of a text of the Regulations."""
    return LIMITS_2019 if statute is REGULATIONS_2019 else LIMITS_2007

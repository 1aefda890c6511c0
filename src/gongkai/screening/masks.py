"""脱敏方式 — the masks that hold here: what this jurisdiction has set, else the defaults of the rules."""

from gongkai.rules.privacy import MASKS, Kind, MaskRule
from gongkai.screening.models import MaskSetting


def masks() -> dict[Kind, MaskRule]:
    """Return for each kind that stands in words how it is masked here."""
    rules = dict(MASKS)
    for setting in MaskSetting.objects.all():
        rules[Kind(setting.kind)] = MaskRule(setting.first, setting.last)
    return rules

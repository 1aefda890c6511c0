"""个人信息 — kinds of personal and hidden data, how sure a finding is, and how each kind is masked by default.

Sources: 2019 Regulations Art. 15 (personal privacy is not disclosed); Personal Information Protection Law
Arts. 25 (no publication without separate consent), 28 (sensitive data), 51 and 73 (de-identification).
"""

from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Certainty(StrEnum):
    """把握 — certain: verified by check digit or by the file's structure; likely: format and context; possible."""

    CERTAIN = "certain"
    LIKELY = "likely"
    POSSIBLE = "possible"


CERTAINTY_LABELS = {Certainty.CERTAIN: "确定", Certainty.LIKELY: "很可能", Certainty.POSSIBLE: "可能"}


class Kind(StrEnum):
    """种类 — what was found: personal data in text, or data that a file hides."""

    RESIDENT_ID = "resident_id"
    MOBILE_PHONE = "mobile_phone"
    LANDLINE = "landline"
    BANK_CARD = "bank_card"
    PASSPORT = "passport"
    TRAVEL_PERMIT = "travel_permit"
    VEHICLE_PLATE = "vehicle_plate"
    EMAIL = "email"
    HOME_ADDRESS = "home_address"
    SENSITIVE_PERSON = "person_with_sensitive_fact"
    HIDDEN_SHEET = "hidden_sheet"
    HIDDEN_ROWS = "hidden_rows"
    HIDDEN_COLUMNS = "hidden_columns"
    PIVOT_CACHE = "pivot_cache"
    EXTERNAL_LINK = "external_link"
    COMMENT = "comment"
    TRACKED_CHANGE = "tracked_change"
    HIDDEN_TEXT = "hidden_text"
    AUTHOR_METADATA = "author_metadata"
    TEXT_UNDER_REDACTION = "text_under_redaction"
    EMBEDDED_FILE = "embedded_file"
    GPS_IN_IMAGE = "gps_in_image"


KIND_LABELS = {
    Kind.RESIDENT_ID: "居民身份证号",
    Kind.MOBILE_PHONE: "手机号码",
    Kind.LANDLINE: "固定电话",
    Kind.BANK_CARD: "银行卡号",
    Kind.PASSPORT: "护照号",
    Kind.TRAVEL_PERMIT: "通行证号",
    Kind.VEHICLE_PLATE: "车牌号",
    Kind.EMAIL: "电子邮箱",
    Kind.HOME_ADDRESS: "家庭住址",
    Kind.SENSITIVE_PERSON: "个人敏感情况",
    Kind.HIDDEN_SHEET: "隐藏的工作表",
    Kind.HIDDEN_ROWS: "隐藏的行",
    Kind.HIDDEN_COLUMNS: "隐藏的列",
    Kind.PIVOT_CACHE: "数据透视表缓存",
    Kind.EXTERNAL_LINK: "外部链接",
    Kind.COMMENT: "批注",
    Kind.TRACKED_CHANGE: "修订痕迹",
    Kind.HIDDEN_TEXT: "隐藏文字",
    Kind.AUTHOR_METADATA: "作者信息",
    Kind.TEXT_UNDER_REDACTION: "涂黑下面的文字",
    Kind.EMBEDDED_FILE: "内嵌文件",
    Kind.GPS_IN_IMAGE: "图片中的位置",
}

# What a file hides is taken out of the file; the other kinds stand in words and are masked there.
HIDDEN_KINDS = frozenset(
    {
        Kind.HIDDEN_SHEET,
        Kind.HIDDEN_ROWS,
        Kind.HIDDEN_COLUMNS,
        Kind.PIVOT_CACHE,
        Kind.EXTERNAL_LINK,
        Kind.COMMENT,
        Kind.TRACKED_CHANGE,
        Kind.HIDDEN_TEXT,
        Kind.AUTHOR_METADATA,
        Kind.TEXT_UNDER_REDACTION,
        Kind.EMBEDDED_FILE,
        Kind.GPS_IN_IMAGE,
    }
)


@dataclass(frozen=True, slots=True)
class MaskRule:
    """脱敏方式 — how many characters stay at the beginning and at the end; the others become `*`."""

    first: int
    last: int


MASKS = MappingProxyType(
    {
        Kind.RESIDENT_ID: MaskRule(6, 4),
        Kind.MOBILE_PHONE: MaskRule(3, 4),
        Kind.LANDLINE: MaskRule(4, 2),
        Kind.BANK_CARD: MaskRule(0, 4),
        Kind.PASSPORT: MaskRule(1, 2),
        Kind.TRAVEL_PERMIT: MaskRule(1, 2),
        Kind.VEHICLE_PLATE: MaskRule(2, 1),
        Kind.EMAIL: MaskRule(1, 0),
        Kind.HOME_ADDRESS: MaskRule(6, 0),
        Kind.SENSITIVE_PERSON: MaskRule(1, 0),
    }
)
"""By default; a jurisdiction may set others. For an address the first characters name the place, not the door."""


def masked(words: str, rule: MaskRule) -> str:
    """Return words with everything hidden but the first and the last; short words are hidden whole."""
    if len(words) <= rule.first + rule.last:
        return "*" * len(words)
    end = len(words) - rule.last
    return words[: rule.first] + "*" * (end - rule.first) + words[end:]

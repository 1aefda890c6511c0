"""申请 — who may apply, what the form asks, when it must be supplemented, and what this door is not for.

Sources: Regulations of 2019 Arts. 27, 29, 30, 35, 39; of 2007 Arts. 13, 20, 21; columns of the annual report
(国办公开办函〔2021〕30号).
"""

from dataclasses import dataclass
from enum import StrEnum

from gongkai.rules.citations import REGULATIONS_2007, REGULATIONS_2019, Citation, Statute, cite


class ApplicantKind(StrEnum):
    """申请人类别 — the columns of the annual report's table of applications."""

    CITIZEN = "citizen"
    BUSINESS = "business"
    RESEARCH = "research"
    WELFARE = "welfare"
    LEGAL_SERVICE = "legal_service"
    OTHER_ORGANISATION = "other_organisation"


APPLICANT_KIND_LABELS = {
    ApplicantKind.CITIZEN: "自然人",
    ApplicantKind.BUSINESS: "商业企业",
    ApplicantKind.RESEARCH: "科研机构",
    ApplicantKind.WELFARE: "社会公益组织",
    ApplicantKind.LEGAL_SERVICE: "法律服务机构",
    ApplicantKind.OTHER_ORGANISATION: "其他组织",
}
ORGANISATIONS = tuple(kind for kind in ApplicantKind if kind is not ApplicantKind.CITIZEN)


class IdentityKind(StrEnum):
    """证件种类 — by what an applicant shows who they are (2019 Art. 29)."""

    RESIDENT_CARD = "resident_card"
    PASSPORT = "passport"
    HK_MACAO_PERMIT = "hk_macao_permit"
    TAIWAN_PERMIT = "taiwan_permit"
    RESIDENCE_PERMIT = "residence_permit"
    OFFICER_CARD = "officer_card"
    CREDIT_CODE = "credit_code"
    OTHER_PAPER = "other_paper"


IDENTITY_KIND_LABELS = {
    IdentityKind.RESIDENT_CARD: "居民身份证",
    IdentityKind.PASSPORT: "护照",
    IdentityKind.HK_MACAO_PERMIT: "港澳居民来往内地通行证",
    IdentityKind.TAIWAN_PERMIT: "台湾居民来往大陆通行证",
    IdentityKind.RESIDENCE_PERMIT: "外国人永久居留身份证",
    IdentityKind.OFFICER_CARD: "军人证件",
    IdentityKind.CREDIT_CODE: "统一社会信用代码证书",
    IdentityKind.OTHER_PAPER: "其他证件",
}


def identity_kinds(applicant: ApplicantKind) -> tuple[IdentityKind, ...]:
    """Return the papers that an applicant of that kind may show."""
    if applicant is ApplicantKind.CITIZEN:
        return tuple(kind for kind in IdentityKind if kind is not IdentityKind.CREDIT_CODE)
    return IdentityKind.CREDIT_CODE, IdentityKind.OTHER_PAPER


@dataclass(frozen=True, slots=True)
class SupplementGround:
    """补正情形 — why an application must be supplemented, and what to write so that it is done at once."""

    code: str
    label: str
    guidance: str
    citation: Citation


SUPPLEMENT_GROUNDS = (
    SupplementGround(
        "unclear",
        "申请内容不明确",
        "请写明文件的名称、文号，或者项目、时间、地点等便于查找的特征",
        cite(REGULATIONS_2019, 29, 2, 2),
    ),
    SupplementGround(
        "identity",
        "身份证明或者联系方式不明确，无法送达",
        "请补充身份证明和能够联系到您的地址、电话或者电子邮箱",
        cite(REGULATIONS_2019, 29, 2, 1),
    ),
    SupplementGround(
        "authority",
        "委托他人申请，没有附授权委托书和双方身份证明",
        "请补充有签名的授权委托书和双方的身份证明",
        cite(REGULATIONS_2019, 29, 2, 1),
    ),
    SupplementGround(
        "form", "形式要求不明确", "请写明要纸质还是电子文件，怎样获取", cite(REGULATIONS_2019, 29, 2, 3)
    ),
)
# An application that is one of far too many is not supplemented: its reasons are asked for (Art. 35).
REASONS_CITATION = cite(REGULATIONS_2019, 35)


@dataclass(frozen=True, slots=True)
class OtherDoor:
    """其他渠道 — what applications for information are not for, and where it goes instead."""

    code: str
    label: str
    signs: tuple[str, ...]
    door: str
    citation: Citation


OTHER_DOORS = (
    OtherDoor(
        "consultation",
        "咨询政策、办事问题",
        ("怎么办理", "如何办理", "什么条件", "能不能办", "请问"),
        "请拨打12345政务服务便民热线，或者在政府网站咨询",
        cite(REGULATIONS_2019, 2),
    ),
    OtherDoor(
        "complaint",
        "投诉、举报",
        ("投诉", "举报", "查处", "追究责任"),
        "请向有权处理的机关提出，或者拨打12345政务服务便民热线",
        cite(REGULATIONS_2019, 39, 1),
    ),
    OtherDoor(
        "petition",
        "信访",
        ("信访", "上访", "解决我的问题", "赔偿我"),
        "请向信访部门提出，网上可以到国家信访局网站",
        cite(REGULATIONS_2019, 39, 1),
    ),
    OtherDoor(
        "register",
        "查询工商、不动产登记等资料",
        ("不动产登记", "房产登记", "工商登记", "企业档案", "婚姻登记", "户籍"),
        "请到登记机构按查询规定办理",
        cite(REGULATIONS_2019, 36, None, 7),
    ),
    OtherDoor(
        "publication",
        "索取公报、报刊、书籍",
        ("公报", "年鉴", "报纸", "书籍"),
        "请到图书馆、档案馆或者政府网站查阅",
        cite(REGULATIONS_2019, 39, 2),
    ),
)


def other_doors(description: str) -> tuple[OtherDoor, ...]:
    """Return the doors that the words of an application point to: a hint, never a refusal."""
    return tuple(door for door in OTHER_DOORS if any(sign in description for sign in door.signs))


class FormPart(StrEnum):
    """申请表的部分 — the pages of the form, in order."""

    CITIZEN = "citizen"
    ORGANISATION = "organisation"
    CONTACT = "contact"
    INFORMATION = "information"
    MANNER = "manner"
    SIGNATURE = "signature"


FORM_PART_LABELS = {
    FormPart.CITIZEN: "申请人（公民）",
    FormPart.ORGANISATION: "申请人（法人或者其他组织）",
    FormPart.CONTACT: "联系方式",
    FormPart.INFORMATION: "要公开的信息",
    FormPart.MANNER: "提供形式和获取方式",
    FormPart.SIGNATURE: "签名",
}


@dataclass(frozen=True, slots=True)
class FormField:
    """申请表的栏目 — one field of the blank form; `required` by the Regulations of 2019, `required_2007` before."""

    code: str
    label: str
    part: FormPart
    required: bool = False
    required_2007: bool = False
    hint: str = ""

    def required_under(self, statute: Statute) -> bool:
        """Whether a text of the Regulations asks for this field."""
        return self.required_2007 if statute is REGULATIONS_2007 else self.required


_P = FormPart
FORM_FIELDS = (
    FormField("name", "姓名", _P.CITIZEN, True, True),
    FormField("identity_kind", "证件种类", _P.CITIZEN, True),
    FormField("identity_number", "证件号码", _P.CITIZEN, True),
    FormField("workplace", "工作单位", _P.CITIZEN),
    FormField("organisation_name", "名称", _P.ORGANISATION, True, True),
    FormField("organisation_kind", "组织类别", _P.ORGANISATION, True),
    FormField("credit_code", "统一社会信用代码", _P.ORGANISATION, True),
    FormField("representative", "法定代表人或者负责人", _P.ORGANISATION),
    FormField("contact_name", "联系人姓名", _P.ORGANISATION, True, True),
    FormField(
        "telephone", "联系电话", _P.CONTACT, True, True, "平常信函、传真和网上申请要电话确认收到的日期"
    ),
    FormField("address", "联系地址", _P.CONTACT),
    FormField("postcode", "邮政编码", _P.CONTACT),
    FormField("email", "电子邮箱", _P.CONTACT),
    FormField("fax", "传真", _P.CONTACT),
    FormField("title", "信息的名称", _P.INFORMATION, hint="不知道可以不填"),
    FormField("document_number", "文号", _P.INFORMATION, hint="不知道可以不填"),
    FormField(
        "description",
        "内容描述",
        _P.INFORMATION,
        True,
        True,
        "一份申请只写一件事，写明项目、时间、地点等特征",
    ),
    FormField("need", "与自身生产、生活、科研等特殊需要的关系", _P.INFORMATION, False, True),
    FormField("form", "提供形式", _P.MANNER, True, True),
    FormField("way", "获取方式", _P.MANNER, True, True),
    FormField("accept_other", "不能按要求提供时，是否接受其他方式", _P.MANNER),
    FormField("fee_reduction", "是否申请减免费用", _P.MANNER, hint="经济困难的，附证明"),
    FormField("signature", "签名或者盖章", _P.SIGNATURE),
    FormField("applied_on", "申请日期", _P.SIGNATURE),
)
FORM_CITATION = cite(REGULATIONS_2019, 29)


def form_fields(statute: Statute) -> tuple[FormField, ...]:
    """Return the fields of the form under a text: since 2019 nobody is asked what the information is for."""
    return tuple(field for field in FORM_FIELDS if statute is REGULATIONS_2007 or field.code != "need")


def required_fields(statute: Statute, applicant: ApplicantKind) -> tuple[FormField, ...]:
    """Return the fields without which an application of that kind of applicant is incomplete."""
    other = FormPart.ORGANISATION if applicant is ApplicantKind.CITIZEN else FormPart.CITIZEN
    return tuple(
        field for field in form_fields(statute) if field.part is not other and field.required_under(statute)
    )

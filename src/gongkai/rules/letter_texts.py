"""依申请公开文书 — every document of a case but the replies, in our own words (Regulations of 2019 Arts. 29–42)."""

from types import MappingProxyType

from gongkai.rules.application_limits import FEE_RULES
from gongkai.rules.citations import REGULATIONS_2007, REGULATIONS_2019, Citation, cite
from gongkai.rules.letter_kinds import Addressee, Letter
from gongkai.rules.statutes import SERVICE_EXPLAINED_2016


def _now(article: int, paragraph: int | None = None, item: int | None = None) -> tuple[Citation, ...]:
    return (cite(REGULATIONS_2019, article, paragraph, item),)


def _then(article: int, paragraph: int | None = None, item: int | None = None) -> tuple[Citation, ...]:
    return (cite(REGULATIONS_2007, article, paragraph, item),)


_A = Addressee
# What a supplement does to the limit, by `on_supplement` of the clock: for the place "counting" of its notice.
COUNTING_WORDS = MappingProxyType(
    {
        "restart": "答复期限自收到您的补正之日起重新计算。",
        "pause": "自发出本告知书之日起到收到您的补正，所需的时间不计入答复期限。",
    }
)
OPENING = "我们于%(received)s收到您提出的政府信息公开申请（受理编号：%(case_number)s），申请公开：%(title)s。"
_CONTACT = "联系方式：%(contact)s。"

_INTAKE = (
    Letter(
        "registration",
        "政府信息公开申请登记表",
        _A.INTERNAL,
        "收到申请",
        _now(45),
        _then(20),
        (
            "受理编号：%(case_number)s。",
            "申请人：%(applicant)s。",
            "接收渠道：%(channel)s。",
            "收到申请的日期：%(received)s。",
            "申请公开的信息：%(title)s。",
            "答复期限届满的日期：%(due)s。",
            "备注：%(notes)s。",
        ),
        optional=frozenset({"notes"}),
    ),
    Letter(
        "receipt",
        "政府信息公开申请登记回执",
        _A.APPLICANT,
        "收到申请，或者与申请人确认",
        _now(31),
        _then(20),
        (
            f"{OPENING}收到的渠道：%(channel)s。",
            "我们将在%(due)s以前（含当天）答复您。需要补正、征求意见、延长期限或者缴费的，会另行告知。",
            "查询进度：%(query_url)s，受理编号%(case_number)s，查询码%(query_code)s。",
            _CONTACT,
        ),
        number="{code}公开收〔{year}〕{serial}号",
        optional=frozenset({"due"}),
    ),
    Letter(
        "supplement-notice",
        "政府信息公开申请补正告知书",
        _A.APPLICANT,
        "申请内容不明确，需要补正",
        _now(30),
        _then(21, None, 4),
        (
            OPENING,
            "依据%(articles)s，您的申请需要补正，理由是：%(reason)s。",
            "请补正以下内容：%(guidance)s。",
            "请在%(due)s以前（含当天）补正。没有正当理由逾期不补正的，视为放弃申请，我们不再处理。",
            "%(counting)s",
            _CONTACT,
        ),
        number="{code}公开补〔{year}〕{serial}号",
        defaults=MappingProxyType({"counting": COUNTING_WORDS["restart"]}),
    ),
    Letter(
        "reasons-notice",
        "政府信息公开申请说明理由告知书",
        _A.APPLICANT,
        "申请的数量、频次明显超过合理范围",
        _now(35),
        (),
        (
            OPENING,
            "您申请公开政府信息的数量、频次明显超过合理范围：%(reason)s。依据%(articles)s，请您说明理由。",
            "请在%(due)s以前（含当天）书面说明。理由不合理的，我们不予处理；理由合理但无法按期答复的，我们会确定延迟答复的合理期限并告知您。",
            _CONTACT,
        ),
        number="{code}公开理〔{year}〕{serial}号",
    ),
)

_LIMITS = (
    Letter(
        "extension-notice",
        "政府信息公开延期答复告知书",
        _A.APPLICANT,
        "不能在期限内答复，经政府信息公开工作机构负责人同意延长",
        _now(33, 2),
        _then(24, 2),
        (
            OPENING,
            "不能在原定期限内答复，理由是：%(reason)s。依据%(articles)s，经政府信息公开工作机构负责人同意，"
            "答复期限延长%(workdays)s个工作日，延长到%(due)s（含当天）。",
            _CONTACT,
        ),
        number="{code}公开延〔{year}〕{serial}号",
        signed=True,
    ),
    Letter(
        "deferral-notice",
        "政府信息公开延迟答复告知书",
        _A.APPLICANT,
        "申请的数量、频次明显超过合理范围，理由合理，但无法按期答复",
        _now(35),
        (),
        (
            OPENING,
            "您说明的理由合理。因申请的数量、频次超过合理范围，我们无法在规定的期限内答复：%(reason)s。"
            "依据%(articles)s，我们确定在%(due)s以前（含当天）答复您。",
            _CONTACT,
        ),
        number="{code}公开迟〔{year}〕{serial}号",
        signed=True,
    ),
    Letter(
        "fee-notice",
        "政府信息公开信息处理费收费通知书",
        _A.APPLICANT,
        "申请的数量、频次明显超过合理范围，决定收取信息处理费",
        (*_now(42), cite(FEE_RULES, 6)),
        (),
        (
            OPENING,
            "依据%(articles)s，我们决定收取信息处理费%(amount)s元。收费的依据和标准：%(basis)s。",
            "请在%(due)s以前（含当天）缴纳。缴纳方式：%(accounts)s。",
            "逾期未缴纳的，视为放弃申请，我们不再处理。答复期限自缴费完成的次日起重新计算。",
            _CONTACT,
        ),
        number="{code}公开费〔{year}〕{serial}号",
        signed=True,
    ),
)

_CONSULTATION = (
    Letter(
        "third-party-consultation",
        "政府信息公开征求意见书（第三方）",
        _A.THIRD_PARTY,
        "公开可能损害第三方合法权益",
        _now(32),
        _then(23),
        (
            "我们收到一件政府信息公开申请，申请公开的信息涉及您：%(title)s。公开后可能损害您的合法权益：%(reason)s。",
            "依据%(articles)s，现征求您的意见。请在所附确认函上写明同意或者不同意公开；不同意的，请说明理由。",
            "请在%(due)s以前（含当天）寄回：%(address)s。逾期没有提出意见的，由我们依照《政府信息公开条例》处理。",
            _CONTACT,
        ),
        number="{code}公开征〔{year}〕{serial}号",
    ),
    Letter(
        "third-party-confirmation",
        "政府信息公开征求意见确认函",
        _A.THIRD_PARTY,
        "随征求意见书附送，由第三方填写",
        _now(32),
        _then(23),
        (
            "贵机关征求意见书收到的日期：________。征求意见的信息：%(title)s。",
            "□ 同意公开　　□ 不同意公开　　□ 部分同意公开（请写明哪些部分）：________",
            "不同意公开的理由：________",
            "签名或者盖章：________　　日期：________",
        ),
    ),
    Letter(
        "consultation-notice",
        "政府信息公开征求意见告知书",
        _A.APPLICANT,
        "已经向第三方或者其他机关征求意见",
        _now(33, 3),
        _then(24, 3),
        (
            OPENING,
            "答复前需要征求第三方或者其他机关的意见：%(reason)s。依据%(articles)s，征求意见所需的时间不计入答复期限。",
            "收到意见后，我们会重新告知答复的期限。",
            _CONTACT,
        ),
        number="{code}公开告〔{year}〕{serial}号",
    ),
    Letter(
        "third-party-notice",
        "政府信息公开决定告知书（第三方）",
        _A.THIRD_PARTY,
        "不公开会对公共利益造成重大影响，决定公开",
        _now(32),
        _then(23),
        (
            "我们就公开以下信息征求过您的意见：%(title)s。",
            "依据%(articles)s，我们认为不公开可能对公共利益造成重大影响，决定予以公开。公开的内容：%(contents)s。",
            "理由是：%(reason)s。",
            "%(remedy)s",
            _CONTACT,
        ),
        number="{code}公开决〔{year}〕{serial}号",
        remedy=True,
        signed=True,
    ),
    Letter(
        "organ-consultation",
        "政府信息公开征求意见书（其他机关）",
        _A.ORGAN,
        "申请公开的信息由两个以上机关共同制作，或者涉及其他机关",
        _now(34),
        _then(7, 1),
        (
            "我们于%(received)s收到一件政府信息公开申请，申请公开的信息由贵机关共同制作或者涉及贵机关：%(title)s。",
            "依据%(articles)s，现征求贵机关的意见。我们的初步意见：%(opinion)s。",
            "请在%(due)s以前（含当天）书面回复；不同意公开的，请说明依据和理由。",
            _CONTACT,
        ),
        number="{code}公开征〔{year}〕{serial}号",
    ),
    Letter(
        "assistance",
        "政府信息公开协办函",
        _A.ORGAN,
        "需要其他机关或者内设机构协助办理",
        _now(33, 3),
        _then(7, 1),
        (
            "我们于%(received)s收到一件政府信息公开申请，申请公开：%(title)s。",
            "请协助办理：%(opinion)s。",
            "请在%(due)s以前（含当天）回复。",
            _CONTACT,
        ),
        number="{code}公开协〔{year}〕{serial}号",
    ),
    Letter(
        "transfer",
        "政府信息公开申请转送函",
        _A.ORGAN,
        "申请公开的信息由其他机关负责公开",
        _now(36, None, 5),
        _then(21, None, 3),
        (
            "我们于%(received)s收到一件政府信息公开申请，申请公开：%(title)s。",
            "经核对，这份信息由贵机关负责公开：%(reason)s。现将申请转送贵机关，请依法办理，并请与申请人确认收到的日期。",
            _CONTACT,
        ),
        number="{code}公开转〔{year}〕{serial}号",
    ),
)

_CORRECTION = (
    Letter(
        "correction-decision",
        "政府信息更正决定书",
        _A.APPLICANT,
        "申请人证明与自身相关的政府信息记录不准确，审核属实",
        _now(41),
        _then(25, 2),
        (
            "我们于%(received)s收到您提出的更正申请，要求更正：%(information)s。",
            "经审核属实。依据%(articles)s，我们决定更正。更正的内容：%(corrected)s。",
            "%(remedy)s",
            _CONTACT,
        ),
        number="{code}公开更〔{year}〕{serial}号",
        remedy=True,
        signed=True,
    ),
    Letter(
        "correction-refusal",
        "政府信息不予更正决定书",
        _A.APPLICANT,
        "要求更正，审核不属实",
        _now(41),
        _then(25, 2),
        (
            "我们于%(received)s收到您提出的更正申请，要求更正：%(information)s。您提供的证据：%(evidence)s。",
            "依据%(articles)s，我们决定不予更正，理由是：%(reason)s。",
            "%(remedy)s",
            _CONTACT,
        ),
        number="{code}公开更〔{year}〕{serial}号",
        remedy=True,
        signed=True,
    ),
    Letter(
        "correction-transfer",
        "政府信息更正申请转送告知书",
        _A.APPLICANT,
        "要求更正，但本机关无权更正",
        _now(41),
        _then(25, 2),
        (
            "我们于%(received)s收到您提出的更正申请，要求更正：%(information)s。",
            "这项记录不属于我们的职权范围。依据%(articles)s，我们已将申请转送有权机关，您也可以直接向它提出：%(other_organ)s。",
            _CONTACT,
        ),
        number="{code}公开更〔{year}〕{serial}号",
    ),
)

_INTERNAL = (
    Letter(
        "approval-sheet",
        "政府信息公开申请审查呈批单",
        _A.INTERNAL,
        "拟出答复，报请审签",
        _now(17),
        _then(14),
        (
            "受理编号：%(case_number)s。申请公开的信息：%(title)s。",
            "收到申请的日期：%(received)s；答复期限届满的日期：%(due)s。",
            "拟办意见：%(opinion)s。",
            "%(conclusions)s",
            "审核、审签意见：%(approvals)s。",
        ),
        optional=frozenset({"approvals"}),
    ),
    Letter(
        "delivery-record",
        "政府信息公开文书送达回证",
        _A.INTERNAL,
        "文书送达",
        (cite(SERVICE_EXPLAINED_2016),),
        (cite(SERVICE_EXPLAINED_2016),),
        (
            "受理编号：%(case_number)s。受送达人：%(applicant)s。",
            "送达的文书：%(delivered)s。",
            "送达方式：%(way)s。送达的日期：%(served)s。",
            "送达凭证：%(proof)s。",
            "备注：%(notes)s。",
        ),
        optional=frozenset({"notes"}),
    ),
    Letter(
        "urging",
        "政府信息公开申请催办函",
        _A.ORGAN,
        "临近或者超过答复期限",
        _now(47),
        _then(29),
        (
            "你单位于%(received)s收到的政府信息公开申请（受理编号：%(case_number)s），答复期限届满的日期为%(due)s，尚未答复。",
            "请抓紧办理，并说明情况：%(reason)s。",
            _CONTACT,
        ),
        number="{code}公开催〔{year}〕{serial}号",
    ),
    Letter(
        "hand-over",
        "主动公开信息移送明细表",
        _A.ORGAN,
        "转为主动公开后，向国家档案馆、公共图书馆和政务服务场所提供",
        _now(25, 2),
        _then(16, 3),
        ("现移送以下主动公开的政府信息：%(items)s。", "移送的日期：%(served)s。", _CONTACT),
    ),
)

TEXTS = (*_INTAKE, *_LIMITS, *_CONSULTATION, *_CORRECTION, *_INTERNAL)

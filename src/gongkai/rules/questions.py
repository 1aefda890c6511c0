"""答复的判断 — what an officer ticks about one part of an application, and the kinds of reply that follow.

Each question names the reply it leads to under each text (None: this text has no such reply). Some answers lift
others: a third party that agrees, a weighty public interest (2019 Art. 15; 2007 Art. 14(4)), a law that orders
disclosure (2019 Art. 16(2)).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from gongkai.rules.citations import REGULATIONS_2019, Statute
from gongkai.rules.replies import replies_under
from gongkai.rules.reply_kinds import Reply


@dataclass(frozen=True, slots=True)
class Question:
    """判断题 — one thing that may be so; `reply_2019` and `reply_2007` are codes of replies, `lifts` of questions."""

    code: str
    label: str
    help: str
    reply_2019: str | None
    reply_2007: str | None
    lifts: frozenset[str] = field(default_factory=frozenset)

    def reply_code(self, statute: Statute) -> str | None:
        """Return the code of the reply that this leads to under a text of the Regulations."""
        return self.reply_2019 if statute is REGULATIONS_2019 else self.reply_2007


_THIRD_PARTY = frozenset({"commercial-secret", "personal-privacy"})
_PROCESS = frozenset({"deliberation", "enforcement-file"})

QUESTIONS = (
    Question("public", "已经主动公开", "写明网址、公报期号或者查阅地点", "already-public", "already-public"),
    Question("disclosable", "可以公开", "本机关有这份信息，没有不公开的理由", "granted", "granted"),
    Question(
        "separable",
        "一部分可以公开，一部分不能",
        "能够区分处理的，提供可以公开的内容，遮盖的地方逐处说明理由",
        "partly-granted",
        "partly-granted",
    ),
    Question("state-secret", "涉及国家秘密", "有定密标志或者经保密审查确定", "state-secret", "state-secret"),
    Question(
        "forbidden-by-law",
        "法律、行政法规禁止公开",
        "写明是哪一部法律、哪一条",
        "forbidden-by-law",
        "refused-otherwise",
    ),
    Question(
        "security",
        "公开后可能危及国家安全、公共安全、经济安全、社会稳定",
        "写明怎样危及",
        "security",
        "security",
    ),
    Question(
        "commercial-secret",
        "涉及第三方的商业秘密",
        "先书面征求第三方意见",
        "third-party-rights",
        "commercial-secret",
    ),
    Question(
        "personal-privacy",
        "涉及第三方的个人隐私",
        "先书面征求第三方意见",
        "third-party-rights",
        "personal-privacy",
    ),
    Question(
        "third-party-agrees", "第三方同意公开", "附第三方的书面答复", "granted", "granted", lifts=_THIRD_PARTY
    ),
    Question(
        "public-interest",
        "不公开会对公共利益造成重大影响",
        "可以公开，并书面告知第三方内容和理由",
        "granted",
        "granted",
        lifts=_THIRD_PARTY,
    ),
    Question(
        "internal-affairs",
        "人事管理、后勤管理、内部工作流程等内部事务",
        "只限于机关内部，不对外产生影响的",
        "internal-affairs",
        "internal-or-deliberative",
    ),
    Question(
        "deliberation",
        "讨论记录、过程稿、磋商信函、请示报告等过程性信息",
        "已经定稿并对外生效的不算",
        "deliberation",
        "internal-or-deliberative",
    ),
    Question(
        "enforcement-file", "行政执法案卷信息", "当事人查阅案卷按相应规定办理", "enforcement-file", None
    ),
    Question(
        "ordered-by-law",
        "法律、法规、规章规定这类信息应当公开",
        "写明是哪一部规定、哪一条",
        "granted",
        "granted",
        lifts=_PROCESS,
    ),
    Question(
        "register",
        "工商、不动产登记资料等，查询另有规定",
        "写明到哪里、按什么规定查询",
        "register",
        "other-channel",
    ),
    Question(
        "another-organ",
        "不归本机关负责公开",
        "知道由谁公开的，写明名称和联系方式",
        "another-organ",
        "another-organ",
    ),
    Question(
        "not-held", "本机关没有这份信息", "写明检索了哪些地方、用了什么词", "does-not-exist", "does-not-exist"
    ),
    Question(
        "needs-making", "需要汇总、加工、分析", "现有的信息里没有现成的", "needs-making", "needs-making"
    ),
    Question(
        "unclear", "补正以后仍不明确", "已经发过补正告知，收到了补正", "still-unclear", "asked-to-amend"
    ),
    Question("petition", "属于信访、投诉、举报", "可以告知相应渠道", "petition", "other-channel"),
    Question(
        "repeated", "以前已经答复过同一申请人的同样申请", "写明此前答复的日期和文号", "repeated", "repeated"
    ),
    Question("publication", "要的是公报、报刊、书籍", "告知获取的途径", "publication", "other-channel"),
    Question(
        "too-many", "数量、频次明显超过合理范围，说明的理由不合理", "先请申请人说明理由", "too-many", None
    ),
    Question("confirmation", "要求确认或者重新出具已经得到的信息", "写明此前何时提供", "confirmation", None),
    Question(
        "not-information",
        "是咨询，或者不是政府信息",
        "不在履行行政管理职能过程中制作或者获取",
        "not-government-information",
        "not-government-information",
    ),
    Question(
        "no-special-need",
        "与自身生产、生活、科研等特殊需要无关",
        "只适用于2007年的条例",
        None,
        "no-special-need",
    ),
    Question(
        "not-supplemented",
        "逾期没有补正，也没有正当理由",
        "按补正告知书的期限",
        "not-supplemented",
        "asked-to-amend",
    ),
    Question("fee-unpaid", "逾期没有缴纳信息处理费", "按收费通知的期限", "fee-unpaid", None),
    Question("withdrawn", "申请人撤回了申请", "附撤回的书面材料或者记录", "withdrawn", "withdrawn"),
)
_KNOWN = {question.code: question for question in QUESTIONS}


def questions_under(statute: Statute) -> tuple[Question, ...]:
    """Return the questions that lead somewhere under a text of the Regulations."""
    return tuple(question for question in QUESTIONS if question.reply_code(statute))


def propose(ticked: Iterable[str], statute: Statute) -> tuple[Reply, ...]:
    """Return the kinds of reply that follow from what was ticked, each once, in the order of the questions.

    Raises KeyError for a question that there is none of.
    """
    asked = {_KNOWN[code].code for code in ticked}
    lifted = {code for chosen in asked for code in _KNOWN[chosen].lifts}
    codes = [question.reply_code(statute) for question in QUESTIONS if question.code in asked - lifted]
    kinds = replies_under(statute)
    return tuple(kinds[code] for code in dict.fromkeys(codes) if code)

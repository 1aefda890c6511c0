"""2019 年条例的答复 — every kind of reply of the Regulations of 2019 (Arts. 14–16, 30, 35–39, 42)."""

from gongkai.rules.application_limits import FEE_RULES
from gongkai.rules.citations import REGULATIONS_2019, Citation, cite
from gongkai.rules.reply_kinds import Element, Reply, Result


def _at(article: int, paragraph: int | None = None, item: int | None = None) -> Citation:
    return cite(REGULATIONS_2019, article, paragraph, item)


_E = Element
_REASON = (_E.REASON,)
_REFUSAL = _at(36, None, 3)
_ASKED = "您申请公开的“%(title)s”"
_BECAUSE = "理由是：%(reason)s。"

_GRANTED = (
    Reply(
        "already-public",
        "已主动公开",
        Result.GRANTED,
        (_at(36, None, 1),),
        "3.1",
        f"{_ASKED}已经主动公开。依据%(articles)s，现告知获取的方式和途径：%(way)s。",
        (_E.WAY,),
    ),
    Reply(
        "granted",
        "予以公开",
        Result.GRANTED,
        (_at(36, None, 2),),
        "3.1",
        f"{_ASKED}，依据%(articles)s，我们决定予以公开。公开的内容：%(content)s。提供的方式：%(way)s。",
        (_E.CONTENT, _E.WAY),
    ),
    Reply(
        "partly-granted",
        "部分公开",
        Result.PARTLY_GRANTED,
        (_at(37),),
        "3.2",
        f"{_ASKED}含有不应当公开的内容，能够区分处理。依据%(articles)s，我们向您提供可以公开的内容：%(content)s。"
        "提供的方式：%(way)s。其余内容不予公开，理由是：%(reason)s。",
        (_E.CONTENT, _E.WAY, _E.REASON),
        reconsider_first=True,
        unsettled="区分处理中不予公开的部分先行复议，是按不予公开的规定推定的",
    ),
)


def _refused(
    code: str, label: str, row: str, says: str, *grounds: Citation, third_party: bool = False
) -> Reply:
    return Reply(
        code,
        label,
        Result.REFUSED,
        (*grounds, _REFUSAL),
        row,
        f"{_ASKED}{says}。依据%(articles)s，我们决定不予公开。{_BECAUSE}",
        _REASON,
        third_party=third_party,
        reconsider_first=True,
    )


_REFUSED = (
    _refused("state-secret", "属于国家秘密", "3.3.1", "属于依法确定为国家秘密的政府信息", _at(14)),
    _refused(
        "forbidden-by-law",
        "法律、行政法规禁止公开",
        "3.3.2",
        "属于法律、行政法规禁止公开的政府信息",
        _at(14),
    ),
    _refused(
        "security",
        "危及“三安全一稳定”",
        "3.3.3",
        "公开后可能危及国家安全、公共安全、经济安全、社会稳定",
        _at(14),
    ),
    _refused(
        "third-party-rights",
        "损害第三方合法权益",
        "3.3.4",
        "涉及商业秘密、个人隐私等，公开会对第三方合法权益造成损害",
        _at(15),
        _at(32),
        third_party=True,
    ),
    _refused("internal-affairs", "属于内部事务信息", "3.3.5", "属于行政机关内部事务信息", _at(16, 1)),
    _refused(
        "deliberation", "属于过程性信息", "3.3.6", "属于行政机关履行职能过程中形成的过程性信息", _at(16, 2)
    ),
    _refused("enforcement-file", "属于行政执法案卷信息", "3.3.7", "属于行政执法案卷信息", _at(16, 2)),
    Reply(
        "register",
        "属于行政查询事项",
        Result.REFUSED,
        (_at(36, None, 7),),
        "3.3.8",
        f"{_ASKED}，法律、行政法规对它的获取有特别规定。依据%(articles)s，请按以下规定办理：%(channel)s。",
        (_E.CHANNEL,),
        unsettled="年报计入不予公开，是否先行复议以第十四条至第十六条为限，按可以直接起诉处理",
    ),
)

_UNAVAILABLE = (
    Reply(
        "another-organ",
        "不属于本机关负责公开",
        Result.UNAVAILABLE,
        (_at(36, None, 5),),
        "3.4.1",
        f"{_ASKED}不属于我们负责公开。依据%(articles)s，现予告知。{_BECAUSE}",
        (_E.REASON, _E.OTHER_ORGAN),
        optional=(_E.OTHER_ORGAN,),
        if_known="负责公开这份信息的机关和联系方式：%(other_organ)s。",
    ),
    Reply(
        "does-not-exist",
        "经检索没有所申请的信息",
        Result.UNAVAILABLE,
        (_at(36, None, 4),),
        "3.4.1",
        f"{_ASKED}，经检索没有找到。依据%(articles)s，现告知您该政府信息不存在。检索的范围和结果：%(search)s。",
        (_E.SEARCH,),
    ),
    Reply(
        "needs-making",
        "没有现成信息，需要另行制作",
        Result.UNAVAILABLE,
        (_at(38),),
        "3.4.2",
        f"{_ASKED}没有现成的，需要对现有政府信息进行加工、分析。依据%(articles)s，我们不予提供。{_BECAUSE}",
        _REASON,
    ),
    Reply(
        "still-unclear",
        "补正后申请内容仍不明确",
        Result.UNAVAILABLE,
        (_at(30),),
        "3.4.3",
        "您补正以后，申请公开的“%(title)s”仍不明确，我们无法确定是哪一份信息。依据%(articles)s，我们无法提供。"
        f"{_BECAUSE}",
        _REASON,
    ),
)

_NOT_PROCESSED = (
    Reply(
        "petition",
        "属于信访、投诉、举报等活动",
        Result.NOT_PROCESSED,
        (_at(39, 1),),
        "3.5.1",
        "您提出的“%(title)s”属于信访、投诉、举报等活动。依据%(articles)s，我们不作为政府信息公开申请处理。"
        f"{_BECAUSE}",
        (_E.REASON, _E.CHANNEL),
        optional=(_E.CHANNEL,),
        if_known="您可以通过以下渠道提出：%(channel)s。",
    ),
    Reply(
        "repeated",
        "重复申请",
        Result.NOT_PROCESSED,
        (_at(36, None, 6),),
        "3.5.2",
        f"{_ASKED}，我们已经作出答复（%(earlier_reply)s）。依据%(articles)s，我们不再重复处理。",
        (_E.EARLIER_REPLY,),
    ),
    Reply(
        "publication",
        "要求提供公开出版物",
        Result.NOT_PROCESSED,
        (_at(39, 2),),
        "3.5.3",
        f"{_ASKED}属于政府公报、报刊、书籍等公开出版物。依据%(articles)s，现告知获取的途径：%(way)s。",
        (_E.WAY,),
    ),
    Reply(
        "too-many",
        "无正当理由大量反复申请",
        Result.NOT_PROCESSED,
        (_at(35),),
        "3.5.4",
        "您申请公开政府信息的数量、频次明显超过合理范围，说明的理由不合理。依据%(articles)s，"
        f"对您申请公开的“%(title)s”，我们不予处理。{_BECAUSE}",
        _REASON,
    ),
    Reply(
        "confirmation",
        "要求确认或者重新出具已获取的信息",
        Result.NOT_PROCESSED,
        (_at(2),),
        "3.5.5",
        f"您要求确认或者重新出具已经获取的“%(title)s”。依据%(articles)s，我们不予处理。{_BECAUSE}",
        _REASON,
        unsettled="条例没有专条，年报列有此项；实务中多引第二条，也有引第三十八条、第三十九条的",
    ),
)

_OTHERWISE = (
    Reply(
        "not-supplemented",
        "逾期不补正，不再处理",
        Result.OTHERWISE,
        (_at(30),),
        "3.6.1",
        "您没有在补正告知书规定的期限内补正，也没有说明正当理由。依据%(articles)s，视为放弃申请，"
        f"对您申请公开的“%(title)s”，我们不再处理。{_BECAUSE}",
        _REASON,
    ),
    Reply(
        "fee-unpaid",
        "逾期未缴费，不再处理",
        Result.OTHERWISE,
        (_at(42), cite(FEE_RULES, 6)),
        "3.6.2",
        "您没有在规定的期限内按收费通知缴纳信息处理费。依据%(articles)s，视为放弃申请，"
        f"对您申请公开的“%(title)s”，我们不再处理。{_BECAUSE}",
        _REASON,
        unsettled="处理费办法的条号未经原文核对",
    ),
    Reply(
        "not-government-information",
        "不是政府信息",
        Result.OTHERWISE,
        (_at(2),),
        "3.6.3",
        f"您提出的“%(title)s”不是政府信息。依据%(articles)s，我们不作为政府信息公开申请处理。{_BECAUSE}",
        _REASON,
        unsettled="咨询和非政府信息计入其他处理还是不予处理，各地口径不一",
    ),
    Reply(
        "withdrawn",
        "申请人撤回",
        Result.OTHERWISE,
        (_at(27),),
        "3.6.3",
        "您已经撤回公开“%(title)s”的申请。依据%(articles)s，申请由您提出，也可以由您撤回，我们结束办理。",
        remedy=False,
        unsettled="条例没有规定撤回，按申请由申请人提出推定",
    ),
)

REPLIES_2019 = (*_GRANTED, *_REFUSED, *_UNAVAILABLE, *_NOT_PROCESSED, *_OTHERWISE)

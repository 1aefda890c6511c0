"""2007 年条例的答复 — every kind of reply under the Regulations of 2007 (Arts. 2, 8, 13, 14, 20–23).

What the articles of 2007 left open was filled by the opinions of 2008 and 2010 (国办发〔2008〕36号, 国办发〔2010〕5号).
A case received under this text but answered from 2019 on counts in the newer form: `row`.
"""

from gongkai.rules.citations import REGULATIONS_2007, Citation, cite
from gongkai.rules.reply_kinds import Element, Reply, Result
from gongkai.rules.statutes import OPINION_2008, OPINION_2010


def _at(article: int, item: int | None = None, paragraph: int | None = None) -> Citation:
    return cite(REGULATIONS_2007, article, paragraph, item)


_E = Element
_REASON = (_E.REASON,)
_ASKED = "您申请公开的“%(title)s”"
_BECAUSE = "理由是：%(reason)s。"
_OPINION = "依据国务院办公厅的意见，条例没有明文"


def _refused(
    code: str,
    label: str,
    rows: tuple[str, str],
    says: str,
    *grounds: Citation,
    third_party: bool = False,
    unsettled: str = "",
) -> Reply:
    return Reply(
        code,
        label,
        Result.REFUSED,
        (*grounds, _at(21, 2)),
        rows[1],
        f"{_ASKED}{says}。依据%(articles)s，我们决定不予公开。{_BECAUSE}",
        _REASON,
        row_2014=rows[0],
        third_party=third_party,
        unsettled=unsettled,
    )


_GRANTED = (
    Reply(
        "already-public",
        "属于已主动公开范围",
        Result.GRANTED,
        (_at(21, 1),),
        "3.1",
        f"{_ASKED}属于已经主动公开的范围。依据%(articles)s，现告知获取的方式和途径：%(way)s。",
        (_E.WAY,),
        row_2014="3.3.1",
    ),
    Reply(
        "granted",
        "同意公开",
        Result.GRANTED,
        (_at(21, 1),),
        "3.1",
        f"{_ASKED}属于公开范围。依据%(articles)s，我们同意公开。公开的内容：%(content)s。提供的方式：%(way)s。",
        (_E.CONTENT, _E.WAY),
        row_2014="3.3.2",
    ),
    Reply(
        "partly-granted",
        "同意部分公开",
        Result.PARTLY_GRANTED,
        (_at(22),),
        "3.2",
        f"{_ASKED}含有不应当公开的内容，能够区分处理。依据%(articles)s，我们向您提供可以公开的内容：%(content)s。"
        "提供的方式：%(way)s。其余内容不予公开，理由是：%(reason)s。",
        (_E.CONTENT, _E.WAY, _E.REASON),
        row_2014="3.3.3",
    ),
)

_REFUSED = (
    _refused("state-secret", "涉及国家秘密", ("3.3.4.1", "3.3.1"), "涉及国家秘密", _at(14, paragraph=4)),
    _refused(
        "commercial-secret",
        "涉及商业秘密",
        ("3.3.4.2", "3.3.4"),
        "涉及商业秘密，公开后可能损害第三方合法权益",
        _at(14, paragraph=4),
        _at(23),
        third_party=True,
    ),
    _refused(
        "personal-privacy",
        "涉及个人隐私",
        ("3.3.4.3", "3.3.4"),
        "涉及个人隐私，公开后可能损害第三方合法权益",
        _at(14, paragraph=4),
        _at(23),
        third_party=True,
    ),
    _refused(
        "security",
        "危及“三安全一稳定”",
        ("3.3.4.4", "3.3.3"),
        "公开后可能危及国家安全、公共安全、经济安全和社会稳定",
        _at(8),
    ),
    _refused(
        "not-government-information",
        "不是《条例》所指政府信息",
        ("3.3.4.5", "3.6.3"),
        "不是《政府信息公开条例》所指的政府信息",
        _at(2),
    ),
    _refused(
        "internal-or-deliberative",
        "内部管理信息或者过程性信息",
        ("3.3.4.5", "3.3.6"),
        "属于内部管理信息或者处于讨论、研究、审查中的过程性信息",
        cite(OPINION_2010, 2),
        unsettled=f"{_OPINION}；计入年报哪一行各地不一",
    ),
    _refused(
        "needs-making",
        "需要汇总、加工或者重新制作",
        ("3.3.4.6", "3.4.2"),
        "没有现成的，需要汇总、加工或者重新制作",
        cite(OPINION_2010, 2),
        unsettled=_OPINION,
    ),
    _refused(
        "no-special-need",
        "与自身生产、生活、科研等特殊需要无关",
        ("3.3.4.6", "3.6.3"),
        "与您自身的生产、生活、科研等特殊需要无关",
        _at(13),
    ),
    _refused(
        "repeated",
        "就同一内容反复申请",
        ("3.3.4.6", "3.5.2"),
        "与您此前的申请内容相同，我们已经答复",
        cite(OPINION_2008, 13),
        unsettled=f"{_OPINION}；条号未经原文核对",
    ),
    _refused(
        "refused-otherwise",
        "法律法规规定的其他情形",
        ("3.3.4.6", "3.3.2"),
        "属于法律、法规规定不予公开的其他情形",
    ),
)

_UNAVAILABLE = (
    Reply(
        "another-organ",
        "不属于本机关公开",
        Result.UNAVAILABLE,
        (_at(21, 3),),
        "3.4.1",
        f"{_ASKED}依法不属于我们公开。依据%(articles)s，现予告知。",
        (_E.OTHER_ORGAN,),
        optional=(_E.OTHER_ORGAN,),
        if_known="公开这份信息的机关和联系方式：%(other_organ)s。",
        row_2014="3.3.5",
    ),
    Reply(
        "does-not-exist",
        "申请信息不存在",
        Result.UNAVAILABLE,
        (_at(21, 3),),
        "3.4.1",
        f"{_ASKED}，经检索不存在。依据%(articles)s，现予告知。检索的范围和结果：%(search)s。",
        (_E.SEARCH,),
        row_2014="3.3.6",
    ),
    Reply(
        "asked-to-amend",
        "告知作出更改、补充",
        Result.UNAVAILABLE,
        (_at(21, 4),),
        "3.4.3",
        f"{_ASKED}内容不明确。依据%(articles)s，请您更改、补充以后再申请。{_BECAUSE}",
        _REASON,
        row_2014="3.3.7",
        unsettled="统计表把告知更改、补充计为一种答复；逾期不补正的也计入此行",
    ),
)

_REST = (
    Reply(
        "other-channel",
        "告知通过其他途径办理",
        Result.NOT_PROCESSED,
        (_at(21),),
        "3.5.1",
        "您提出的“%(title)s”应当通过其他途径办理。依据%(articles)s，现告知办理的渠道：%(channel)s。",
        (_E.CHANNEL,),
        row_2014="3.3.8",
        unsettled="2007年条例没有专项，统计表列有此行",
    ),
    Reply(
        "withdrawn",
        "申请人撤回",
        Result.OTHERWISE,
        (_at(20),),
        "3.6.3",
        "您已经撤回公开“%(title)s”的申请。依据%(articles)s，申请由您提出，也可以由您撤回，我们结束办理。",
        remedy=False,
        unsettled="条例没有规定撤回，按申请由申请人提出推定；统计表的答复数不含撤回",
    ),
)

REPLIES_2007 = (*_GRANTED, *_REFUSED, *_UNAVAILABLE, *_REST)

"""标签 — the words before a number that tell what it is; the nearest one counts."""

import re
from enum import StrEnum


class Label(StrEnum):
    """标签 — what the words before a number say it is."""

    NONE = ""
    IDENTITY = "identity"
    RESIDENCE = "residence"
    PHONE = "phone"
    HOME_PHONE = "home_phone"
    OFFICE = "office"
    CARD = "card"
    ACCOUNT = "account"
    PASSPORT = "passport"
    PERMIT = "permit"
    PLATE = "plate"
    MAIL = "mail"
    OTHER = "other"


# Earlier groups win where two begin at the same place. Words are Simplified: the text is folded before.
_WORDS = {
    Label.OTHER: (
        r"统一社会信用|信用代码|组织机构代码|机构代码|纳税人识别|税号|项目代?编?[码号]|标段|招标|采购|合同|订单|流水|案[件号]|受理|业务|办件"
        r"|编[号码]|代码|单[号据]|[文序]号|序列|条码|二维码|许可|证书|批准|批[号文]|票[号据]|发票|备案|登记|注册号|注册证|档案|索引|图[号幅]"
        r"|地块|宗地|不动产|车架|发动机|设备|型号|坐标|经度|纬度|邮政编码|邮编|QQ|qq|群号|时间戳|交易|回执|凭证|报告|检验|样品|标准"
        r"|ISBN|ISSN|ICP|版本|快递|运单|面积|金额|总额|人民币|物料|商品|权利人号|学籍|准考|考号|工号|学号|户号|表号|电表|水表|资产|国标|备案号"
    ),
    Label.OFFICE: (
        r"(?:(?:咨询|监督|举报|投诉|值班)(?!人)|办公|服务|受理|报名|窗口|接待|查询|业务|报修|救援|公开|预约|单位|机关|部门|传真|客服|经办|工作)(?!.{0,6}(?:家属|本人))"
        r"[^，。；：:\d\t\n]{0,6}(?:电话|号码|热线|方式|手机|传真)|热线|传真|总机|前台|客服"
    ),
    Label.HOME_PHONE: r"(?:家庭|住宅|家里|家中|家属|私人|自宅)(?:联系)?(?:固定)?电话|宅电|家庭固话|住宅固话",
    Label.RESIDENCE: r"居住证|永久居留|永居",
    Label.IDENTITY: r"身\s*份\s*证|公民身份|身份号|身份信息|证件号|证件编?号码?|有效证件|(?<![登记可格凭书产权业师资照考])证号|ID卡?号?|(?<![A-Za-z])[iI][dD](?![A-Za-z])|SFZ|sfz",
    Label.PHONE: (
        r"手\s*机|移动电话|联系方式|联系电话|电\s*话|联络|联系|微信|短信|致电|拨打|来电|支付宝账[号户]|Tel|TEL|tel|Mobile|mobile|Phone|phone|支付宝"
    ),
    Label.CARD: r"银\s*行\s*卡|卡\s*号|储蓄卡|借记卡|信用卡|一卡通|社保卡|打卡|存折",
    Label.ACCOUNT: r"账\s*号|帐\s*号|账\s*户|帐\s*户|开户行?|汇款|汇入|收款",
    Label.PASSPORT: r"护\s*照|[Pp]assport|PASSPORT",
    Label.PERMIT: r"通行证|回乡证|台胞证|往来港澳|往来台湾|来往内地|来往大陆",
    Label.PLATE: r"车\s*牌|号牌|牌照|车号|车辆|机动车|小型|轿车|货车|客车|驾驶|汽车|摩托|挂车|违停|停放",
    Label.MAIL: r"邮\s*箱|邮\s*件|[Ee]-?mail|E-?MAIL|信箱",
}
_LABEL = re.compile(
    f"(?:{'|'.join(f'(?P<{label}>{words})' for label, words in _WORDS.items())})(?:编?号码?)?"
)
ORGAN = re.compile(
    r"局|委|办|厅|部|处|科|所|站|队|中心|政府|公司|医院|学校|法院|窗口|大厅|社区|街道|协会|银行|机构|单位"
)
# Between the name of another number and that number stand no other words.
_ADJACENT = re.compile(r"[^\d，,。；;、\n\t]{0,8}[A-Za-z\-]{0,6}")
# Numbers in a row share what stands before the first of them.
_SAME_CODE = re.compile(r"\d[\d \-./、和及至到~～]*[/、和及至到~～]$")
_SENTENCE_END = re.compile(r"[。；;！？]|\n\s*\n")


def nearest(words: str) -> Label:
    """The last label in words (folded) that still speaks of what follows them."""
    found = Label.NONE
    words = _SAME_CODE.sub("", words)
    for match in _LABEL.finditer(words):
        label = Label(match.lastgroup or "")
        rest = words[match.end() :]
        if _ADJACENT.fullmatch(rest) if label == Label.OTHER else not _SENTENCE_END.search(rest):
            found = label
    return found

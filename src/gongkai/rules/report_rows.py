"""年报的行 — the lines of the annual report's table of applications, by the year of the report.

Since 2019 the form of 国办公开办函〔2021〕30号 (2019 and 2020: one line for 其他处理); 2014–2018 the statistical table of
国办发〔2014〕32号. Before 2014 no national form is known, and the table of 2014 stands in. A line is written by its
place in the form: "3.3.4" is 三（三）4.
"""

from collections.abc import Mapping
from types import MappingProxyType

FIRST_YEAR_OF_THE_FORM = 2019
# In these years 其他处理 was one line; the form of 2021 tells three apart.
ONE_LINE_OTHERWISE = range(2019, 2021)
OTHERWISE = "3.6"

ROWS: Mapping[str, str] = MappingProxyType(
    {
        "3.1": "（一）予以公开",
        "3.2": "（二）部分公开",
        "3.3.1": "（三）不予公开 1.属于国家秘密",
        "3.3.2": "（三）不予公开 2.其他法律行政法规禁止公开",
        "3.3.3": "（三）不予公开 3.危及“三安全一稳定”",
        "3.3.4": "（三）不予公开 4.保护第三方合法权益",
        "3.3.5": "（三）不予公开 5.属于三类内部事务信息",
        "3.3.6": "（三）不予公开 6.属于四类过程性信息",
        "3.3.7": "（三）不予公开 7.属于行政执法案卷",
        "3.3.8": "（三）不予公开 8.属于行政查询事项",
        "3.4.1": "（四）无法提供 1.本机关不掌握相关政府信息",
        "3.4.2": "（四）无法提供 2.没有现成信息需要另行制作",
        "3.4.3": "（四）无法提供 3.补正后申请内容仍不明确",
        "3.5.1": "（五）不予处理 1.信访举报投诉类申请",
        "3.5.2": "（五）不予处理 2.重复申请",
        "3.5.3": "（五）不予处理 3.要求提供公开出版物",
        "3.5.4": "（五）不予处理 4.无正当理由大量反复申请",
        "3.5.5": "（五）不予处理 5.要求行政机关确认或重新出具已获取信息",
        "3.6": "（六）其他处理",
        "3.6.1": "（六）其他处理 1.无正当理由逾期不补正、不再处理",
        "3.6.2": "（六）其他处理 2.逾期未按收费通知缴纳费用、不再处理",
        "3.6.3": "（六）其他处理 3.其他",
    }
)
ROWS_2014: Mapping[str, str] = MappingProxyType(
    {
        "3.3.1": "1.属于已主动公开范围数",
        "3.3.2": "2.同意公开答复数",
        "3.3.3": "3.同意部分公开答复数",
        "3.3.4.1": "4.不同意公开答复数 涉及国家秘密",
        "3.3.4.2": "4.不同意公开答复数 涉及商业秘密",
        "3.3.4.3": "4.不同意公开答复数 涉及个人隐私",
        "3.3.4.4": "4.不同意公开答复数 危及国家安全、公共安全、经济安全和社会稳定",
        "3.3.4.5": "4.不同意公开答复数 不是《条例》所指政府信息",
        "3.3.4.6": "4.不同意公开答复数 法律法规规定的其他情形",
        "3.3.5": "5.不属于本行政机关公开数",
        "3.3.6": "6.申请信息不存在数",
        "3.3.7": "7.告知作出更改补充数",
        "3.3.8": "8.告知通过其他途径办理数",
    }
)


def rows_of(year: int) -> Mapping[str, str]:
    """Return the lines of the report on that year with their labels, in the order of the form."""
    if year < FIRST_YEAR_OF_THE_FORM:
        return ROWS_2014
    one_line = year in ONE_LINE_OTHERWISE
    kept = {
        row: label
        for row, label in ROWS.items()
        if (row == OTHERWISE) == one_line or not row.startswith(OTHERWISE)
    }
    return MappingProxyType(kept)

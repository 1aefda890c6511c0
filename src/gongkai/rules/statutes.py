"""法规 — the other laws and documents that a case of disclosure on application goes by, with their days in force.

Where two texts of one law followed each other, `text_on` gives the one of a day. The numbers of articles in the
fee rules of 2020, the opinions of 2008 and 2010 and the laws on reconsideration and litigation before their last
revision are given after secondary sources: a lawyer should read them once against the originals.
"""

from collections.abc import Iterable
from datetime import date

from gongkai.rules.citations import Statute

RECONSIDERATION_1999 = Statute(
    "reconsideration-1999", "行政复议法", "1999年公布", date(1999, 10, 1), date(2023, 12, 31)
)
RECONSIDERATION_2023 = Statute("reconsideration-2023", "行政复议法", "2023年修订", date(2024, 1, 1))
LITIGATION_1989 = Statute("litigation-1989", "行政诉讼法", "1989年公布", date(1990, 10, 1), date(2015, 4, 30))
LITIGATION_2014 = Statute("litigation-2014", "行政诉讼法", "2014年修正", date(2015, 5, 1))
INTERPRETATION_2015 = Statute(
    "interpretation-2015",
    "最高人民法院关于适用〈中华人民共和国行政诉讼法〉若干问题的解释",
    "法释〔2015〕9号",
    date(2015, 5, 1),
    date(2018, 2, 7),
)
INTERPRETATION_2025 = Statute(
    "interpretation-2025",
    "最高人民法院关于审理政府信息公开行政案件适用法律若干问题的解释",
    "法释〔2025〕8号",
    date(2025, 6, 1),
)
GENERAL_PRINCIPLES_1987 = Statute(
    "general-principles-1987", "民法通则", "1986年公布", date(1987, 1, 1), date(2017, 9, 30)
)
GENERAL_PROVISIONS_2017 = Statute(
    "general-provisions-2017", "民法总则", "2017年公布", date(2017, 10, 1), date(2020, 12, 31)
)
CIVIL_CODE = Statute("civil-code", "民法典", "2020年公布", date(2021, 1, 1))

OPINION_2008 = Statute(
    "opinion-2008",
    "国务院办公厅关于施行〈中华人民共和国政府信息公开条例〉若干问题的意见",
    "国办发〔2008〕36号",
    date(2008, 4, 29),
)
OPINION_2010 = Statute(
    "opinion-2010",
    "国务院办公厅关于做好政府信息依申请公开工作的意见",
    "国办发〔2010〕5号",
    date(2010, 1, 12),
)
LIMITS_EXPLAINED_2015 = Statute(
    "limits-explained-2015", "政府信息公开期限的解释", "国办公开办函〔2015〕207号", date(2015, 1, 1)
)
SERVICE_EXPLAINED_2016 = Statute(
    "service-explained-2016", "政府信息公开处理决定送达的解释", "国办公开办函〔2016〕235号", date(2016, 1, 1)
)
CHANNELS_EXPLAINED_2017 = Statute(
    "channels-explained-2017",
    "政府信息公开申请接收渠道的解释",
    "国办公开办函〔2017〕19号",
    date(2017, 1, 1),
)
REPORT_FORM_2021 = Statute(
    "report-form-2021", "政府信息公开工作年度报告格式", "国办公开办函〔2021〕30号", date(2021, 9, 26)
)
REPORT_FORM_2014 = Statute(
    "report-form-2014", "政府信息公开情况统计表", "国办发〔2014〕32号", date(2014, 1, 1)
)

RECONSIDERATION = (RECONSIDERATION_1999, RECONSIDERATION_2023)
LITIGATION = (LITIGATION_1989, LITIGATION_2014)
# How periods are counted where the special law is silent.
PERIODS = (GENERAL_PRINCIPLES_1987, GENERAL_PROVISIONS_2017, CIVIL_CODE)
EVERY_OTHER = (
    *RECONSIDERATION,
    *LITIGATION,
    INTERPRETATION_2015,
    INTERPRETATION_2025,
    *PERIODS,
    OPINION_2008,
    OPINION_2010,
    LIMITS_EXPLAINED_2015,
    SERVICE_EXPLAINED_2016,
    CHANNELS_EXPLAINED_2017,
    REPORT_FORM_2014,
    REPORT_FORM_2021,
)


def text_on(texts: Iterable[Statute], day: date) -> Statute:
    """Return the text that was in force on that day; raises KeyError for a day before the first."""
    for text in texts:
        if text.in_force_on(day):
            return text
    raise KeyError(day)

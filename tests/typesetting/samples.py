"""样本公文 — invented papers for the tests of the layout: a letter, a form, a table, a long one."""

from datetime import date

from gongkai.typesetting.paper import (
    Cell,
    Choice,
    Field,
    Fields,
    Heading,
    Manner,
    Paper,
    Paragraph,
    Quote,
    Side,
    Signing,
    Table,
    Verification,
)

LETTER = Paper(
    letterhead="临江市人民政府办公室",
    number="临政公开复〔2026〕12号",
    title="政府信息公开申请答复书",
    addressee="示例申请人",
    blocks=(
        Paragraph("本机关于2026年9月22日收到您提出的政府信息公开申请，登记编号为样本0012。您申请公开："),
        Quote(("示例路改造工程（样本段）的施工合同及其附件。",)),
        Heading("处理决定"),
        Paragraph("经审查，您申请的合同正文属于可以公开的政府信息，本机关予以公开。"),
        Heading("救济途径"),
        Paragraph("您如对本答复不服，可以依法申请行政复议或者提起行政诉讼。"),
    ),
    attachments=("示例路改造工程（样本段）施工合同（正文，共12页）", "样本附件清单"),
    signing=Signing(("临江市人民政府办公室",), date(2026, 10, 20)),
    note="此件依申请公开",
    verification=Verification(
        "https://example.gov.cn/verify/SAMPLE-0012", ("文书编号 SAMPLE-0012", "扫码可以核对这份文书。")
    ),
)

FORM = Paper(
    title="政府信息公开申请表",
    blocks=(
        Fields(
            (
                (Field("申请人类别", choices=(Choice("公民", True), Choice("法人或者其他组织"))),),
                (Field("姓名", "示例"), Field("证件号码", "样本号码")),
                (Field("联系电话"), Field("电子邮箱"), Field("邮政编码")),
                (Field("所需信息", "第一行\n第二行", lines=6),),
            )
        ),
        Paragraph("请用黑色签字笔填写。", Manner.SMALL),
    ),
)

TABLE = Table(
    caption="收到和处理政府信息公开申请情况",
    widths=(3, 1, 1, 1),
    head=(
        (
            Cell("本列数据的勾稽关系", down=2, side=Side.CENTRE),
            Cell("申请人情况", across=3, side=Side.CENTRE),
        ),
        (Cell("自然人"), Cell("法人"), Cell("总计", strong=True)),
    ),
    rows=tuple(
        (Cell(f"第{n}项"), *(Cell(str(n * k), side=Side.RIGHT) for k in (1, 2, 3))) for n in range(1, 61)
    ),
)


def long_paper(paragraphs: int = 480) -> Paper:
    """A paper of about forty pages with headings of all levels."""
    blocks = []
    for number in range(paragraphs):
        if number % 12 == 0:
            blocks += [Heading("一级样本标题"), Heading("二级样本标题", 2), Heading("三级样本标题", 3)]
        blocks.append(Paragraph(f"第{number}段。" + "这是一段用来占满页面的样本文字，没有别的意思。" * 3))
    return Paper(title="样本长文", blocks=tuple(blocks))

"""Lines put together again, and every character's place in the source."""

from auditing.prose_texts import source_of
from gongkai.auditing.model import Grid, Outline, Source, Span
from gongkai.auditing.prose import Prose, prose_of


def _prose(text: str, kind: str = "text") -> Prose:
    return prose_of(*source_of(text, kind))


def test_every_character_knows_its_place() -> None:
    text = "  （一）公開情況。2013年，\n全市收到申請 13 起，涉及１件。\n"
    prose = _prose(text)
    at = prose.text.index("申请13起")
    assert prose.span(at, at + 5).of(text) == "申請 13 起"


def test_lines_of_a_page_are_put_together_also_within_a_number() -> None:
    text = (
        "    全年开展多元化政策简明问答九十八期以及其他许多期活动，共向社会主动公开政府信\n"
        "息14万余条，其中市级48期、示例区17期、样本县15\n期、示范县9期，累计解读政策文件并且及时发布各类\n"
        "信息，全年受理政府信息公开申请并按时办结的共有12\n  34件，均已答复申请人并且依法送达了答复书原件。\n"
    )
    prose = _prose(text, "pdf")
    assert "政府信息14万余条" in prose.text
    assert "样本县15期" in prose.text
    assert "1234件" in prose.text


def test_paragraphs_and_headings_stay_apart() -> None:
    prose = _prose("二、依申请公开情况\n全年收到申请7件\n三、行政复议情况\n没有发生。\n")
    assert [prose.text[s.start : s.end] for s in prose.sentences][:2] == [
        "二、依申请公开情况",
        "全年收到申请7件",
    ]


def test_a_list_goes_on_after_a_colon_and_a_semicolon() -> None:
    prose = _prose("共收到申请10件，其中：\n网上申请6件；\n\n信函申请4件。\n")
    assert len(prose.sentences) == 1


def test_rows_of_numbers_are_no_prose() -> None:
    prose = _prose(
        "收到申请7件。\n行政规范性文件          3          0       8\n 1    1      0   0    2\n项目 | 36 | 0\n"
    )
    assert prose.text == "收到申请7件。\n"


def test_tables_with_a_grid_and_what_is_around_the_report_are_left_out() -> None:
    text = "首页2件\n收到申请7件。\n规章2件\n办结7件。\n版权5件"
    grid = Grid((), Span(text.index("规章"), text.index("规章") + 4))
    outline = Outline("", "", None, "", "", Span(text.index("收到"), text.index("版权")))
    prose = prose_of(Source("", text, "html", (grid,)), outline)
    assert prose.text.split() == ["收到申请7件。", "办结7件。"]


def test_commas_group_digits_only_where_they_can() -> None:
    assert "1,234件" in _prose("收到1,234件").text
    assert "１，２６０".replace("，", ",") not in _prose("共１，２６０人").text
    assert "1,260人" in _prose("共１，２６０人").text
    assert "61，188" in _prose("分别为61，188件").text


def test_a_sentence_that_odd_lines_divide_is_known_as_unfinished() -> None:
    whole = "全市全年共收到政府信息公开申请案件3646件，其中予以公开1431件、部分公开471件、不予公开92件，\n"
    text = (
        whole + "无法提供941件、不予处理117件、其他处理469件以及延期\n答复的共有\n125件，均已经依照规定。\n"
    )
    prose = _prose(text, "pdf")
    assert any(not prose.is_whole(sentence) for sentence in prose.sentences)
    ended = _prose(whole[:-2] + "。\n")
    assert [ended.is_whole(sentence) for sentence in ended.sentences] == [True]

"""版本对照 — paragraphs and words that came, went and stayed."""

from hypothesis import given
from hypothesis import strategies as st

from gongkai.disclosure.differences import Kind, compare, words


def test_the_same_text_has_no_changes_and_is_left_out() -> None:
    text = "第一条\n第二条\n第三条"
    result = compare(text, text)
    assert result.same
    assert [paragraph.skipped for paragraph in result.paragraphs] == [3]


def test_a_changed_paragraph_is_shown_word_by_word() -> None:
    result = compare("补贴标准为每台10万元。", "补贴标准为每台12万元。")
    (paragraph,) = result.paragraphs
    assert paragraph.kind is Kind.CHANGED
    assert [(piece.kind, piece.text) for piece in paragraph.pieces] == [
        (Kind.SAME, "补贴标准为每台"),
        (Kind.REMOVED, "10"),
        (Kind.ADDED, "12"),
        (Kind.SAME, "万元。"),
    ]


def test_paragraphs_without_anything_in_common_are_one_gone_and_one_new() -> None:
    result = compare("甲乙丙丁戊己庚辛", "天地玄黄宇宙洪荒")
    assert (result.removed, result.added, result.changed) == (1, 1, 0)


def test_one_paragraph_of_context_stays_and_the_others_are_counted() -> None:
    old = "\n".join(f"第{number}段没有改动" for number in range(9))
    result = compare(old, old.replace("第4段没有改动", "第4段没有改动，补充一句"))
    assert [paragraph.skipped for paragraph in result.paragraphs] == [3, 0, 0, 0, 3]
    assert result.changed == 1


def test_short_unchanged_pieces_between_changes_do_not_break_the_reading() -> None:
    pieces = words("甲乙的丙丁", "戊己的庚辛")
    assert [(piece.kind, piece.text) for piece in pieces] == [
        (Kind.REMOVED, "甲乙的丙丁"),
        (Kind.ADDED, "戊己的庚辛"),
    ]


def test_an_enormous_paragraph_is_compared_as_a_whole() -> None:
    pieces = words("长" * 9000, "长" * 9001)
    assert [piece.kind for piece in pieces] == [Kind.REMOVED, Kind.ADDED]


@given(st.text("甲乙丙 1a", max_size=40), st.text("甲乙丙 1a", max_size=40))
def test_both_texts_can_be_read_back_from_the_pieces(old: str, new: str) -> None:
    pieces = words(old, new)
    assert "".join(piece.text for piece in pieces if piece.kind is not Kind.ADDED) == old
    assert "".join(piece.text for piece in pieces if piece.kind is not Kind.REMOVED) == new

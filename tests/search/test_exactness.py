import tempfile
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai.search.analysis import plain, segments
from gongkai.search.generate import documents
from gongkai.search.index import Index, texts
from gongkai.search.query import Term, parse
from search.library import entry

LETTERS = "政府信息公开人民有限司门網開件程式 a1(，"
texts_ = st.text(LETTERS, max_size=30)
asked = st.text(LETTERS.replace(" ", ""), min_size=2, max_size=7)


def stands(term: Term, text: str) -> bool:
    return any(phrase in text for phrase in term.phrases)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(texts_, texts_), min_size=1, max_size=8), st.lists(asked, min_size=1, max_size=6))
def test_what_is_found_is_what_stands_in_the_text(corpus: list[tuple[str, str]], queries: list[str]) -> None:
    entries = [entry(number, title=title, body=body) for number, (title, body) in enumerate(corpus, 1)]
    everything = {one.id: segments(texts(one)[1]) for one in entries}
    titles = {one.id: segments(texts(one)[0]) for one in entries}
    with tempfile.TemporaryDirectory() as folder:
        index = Index(Path(folder))
        with index.writer() as writer:
            for one in entries:
                writer.put(one)
        for text in [*queries, " ".join(queries)]:
            query = parse(text)
            found = index.search(query, audiences=("public",), limit=100)
            true = {id for id, text in everything.items() if all(stands(term, text) for term in query.terms)}
            in_title = {id for id, text in titles.items() if all(stands(term, text) for term in query.terms)}
            assert (set(found.ids), found.total) == (true, len(true))
            assert (set(found.ids[: found.title_hits]), found.title_hits) == (in_title, len(in_title))


def test_generated_documents_are_counted_exactly(tmp_path: Path) -> None:
    index = Index(tmp_path)
    library = list(documents(400, seed=7))
    with index.writer(fresh=True) as writer:
        for one in library:
            writer.put(one)
    public = [segments(texts(one)[1]) for one in library if "public" in one.audiences]
    runs = [
        plain(one.body)[start : start + length]
        for one in library[:40]
        for start, length in ((30, 3), (99, 9))
    ]
    checked = 0
    for run in ["公开", "工作", "人民政府", "有限公司", "政府信息公开", *runs]:
        if '"' in run:
            continue
        total = index.search(parse(f"“{run}”"), audiences=("public",), facets=False).total
        assert total == sum(run in text for text in public), run
        checked += total
    assert checked > 500


def test_no_phrase_reaches_from_the_title_into_the_body(tmp_path: Path) -> None:
    index = Index(tmp_path)
    with index.writer() as writer:
        writer.put(entry(1, title="关于政府", body="信息公开"))
    assert index.search(parse("政府信息"), audiences=("public",)).total == 0


def test_one_character_beside_a_word_counts_too(tmp_path: Path) -> None:
    index = Index(tmp_path)
    with index.writer() as writer:
        writer.put(entry(1, body="政府公开信息"))
        writer.put(entry(2, body="政府告知信"))
    assert index.search(parse("政府 告"), audiences=("public",)).ids == [2]
    assert index.search(parse("政府 信"), audiences=("public",)).total == 2

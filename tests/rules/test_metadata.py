"""页面标签 — each kind of page carries the tags of its level and of those above."""

import pytest

from gongkai.rules.metadata import PAGE_TAGS, TagLevel, tags_for

SITE = {"SiteName", "SiteDomain", "SiteIDCode"}
COLUMN = {"ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"}
ARTICLE = {"ArticleTitle", "PubDate", "ContentSource", "Keywords"}


@pytest.mark.parametrize(
    ("page", "required"),
    [
        (TagLevel.SITE, SITE),
        (TagLevel.COLUMN, SITE | COLUMN),
        (TagLevel.ARTICLE, SITE | COLUMN | ARTICLE),
    ],
)
def test_the_required_tags_of_a_page(page: TagLevel, required: set[str]) -> None:
    assert {tag.name for tag in tags_for(page) if tag.required} == required


def test_an_article_may_carry_every_tag_once() -> None:
    names = [tag.name for tag in tags_for(TagLevel.ARTICLE)]
    assert names == [tag.name for tag in PAGE_TAGS]
    assert len(set(names)) == len(names) == 15
    assert {tag.name for tag in PAGE_TAGS if not tag.required} == {"Author", "Description", "Image", "Url"}

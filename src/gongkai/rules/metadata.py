"""页面标签 — the meta tags of government web pages (《政府网站发展指引》, 国办发〔2017〕47号)."""

from dataclasses import dataclass
from enum import StrEnum


class TagLevel(StrEnum):
    """标签层级 — what a tag describes: the site, the column or the article."""

    SITE = "site"
    COLUMN = "column"
    ARTICLE = "article"


@dataclass(frozen=True, slots=True)
class PageTag:
    """页面标签 — one meta name; ``many`` tags hold several values separated by commas."""

    name: str
    label: str
    level: TagLevel
    required: bool = True
    many: bool = False


PAGE_TAGS = (
    PageTag("SiteName", "网站名称", TagLevel.SITE),
    PageTag("SiteDomain", "网站域名", TagLevel.SITE),
    PageTag("SiteIDCode", "政府网站标识码", TagLevel.SITE),
    PageTag("ColumnName", "栏目名称", TagLevel.COLUMN),
    PageTag("ColumnDescription", "栏目描述", TagLevel.COLUMN),
    PageTag("ColumnKeywords", "栏目关键词", TagLevel.COLUMN, many=True),
    PageTag("ColumnType", "栏目类别", TagLevel.COLUMN, many=True),
    PageTag("ArticleTitle", "标题", TagLevel.ARTICLE),
    PageTag("PubDate", "发布时间", TagLevel.ARTICLE),
    PageTag("ContentSource", "来源", TagLevel.ARTICLE),
    PageTag("Keywords", "关键词", TagLevel.ARTICLE, many=True),
    PageTag("Author", "作者", TagLevel.ARTICLE, required=False, many=True),
    PageTag("Description", "摘要", TagLevel.ARTICLE, required=False),
    PageTag("Image", "图片", TagLevel.ARTICLE, required=False, many=True),
    PageTag("Url", "网址", TagLevel.ARTICLE, required=False),
)

# How PubDate is written, for strftime.
PUB_DATE_FORMAT = "%Y-%m-%d %H:%M"

# A home page carries the site's tags, a column page adds the column's, an article page carries all three.
_LEVELS = tuple(TagLevel)


def tags_for(page: TagLevel) -> tuple[PageTag, ...]:
    """Return the tags of a page that shows a site's home, a column or an article."""
    shown = _LEVELS[: _LEVELS.index(page) + 1]
    return tuple(tag for tag in PAGE_TAGS if tag.level in shown)

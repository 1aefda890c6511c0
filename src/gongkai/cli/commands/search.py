"""检索 — search what the public may see, from the command line."""

import argparse
import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from gongkai.cli import project
from gongkai.cli.errors import CommandFailed
from gongkai.cli.words import _

if TYPE_CHECKING:
    from gongkai.disclosure.search import Hit, Results

HELP = _("检索社会公众可见的政府信息")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of search."""
    parser.add_argument("query", metavar=_("检索词"), help=_("词、短语、文号或者索引号；加引号为整句"))
    parser.add_argument("--organ", metavar=_("机关代码"), help=_("只查这个机关和它的下级机关"))
    parser.add_argument("--page", type=_within(1, 100_000), default=1, help=_("第几页"))
    parser.add_argument("--limit", type=_within(1, 1000), default=10, help=_("每页几条"))
    parser.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


def _within(least: int, most: int) -> Callable[[str], int]:
    def whole(text: str) -> int:
        if not (text.isdecimal() and least <= int(text) <= most):
            message = _("须为 {least} 至 {most} 的整数，现为 {text}")
            raise argparse.ArgumentTypeError(message.format(least=least, most=most, text=text))
        return int(text)

    return whole


def run(args: argparse.Namespace) -> int:
    """Search and print; raises CommandFailed for an unknown organ, a single character, or a broken index."""
    project.load_prepared()
    from gongkai.agencies.models import Agency
    from gongkai.agencies.policies import PUBLIC
    from gongkai.disclosure.search import find
    from gongkai.search.index import Filters

    organ = Agency.objects.filter(code=args.organ).first() if args.organ else None
    if args.organ and organ is None:
        raise CommandFailed(_("没有代码为 {code} 的机关。").format(code=args.organ))
    filters = Filters(agency=organ.pk if organ else None)
    results = find(args.query, actor=PUBLIC, filters=filters, page=args.page, size=args.limit)
    if results.broken:
        raise CommandFailed(_("索引读不了，请运行 gongkai reindex。"))
    if results.too_short:
        raise CommandFailed(_("请至少输入两个字。"))
    if args.json:
        print(json.dumps(_described(results), ensure_ascii=False))
    else:
        _show(results)
    return 0


def _described(results: "Results") -> dict[str, Any]:
    return {
        "total": results.total,
        "hits": [_hit(hit) for hit in results.hits],
        "facets": {
            name: [{"value": v.code, "label": str(v.label), "count": v.count} for v in values]
            for name, values in results.facets.items()
        },
    }


def _hit(hit: "Hit") -> dict[str, Any]:
    from django.conf import settings
    from django.utils import timezone

    document, version = hit.document, hit.version
    published = document.published_at
    return {
        "id": document.pk,
        "title": version.title,
        "agency": document.agency.name,
        "document_number": version.document_number,
        "index_number": document.index_number,
        "published_on": timezone.localdate(published).isoformat() if published else None,
        "snippet": "".join(fragment.text for fragment in hit.snippet),
        "url": f"{settings.BASE_URL}/documents/{document.pk}/",
    }


def _show(results: "Results") -> None:
    print(_("共 {total} 条").format(total=results.total))
    for hit in results.hits:
        facts = _hit(hit)
        print(
            f"\n{facts['title']}\n  {facts['agency']}  {facts['published_on']}  {facts['document_number']}".rstrip()
        )
        print(f"  {facts['snippet']}\n  {facts['url']}")

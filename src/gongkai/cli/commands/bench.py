"""测速 — measure search, pages and publishing, each against a baseline of the same run."""

import argparse
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from gongkai.cli import project
from gongkai.cli.errors import CommandFailed
from gongkai.cli.progress import bar
from gongkai.cli.words import _

HELP = _("测速：检索、页面、公开，结果都与同一次运行的基准相比")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of bench."""
    parser.add_argument("what", choices=("search", "pages", "publish"), help=_("测什么"))
    parser.add_argument("--documents", type=int, default=200_000, help=_("存量件数（search、publish）"))
    parser.add_argument("--rounds", type=int, default=40, help=_("公开多少件（publish）"))
    parser.add_argument("--json", action="store_true", help=_("结果以 JSON 输出"))


def run(args: argparse.Namespace) -> int:
    """Measure in a data folder of its own, so that the real one is never touched."""
    if args.documents < 1 or args.rounds < 1:
        raise CommandFailed(_("件数须为正整数。"))
    folder = Path(os.environ.get("GONGKAI_DATA", "var")).resolve() / "bench"
    folder.mkdir(parents=True, exist_ok=True)
    result = {"search": _search, "pages": _pages, "publish": _publish}[args.what](args, folder)
    if args.json:
        print(json.dumps(result, ensure_ascii=False))
    return 0


def _search(args: argparse.Namespace, folder: Path) -> dict[str, Any]:
    from gongkai.search import bench

    return bench.run(documents=args.documents, json=args.json, folder=folder / "search")


def _in_own_place(folder: Path) -> None:
    """Point this process, and what it starts, at a prepared place of its own with the demonstration."""
    os.environ["GONGKAI_DATA"] = str(folder)
    os.environ.pop("DATABASE_URL", None)
    subprocess.run([sys.executable, "-m", "gongkai.cli", "prepare"], check=True, stdout=subprocess.DEVNULL)
    project.load_prepared()


def _pages(args: argparse.Namespace, folder: Path) -> dict[str, Any]:
    _in_own_place(folder / "pages")
    from gongkai.core import bench_pages
    from gongkai.core.bench_load import CannotMeasure
    from gongkai.disclosure.queries import published

    document = published().order_by("pk").last()
    if document is None or document.column is None:
        raise CommandFailed(_("没有可测的页面。"))
    paths = {
        "document": f"/documents/{document.pk}/",
        "list": f"/organs/{document.agency.code}/columns/{document.column.code}/",
        "home": "/",
    }
    try:
        result = bench_pages.run(paths=paths, environment=dict(os.environ))
    except CannotMeasure as error:
        raise CommandFailed(str(error)) from error
    if not args.json:
        print(bench_pages.describe(result))
    return result


def _publish(args: argparse.Namespace, folder: Path) -> dict[str, Any]:
    _in_own_place(folder / f"publish-{args.documents}")
    from gongkai.home import bench_publish, bench_stock

    with bar(_("生成存量"), total=args.documents) as progress:
        bench_stock.fill(args.documents, progress)
    with _server() as port, bar(_("公开"), total=args.rounds) as progress:
        try:
            result = bench_publish.run(port, args.rounds, progress)
        except bench_publish.NeverSeen as error:
            raise CommandFailed(_("公开后一直没有在 {path} 出现。").format(path=error)) from error
    if not args.json:
        print(_("存量 {documents} 件，公开 {rounds} 件，从签发前计时：").format(**result))
        for place, facts in result["places"].items():
            print(
                _(
                    "{place}：中位 {median_ms} 毫秒，p95 {p95_ms} 毫秒，为签发本身的 {ratio_to_signature} 倍"
                ).format(place=place, **facts)
            )
    return result


@contextmanager
def _server() -> Iterator[int]:
    """Serve this place on a free port until the measurement is over."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    environment = {**os.environ, "GONGKAI_PORT": str(port)}
    server = subprocess.Popen(
        [sys.executable, "-m", "gongkai.cli", "serve"], env=environment, stdout=subprocess.DEVNULL
    )
    try:
        _wait_for(port, server)
        yield port
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(port: int, server: "subprocess.Popen[bytes]") -> None:
    limit = time.monotonic() + 60
    while time.monotonic() < limit and server.poll() is None:
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise CommandFailed(_("测速用的服务没有启动。"))

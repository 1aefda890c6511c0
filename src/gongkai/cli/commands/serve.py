"""启动服务 — the web server and the worker, started, watched and stopped together."""

import argparse
import json
import os
import select
import socket
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from gongkai.cli.errors import CommandFailed
from gongkai.cli.supervisor import Child, Supervisor
from gongkai.cli.web import Mode
from gongkai.cli.words import _
from gongkai.config import env

HELP = _("启动网页服务和后台任务，Ctrl-C 停止")
APPLICATION = "gongkai.config.wsgi:application"
DEFAULT_HOST = "127.0.0.1"
DEFAULT_PORT = 8000
READY_SECONDS = 60


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of serve."""
    parser.add_argument("--host", help=_("监听地址（GONGKAI_HOST，默认 127.0.0.1）"))
    parser.add_argument("--port", type=_port, help=_("端口（GONGKAI_PORT，默认 8000）"))
    parser.add_argument(
        "--workers", type=_positive, help=_("网页进程数（GONGKAI_WORKERS，默认按处理器，2 至 4）")
    )
    parser.add_argument("--prepare", action="store_true", help=_("先准备数据库、译文、索引和示例数据"))


def run(args: argparse.Namespace) -> int:
    """Serve until told to stop; raises CommandFailed if the port is taken or the web server cannot start."""
    host = args.host or env.text("GONGKAI_HOST", DEFAULT_HOST)
    port = args.port or env.whole("GONGKAI_PORT", DEFAULT_PORT)
    workers = args.workers or env.whole("GONGKAI_WORKERS", max(2, min(4, os.cpu_count() or 1)))
    require_free(host, port)
    told, telling = os.pipe()
    granian = granian_arguments(host, port, workers)
    mode = Mode.PREPARE if args.prepare else Mode.LOOK
    web = Child("web", ["gongkai.cli.web", str(telling), mode, *granian], passes=[telling])
    start = Start(web, own_worker(), host, port, told)
    Supervisor([web, *start.later], _say_restart).run(start.look)
    print(_("已停止。"), flush=True)
    return 0


def own_worker() -> list[Child]:
    """Return this machine's worker; none with GONGKAI_WORKER=off, where another machine of the site has the one."""
    if env.choice("GONGKAI_WORKER", "on", ("on", "off")) == "off":
        return []
    return [Child("worker", ["gongkai.cli", "worker"], waits=True)]


def granian_arguments(host: str, port: int, workers: int) -> list[str]:
    """Return granian's command line; one blocking thread each was the fastest and the leanest measured."""
    return [
        *("--interface", "wsgi", "--host", host, "--port", str(port)),
        *("--workers", str(workers), "--blocking-threads", "1", "--no-ws"),
        *("--respawn-failed-workers", "--respawn-interval", "0.5", "--workers-kill-timeout", "5"),
        *("--log-level", "warning", APPLICATION),
    ]


def require_free(host: str, port: int) -> None:
    """Raise CommandFailed unless the address can be listened on.

    Granian shares its port with whoever else asks for it, so a second server would start without a word and
    answer a part of the requests.
    """
    try:
        family, kind, protocol, _name, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen(1)
    except OSError as error:
        message = _("无法监听 {address}：{reason}。请停止占用端口的程序，或用 GONGKAI_PORT 另选端口。")
        raise CommandFailed(message.format(address=f"{host}:{port}", reason=error.strerror)) from error


@dataclass
class Start:
    """启动过程 — waits until the web server has told that the place is prepared and answers; only then `later` begin.

    They would use a place that is not prepared, and take the processor from what readers wait for.
    """

    web: Child
    later: Sequence[Child]
    host: str
    port: int
    told: int
    accounts: list[dict[str, str]] = field(default_factory=list)
    deadline: float | None = None
    ready: bool = False

    def look(self) -> None:
        """Go on a step, if it is time; raises CommandFailed when the web server cannot start."""
        if self.ready:
            return
        if self.deadline is None:
            self._hear()
        elif not self.web.runs() or time.monotonic() > self.deadline:
            raise CommandFailed(_("网页服务未能启动，原因见上。"))
        elif _answers(self.host, self.port):
            self.ready = True
            for child in self.later:
                child.waits = False
            _say_ready(self.host, self.port, self.accounts)

    def _hear(self) -> None:
        """Take what the web server tells; preparing may take as long as it takes."""
        alive = self.web.runs()
        if not select.select([self.told], [], [], 0)[0]:
            if not alive:
                raise CommandFailed(_("准备没有完成，服务未启动。"))
            return
        with os.fdopen(self.told, encoding="utf-8") as file:
            self.accounts = json.loads(file.readline())
        self.deadline = time.monotonic() + READY_SECONDS
        # One that is started again finds a place that is in use, and must not prepare another beside it.
        module, telling, _mode, *granian = self.web.arguments
        self.web.arguments = [module, telling, Mode.LOOK, *granian]


def _answers(host: str, port: int) -> bool:
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    try:
        socket.create_connection((reachable, port), timeout=1).close()
    except OSError:
        return False
    return True


def _say_ready(host: str, port: int, accounts: list[dict[str, str]]) -> None:
    shown = f"[{host}]" if ":" in host else host
    print(_("公开已启动：{address}").format(address=f"http://{shown}:{port}/"))
    if accounts:
        print(_("示例账号（用户名 / 密码 · 姓名 · 岗位）："))
        for account in accounts:
            print("  {username} / {password} · {name} · {role}".format(**account))
    print(_("按 Ctrl-C 停止。"), flush=True)


def _say_restart(child: Child, status: int, wait: float) -> None:
    message = _("{name} 进程已退出（{status}），{wait} 秒后重新启动。")
    print(message.format(name=child.name, status=status, wait=f"{wait:g}"), file=sys.stderr, flush=True)


def _port(text: str) -> int:
    if not (text.isdecimal() and 1 <= int(text) <= 65535):
        raise argparse.ArgumentTypeError(_("端口须为 1 至 65535 的整数，现为 {text}").format(text=text))
    return int(text)


def _positive(text: str) -> int:
    if not (text.isdecimal() and int(text) >= 1):
        raise argparse.ArgumentTypeError(_("须为正整数，现为 {text}").format(text=text))
    return int(text)

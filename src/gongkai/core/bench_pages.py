"""页面测速 — made pages against nginx serving the same bytes as files, in the same run.

Both servers run on this machine, on the loopback, with two processes each, and take turns; the ratio of
two neighbouring measurements, its median over the rounds, is what counts, because the absolute figures are
those of the machine and of what else it does. Then 500 readers come at once, and none may see an error.
"""

import http.client
import os
import platform
import resource
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.utils.translation import gettext as _

from gongkai.core.bench_load import CannotMeasure, Generator, Load, installed_generator, wrk

APPLICATION = "gongkai.config.wsgi:application"
CROWD = 500
WORKERS = 2
_START_SECONDS = 30.0
_END_SECONDS = 3
_WARM_SECONDS = 0.5
_PAUSE_SECONDS = 0.2

# What nginx says by itself, and what belongs to one connection.
_NOT_COPIED = frozenset(
    {"content-type", "content-length", "server", "date", "connection", "etag", "transfer-encoding"}
)

_NGINX = """
worker_processes {workers};
daemon off;
pid {folder}/nginx.pid;
error_log {folder}/nginx.log;
events {{ worker_connections 2048; }}
http {{
  access_log off;
  server_tokens off;
  sendfile on;
  tcp_nopush on;
  open_file_cache max=100;
  keepalive_requests 100000000;
  client_body_temp_path {folder}/1;
  proxy_temp_path {folder}/2;
  fastcgi_temp_path {folder}/3;
  uwsgi_temp_path {folder}/4;
  scgi_temp_path {folder}/5;
  server {{
    listen 127.0.0.1:{port} backlog=1024;
    root {folder}/pages;
{locations}
  }}
}}
"""


def run(
    *,
    paths: Mapping[str, str],
    environment: Mapping[str, str],
    seconds: float = 3,
    rounds: int = 3,
    connections: int = 32,
    application: str = APPLICATION,
) -> dict[str, Any]:
    """Measure the pages at `paths` (name → path, percent-encoded) of the application, started here with `environment`.

    Returns ``{"machine", "generator", "trustworthy", "pages", "crowd"}``; see `describe` for what they say.
    Raises CannotMeasure when nginx is missing, a server does not start, or a page is not answered by 200.
    """
    nginx = _nginx()
    _allow_open_files(2 * CROWD)
    generator, generator_name = installed_generator()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="gongkai-bench-")))
        ours = stack.enter_context(_granian(application, environment, folder))
        pages = {name: _fetch(ours, path) for name, path in paths.items()}
        theirs = stack.enter_context(_nginx_serving(nginx, pages, folder))
        for number, (name, (_headers, body)) in enumerate(pages.items()):
            if _fetch(theirs, f"/{number}")[1] != body:
                raise CannotMeasure(_("nginx 返回的内容与页面不同：{name}").format(name=name))
        addresses = {
            name: (f"http://127.0.0.1:{ours}{path}", f"http://127.0.0.1:{theirs}/{number}")
            for number, (name, path) in enumerate(paths.items())
        }
        measured = _take_turns(generator, addresses, seconds, rounds, connections)
        crowd = {
            name: generator(ours_at, CROWD, seconds) for name, (ours_at, _theirs_at) in addresses.items()
        }
    return {
        "machine": _machine(nginx),
        "generator": generator_name,
        "trustworthy": generator is wrk,
        "seconds": seconds,
        "rounds": rounds,
        "connections": connections,
        "pages": {
            name: {"path": paths[name], "bytes": len(pages[name][1]), **_compare(*loads)}
            for name, loads in measured.items()
        },
        "crowd": {"readers": CROWD, "pages": {name: asdict(load) for name, load in crowd.items()}},
    }


def describe(result: Mapping[str, Any]) -> str:
    """Return the result as lines for a reader."""
    machine = result["machine"]
    lines = [
        _("{processors} 核 {model}，内存 {memory_gb} GB，{system}").format(**machine),
        " · ".join(f"{name} {number}" for name, number in machine["versions"].items()),
        _("{rounds} 轮，每轮 {seconds:g} 秒，{connections} 个连接，取中位数；压测工具：{generator}").format(
            **result
        ),
    ]
    if not result["trustworthy"]:
        lines.append(
            _("注意：没有 wrk，自带的压测工具自身就是瓶颈，比值偏高，不作依据（Debian：apt install wrk）。")
        )
    for name, page in result["pages"].items():
        ours, theirs = page["gongkai"], page["nginx"]
        text = _(
            "{name}（{bytes} 字节）：{ours:,.0f} 次/秒，p95 {ours_p95:.2f} 毫秒；nginx {theirs:,.0f} 次/秒，p95 {theirs_p95:.2f} 毫秒；比值 {ratio:.2f}"
        )
        lines.append(
            text.format(
                name=name,
                bytes=page["bytes"],
                ours=ours["per_second"],
                ours_p95=ours["p95_ms"],
                theirs=theirs["per_second"],
                theirs_p95=theirs["p95_ms"],
                ratio=page["ratio"],
            )
        )
    for name, load in result["crowd"]["pages"].items():
        text = _("{readers} 人同时读{name}：{per_second:,.0f} 次/秒，p95 {p95_ms:.1f} 毫秒，错误 {errors}")
        lines.append(text.format(readers=result["crowd"]["readers"], name=name, **load))
    return "\n".join(lines)


def _take_turns(
    generator: Generator,
    addresses: Mapping[str, tuple[str, str]],
    seconds: float,
    rounds: int,
    connections: int,
) -> dict[str, tuple[list[Load], list[Load]]]:
    """Measure ours and nginx in turn, the other one first in every second round."""
    loads: dict[str, tuple[list[Load], list[Load]]] = {name: ([], []) for name in addresses}
    for pair in addresses.values():
        for address in pair:
            generator(address, connections, _WARM_SECONDS)  # Every process of the server makes its page.
    for turn in range(rounds):
        for name, pair in addresses.items():
            for side in (0, 1) if turn % 2 == 0 else (1, 0):
                time.sleep(_PAUSE_SECONDS)
                loads[name][side].append(generator(pair[side], connections, seconds))
    return loads


def _compare(ours: list[Load], theirs: list[Load]) -> dict[str, Any]:
    mine, other = _median(ours), _median(theirs)
    return {
        "gongkai": asdict(mine),
        "nginx": asdict(other),
        "ratio": statistics.median(
            one.per_second / two.per_second for one, two in zip(ours, theirs, strict=True)
        ),
        "rounds": {
            "gongkai": [load.per_second for load in ours],
            "nginx": [load.per_second for load in theirs],
        },
    }


def _median(loads: list[Load]) -> Load:
    return Load(
        per_second=statistics.median(load.per_second for load in loads),
        p50_ms=statistics.median(load.p50_ms for load in loads),
        p95_ms=statistics.median(load.p95_ms for load in loads),
        errors=sum(load.errors for load in loads),
    )


# The two servers


@contextmanager
def _granian(application: str, environment: Mapping[str, str], folder: Path) -> Iterator[int]:
    port = _free_port()
    command = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1"]
    command += ["--port", str(port), "--workers", str(WORKERS), "--blocking-threads", "1", "--no-ws"]
    command += ["--log-level", "warning", application]
    with _server(_("网页服务"), command, environment, port, folder / "granian.log"):
        yield port


@contextmanager
def _nginx_serving(
    nginx: str, pages: Mapping[str, tuple[list[tuple[str, str]], bytes]], folder: Path
) -> Iterator[int]:
    port = _free_port()
    (folder / "pages").mkdir()
    # The workers of nginx run under another name when it is started by root.
    folder.chmod(0o755)
    locations = []
    for number, (headers, body) in enumerate(pages.values()):
        (folder / "pages" / str(number)).write_bytes(body)
        kind = next((value for name, value in headers if name.lower() == "content-type"), "text/html")
        lines = [f"default_type {_quoted(kind)};"]
        lines += [
            f"add_header {name} {_quoted(value)};"
            for name, value in headers
            if name.lower() not in _NOT_COPIED
        ]
        locations.append(f"    location = /{number} {{ types {{}} {' '.join(lines)} }}")
    configuration = folder / "nginx.conf"
    text = _NGINX.format(workers=WORKERS, folder=folder, port=port, locations="\n".join(locations))
    configuration.write_text(text, encoding="utf-8")
    command = [nginx, "-p", str(folder), "-c", str(configuration)]
    with _server("nginx", command, os.environ, port, folder / "nginx-start.log"):
        yield port


@contextmanager
def _server(
    name: str, command: list[str], environment: Mapping[str, str], port: int, log: Path
) -> Iterator[None]:
    """Run a server until the end of the block; raises CannotMeasure, with what it said, if it does not answer."""
    with log.open("wb") as output:
        # The command is put together above from fixed words, a free port and a folder of our own.
        process = subprocess.Popen(  # noqa: S603
            command, env=dict(environment), stdout=output, stderr=output, start_new_session=True
        )
    try:
        deadline = time.monotonic() + _START_SECONDS
        while not _listens(port):
            if process.poll() is not None or time.monotonic() > deadline:
                said = log.read_text(encoding="utf-8", errors="replace").strip()
                raise CannotMeasure(_("{name}未能启动：{said}").format(name=name, said=said[-2000:]))
            time.sleep(0.05)
        yield
    finally:
        process.terminate()
        try:
            process.wait(_END_SECONDS)
        except subprocess.TimeoutExpired:
            # Asked to end while its workers still start, it waits for them; killed alone, it would leave them behind.
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _fetch(port: int, path: str) -> tuple[list[tuple[str, str]], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_START_SECONDS)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        body = response.read()
    except (OSError, http.client.HTTPException) as error:
        raise CannotMeasure(_("{path} 没有应答：{error}").format(path=path, error=error)) from error
    finally:
        connection.close()
    if response.status != 200:
        raise CannotMeasure(_("{path} 应答 {status}，须为 200").format(path=path, status=response.status))
    return response.getheaders(), body


def _allow_open_files(wanted: int) -> None:
    """Let this process and those it starts open as many connections as the crowd needs."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        allowed = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (allowed, hard))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def _quoted(value: str) -> str:
    """A header value as nginx reads it; it has no way to write a dollar sign, so none is left."""
    plain = value.replace("\\", "\\\\").replace('"', '\\"').replace("$", "")
    return f'"{plain}"'


# The machine


def _nginx() -> str:
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/opt/homebrew/bin")
    if found is None:
        raise CannotMeasure(
            _("没有安装 nginx，无从比较（Debian：apt install nginx-light；macOS：brew install nginx）。")
        )
    return found


def _machine(nginx: str) -> dict[str, Any]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "processors": os.cpu_count() or 1,
        "model": _processor_model(),
        "memory_gb": round(memory / 2**30, 1),
        "system": f"{platform.system()} {platform.release()} {platform.machine()}",
        "versions": {
            "Python": platform.python_version(),
            "Django": version("django"),
            "Granian": version("granian"),
            "nginx": _said([nginx, "-v"]).rpartition("/")[2],
            **({"wrk": _said(["wrk", "-v"]).split()[1].rpartition("/")[2]} if shutil.which("wrk") else {}),
        },
    }


def _said(command: list[str]) -> str:
    done = subprocess.run(command, capture_output=True, text=True, timeout=10)  # noqa: S603 - fixed words
    return (done.stdout + done.stderr).strip().splitlines()[0]


def _processor_model() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())

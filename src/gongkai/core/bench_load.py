"""压测工具 — readers that ask a server for one page again and again, and are counted.

`wrk` where it is installed; else a small one of our own, which is slower than the servers it measures.
"""

import asyncio
import json
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from django.utils.translation import gettext as _

# Runs once after the measurement; without functions for single requests wrk stays as fast as it is.
_WRK_REPORT = """
done = function(summary, latency, requests)
  local e = summary.errors
  io.write(string.format('\\n{"requests":%d,"microseconds":%d,"p50":%d,"p95":%d,"errors":%d}\\n',
    summary.requests, summary.duration, latency:percentile(50), latency:percentile(95),
    e.connect + e.read + e.write + e.status + e.timeout))
end
"""


class CannotMeasure(RuntimeError):
    """无法测速 — something that the measurement needs is missing or does not answer; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Load:
    """One measurement: requests per second, latencies in milliseconds, answers that failed."""

    per_second: float
    p50_ms: float
    p95_ms: float
    errors: int


Generator = Callable[[str, int, float], Load]
"""Takes an address, a number of connections and seconds."""


def installed_generator() -> tuple[Generator, str]:
    """Return the best generator of this machine and its name."""
    return (wrk, "wrk") if shutil.which("wrk") else (own_generator, "asyncio")


def wrk(address: str, connections: int, seconds: float) -> Load:
    """One thread of wrk; whole seconds only. Raises CannotMeasure when it fails."""
    with TemporaryDirectory(prefix="gongkai-wrk-") as folder:
        report = Path(folder) / "report.lua"
        report.write_text(_WRK_REPORT, encoding="ascii")
        command = ["wrk", "-t", "1", "-c", str(connections), "-d", f"{max(1, round(seconds))}s"]
        # Fixed words, and an address on the loopback.
        done = subprocess.run(  # noqa: S603
            [*command, "-s", str(report), address], capture_output=True, text=True, timeout=seconds + 60
        )
    if done.returncode != 0:
        raise CannotMeasure(_("wrk 未能完成：{said}").format(said=done.stderr.strip() or done.stdout.strip()))
    counted = json.loads(done.stdout.strip().splitlines()[-1])
    return Load(
        per_second=counted["requests"] / (counted["microseconds"] / 1e6),
        p50_ms=counted["p50"] / 1000,
        p95_ms=counted["p95"] / 1000,
        errors=counted["errors"],
    )


def own_generator(address: str, connections: int, seconds: float) -> Load:
    """Where wrk is missing: slower than the servers that it measures, so it says little about them."""
    host, _slash, path = address.removeprefix("http://").partition("/")
    name, _colon, port = host.partition(":")
    request = f"GET /{path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode()
    times: list[float] = []
    errors = 0

    async def read_on(until: float) -> None:
        nonlocal errors
        try:
            reader, writer = await asyncio.open_connection(name, int(port))
        except OSError:
            errors += 1
            return
        try:
            while (begun := time.perf_counter()) < until:
                writer.write(request)
                head = await reader.readuntil(b"\r\n\r\n")
                length = head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0]
                await reader.readexactly(int(length))
                errors += b" 200 " not in head[:16]
                times.append(time.perf_counter() - begun)
        except (OSError, EOFError, ValueError):
            errors += 1
        finally:
            writer.close()

    async def all_at_once() -> None:
        until = time.perf_counter() + seconds
        await asyncio.gather(*(read_on(until) for _number in range(connections)))

    begun = time.perf_counter()
    asyncio.run(all_at_once())
    took = time.perf_counter() - begun
    steps = statistics.quantiles(times, n=20) if len(times) > 1 else [0.0] * 19
    return Load(per_second=len(times) / took, p50_ms=steps[9] * 1000, p95_ms=steps[18] * 1000, errors=errors)

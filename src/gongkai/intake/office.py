"""旧版文档转换 — DOC, WPS, RTF and XLS become DOCX and XLSX through LibreOffice, where it is installed."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import signal
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from gongkai.rules.phrases import phrase

from .limits import MAX_FILE_BYTES
from .reading import FileRefused

SECONDS = 45
"""Time for one conversion by the clock; less than a parser process has for the whole file."""

_PROGRAMS = ("soffice", "libreoffice")


def converted(data: bytes, ending: str, target: str) -> bytes:
    """A file with the old ending as a file of the new format, "docx" or "xlsx".

    Raises FileRefused: "needs_libreoffice", "timeout", or "not_converted" for what LibreOffice cannot open.
    """
    program = next(filter(None, map(shutil.which, _PROGRAMS)), None)
    if program is None:
        raise FileRefused(
            "needs_libreoffice",
            phrase(
                "这是旧版格式（%(ending)s），本系统没有安装 LibreOffice，无法转换。"
                "请用 Word 或 WPS 打开，另存为 %(target)s 后上传。",
                ending=ending.upper(),
                target=target.upper(),
            ),
        )
    with TemporaryDirectory(prefix="gongkai-office-") as folder:
        source = Path(folder) / f"in.{ending}"
        source.write_bytes(data)
        _run(program, Path(folder), source, target)
        made = Path(folder) / "out" / f"in.{target}"
        if not made.is_file() or not 0 < made.stat().st_size <= MAX_FILE_BYTES:
            raise FileRefused(
                "not_converted",
                phrase(
                    "这个文件无法转换，可能已损坏或加了密码。请用 Word 或 WPS 打开，另存为 %(target)s 后上传。",
                    target=target.upper(),
                ),
            )
        return made.read_bytes()


def _run(program: str, folder: Path, source: Path, target: str) -> None:
    """Convert within a folder that is profile, home and temporary folder in one, and is gone afterwards."""
    profile = (folder / "profile").as_uri()
    process = subprocess.Popen(  # noqa: S603
        [program, f"-env:UserInstallation={profile}", "--headless", "--norestore", "--nolockcheck", "--nodefault",
         "--convert-to", target, "--outdir", str(folder / "out"), str(source)],
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        env={"PATH": os.environ.get("PATH", ""), "HOME": str(folder), "TMPDIR": str(folder), "LANG": "C.UTF-8"},
        preexec_fn=_raise_memory, process_group=0,
    )  # fmt: skip
    try:
        process.wait(timeout=SECONDS)
    except subprocess.TimeoutExpired as error:
        raise FileRefused(
            "timeout",
            phrase(
                "转换这个文件用时过长，已停止。请用 Word 或 WPS 打开，另存为 %(target)s 后上传。",
                target=target.upper(),
            ),
        ) from error
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _raise_memory() -> None:
    """An office program needs more address space than the bound of the parser that starts it."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (hard, hard))

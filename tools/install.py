"""安装依赖 — bring .venv level with the pinned requirements (standard library only).

Run by tools/bootstrap.sh with whatever Python the machine has. Two at once take turns; one that was
interrupted leaves no stamp, so the next start finishes the work.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
STAMPS = VENV / ".installed"


def write_whole(path: Path, content: bytes) -> None:
    """A stamp is there whole or not at all."""
    part = path.with_suffix(".part")
    part.write_bytes(content)
    os.replace(part, path)


def venv_works() -> bool:
    if not PYTHON.exists():
        return False
    probe = [str(PYTHON), "-c", "import pip, sys; sys.exit(sys.version_info < (3, 11))"]
    return subprocess.run(probe, capture_output=True).returncode == 0


def make_venv() -> None:
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        sys.exit(
            "这个 Python 缺少 venv 组件。This Python lacks the venv module.\n"
            "  Debian / Ubuntu:  apt-get install python3-venv"
        )
    print("正在建立 .venv … creating .venv", flush=True)
    for old in ("bin", "lib", "lib64", "include", "pyvenv.cfg", STAMPS.name):
        path = VENV / old
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
    try:
        venv.create(VENV, with_pip=True, symlinks=True)
    except (OSError, subprocess.CalledProcessError) as error:
        sys.exit(
            f"无法建立 .venv：{error}。Could not create .venv.\n"
            "  Debian / Ubuntu:  apt-get install python3-venv"
        )


def install(name: str) -> None:
    """Install requirements/<name>.txt, every file checked against its hash."""
    wanted = ROOT / "requirements" / f"{name}.txt"
    stamp = STAMPS / wanted.name
    content = wanted.read_bytes()
    if stamp.exists() and stamp.read_bytes() == content:
        return
    print(f"正在安装 requirements/{wanted.name} … installing", flush=True)
    options = ["--disable-pip-version-check", "--quiet", "--require-hashes"]
    done = subprocess.run([str(PYTHON), "-m", "pip", "install", *options, "-r", str(wanted)])
    if done.returncode != 0:
        sys.exit(f"安装 requirements/{wanted.name} 失败，请看上面的信息。Installation failed, see above.")
    write_whole(stamp, content)


def link_source() -> None:
    """Make `import gongkai` find src/: a path file needs no build and no network."""
    query = "import sysconfig; print(sysconfig.get_path('purelib'))"
    found = subprocess.run([str(PYTHON), "-c", query], capture_output=True, text=True, check=True)
    write_whole(Path(found.stdout.strip()) / "gongkai.pth", f"{ROOT / 'src'}\n".encode())
    write_whole(STAMPS / "root", f"{ROOT}\n".encode())


def main(names: list[str]) -> None:
    VENV.mkdir(exist_ok=True)
    with (VENV / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not venv_works():
            make_venv()
        STAMPS.mkdir(exist_ok=True)
        for name in names:
            install(name)
        link_source()


if __name__ == "__main__":
    main(sys.argv[1:])

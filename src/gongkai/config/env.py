"""环境变量 — reading settings from the environment, failing loudly."""

import os
import secrets
from datetime import time
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


class BadSetting(Exception):
    """设置有误 — a variable of the environment that cannot be used, with what to do."""


def text(name: str, default: str = "") -> str:
    """Return a variable, or the content of the file that NAME_FILE points to (for secrets); empty counts as unset."""
    if path := os.environ.get(f"{name}_FILE"):
        return Path(path).read_text(encoding="utf-8").strip()
    return os.environ.get(name) or default


def whole(name: str, default: int) -> int:
    """Return a whole number; raises BadSetting for anything else."""
    value = text(name, str(default))
    if not value.isdigit():
        raise BadSetting(f"{name} 须为整数，现为 {value!r}")
    return int(value)


def choice(name: str, default: str, choices: tuple[str, ...]) -> str:
    """Return one of the choices; raises BadSetting for anything else."""
    value = text(name, default)
    if value not in choices:
        raise BadSetting(f"{name} 须为 {'、'.join(choices)} 之一，现为 {value!r}")
    return value


def words(name: str) -> list[str]:
    """Return a comma-separated list."""
    return [word.strip() for word in text(name).split(",") if word.strip()]


def data_folder() -> Path:
    """Return the folder of everything that is kept (GONGKAI_DATA, ./var), creating it, closed to others."""
    folder = Path(text("GONGKAI_DATA", "var")).resolve()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return folder


def secret_key(folder: Path) -> str:
    """Return the secret key: GONGKAI_SECRET_KEY, or one made on first start and kept in the data folder."""
    if key := text("GONGKAI_SECRET_KEY"):
        return key
    path = folder / "secret-key"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(50))
    except FileExistsError:
        pass
    return path.read_text(encoding="utf-8")


_MAIL_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


def mail(name: str) -> dict[str, Any]:
    """Return Django's e-mail settings from smtp[s|+starttls]://user:password@host:port; empty: mail becomes files."""
    url = urlsplit(text(name))
    if not url.scheme:
        return {"EMAIL_BACKEND": "gongkai.notices.gateways.MailFiles"}
    if url.scheme not in _MAIL_PORTS or not url.hostname:
        raise BadSetting(f"{name} 须为 smtp://、smtp+starttls:// 或 smtps:// 开头的地址")
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": url.hostname,
        "EMAIL_PORT": url.port or _MAIL_PORTS[url.scheme],
        "EMAIL_HOST_USER": unquote(url.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(url.password or ""),
        "EMAIL_USE_SSL": url.scheme == "smtps",
        "EMAIL_USE_TLS": url.scheme == "smtp+starttls",
    }


def hours(name: str, default: str) -> tuple[time, time] | None:
    """Return the hours of the day from-until (21:00-08:00), or None for "off"; raises BadSetting."""
    value = text(name, default)
    if value == "off":
        return None
    try:
        begin, end = (time.fromisoformat(part.strip()) for part in value.split("-"))
    except ValueError:
        raise BadSetting(f"{name} 须形如 21:00-08:00，或为 off，现为 {value!r}") from None
    return begin, end


_SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA temp_store=MEMORY;"
    "PRAGMA mmap_size=2147418112; PRAGMA cache_size=-32000; PRAGMA journal_size_limit=67108864"
)


def database(folder: Path) -> dict[str, object]:
    """Return Django's database setting from DATABASE_URL (postgresql://… or sqlite:///path), else SQLite."""
    url = urlsplit(text("DATABASE_URL", ""))
    if url.scheme in {"postgres", "postgresql"}:
        query = dict(pair.split("=", 1) for pair in url.query.split("&") if "=" in pair)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(url.path.lstrip("/")),
            "USER": unquote(url.username or ""),
            "PASSWORD": unquote(url.password or ""),
            "HOST": unquote(query.get("host", url.hostname or "")),
            "PORT": str(url.port or ""),
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
        }
    if url.scheme not in {"", "sqlite"}:
        raise BadSetting(f"DATABASE_URL 须以 sqlite:/// 或 postgresql:// 开头，现为 {url.scheme}://")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": unquote(url.path[1:]) if url.scheme else str(folder / "gongkai.sqlite3"),
        "CONN_MAX_AGE": None,
        "OPTIONS": {"transaction_mode": "IMMEDIATE", "timeout": 20, "init_command": _SQLITE_PRAGMAS},
    }

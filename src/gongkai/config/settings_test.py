"""测试设置 — the same settings with a throw-away data folder and a quick password hasher."""

import os
import tempfile

os.environ["GONGKAI_DATA"] = tempfile.mkdtemp(prefix="gongkai-test-")
os.environ.setdefault("GONGKAI_SECRET_KEY", "only-for-tests-" * 4)
os.environ.setdefault("GONGKAI_SEALING_KEYS", "b25seS1mb3ItdGVzdHMtb25seS1mb3ItdGVzdHMtITE=")

from gongkai.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

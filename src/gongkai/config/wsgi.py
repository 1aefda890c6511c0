"""入口 — the WSGI application: made pages are served in front of Django."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from gongkai.core.page_cache import PageCache
from gongkai.core.pages import stamps

application = get_wsgi_application()
if settings.PAGE_CACHE:
    application = PageCache(
        application, stamps(), max_bytes=settings.PAGE_CACHE_BYTES, allow_hosts=settings.ALLOWED_HOSTS
    )

"""入口 — the WSGI application: made pages are served in front of Django."""

import os

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from gongkai.core.page_cache import PageCache
from gongkai.core.pages import stamps

_django = get_wsgi_application()
application = (
    PageCache(_django, stamps(), max_bytes=settings.PAGE_CACHE_BYTES, allow_hosts=settings.ALLOWED_HOSTS)
    if settings.PAGE_CACHE
    else _django
)

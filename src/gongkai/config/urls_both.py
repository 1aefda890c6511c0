"""门户与工作台 — both address maps on one machine."""

from gongkai.config import urls_desk, urls_public

urlpatterns = [*urls_public.urlpatterns, *urls_desk.urlpatterns[1:]]
handler404 = urls_public.handler404
handler500 = urls_public.handler500

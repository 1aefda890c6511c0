"""采集来源 — name a sister site's list, change how it is read, pause it, read it now."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from django.http import Http404

from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import agencies_for
from gongkai.core.change import changing
from gongkai.imports import policies
from gongkai.imports.models import Source
from gongkai.rules.phrases import phrase
from gongkai.rules.process import RuleViolation

FIELDS = ("name", "url", "kind", "column", "select", "pages", "interval_minutes")
SHORTEST_INTERVAL = 30
MOST_PAGES = 200


def add_source(agency: Agency, *, actor: Actor, now: datetime, values: Mapping[str, Any]) -> Source:
    """建立采集来源 — read for the first time at once; raises Denied, RuleViolation for an address that is not one."""
    actor.require(policies.HARVEST, agency)
    with changing(actor, now) as change:
        source = Source(agency=agency, made_by=actor.user, made_at=now, next_at=now)
        _fill(source, values)
        source.save(force_insert=True)
        change.record("imports.add_source", source, agency_id=agency.pk, source=source.pk)
    return source


def change_source(source_id: int, *, actor: Actor, now: datetime, values: Mapping[str, Any]) -> Source:
    """更改采集来源 — what was fetched before stays as it is."""
    with changing(actor, now) as change:
        source = source_for(actor, source_id)
        _fill(source, values)
        source.etag = source.last_modified = ""
        source.save()
        change.record("imports.change_source", source, agency_id=source.agency_id, source=source.pk)
    return source


def set_source_state(source_id: int, *, actor: Actor, now: datetime, active: bool) -> Source:
    """启用或者暂停采集来源 — one that is made active again, or is asked for now, is read at once."""
    with changing(actor, now) as change:
        source = source_for(actor, source_id)
        source.state = Source.State.ACTIVE if active else Source.State.PAUSED
        source.failures, source.last_error = 0, ""
        source.next_at = now if active else None
        source.save(update_fields=["state", "failures", "last_error", "next_at"])
        change.record(
            "imports.set_source_state", source, agency_id=source.agency_id, source=source.pk, active=active
        )
    return source


def source_for(actor: Actor, source_id: int) -> Source:
    """Return a source that an actor keeps; raises Http404 for any other."""
    found = Source.objects.filter(pk=source_id, agency__in=agencies_for(actor, policies.HARVEST))
    source = found.select_related("agency", "column").first()
    if source is None:
        raise Http404
    return source


def next_round(source: Source, now: datetime) -> datetime:
    """Return when a source is due again."""
    return now + timedelta(minutes=source.interval_minutes)


def _fill(source: Source, values: Mapping[str, Any]) -> None:
    for name in FIELDS:
        if name in values:
            setattr(source, name, values[name])
    parts = urlsplit(source.url)
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise RuleViolation("请填写 http 或 https 开头的完整网址", field="url")
    if Source.objects.filter(url=source.url).exclude(pk=source.pk).exists():
        raise RuleViolation("这个网址已经在采集了", field="url")
    if source.interval_minutes < SHORTEST_INTERVAL:
        raise RuleViolation(
            phrase("间隔不能短于 %(least)d 分钟", least=SHORTEST_INTERVAL), field="interval_minutes"
        )
    if not 1 <= source.pages <= MOST_PAGES:
        raise RuleViolation(phrase("每次最多读 1 到 %(most)d 页列表", most=MOST_PAGES), field="pages")
    if source.column is not None and source.column.agency_id != source.agency_id:
        raise RuleViolation("所选栏目不属于这个机关", field="column")

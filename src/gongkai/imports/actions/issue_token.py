"""接口令牌 — let an organ's own system in, and shut it out again."""

import hashlib
import secrets
from collections.abc import Collection
from datetime import datetime, timedelta

from django.http import Http404

from gongkai.agencies.models import Agency
from gongkai.agencies.policies import Actor
from gongkai.agencies.queries import agencies_for
from gongkai.core.change import changing
from gongkai.imports import policies
from gongkai.imports.models import Token
from gongkai.rules.process import RuleViolation
from gongkai.rules.pushing import Scope

_SHOWN = 10


def digest_of(secret: str) -> str:
    """Return the digest under which a secret is kept."""
    return hashlib.sha256(secret.encode()).hexdigest()


def issue_token(
    agency: Agency, *, actor: Actor, now: datetime, name: str, scopes: Collection[str], days: int
) -> tuple[Token, str]:
    """发放令牌 — return it with its secret, which stands nowhere and is shown this once."""
    actor.require(policies.ISSUE_TOKENS, agency)
    wanted = [scope.value for scope in Scope if scope in scopes]
    if not wanted:
        raise RuleViolation("请至少选择一项可办事项", field="scopes")
    secret = f"gk_{secrets.token_urlsafe(32)}"
    with changing(actor, now) as change:
        token = Token.objects.create(
            agency=agency,
            name=name,
            digest=digest_of(secret),
            prefix=secret[:_SHOWN],
            scopes=wanted,
            made_by=actor.person,
            made_at=now,
            expires_at=now + timedelta(days=days),
        )
        change.record("imports.issue_token", token, agency_id=agency.pk, token=token.pk, scopes=wanted)
    return token, secret


def revoke_token(token_id: int, *, actor: Actor, now: datetime) -> Token:
    """收回令牌 — at once; raises Http404 for one that the actor does not manage."""
    with changing(actor, now) as change:
        found = Token.objects.filter(pk=token_id, agency__in=agencies_for(actor, policies.ISSUE_TOKENS))
        token = found.first()
        if token is None:
            raise Http404
        if token.revoked_at is not None:
            raise RuleViolation("这个令牌已经收回了")
        token.revoked_at = now
        token.save(update_fields=["revoked_at"])
        change.record("imports.revoke_token", token, agency_id=token.agency_id, token=token.pk)
    return token

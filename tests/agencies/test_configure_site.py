"""网站设置 — the administrator names the site and says how its documents are numbered."""

from collections.abc import Callable

import pytest
from django.test import Client

from cast import NOW, Cast, published
from gongkai.agencies.actions.configure_site import configure_site
from gongkai.agencies.models import Jurisdiction
from gongkai.agencies.policies import Actor
from gongkai.core.models import LedgerEntry
from gongkai.core.permissions import Denied
from gongkai.rules.process import RuleViolation

pytestmark = pytest.mark.django_db


def facts(cast: Cast, **changed: object) -> dict[str, object]:
    plain = {
        "site_name": "临江市政府信息公开",
        "site_id_code": "0000000000",
        "icp_number": "",
        "host_agency": cast.office,
        "index_pattern": "{organ_code}/{year}-{serial:05d}",
    }
    return {**plain, **changed}


def test_the_next_document_is_numbered_by_the_new_pattern(cast: Cast) -> None:
    before = published(cast)
    configure_site(actor=cast.guan, now=NOW, **facts(cast, index_pattern="{year}{month}-{serial:04d}"))  # type: ignore[arg-type]
    after = published(cast, title="另一件", document_number="")
    assert after.index_number == "202610-0001"
    assert Jurisdiction.objects.get().index_pattern == "{year}{month}-{serial:04d}"
    before.refresh_from_db()
    assert before.index_number is not None
    assert before.index_number.endswith("/2026-00001")
    assert LedgerEntry.objects.filter(action="agencies.configure_site").count() == 1


def test_a_pattern_that_cannot_number_uniquely_is_refused(cast: Cast) -> None:
    with pytest.raises(RuleViolation) as refusal:
        configure_site(actor=cast.guan, now=NOW, **facts(cast, index_pattern="{year}"))  # type: ignore[arg-type]
    assert refusal.value.field == "index_pattern"


def test_only_the_administrator_may(cast: Cast) -> None:
    with pytest.raises(Denied):
        configure_site(actor=cast.zheng, now=NOW, **facts(cast, site_name="别的"))  # type: ignore[arg-type]


def test_a_change_shows_on_every_page_at_once(cast: Cast, signed_in: Callable[[Actor], Client]) -> None:
    posted = {**facts(cast, site_name="临江公开"), "host_agency": cast.office.pk}
    assert signed_in(cast.guan).post("/desk/site/", posted).status_code == 302
    assert "临江公开" in Client().get("/").content.decode()


def test_a_refused_pattern_keeps_what_was_typed(cast: Cast, signed_in: Callable[[Actor], Client]) -> None:
    posted = {**facts(cast, index_pattern="{serial"), "host_agency": cast.office.pk}
    answer = signed_in(cast.guan).post("/desk/site/", posted)
    assert answer.status_code == 422
    assert 'value="{serial"' in answer.content.decode()

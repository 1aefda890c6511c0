"""检查 — what `./gongkai check` says of a running site, and of one that goes on the open network."""

from argparse import Namespace
from datetime import timedelta

import pytest
from django.utils import timezone

from cast import person
from gongkai.agencies.models import User
from gongkai.cli.commands import check
from gongkai.cli.errors import CommandFailed
from gongkai.core import outbox
from gongkai.home import demo

pytestmark = pytest.mark.django_db


def test_work_that_waits_too_long_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    outbox.ask("sample", [1, 2], timezone.now())
    assert check.run(Namespace(deploy=False)) == 0
    outbox.ask("sample", [3], timezone.now() - timedelta(minutes=2))
    with pytest.raises(CommandFailed):
        check.run(Namespace(deploy=False))
    assert "1 件后台工作" in capsys.readouterr().out


def test_a_site_for_the_open_network_is_told_what_it_lacks(
    settings: object, capsys: pytest.CaptureFixture[str]
) -> None:
    person("lianluo", "周示例")
    user = User.objects.get(username="lianluo")
    user.set_password(demo.PASSWORD)
    user.save()
    settings.SECURE, settings.ALLOWED_HOSTS = False, ["localhost"]  # type: ignore[attr-defined]
    with pytest.raises(CommandFailed):
        check.run(Namespace(deploy=True))
    told = capsys.readouterr().out
    assert all(words in told for words in ("GONGKAI_BASE_URL", "GONGKAI_ALLOWED_HOSTS", "lianluo"))
    settings.SECURE, settings.ALLOWED_HOSTS = True, ["www.example.org"]  # type: ignore[attr-defined]
    user.set_password("another-样本-1")
    user.save()
    assert not list(check._not_ready())

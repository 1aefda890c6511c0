"""检查设置 — Django's own checks, with those for deployment, and whether the worker keeps up."""

import argparse
from collections.abc import Iterator
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from gongkai.cli import project
from gongkai.cli.errors import CommandFailed
from gongkai.cli.words import _

if TYPE_CHECKING:
    from django.db.models import Model

_LOCAL = frozenset({"127.0.0.1", "localhost", "[::1]", "testserver"})
HELP = _("检查设置与环境是否可以上线")


def arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments of check."""
    parser.add_argument("--deploy", action="store_true", help=_("同时检查正式上线所需的安全设置"))


def run(args: argparse.Namespace) -> int:
    """Run the checks; raises CommandFailed on a warning or worse, and when work of the worker waits too long."""
    from django.core.checks import WARNING, run_checks

    project.load()
    found = [
        item
        for item in run_checks(include_deployment_checks=args.deploy, databases=["default"])
        if not item.is_silenced()
    ]
    for item in found:
        print(item)
    said = [*_held_up(), *(_not_ready() if args.deploy else ())]
    for sentence in said:
        print(sentence)
    for sentence in _ways_of_notices():
        print(sentence)
    if count := len(said) + sum(item.level >= WARNING for item in found):
        raise CommandFailed(_("检查发现 {count} 项问题。").format(count=count))
    print(_("检查通过。"))
    return 0


def _held_up() -> Iterator[str]:
    """Say how much work of the worker waits too long."""
    from django.utils import timezone

    from gongkai.core import outbox
    from gongkai.core.models import OutboxItem

    if _has_table(OutboxItem) and (count := outbox.stuck(timezone.now())):
        yield _("有 {count} 件后台工作等了一分钟以上：后台进程没有运行，或者办不成，请看日志。").format(
            count=count
        )


def _ways_of_notices() -> Iterator[str]:
    """Say how notices leave this site, and how many did not."""
    from django.conf import settings

    from gongkai.notices.models import Notice
    from gongkai.notices.queries import failed

    if settings.EMAIL_BACKEND.endswith(".MailFiles"):
        yield _("电子邮件：没有设置 GONGKAI_SMTP_URL，只写成文件，放在 {folder}。").format(
            folder=settings.OUTGOING / "mail"
        )
    else:
        yield _("电子邮件：经 {host}:{port} 发出，发件人 {sender}。").format(
            host=settings.EMAIL_HOST, port=settings.EMAIL_PORT, sender=settings.DEFAULT_FROM_EMAIL
        )
    if settings.SMS_URL:
        yield _("短信：经网关 {host} 发出。").format(host=urlsplit(settings.SMS_URL).hostname)
    else:
        yield _("短信：没有设置 GONGKAI_SMS_URL，只写成文件，放在 {folder}。").format(
            folder=settings.OUTGOING / "sms"
        )
    if _has_table(Notice) and (count := failed().count()):
        yield _("有 {count} 条通知没有发出，见 /desk/notices/。").format(count=count)


def _not_ready() -> Iterator[str]:
    """Say what a site on the open network still lacks."""
    from django.conf import settings

    from gongkai.agencies.models import User
    from gongkai.home import demo

    if not settings.SECURE:
        yield _("GONGKAI_BASE_URL 不是 https:// 地址：登录和表单没有加密。")
    if all(name in _LOCAL for name in settings.ALLOWED_HOSTS):
        yield _("GONGKAI_ALLOWED_HOSTS 没有设置：只答本机的名字。")
    names = [account.username for account in demo.ACCOUNTS]
    users = User.objects.filter(username__in=names, is_active=True) if _has_table(User) else ()
    if known := [user.username for user in users if user.check_password(demo.PASSWORD)]:
        yield _("示例账号还能用人人知道的口令登录：{names}。").format(names="、".join(known))


def _has_table(model: "type[Model]") -> bool:
    from django.db import connection

    return model._meta.db_table in connection.introspection.table_names()

"""缓存表 — where rate limits are counted; made with the other tables, so that no way to a database forgets it."""

from typing import Any

from django.core.management import call_command
from django.db import migrations


def make_table(apps: Any, schema_editor: Any) -> None:
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("core", "0002_ledger_is_append_only")]

    operations = [migrations.RunPython(make_table, migrations.RunPython.noop)]

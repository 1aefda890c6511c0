from django.db import migrations

from gongkai.core.triggers import LEDGER_TRIGGERS


def create(apps, editor):
    for trigger in LEDGER_TRIGGERS:
        trigger.create(editor)


def drop(apps, editor):
    for trigger in LEDGER_TRIGGERS:
        trigger.drop(editor)


class Migration(migrations.Migration):
    dependencies = [("core", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]

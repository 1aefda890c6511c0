from django.db import migrations

from gongkai.disclosure.triggers import DISCLOSURE_TRIGGERS


def create(apps, editor):
    for trigger in DISCLOSURE_TRIGGERS:
        trigger.create(editor)


def drop(apps, editor):
    for trigger in DISCLOSURE_TRIGGERS:
        trigger.drop(editor)


class Migration(migrations.Migration):
    dependencies = [("disclosure", "0001_initial"), ("core", "0002_ledger_is_append_only")]
    operations = [migrations.RunPython(create, drop)]

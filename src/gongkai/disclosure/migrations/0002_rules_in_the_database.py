from django.db import migrations


class Migration(migrations.Migration):
    """The triggers are put in after every migration (core.apps): a table made anew would lose them."""

    dependencies = [("disclosure", "0001_initial"), ("core", "0002_ledger_is_append_only")]
    operations = []

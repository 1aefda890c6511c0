from django.db import migrations


class Migration(migrations.Migration):
    """The triggers are put in after every migration (core.apps): a table made anew would lose them."""

    dependencies = [("core", "0001_initial")]
    operations = []

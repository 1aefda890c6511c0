"""有效性的索引 — whether the published text of a document is in force is read from an index, document by document."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0003_holiday_years"),
        ("catalogue", "0001_initial"),
        ("core", "0001_initial"),
        ("disclosure", "0009_figures_by_organ"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveIndex(model_name="version", name="version_validity"),
        migrations.AddIndex(
            model_name="version",
            index=models.Index(fields=["document", "state", "validity"], name="version_validity"),
        ),
    ]

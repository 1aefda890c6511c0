"""申请人类型 — the kind of applicant stands on the case: figures break cases down by it, and read nothing else of people."""

from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import OuterRef, Subquery


def take_over(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Copy the kind of each case's applicant."""
    kinds = apps.get_model("foi", "Applicant").objects.filter(pk=OuterRef("applicant_id")).values("kind")
    apps.get_model("foi", "Case").objects.update(applicant_kind=Subquery(kinds))


def give_back(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Copy the kind of each applicant's cases, which is one and the same."""
    kinds = apps.get_model("foi", "Case").objects.filter(applicant_id=OuterRef("pk"))
    applicants = apps.get_model("foi", "Applicant").objects.filter(cases__isnull=False)
    applicants.update(kind=Subquery(kinds.values("applicant_kind")[:1]))


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0003_holiday_years"),
        ("disclosure", "0009_figures_by_organ"),
        ("foi", "0004_correction_waits"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="applicant_kind",
            field=models.CharField(default="", max_length=20, verbose_name="申请人类型"),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="applicant",
            name="kind",
            field=models.CharField(default="", max_length=20, verbose_name="申请人类型"),
        ),
        migrations.RunPython(take_over, give_back),
        migrations.RemoveField(model_name="applicant", name="kind"),
        migrations.RemoveIndex(model_name="case", name="case_received"),
        migrations.RemoveIndex(model_name="case", name="case_concluded"),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["agency", "received_on", "concluded_on", "channel", "applicant_kind"],
                name="case_received",
            ),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                fields=["agency", "concluded_on", "received_on", "result", "applicant_kind"],
                name="case_concluded",
            ),
        ),
    ]

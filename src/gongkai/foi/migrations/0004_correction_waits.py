"""更正要求待答复 — whether somebody's request to correct a record is still to be answered stands on the case."""

from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor


def mark(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Mark the cases with more requests than answers."""
    events = apps.get_model("foi", "CaseEvent").objects
    open_requests: dict[int, int] = {}
    for kind, one in (("corrected", 1), ("correction_answered", -1)):
        for case_id in events.filter(kind=kind).values_list("case_id", flat=True):
            open_requests[case_id] = open_requests.get(case_id, 0) + one
    waiting = [case_id for case_id, number in open_requests.items() if number > 0]
    apps.get_model("foi", "Case").objects.filter(pk__in=waiting).update(correction_waits=True)


class Migration(migrations.Migration):
    dependencies = [
        ("agencies", "0003_holiday_years"),
        ("disclosure", "0009_figures_by_organ"),
        ("foi", "0003_figures_by_organ"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="case",
            name="correction_waits",
            field=models.BooleanField(default=False, verbose_name="更正要求待答复"),
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("correction_waits", True)), fields=["agency"], name="case_to_correct"
            ),
        ),
        migrations.RunPython(mark, migrations.RunPython.noop),
    ]

from django.db import migrations, models


def old_days(apps, schema_editor):
    """What is on its way keeps the day that its file or row told, however it will be signed."""
    Document = apps.get_model("disclosure", "Document")
    told = apps.get_model("imports", "Item").objects.filter(
        document=models.OuterRef("pk"), current=True, published_on__isnull=False
    )
    waiting = Document.objects.filter(published_at=None, status="unpublished").filter(models.Exists(told))
    waiting.update(old_published_on=models.Subquery(told.values("published_on")[:1]))


class Migration(migrations.Migration):

    dependencies = [
        ('disclosure', '0007_old_published_on'),
        ('imports', '0005_habits_in_use'),
    ]

    operations = [
        migrations.RunPython(old_days, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='habit',
            name='kind',
            field=models.CharField(choices=[('letterhead', '发文机关标志'), ('index_pattern', '索引号样式'), ('column_of_genre', '体裁的栏目')], max_length=20, verbose_name='类别'),
        ),
    ]

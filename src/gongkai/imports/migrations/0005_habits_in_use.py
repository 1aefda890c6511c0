from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('imports', '0004_taken_along'),
    ]

    operations = [
        migrations.AlterField(
            model_name='habit',
            name='kind',
            field=models.CharField(choices=[('letterhead', '发文机关标志'), ('column_of_genre', '体裁的栏目')], max_length=20, verbose_name='类别'),
        ),
    ]

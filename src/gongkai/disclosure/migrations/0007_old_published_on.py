from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('disclosure', '0006_withdrawn_from_public'),
    ]

    operations = [
        migrations.AddField(
            model_name='document',
            name='old_published_on',
            field=models.DateField(blank=True, null=True, verbose_name='原公开日期'),
        ),
    ]

"""A cold reading that waits is found without a look at those that are closed."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('debrief', '0004_pending_import'),
        ('moments', '0006_correction_latest'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='coldreading',
            name='cold_reading_by_date',
        ),
        migrations.AddIndex(
            model_name='coldreading',
            index=models.Index(condition=models.Q(('closed_at', None)), fields=['asked_for'], name='cold_reading_waiting'),
        ),
    ]

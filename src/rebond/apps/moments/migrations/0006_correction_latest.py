"""The latest corrections of a person are found without a look at all of them."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('moments', '0005_cold_reading_and_rewind'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='correction',
            index=models.Index(fields=['by', '-at', '-id'], name='correction_latest'),
        ),
    ]

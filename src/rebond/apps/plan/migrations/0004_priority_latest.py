"""The priorities decided last are found without a look at all of them."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('debrief', '0004_pending_import'),
        ('plan', '0003_card_left_out'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddIndex(
            model_name='priority',
            index=models.Index(fields=['owner', 'state', '-decided_at', '-id'], name='priority_latest'),
        ),
    ]

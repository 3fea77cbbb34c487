"""A reading that the candidate agrees with, and how likely each nature of a moment is."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("moments", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="reading",
            name="agreed_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="moment",
            name="natures",
            field=models.JSONField(default=dict),
        ),
    ]

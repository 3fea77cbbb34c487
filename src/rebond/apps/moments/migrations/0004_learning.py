"""Whether a person's corrections teach the readings that follow, and which labels they have moved."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("moments", "0003_deeper_reading"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AlterField(
            model_name="reading",
            name="version",
            field=models.CharField(max_length=100),
        ),
        migrations.AddField(
            model_name="moment",
            name="taught",
            field=models.JSONField(default=list),
        ),
        migrations.CreateModel(
            name="Learning",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("used", models.BooleanField(default=True)),
                ("since", models.DateTimeField(null=True)),
                ("changed_at", models.DateTimeField()),
                (
                    "person",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
            ],
        ),
    ]

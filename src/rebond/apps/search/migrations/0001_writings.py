"""Everything written, once more in one place, with an index of its words; triggers follow (search.apps)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


INDEX = {
    "sqlite": (
        """CREATE VIRTUAL TABLE search_words USING fts5(
            text, content='search_writing', content_rowid='id', tokenize='unicode61 remove_diacritics 2', prefix='2 3')""",
        "CREATE VIRTUAL TABLE search_vocabulary USING fts5vocab(search_words, 'row')",
    ),
}


def index(apps, schema_editor):
    for statement in INDEX[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE search_vocabulary")
    schema_editor.execute("DROP TABLE search_words")


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('debrief', '0003_opportunities_and_interviews'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Erasure',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
            ],
        ),
        migrations.CreateModel(
            name='Writing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=12)),
                ('target', models.CharField(max_length=40)),
                ('meant_by', models.CharField(blank=True, max_length=40)),
                ('account', models.ForeignKey(null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='debrief.account')),
                ('interview', models.ForeignKey(null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='debrief.interview')),
                ('opportunity', models.ForeignKey(null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='debrief.opportunity')),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('text', models.TextField()),
            ],
        ),
        migrations.CreateModel(
            name='Meaning',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('start', models.PositiveIntegerField()),
                ('end', models.PositiveIntegerField()),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('writing', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='meanings', to='search.writing')),
                ('vector', models.BinaryField()),
            ],
        ),
        migrations.AddIndex(
            model_name='writing',
            index=models.Index(fields=['meant_by'], name='writing_by_encoder'),
        ),
        migrations.AddConstraint(
            model_name='writing',
            constraint=models.UniqueConstraint(fields=('kind', 'target'), name='writing_once'),
        ),
        migrations.AddConstraint(
            model_name='meaning',
            constraint=models.CheckConstraint(condition=models.Q(('end__gt', models.F('start'))), name='meaning_not_empty'),
        ),
        migrations.RunPython(index, drop),
    ]

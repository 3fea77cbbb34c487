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
    # The words as terms_of (engine.text.search) cuts and folds them, each at its place: PostgreSQL's own parser makes
    # addresses and files of what stands between two marks, and its locale may not know an accent. Of a word so many
    # letters as a query has, of a text so many words as a tsvector holds of any 200,000 characters (1 MB).
    "postgresql": (
        r"""CREATE FUNCTION search_lexemes(written text) RETURNS tsvector
            LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
            SELECT COALESCE(string_agg(left(word, 300) || ':' || LEAST(place, 16383), ' '), '')::tsvector
            FROM regexp_split_to_table(
                replace(replace(
                    regexp_replace(normalize(lower(written COLLATE "und-x-icu"), NFD), '[\u0300-\u036f]+', '', 'g'),
                'œ', 'oe'), 'æ', 'ae') COLLATE "und-x-icu",
                '[^[:alnum:]\u00b2\u00b3\u00b9\u00bc-\u00be\u2070-\u2079\u2080-\u2089\u2150-\u2189\u2460-\u249b]+'
            ) WITH ORDINALITY AS split (word, place)
            WHERE word <> '' AND place <= 30000
            $$""",
        "ALTER TABLE search_writing ADD COLUMN words tsvector GENERATED ALWAYS AS (search_lexemes(text)) STORED",
        "CREATE INDEX search_writing_words ON search_writing USING gin (words)",
    ),
}
DROP = {
    "sqlite": ("DROP TABLE search_vocabulary", "DROP TABLE search_words"),
    "postgresql": ("ALTER TABLE search_writing DROP COLUMN words", "DROP FUNCTION search_lexemes(text)"),
}


def index(apps, schema_editor):
    for statement in INDEX[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    for statement in DROP[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


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

"""The hot text never changes: the database itself refuses, whoever asks."""

from django.db import migrations

REFUSE = {
    "sqlite": """
        CREATE TRIGGER account_text_is_frozen BEFORE UPDATE OF text ON debrief_account
        WHEN NEW.text IS NOT OLD.text
        BEGIN SELECT RAISE(ABORT, 'the text of an account is frozen'); END
    """,
    "postgresql": """
        CREATE FUNCTION account_text_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'the text of an account is frozen' USING ERRCODE = 'integrity_constraint_violation'; END $$;
        CREATE TRIGGER account_text_is_frozen BEFORE UPDATE OF text ON debrief_account
        FOR EACH ROW WHEN (NEW.text IS DISTINCT FROM OLD.text) EXECUTE FUNCTION account_text_is_frozen()
    """,
}
ALLOW = {
    "sqlite": "DROP TRIGGER account_text_is_frozen",
    "postgresql": "DROP TRIGGER account_text_is_frozen ON debrief_account; DROP FUNCTION account_text_is_frozen()",
}


def freeze(apps, schema_editor):
    schema_editor.execute(REFUSE[schema_editor.connection.vendor])


def thaw(apps, schema_editor):
    schema_editor.execute(ALLOW[schema_editor.connection.vendor])


class Migration(migrations.Migration):
    dependencies = [("debrief", "0001_initial")]
    operations = [migrations.RunPython(freeze, thaw)]

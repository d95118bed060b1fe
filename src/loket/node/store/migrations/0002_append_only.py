# ruff: noqa: ANN001, ANN201, ANN202
"""Entries are never changed and never deleted; a log never shrinks. The database itself refuses."""

from django.db import migrations

SQLITE = (
    """CREATE TRIGGER log_entry_no_update BEFORE UPDATE ON log_entry
       BEGIN SELECT RAISE(ABORT, 'log entries are never changed'); END""",
    """CREATE TRIGGER log_entry_no_delete BEFORE DELETE ON log_entry
       BEGIN SELECT RAISE(ABORT, 'log entries are never deleted'); END""",
    """CREATE TRIGGER log_no_delete BEFORE DELETE ON log
       BEGIN SELECT RAISE(ABORT, 'logs are never deleted'); END""",
    """CREATE TRIGGER log_no_shrinking BEFORE UPDATE ON log
       WHEN NEW.origin <> OLD.origin OR NEW.size < OLD.size
         OR (NEW.size = OLD.size AND NEW.root <> OLD.root)
       BEGIN SELECT RAISE(ABORT, 'logs only grow'); END""",
)

POSTGRES = (
    """CREATE FUNCTION loket_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
       BEGIN RAISE EXCEPTION 'log entries and logs are never changed or deleted'; END $$""",
    """CREATE TRIGGER log_entry_no_change BEFORE UPDATE OR DELETE OR TRUNCATE ON log_entry
       FOR EACH STATEMENT EXECUTE FUNCTION loket_refuse()""",
    """CREATE TRIGGER log_no_delete BEFORE DELETE OR TRUNCATE ON log
       FOR EACH STATEMENT EXECUTE FUNCTION loket_refuse()""",
    """CREATE TRIGGER log_no_shrinking BEFORE UPDATE ON log FOR EACH ROW
       WHEN (NEW.origin <> OLD.origin OR NEW.size < OLD.size
         OR (NEW.size = OLD.size AND NEW.root <> OLD.root))
       EXECUTE FUNCTION loket_refuse()""",
)

UNDO_SQLITE = (
    "DROP TRIGGER log_entry_no_update",
    "DROP TRIGGER log_entry_no_delete",
    "DROP TRIGGER log_no_delete",
    "DROP TRIGGER log_no_shrinking",
)
UNDO_POSTGRES = ("DROP FUNCTION loket_refuse() CASCADE",)


def _run(schema_editor, sqlite, postgres):
    for statement in sqlite if schema_editor.connection.vendor == "sqlite" else postgres:
        schema_editor.execute(statement)


def make(_apps, schema_editor):
    _run(schema_editor, SQLITE, POSTGRES)


def drop(_apps, schema_editor):
    _run(schema_editor, UNDO_SQLITE, UNDO_POSTGRES)


class Migration(migrations.Migration):
    dependencies = [("store", "0001_tables")]
    operations = [migrations.RunPython(make, drop, hints={"model_name": "logentry"})]

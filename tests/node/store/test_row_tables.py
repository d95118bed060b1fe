"""The tables of rows can be made again at any time: a migration drops them, whatever they were."""

import pytest
from django.core.management import call_command
from django.db import connections
from django.db.migrations.loader import MigrationLoader

from loket.core.domain.rows import ROW_TYPES, Case
from loket.node.store.error import StoreLockedError
from loket.node.store.records import FOLD_NOTE
from loket.node.store.row_tables import RowsAgain, shape_of_rows
from loket.node.store.store import Store
from loket.node.store.tables import table_of


@pytest.fixture
def migrated_to(alias):
    """Migrate this test's database to a step, by its name."""
    yield lambda step: call_command("migrate", "store", step, database=alias, interactive=False, verbosity=0)
    connections[alias].close()


def test_the_newest_step_knows_the_tables_that_the_models_ask_for():
    steps = MigrationLoader(None).disk_migrations
    again = [
        operation.shape
        for key in sorted(steps)
        if key[0] == "store"
        for operation in steps[key].operations
        if isinstance(operation, RowsAgain)
    ]
    assert again[-1] == shape_of_rows(), (
        f"models/rows.py changed: write a new migration of RowsAgain(shape={shape_of_rows()!r}) "
        "(or correct one that is not released yet), and raise FOLD_VERSION"
    )


def test_tables_of_an_older_version_are_dropped_and_made_as_they_are_today(
    alias, open_store, raw, migrated_to
):
    with open_store().writing() as log:
        log.save_note(FOLD_NOTE, "", 1, b"")
        log.save_note("trust", "loket.test", 1, b"root")
    raw.execute("DROP TABLE row_case")
    raw.execute("CREATE TABLE row_case (office text PRIMARY KEY, of_old text)")
    raw.execute("INSERT INTO row_case VALUES ('polman', 'x')")
    raw.execute("CREATE TABLE row_of_old (office text PRIMARY KEY)")
    raw.execute("DELETE FROM django_migrations WHERE app='store' AND name>='0004'")
    raw.close()

    migrated_to("0004")

    tables = {name for name in connections[alias].introspection.table_names() if name.startswith("row_")}
    assert tables == {table_of(row_type).name for row_type in ROW_TYPES}
    with open_store(read_only=True).reading() as log:
        assert [log.count(row_type) for row_type in ROW_TYPES] == [0] * len(ROW_TYPES)
        assert log.select(Case, order_by=("stage",)) == []
        assert log.notes(FOLD_NOTE) == []
        assert log.note("trust", "loket.test") == b"root"


def test_nobody_makes_tables_beside_the_process_that_writes(alias, open_store, raw, tmp_path):
    first = open_store()
    with first.writing() as log:
        log.save_note("trust", "loket.test", 1, b"root")
    raw.execute("DELETE FROM django_migrations WHERE app='store' AND name>='0004'")
    raw.execute("DROP TABLE row_case")
    raw.close()

    with pytest.raises(StoreLockedError):
        Store(alias=alias, high_water=tmp_path / "other-mark").make_tables()
    assert "row_case" not in connections[alias].introspection.table_names()
    first.make_tables()

    with first.writing() as log:
        assert log.count(Case) == 0
    connections[alias].close()

"""Making the tables of the rows again, as this code wants them: rows can always be folded from entries."""

import hashlib
from typing import Any

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState
from django.db.models import Model

from loket.node.store.models import ROW_MODELS
from loket.node.store.records import FOLD_NOTE

_PREFIX = "row_"


class RowsAgain(Operation):
    """Drop every table of rows and make the tables of today's `ROW_MODELS`, all empty and of fold version 0.

    For a migration, also one that is released: what it makes is not frozen, because only the newest rows ever
    count and no data are in them. Whoever opens the database for writing then folds all rows anew. `shape` is
    `shape_of_rows()` of the day it was written: a test finds by it that models/rows.py went on alone.
    """

    reversible = False
    reduces_to_sql = False

    def __init__(self, shape: str) -> None:
        self.shape = shape

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """See Operation."""
        return type(self).__name__, [], {"shape": self.shape}

    def state_forwards(self, app_label: str, state: ProjectState) -> None:
        """Let the state say what models/rows.py says."""
        for label, name in tuple(state.models):
            table = state.models[label, name].options.get("db_table", "")
            if label == app_label and str(table).startswith(_PREFIX):
                state.remove_model(label, name)
        for model in ROW_MODELS:
            state.add_model(ModelState.from_model(model))

    def database_forwards(
        self,
        _app_label: str,
        schema_editor: BaseDatabaseSchemaEditor,
        _from_state: ProjectState,
        _to_state: ProjectState,
    ) -> None:
        """Drop, make, and forget by which fold the rows were made."""
        models = [
            model for model in ROW_MODELS if self.allow_migrate_model(schema_editor.connection.alias, model)
        ]
        if not models:
            return  # the desk's database has no rows
        connection = schema_editor.connection
        with connection.cursor() as cursor:
            tables = [
                name for name in connection.introspection.table_names(cursor) if name.startswith(_PREFIX)
            ]
        for name in tables:
            schema_editor.execute(f"DROP TABLE {schema_editor.quote_name(name)}")
        for model in models:
            schema_editor.create_model(model)
        schema_editor.execute("DELETE FROM signed_note WHERE kind = %s", (FOLD_NOTE,))

    def describe(self) -> str:
        """See Operation."""
        return "Make the tables of the rows again, empty"


def shape_of_rows() -> str:
    """A digest (SHA-256, hex) of the tables, columns, keys and indexes that `ROW_MODELS` asks for."""
    lines = [line for model in ROW_MODELS for line in _lines(model)]
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def _lines(model: type[Model]) -> list[str]:
    table = model._meta.db_table
    fields = [f"{table}.{field.name} {type(field).__name__}" for field in model._meta.concrete_fields]
    key = [f"{table} key {','.join(getattr(model._meta.pk, 'field_names', ()))}"]
    return [
        *fields,
        *key,
        *(f"{table} index {one.name} {','.join(one.fields)}" for one in model._meta.indexes),
    ]

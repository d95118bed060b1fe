"""Which database a model belongs to: the desk's, or a node's log and projections."""

from typing import Any

from django.db.models import Model

DESK = "default"
NODE = "node"
_DESK_MODELS = frozenset({"account", "signinattempts"})


class StoreRouter:
    """Accounts, sessions and Django's own tables live in "default"; log and rows in every other database.

    The two are apart so that signing in never waits for, or rolls back with, an official act.
    """

    def db_for_read(self, model: type[Model], **_hints: Any) -> str:
        """Name the model's database."""
        return DESK if _of_the_desk(model._meta.app_label, model._meta.model_name) else NODE

    db_for_write = db_for_read

    def allow_relation(self, one: Model, other: Model, **_hints: Any) -> bool:
        """No relation crosses databases."""
        return self.db_for_read(type(one)) == self.db_for_read(type(other))

    def allow_migrate(self, db: str, app_label: str, model_name: str | None = None, **_hints: Any) -> bool:
        """Say whether a table is made in database `db`."""
        return (db == DESK) == _of_the_desk(app_label, model_name)


def _of_the_desk(app_label: str, model_name: str | None) -> bool:
    return app_label != "store" or model_name in _DESK_MODELS

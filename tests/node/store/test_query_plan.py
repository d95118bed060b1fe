"""SQLite finds a case's few rows by the case, not by reading an office's rows in their key's order."""

import sqlite3
from contextlib import closing

import pytest
from django.db import connections

from loket.core.domain.rows import Case, Obligation, Order, TimelineLine
from loket.node.store.databases import add_database, migrate, sqlite_database
from loket.node.store.links import SqliteLink
from loket.node.store.store import Store


class TellingLink(SqliteLink):
    """Tells what it is asked."""

    asked: tuple[str, tuple] = ("", ())

    def rows(self, sql, params=()):
        TellingLink.asked = (sql, tuple(params))
        return super().rows(sql, params)


def telling_link(alias, *, writing):
    wrapper = connections.create_connection(alias)
    wrapper.inc_thread_sharing()
    wrapper.connect()
    return TellingLink(wrapper, writing=writing)


@pytest.mark.usefixtures("databases_of_our_own")
@pytest.mark.parametrize(
    ("row_type", "where", "order_by", "index"),
    [
        (Order, {"office": "polman", "case": "c"}, (), "row_order_case (office=? AND case=?)"),
        (
            Obligation,
            {"office": "polman", "case": "c"},
            ("opened_at",),
            "row_obligation_case (office=? AND case=?)",
        ),
        (Case, {"office": "polman", "nik": "7"}, (), "row_case_nik (office=? AND nik=?)"),
        (TimelineLine, {"office": "polman", "case": "c"}, ("-number",), "(office=? AND case=?)"),
    ],
)
def test_rows_are_looked_for_by_what_is_asked_for(tmp_path, row_type, where, order_by, index):
    file = tmp_path / "node.sqlite3"
    alias = f"plan:{tmp_path}"
    add_database(alias, sqlite_database(file))
    migrate(alias)
    with Store(alias=alias, high_water=None, connect=telling_link) as store, store.reading() as reading:
        reading.select(row_type, where, order_by=order_by)
        sql, params = TellingLink.asked
    connections[alias].close()
    with closing(sqlite3.connect(file)) as database:
        plan = database.execute(f"EXPLAIN QUERY PLAN {sql}", params).fetchone()[3]

    assert index in plan

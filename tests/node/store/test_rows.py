"""Projections: rows come back as they went in, and are found by their columns."""

import typing
from datetime import date

import pytest
from django.db import models as fields

from loket.core.domain.rows import (
    ROW_TYPES,
    Booklet,
    Case,
    Obligation,
    Officer,
    ReadLog,
    Shipment,
    TimelineLine,
)
from loket.core.domain.terms import BookletState, DocumentKind, ObligationKind, Role, Service, Stage
from loket.core.domain.view import Drop, Put
from loket.node.store.error import StoreError
from loket.node.store.models import ROW_MODELS
from loket.node.store.tables import table_of

COLUMN_FIELDS = {int: fields.BigIntegerField, bool: fields.BooleanField}


def a_case(number: int, **changes) -> Case:
    given = {
        "office": "polman",
        "case": f"case-{number:03d}",
        "application_number": f"76040{number:08d}",
        "service": Service.NEW,
        "kind": DocumentKind.ORDINARY,
        "validity_years": 10,
        "stage": Stage.DOCUMENTS,
        "stage_since": 1_000 - number,
        "registered_at": number,
        "queue_day": date(2024, 6, 20),
        "queue_number": f"A{number:03d}",
        "last_index": number,
        "search": f"ANDI NUMBER {number:03d}",
    }
    return Case(**{**given, **changes})


def a_booklet(number: int, **changes) -> Booklet:
    given = {
        "office": "polman",
        "booklet": f"X{number:07d}",
        "kind": DocumentKind.ORDINARY,
        "shipment": "s1",
        "state": BookletState.IN_STOCK,
    }
    return Booklet(**{**given, **changes})


def put(store, *rows) -> None:
    with store.writing() as log:
        log.apply(Put(row) for row in rows)


def test_every_row_type_has_its_table():
    models = {model._meta.db_table: model for model in ROW_MODELS}
    assert set(models) == {table_of(row_type).name for row_type in ROW_TYPES}
    for row_type in ROW_TYPES:
        table = table_of(row_type)
        model = models[table.name]
        columns = {field.name: type(field) for field in model._meta.concrete_fields}
        hints = typing.get_type_hints(row_type)
        expected = {name: COLUMN_FIELDS.get(hints[name], fields.TextField) for name in table.columns}
        assert columns == {**expected, "doc": fields.BinaryField}
        assert model._meta.pk.field_names == table.key
        assert table.key[0] == "office"


def test_a_row_comes_back_as_it_went_in(store):
    rows = [
        a_case(1, spoilt_booklets=("X1", "X2"), keep_until=date(2030, 1, 2)),
        TimelineLine(
            office="polman",
            case="case-001",
            number=3,
            origin="o",
            index=9,
            event="e",
            at=5,
            officer="f",
            role="r",
            facts={"booklet": "X1"},
        ),
        Officer(office="polman", officer="1", name="Siti", roles=(Role.HEAD, Role.APPROVER)),
        ReadLog(office="polman", origin="o", size=3, root=bytes(range(32)), at=4),
        Obligation(
            office="polman",
            obligation="case-001:x",
            case="case-001",
            opened_at=7,
            open=True,
            kind=ObligationKind.REGISTRY_ANSWER,
        ),
    ]
    put(store, *rows)
    with store.reading() as log:
        for row in rows:
            key = tuple(getattr(row, name) for name in type(row).KEY)
            assert log.get(type(row), key) == row
        assert log.get(Case, ("palu", "case-001")) is None
        assert list(log.all_rows("polman")) == sorted(rows, key=lambda row: ROW_TYPES.index(type(row)))
        assert list(log.all_rows("palu")) == []


def test_a_row_is_replaced_and_dropped(store):
    put(store, a_case(1))
    put(store, a_case(1, stage=Stage.PAYMENT))
    with store.reading() as log:
        assert log.select(Case) == [a_case(1, stage=Stage.PAYMENT)]
        assert log.count(Case, {"stage": Stage.DOCUMENTS}) == 0
    with store.writing() as log:
        log.apply([Drop(Case, ("polman", "case-001"))])
        assert log.get(Case, ("polman", "case-001")) is None


def test_rows_are_found_by_columns(store):
    cases = [a_case(n, stage=Stage.PAYMENT if n % 2 else Stage.PHOTO) for n in range(6)]
    put(store, *cases, a_case(1, office="palu"))
    with store.reading() as log:
        here = {"office": "polman"}
        assert log.select(Case, here) == cases
        assert log.select(Case, {**here, "stage": Stage.PAYMENT}) == cases[1::2]
        assert log.select(Case, {**here, "stage": (Stage.PHOTO, Stage.HANDOVER)}) == cases[::2]
        assert log.select(Case, {**here, "stage": ()}) == []
        assert log.select(Case, here, order_by=("-registered_at",), limit=2) == [cases[5], cases[4]]
        assert log.select(Case, here, order_by=("stage_since",), limit=2, offset=1) == [cases[4], cases[3]]
        assert log.select(Case, {"queue_day": date(2024, 6, 20), "queue_number": "A002"}) == [cases[2]]
        assert log.count(Case, here) == 6
        assert log.count_by(Case, "stage", here) == {Stage.PAYMENT: 3, Stage.PHOTO: 3}
        assert log.count_by(Case, "queue_day") == {date(2024, 6, 20): 7}


def test_rows_are_found_between_two_values_of_a_column(store):
    cases = [a_case(n, queue_day=date(2024, 6, 18 + n), nik="aB_b"[n % 4]) for n in range(6)]
    put(store, *cases, a_case(1, office="palu"))
    with store.reading() as log:
        here = {"office": "polman"}
        assert log.select(Case, here, between={"registered_at": (1, 4)}) == cases[1:4]
        assert log.select(Case, here, between={"registered_at": (4, None)}) == cases[4:]
        assert log.select(Case, here, between={"registered_at": (None, 1)}) == cases[:1]
        assert log.select(Case, here, between={"registered_at": (3, 3)}) == []
        assert (
            log.select(Case, here, between={"registered_at": (1, 5), "stage_since": (997, 999)}) == cases[2:4]
        )
        days = {"queue_day": (date(2024, 6, 20), date(2024, 6, 22))}
        assert log.select(Case, here, between=days, order_by=("-queue_day",)) == [cases[3], cases[2]]
        # Text by its bytes, as it sorts: A to Z, then _, then a to z.
        assert {row.nik for row in log.select(Case, here, between={"nik": ("A", "a")})} == {"B", "_"}
        assert log.count(Case, here, between=days) == 2
        assert log.count(Case, here, between=days, contains={"search": "003"}) == 1
        assert log.count_by(Case, "nik", here, between=days) == {"_": 1, "b": 1}


def test_booleans_are_columns_too(store):
    shipments = [
        Shipment(
            office="polman",
            shipment=f"s{n}",
            kind=DocumentKind.ORDINARY,
            series="X",
            digits=7,
            first=1,
            last=9,
            received=n == 1,
        )
        for n in range(3)
    ]
    put(store, *shipments)
    with store.reading() as log:
        assert log.select(Shipment, {"received": True}) == [shipments[1]]
        assert log.count_by(Shipment, "received") == {True: 1, False: 2}


def test_text_is_searched_in_any_case_and_taken_literally(store):
    put(
        store,
        a_case(1, search="ANDI 100% BASO"),
        a_case(2, search="ANDI 1000 BASO"),
        a_case(3, search="SITI_A"),
    )
    with store.reading() as log:
        assert [row.case for row in log.select(Case, contains={"search": "andi"})] == ["case-001", "case-002"]
        assert [row.case for row in log.select(Case, contains={"search": "100%"})] == ["case-001"]
        assert [row.case for row in log.select(Case, contains={"search": "i_a"})] == ["case-003"]
        assert log.select(Case, contains={"search": "\\"}) == []
        assert log.count(Case, contains={"search": "BASO"}) == 2


def test_text_sorts_by_its_bytes_on_both_engines(store):
    put(
        store,
        *(Officer(office="polman", officer=name, name=name, roles=()) for name in ("b", "A", "a", "B", "_")),
    )
    with store.reading() as log:
        assert [row.name for row in log.select(Officer, order_by=("name",))] == ["A", "B", "_", "a", "b"]


def test_a_column_that_is_none_is_refused(store):
    with store.reading() as log:
        for refused in (
            lambda: log.select(Case, {"shelf": "1"}),
            lambda: log.select(Case, order_by=('"; DROP TABLE log',)),
            lambda: log.select(Case, contains={"registered_at": "1"}),
            lambda: log.select(Case, between={"shelf": ("1", "2")}),
            lambda: log.count_by(Case, "doc"),
            lambda: log.get(Case, ("polman",)),
        ):
            with pytest.raises(StoreError):
                refused()


def test_rebuilt_rows_take_the_place_of_all_rows_of_their_owner(store):
    put(store, a_case(1), a_case(2), a_booklet(1), a_case(9, office="palu"))
    with store.writing() as log:
        log.replace_rows("polman", [a_case(3), a_booklet(2)])
    with store.reading() as log:
        assert list(log.all_rows("polman")) == [a_case(3), a_booklet(2)]
        assert list(log.all_rows("palu")) == [a_case(9, office="palu")]
    with store.writing() as log, pytest.raises(StoreError):
        log.replace_rows("polman", [a_case(3, office="palu")])

"""The fold of blanks: an act costs what it moves, and what cannot be folded is refused."""

import pytest

from builders.people import OFFICE
from loket.core.domain import events as e
from loket.core.domain.blanks import parse_blanks
from loket.core.domain.error import DomainError
from loket.core.domain.fold import fold
from loket.core.domain.happened import Happened
from loket.core.domain.rows import Booklet, StockCount
from loket.core.domain.stock_terms import Place, StockAct
from loket.core.domain.terms import BookletState, DocumentKind
from loket.core.domain.view import MemoryView, Overlay

MOVED = e.BlanksMoved(
    number="SERAH-2024-0001",
    blanks=parse_blanks("X0000002-X0000003"),
    from_place=Place.VAULT,
    from_holder="",
    to_place=Place.DRAWER,
    to_holder="budi",
    second_officer="tini",
)


def received(last, **changes):
    return e.BookletsReceived(
        shipment="s1",
        kind=DocumentKind.ORDINARY,
        series="X",
        digits=7,
        first=1,
        last=last,
        **changes,
    )


class Looked:
    """A view that counts how often a row is asked for."""

    def __init__(self, rows):
        self.rows, self.asked = rows, 0

    def get(self, row_type, key):
        self.asked += 1
        return self.rows.get(row_type, key)


def folded(rows, *events):
    """Fold the events; returns how many rows were read and changed by the last one."""
    for index, event in enumerate(events):
        looked = Looked(rows)
        overlay = Overlay(looked)
        happened = Happened(
            event=event,
            origin="loket.test/polman/1/office",
            index=index,
            at=1_000 + index,
            officer="budi",
            role="allocator",
        )
        fold(overlay, happened, owner=OFFICE, own=True)
        rows.apply(overlay.changes())
    return looked.asked, len(overlay.changes())


@pytest.mark.parametrize(
    "event",
    [
        MOVED,
        e.BlanksReported(
            number="HILANG-2024-0001",
            what=StockAct.LOST,
            blanks=parse_blanks("X0000002"),
            text="Contoh",
            second_officer="tini",
        ),
    ],
)
def test_what_an_act_reads_and_changes_does_not_grow_with_the_stock(event):
    assert folded(MemoryView(), received(5), event) == folded(MemoryView(), received(2_000), event)


def test_the_counts_are_those_of_the_rows():
    rows = MemoryView()
    missing, damaged = parse_blanks("X0000009"), parse_blanks("X0000010")

    folded(rows, received(10, missing=missing, damaged=damaged), MOVED)

    # Ten named: one missing, one damaged, two in the drawer, so six in the vault.
    counts = {
        (row.place, row.holder, row.state): row.count
        for row in rows.rows.values()
        if isinstance(row, StockCount)
    }
    assert counts == {
        (Place.VAULT, "", BookletState.IN_STOCK): 6,
        (Place.VAULT, "", BookletState.SPOILT): 1,
        (Place.DRAWER, "budi", BookletState.IN_STOCK): 2,
    }
    assert rows.get(Booklet, (OFFICE, "X0000009")) is None


@pytest.mark.parametrize(
    "event",
    [
        e.BlanksReported(
            number="TEMU-2024-0001",
            what=StockAct.FOUND,
            blanks=parse_blanks("X0000001"),
            text="Contoh",
            second_officer="tini",
        ),
        e.BlanksReported(
            number="SERAH-2024-0001",
            what=StockAct.MOVED,
            blanks=parse_blanks("X0000001"),
            text="Contoh",
            second_officer="tini",
        ),
        e.BlanksTransferred(
            number="PINDAH-2024-0001",
            kind=DocumentKind.ORDINARY,
            series="X",
            digits=7,
            first=5,
            last=11,
            to_office="majene",
            second_officer="tini",
        ),
        received(3),
    ],
)
def test_what_cannot_be_said_of_a_blank_is_not_folded(event):
    rows = MemoryView()
    folded(rows, received(10))

    with pytest.raises(DomainError):
        folded(rows, event)

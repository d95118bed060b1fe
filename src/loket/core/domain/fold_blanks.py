"""How the fold keeps blanks: each row and, beside it, how many there are of what, where."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from loket.core.domain.blanks import BlankRange, count_of
from loket.core.domain.error import DomainError
from loket.core.domain.happened import Happened
from loket.core.domain.rows import Booklet, StockCount, StockReport
from loket.core.domain.stock_terms import Place, StockAct
from loket.core.domain.terms import BookletState
from loket.core.domain.view import Overlay

# Where a book lies by what was done with it; a blank in stock is put back into the vault.
_PLACE_OF = {
    BookletState.IN_STOCK: Place.VAULT,
    BookletState.ALLOCATED: Place.MACHINE,
    BookletState.SPOILT: Place.VAULT,
    BookletState.CANCELLED: Place.VAULT,
}
_TAKEN_INTO_USE = (BookletState.ALLOCATED, BookletState.SPOILT)


def the_blank(overlay: Overlay, owner: str, number: str) -> Booklet:
    """The row of a blank that the office received; DomainError where it never did."""
    booklet = overlay.get(Booklet, (owner, number))
    if booklet is None:
        message = "a booklet that was never received"
        raise DomainError(message)
    return booklet


def keep(overlay: Overlay, booklets: Iterable[tuple[Booklet | None, Booklet]]) -> None:
    """Write rows as they now are (before, after), and count them where they were and where they are.

    The counts are what pages and the close of day read: an act costs what it moves, not what there is.
    """
    change: dict[tuple[Any, ...], int] = {}
    for before, after in booklets:
        if before is not None:
            change[_place(before)] = change.get(_place(before), 0) - 1
        change[_place(after)] = change.get(_place(after), 0) + 1
        overlay.put(after)
    for key, by in change.items():
        _count(overlay, key, by)


def _place(booklet: Booklet) -> tuple[Any, ...]:
    return (booklet.office, booklet.kind, booklet.place, booklet.holder, booklet.state)


def _count(overlay: Overlay, key: tuple[Any, ...], by: int) -> None:
    if not by:
        return
    known = overlay.get(StockCount, key)
    count = (known.count if known else 0) + by
    if count:
        office, kind, place, holder, state = key
        overlay.put(
            StockCount(office=office, kind=kind, place=place, holder=holder, state=state, count=count)
        )
    else:
        overlay.drop(StockCount, key)


def changed_to(booklet: Booklet, state: BookletState, case: str, at: int) -> Booklet:
    """The blank after a move in the stock equation, at the place that it then lies at."""
    left_at = booklet.left_at
    if state is BookletState.IN_STOCK:
        left_at = 0
    elif not left_at and booklet.state is BookletState.IN_STOCK and state in _TAKEN_INTO_USE:
        left_at = at
    return replace(
        booklet,
        state=state,
        case=case,
        place=_PLACE_OF.get(state, Place.GONE),
        holder="",
        left_at=left_at,
        lost_from=booklet.state if state is BookletState.LOST else None,
    )


def booklet_is(overlay: Overlay, owner: str, number: str, state: BookletState, case: str, at: int) -> None:
    """Move a blank in the stock equation."""
    booklet = the_blank(overlay, owner, number)
    keep(overlay, [(booklet, changed_to(booklet, state, case, at))])


def finished(overlay: Overlay, owner: str, number: str) -> None:
    """A book that was printed and tested lies on the shelf of finished passports."""
    booklet = the_blank(overlay, owner, number)
    if booklet.state is BookletState.ALLOCATED:
        keep(overlay, [(booklet, replace(booklet, place=Place.READY, holder=""))])


def leave_report(
    overlay: Overlay,
    owner: str,
    happened: Happened,
    *,
    number: str,
    act: StockAct,
    blanks: tuple[BlankRange, ...],
    second_officer: str,
    **further: Any,
) -> None:
    """Keep the report of what was done with blanks, under its number."""
    overlay.put(
        StockReport(
            office=owner,
            number=number,
            act=act,
            at=happened.at,
            by=happened.officer,
            second_officer=second_officer,
            blanks=blanks,
            count=count_of(blanks),
            **further,
        )
    )

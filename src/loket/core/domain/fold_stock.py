"""The fold of the stock of blanks: shipments, custody, reports, the count at the close of day."""

from collections.abc import Iterable
from dataclasses import replace

from loket.core.domain import events as e
from loket.core.domain.blanks import BlankRange, numbers_of, without
from loket.core.domain.error import DomainError
from loket.core.domain.fold_blanks import changed_to, keep, leave_report, the_blank
from loket.core.domain.fold_office import OfficeHandler, office_day
from loket.core.domain.fold_parts import count_paper
from loket.core.domain.happened import Happened
from loket.core.domain.origins import TO_OFFICE, log_of
from loket.core.domain.rows import Booklet, Counter, Shipment, StockVariance
from loket.core.domain.stock_terms import Place, StockAct
from loket.core.domain.terms import BookletState
from loket.core.domain.view import Overlay

MOST_BLANKS = 100_000
MOST_REPORTED = 2_000
"""What one act other than a receipt may name."""

_STATE_AFTER = {
    StockAct.SPOILT: BookletState.SPOILT,
    StockAct.LOST: BookletState.LOST,
    StockAct.RETURNED: BookletState.RETURNED,
    StockAct.CANCELLED: BookletState.CANCELLED,
    StockAct.DESTROYED: BookletState.DESTROYED,
}
# A blank that left the office's custody by an act of its own, and that came back in a shipment.
_AWAY = (BookletState.TRANSFERRED, BookletState.RETURNED)


def delivered_book(kind: str) -> str:
    """The counter of how many blanks of a kind ever came into the office's custody, each once."""
    return f"delivered/{kind}"


def _range_of(
    event: e.BookletsShipped | e.BookletsReceived | e.ManifestImported | e.BlanksTransferred,
) -> BlankRange:
    """The event's range of blanks; DomainError for one that no series has."""
    blanks = BlankRange(series=event.series, digits=event.digits, first=event.first, last=event.last)
    if len(blanks) > MOST_BLANKS:
        message = "a range of blanks that no series has"
        raise DomainError(message)
    return blanks


def _shipped(overlay: Overlay, owner: str, event: e.BookletsShipped, happened: Happened) -> None:
    _range_of(event)
    known = overlay.get(Shipment, (owner, event.shipment))
    if known is not None and known.received:
        # Counted in from the manifest in the box, before this was read.
        overlay.put(replace(known, shipped_at=happened.at))
        return
    log = log_of(happened.origin)
    overlay.put(
        Shipment(
            office=owner,
            shipment=event.shipment,
            kind=event.kind,
            series=event.series,
            digits=event.digits,
            first=event.first,
            last=event.last,
            shipped_at=happened.at,
            addressee=log.removeprefix(TO_OFFICE) if log.startswith(TO_OFFICE) else owner,
            sender=event.sender,
            imported=known is not None and known.imported,
        )
    )


def _imported(overlay: Overlay, owner: str, event: e.ManifestImported, _happened: Happened) -> None:
    _range_of(event)
    if overlay.get(Shipment, (owner, event.shipment)) is not None:
        return
    overlay.put(
        Shipment(
            office=owner,
            shipment=event.shipment,
            kind=event.kind,
            series=event.series,
            digits=event.digits,
            first=event.first,
            last=event.last,
            addressee=owner,
            sender=event.sender,
            imported=True,
        )
    )


def _received(overlay: Overlay, owner: str, event: e.BookletsReceived, happened: Happened) -> None:
    whole = _range_of(event)
    known = overlay.get(Shipment, (owner, event.shipment))
    overlay.put(
        Shipment(
            office=owner,
            shipment=event.shipment,
            kind=event.kind,
            series=event.series,
            digits=event.digits,
            first=event.first,
            last=event.last,
            received=True,
            received_at=happened.at,
            shipped_at=known.shipped_at if known else None,
            addressee=owner,
            sender=known.sender if known else "",
            missing=event.missing,
            damaged=event.damaged,
            short=bool(event.missing),
            imported=known is not None and known.imported,
            number=event.number,
        )
    )
    came = without(whole, event.missing)
    _take_in(overlay, owner, event, happened, came)
    if event.number:
        count_paper(overlay, owner, event.number)
        leave_report(
            overlay,
            owner,
            happened,
            number=event.number,
            act=StockAct.RECEIVED,
            blanks=came,
            second_officer=event.second_officer,
            text=event.text,
            to_place=Place.VAULT,
            shipment=event.shipment,
            missing=event.missing,
            damaged=event.damaged,
        )


def _take_in(
    overlay: Overlay,
    owner: str,
    event: e.BookletsReceived,
    happened: Happened,
    came: tuple[BlankRange, ...],
) -> None:
    """The blanks that came lie in the vault; damaged ones as spoilt. One that came back is counted once."""
    damaged = set(numbers_of(event.damaged))
    kept: list[tuple[Booklet | None, Booklet]] = []
    for number in numbers_of(came):
        before = overlay.get(Booklet, (owner, number))
        if before is not None and before.state not in _AWAY:
            message = "a blank that was received before"
            raise DomainError(message)
        spoilt = number in damaged
        after = Booklet(
            office=owner,
            booklet=number,
            kind=event.kind,
            shipment=event.shipment,
            state=BookletState.SPOILT if spoilt else BookletState.IN_STOCK,
            left_at=happened.at if spoilt else 0,
        )
        kept.append((before, after))
    keep(overlay, kept)
    _count_delivered(overlay, owner, event.kind.value, sum(before is None for before, _after in kept))


def _count_delivered(overlay: Overlay, owner: str, kind: str, more: int) -> None:
    book = delivered_book(kind)
    known = overlay.get(Counter, (owner, book))
    overlay.put(Counter(office=owner, book=book, last=(known.last if known else 0) + more))


def _blanks(
    overlay: Overlay, owner: str, blanks: Iterable[BlankRange], *states: BookletState
) -> list[Booklet]:
    """The rows of these numbers; DomainError where one was never received or is in none of the states."""
    rows = [the_blank(overlay, owner, number) for number in numbers_of(blanks)]
    if len(rows) > MOST_REPORTED or any(row.state not in states for row in rows):
        message = "blanks that this cannot be done with"
        raise DomainError(message)
    return rows


def _moved(overlay: Overlay, owner: str, event: e.BlanksMoved, happened: Happened) -> None:
    rows = _blanks(overlay, owner, event.blanks, BookletState.IN_STOCK)
    keep(overlay, [(row, replace(row, place=event.to_place, holder=event.to_holder)) for row in rows])
    count_paper(overlay, owner, event.number)
    leave_report(
        overlay,
        owner,
        happened,
        number=event.number,
        act=StockAct.MOVED,
        blanks=event.blanks,
        second_officer=event.second_officer,
        from_place=event.from_place,
        from_holder=event.from_holder,
        to_place=event.to_place,
        to_holder=event.to_holder,
    )


def _transferred(overlay: Overlay, owner: str, event: e.BlanksTransferred, happened: Happened) -> None:
    blanks = (_range_of(event),)
    rows = _blanks(overlay, owner, blanks, BookletState.IN_STOCK)
    gone = BookletState.TRANSFERRED
    keep(overlay, [(row, changed_to(row, gone, "", happened.at)) for row in rows])
    count_paper(overlay, owner, event.number)
    leave_report(
        overlay,
        owner,
        happened,
        number=event.number,
        act=StockAct.TRANSFERRED,
        blanks=blanks,
        second_officer=event.second_officer,
        text=event.text,
        to_office=event.to_office,
    )


def _reported(overlay: Overlay, owner: str, event: e.BlanksReported, happened: Happened) -> None:
    found = event.what is StockAct.FOUND
    state = _STATE_AFTER.get(event.what)
    if state is None and not found:
        message = "a report of blanks that says nothing of them"
        raise DomainError(message)
    from_states = (BookletState.LOST,) if found else (*REPORTED_FROM[event.what],)
    rows = _blanks(overlay, owner, event.blanks, *from_states)
    keep(overlay, [(row, changed_to(row, state or found_as(row), row.case, happened.at)) for row in rows])
    count_paper(overlay, owner, event.number)
    leave_report(
        overlay,
        owner,
        happened,
        number=event.number,
        act=event.what,
        blanks=event.blanks,
        second_officer=event.second_officer,
        text=event.text,
        cause=event.cause if event.what is StockAct.SPOILT else None,
    )


REPORTED_FROM: dict[StockAct, tuple[BookletState, ...]] = {
    StockAct.SPOILT: (BookletState.IN_STOCK,),
    StockAct.LOST: (BookletState.IN_STOCK, BookletState.SPOILT, BookletState.CANCELLED),
    StockAct.FOUND: (BookletState.LOST,),
    StockAct.RETURNED: (BookletState.IN_STOCK, BookletState.SPOILT, BookletState.CANCELLED),
    StockAct.CANCELLED: (BookletState.IN_STOCK,),
    StockAct.DESTROYED: (BookletState.SPOILT, BookletState.CANCELLED),
}


def found_as(booklet: Booklet) -> BookletState:
    """What a lost book is when it is found: as before, but no book of a case is a blank again."""
    before = booklet.lost_from or BookletState.SPOILT
    return BookletState.SPOILT if before is BookletState.ALLOCATED else before


def _day_closed(overlay: Overlay, owner: str, event: e.DayClosed, happened: Happened) -> None:
    overlay.put(
        replace(
            office_day(overlay, owner, event.day),
            closed_at=happened.at,
            closed_by=happened.officer,
            second_officer=event.second_officer,
            closing=event.lines,
            deposited_rupiah=event.deposited_rupiah,
            stock=event.stock,
        )
    )
    differing = tuple(line for line in event.stock if line.counted != line.expected)
    if differing:
        overlay.put(
            StockVariance(
                office=owner,
                variance=event.day.isoformat(),
                open=True,
                lines=differing,
                found_at=happened.at,
                by=happened.officer,
                second_officer=event.second_officer,
            )
        )


def _resolved(overlay: Overlay, owner: str, event: e.VarianceResolved, happened: Happened) -> None:
    variance = overlay.get(StockVariance, (owner, event.variance))
    if variance is None:
        message = "a variance that no close of day has"
        raise DomainError(message)
    overlay.put(
        replace(variance, open=False, ground=event.ground, resolved_at=happened.at, number=event.number)
    )
    count_paper(overlay, owner, event.number)
    leave_report(
        overlay,
        owner,
        happened,
        number=event.number,
        act=StockAct.RECOUNTED,
        blanks=(),
        second_officer=event.second_officer,
        text=event.text,
        lines=event.lines,
        ground=event.ground,
    )


def _settled(overlay: Overlay, owner: str, event: e.ShortfallSettled, _happened: Happened) -> None:
    shipment = overlay.get(Shipment, (owner, event.shipment))
    if shipment is None:
        message = "a shortfall of a shipment that was never sent"
        raise DomainError(message)
    overlay.put(
        replace(
            shipment,
            missing=event.blanks,
            short=False,
            outcome=event.outcome,
            outcome_text=event.text,
        )
    )


STOCK_HANDLERS: dict[type[e.Event], OfficeHandler] = {
    e.BookletsShipped: _shipped,
    e.BookletsReceived: _received,
    e.ManifestImported: _imported,
    e.BlanksMoved: _moved,
    e.BlanksTransferred: _transferred,
    e.BlanksReported: _reported,
    e.DayClosed: _day_closed,
    e.VarianceResolved: _resolved,
    e.ShortfallSettled: _settled,
}

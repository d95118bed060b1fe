"""What headquarters does with blanks: ships them, relays a transfer, settles what did not come."""

from collections.abc import Sequence

from loket.core.domain.blanks import BlankRange, without
from loket.core.domain.error import DomainError
from loket.core.domain.events import BookletsShipped, ShortfallSettled
from loket.core.domain.fold_stock import MOST_BLANKS
from loket.core.domain.refusals import Objection, Reason, Refused
from loket.core.domain.rows import Officer, Shipment, StockReport
from loket.core.domain.rules.common import objections_to_role, objections_to_text
from loket.core.domain.series import SeriesBook
from loket.core.domain.stock_terms import ShortfallOutcome
from loket.core.domain.terms import DocumentKind, Role

MOST_TEXT = 500


def ship_booklets(
    *,
    officer: Officer,
    shipment: str,
    kind: DocumentKind,
    series: str,
    digits: int,
    first: int,
    last: int,
    book: SeriesBook,
    shipped: Sequence[Shipment],
    offices_missing: int = 0,
) -> BookletsShipped | Refused:
    """Send blanks to an office. No number is ever shipped twice: `shipped` are all shipments so far.

    What a shipment named and the centre found that it had never sent may be shipped again. A series is
    letters and a fixed count of digits, so that two patterns never print the same number; which ones there
    are is data (`book`).
    """
    objections = [
        *objections_to_role(officer, Role.HEADQUARTERS),
        *objections_to_text(shipment, "shipment", most=64),
    ]
    blanks = _range(series, digits, first, last)
    if blanks is None:
        objections.append(Objection(Reason.BOOKLET_RANGE_MALFORMED, "first"))
    if not book.fits(kind, series, digits):
        objections.append(Objection(Reason.SERIES_UNKNOWN, "series", {"document": kind.value}))
    if offices_missing:
        # A rebuilt centre does not know yet which numbers the lost one gave to these.
        objections.append(Objection(Reason.OFFICES_NOT_BACK, facts={"offices": offices_missing}))
    if any(known.shipment == shipment for known in shipped):
        objections.append(Objection(Reason.SHIPMENT_NUMBER_USED, "shipment"))
    for taken in () if blanks is None else (one for known in shipped for one in taken_by(known)):
        if blanks is not None and blanks.meets(taken):
            facts = {"first": taken.lowest, "last": taken.highest}
            objections.append(Objection(Reason.BOOKLETS_ALREADY_SHIPPED, "first", facts))
    if objections:
        return Refused(tuple(objections))
    return BookletsShipped(shipment=shipment, kind=kind, series=series, digits=digits, first=first, last=last)


def taken_by(shipment: Shipment) -> tuple[BlankRange, ...]:
    """The numbers that a shipment has used up: not those that are known never to have been sent."""
    if shipment.outcome is ShortfallOutcome.NEVER_SENT:
        return without(shipment.blanks, shipment.missing)
    return (shipment.blanks,)


def _range(series: str, digits: int, first: int, last: int) -> BlankRange | None:
    try:
        blanks = BlankRange(series=series, digits=digits, first=first, last=last)
    except DomainError:
        return None
    return blanks if len(blanks) <= MOST_BLANKS else None


def transfer_id(sender: str, number: str) -> str:
    """The name under which a transfer's blanks are announced to the office that gets them."""
    return f"{sender}/{number}"


def relay_transfer(report: StockReport, *, kind: DocumentKind) -> BookletsShipped:
    """Announce blanks that an office says it has sent to another one, in the centre's log for that one.

    They left the sender's custody with its own entry, so that they are in nobody's until they are counted in.
    """
    blanks = report.blanks[0]
    return BookletsShipped(
        shipment=transfer_id(report.office, report.number),
        kind=kind,
        series=blanks.series,
        digits=blanks.digits,
        first=blanks.first,
        last=blanks.last,
        sender=report.office,
    )


def settle_shortfall(
    shipment: Shipment | None, *, officer: Officer, outcome: ShortfallOutcome, text: str
) -> ShortfallSettled | Refused:
    """Say what became of blanks that an office did not find in a shipment; the office's open case ends.

    `shipment`: as the office's log says. Never sent, they may be shipped again; lost on the way,
    they may not.
    A transfer's blanks left another office's vault: they cannot turn out never to have been sent.
    """
    objections = [
        *objections_to_role(officer, Role.HEADQUARTERS),
        *objections_to_text(text, "text", most=MOST_TEXT),
    ]
    if shipment is None or not shipment.short:
        objections.append(Objection(Reason.SHORTFALL_NOT_OPEN, "shipment"))
    elif shipment.sender and outcome is ShortfallOutcome.NEVER_SENT:
        objections.append(Objection(Reason.GROUND_DOES_NOT_FIT, "outcome"))
    if objections or shipment is None:
        return Refused(tuple(objections))
    return ShortfallSettled(shipment=shipment.shipment, outcome=outcome, blanks=shipment.missing, text=text)

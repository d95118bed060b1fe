"""The office's blanks: counted in, handed over, sent on, reported. Custody of a number is the lease on it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from loket.core.domain.blanks import BlankRange, count_of, numbers_of
from loket.core.domain.events import (
    BlanksMoved,
    BlanksReported,
    BlanksTransferred,
    BookletsReceived,
    ManifestImported,
)
from loket.core.domain.fold_stock import MOST_REPORTED, REPORTED_FROM
from loket.core.domain.refusals import Fact, Objection, Reason, Refused
from loket.core.domain.rows import Booklet, Officer, Shipment
from loket.core.domain.rules.common import objections_to_role, objections_to_second, objections_to_text
from loket.core.domain.series import SeriesBook
from loket.core.domain.stock_terms import Place, StockAct
from loket.core.domain.terms import BookletState, DocumentKind, Role, SpoilCause

KEEPERS = (Role.ALLOCATOR, Role.HEAD)
"""Who keeps the vault: one of the two officers of every act with blanks of no case."""
MOST_TEXT = 2_000
MOVABLE_TO = (Place.VAULT, Place.DRAWER, Place.MACHINE)
REPORTABLE = tuple(REPORTED_FROM)


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Blanks that an act names, and the rows of those that the office received."""

    blanks: tuple[BlankRange, ...]
    rows: Mapping[str, Booklet]

    @property
    def too_many(self) -> bool:
        """Whether they are more than one act takes."""
        return count_of(self.blanks) > MOST_REPORTED


def import_manifest(
    manifest: ManifestImported,
    *,
    officer: Officer,
    office: str,
    addressee: str,
    known: Shipment | None,
    book: SeriesBook,
) -> ManifestImported | Refused:
    """Take a manifest that the centre signed and that came with the box, while its log cannot be read."""
    objections = objections_to_role(officer, *KEEPERS)
    if addressee != office:
        objections.append(Objection(Reason.MANIFEST_FOR_ANOTHER_OFFICE, "manifest", {"office": addressee}))
    if known is not None:
        objections.append(Objection(Reason.SHIPMENT_KNOWN, "manifest", {"shipment": manifest.shipment}))
    objections += _objections_to_series(book, manifest.kind, manifest.series, manifest.digits, "manifest")
    return Refused(tuple(objections)) if objections else manifest


def receive_shipment(
    shipment: Shipment | None,
    *,
    officer: Officer,
    second: Officer | None,
    counted: int,
    missing: tuple[BlankRange, ...],
    damaged: tuple[BlankRange, ...],
    text: str,
    overlaps: bool,
    book: SeriesBook,
    number: str,
) -> BookletsReceived | Refused:
    """Take shipped blanks into custody, as two officers counted them: the lease is on what was counted.

    `counted`: blanks in the box, the damaged ones with them. `missing`, `damaged`: their numbers, by name.
    `overlaps`: another blank of one of these numbers is here. `number`: of the report.
    """
    objections = [
        *objections_to_role(officer, Role.ALLOCATOR),
        *objections_to_second(second, officer),
    ]
    if shipment is None:
        return Refused((*objections, Objection(Reason.SHIPMENT_UNKNOWN, "shipment")))
    if shipment.received:
        objections.append(Objection(Reason.SHIPMENT_ALREADY_RECEIVED, "shipment"))
    if overlaps:
        objections.append(Objection(Reason.SHIPMENT_OVERLAPS, "shipment"))
    objections += _objections_to_series(book, shipment.kind, shipment.series, shipment.digits, "shipment")
    objections += _objections_to_count(shipment, counted, missing, damaged)
    objections += objections_to_text(text, "text", most=MOST_TEXT, required=bool(missing or damaged))
    if objections or second is None:
        return Refused(tuple(objections))
    return BookletsReceived(
        shipment=shipment.shipment,
        kind=shipment.kind,
        series=shipment.series,
        digits=shipment.digits,
        first=shipment.first,
        last=shipment.last,
        missing=missing,
        damaged=damaged,
        text=text,
        second_officer=second.officer,
        number=number,
    )


def _objections_to_count(
    shipment: Shipment, counted: int, missing: tuple[BlankRange, ...], damaged: tuple[BlankRange, ...]
) -> list[Objection]:
    """What is missing is named, number by number, and the rest was counted."""
    objections = [
        Objection(Reason.BLANKS_NOT_OF_SHIPMENT, field)
        for field, ranges in (("missing", missing), ("damaged", damaged))
        if not all(shipment.blanks.holds(one) for one in ranges)
    ]
    if any(one.meets(other) for one in missing for other in damaged):
        objections.append(Objection(Reason.BLANKS_MISSING_AND_DAMAGED, "damaged"))
    expected = len(shipment.blanks) - count_of(missing)
    if counted != expected:
        facts = {"expected": expected, "counted": counted}
        objections.append(Objection(Reason.SHIPMENT_COUNT_DIFFERS, "counted", facts))
    return objections


def _objections_to_series(
    book: SeriesBook, kind: DocumentKind, series: str, digits: int, field: str
) -> list[Objection]:
    fits = book.fits(kind, series, digits)
    return [] if fits else [Objection(Reason.SERIES_UNKNOWN, field, {"document": kind.value})]


def move_blanks(
    named: Named,
    *,
    officer: Officer,
    second: Officer | None,
    to_place: Place,
    to_holder: str,
    number: str,
) -> BlanksMoved | Refused:
    """Hand blanks over from one place of custody to another; both officers are named, the second signs in.

    A drawer is opened by its own officer, the vault by who keeps it, the machine by who prints: each place,
    where they come from and where they go, is that of one of the two.
    """
    objections = [
        *objections_to_role(officer, *KEEPERS, Role.PRINTER),
        *objections_to_second(second, officer),
        *objections_to_named(named, (BookletState.IN_STOCK,)),
    ]
    if to_place not in MOVABLE_TO:
        objections.append(Objection(Reason.FIELD_MISSING, "to_place"))
    places = {(row.place, row.holder) for row in named.rows.values() if row.state is BookletState.IN_STOCK}
    to = (to_place, to_holder if to_place is Place.DRAWER else "")
    if len(places) > 1:
        objections.append(Objection(Reason.BLANKS_IN_TWO_PLACES, "blanks"))
    if to in places:
        objections.append(Objection(Reason.BLANKS_LIE_THERE, "to_place"))
    both = [officer] if second is None else [officer, second]
    for place, holder in sorted({*places, to}):
        objections += _objections_to_custody(place, holder, both)
    if objections or second is None:
        return Refused(tuple(objections))
    ((from_place, from_holder),) = places
    return BlanksMoved(
        number=number,
        blanks=named.blanks,
        from_place=from_place,
        from_holder=from_holder,
        to_place=to[0],
        to_holder=to[1],
        second_officer=second.officer,
    )


def _objections_to_custody(place: Place, holder: str, both: Sequence[Officer]) -> list[Objection]:
    if place is Place.DRAWER:
        there = any(one.officer == holder for one in both)
        return [] if there else [Objection(Reason.HOLDER_NOT_PRESENT, "to_holder", {"holder": holder or "–"})]
    keepers = {Place.VAULT: KEEPERS, Place.MACHINE: (Role.PRINTER,)}.get(place, ())
    if not keepers or any(role in one.roles for one in both for role in keepers):
        return []
    facts = {"lies": place.value, "role": keepers[0].value}
    return [Objection(Reason.KEEPER_NOT_PRESENT, "second_officer", facts)]


def transfer_blanks(
    named: Named,
    *,
    officer: Officer,
    second: Officer | None,
    office: str,
    to_office: str,
    offices: Sequence[str],
    text: str,
    number: str,
) -> BlanksTransferred | Refused:
    """Send blanks of one range to another office: they leave this one's custody with this entry.

    The other office gains them only by counting them in against the centre's relayed manifest, so that no
    number is ever in two offices' custody. `offices`: those that the trust root names.
    """
    objections = [
        *objections_to_role(officer, *KEEPERS),
        *objections_to_second(second, officer),
        *objections_to_named(named, (BookletState.IN_STOCK,)),
        *objections_to_text(text, "text", most=MOST_TEXT, required=False),
    ]
    if to_office == office:
        objections.append(Objection(Reason.TRANSFER_TO_ONESELF, "to_office"))
    elif to_office not in offices:
        objections.append(Objection(Reason.OFFICE_UNKNOWN, "to_office"))
    kinds = {row.kind for row in named.rows.values()}
    if len(kinds) > 1:
        objections.append(Objection(Reason.BLANKS_OF_TWO_KINDS, "blanks"))
    if len(named.blanks) > 1:
        objections.append(Objection(Reason.BLANKS_NOT_ONE_RANGE, "blanks"))
    objections += _objections_to_drawers(named, officer, second)
    if objections or second is None:
        return Refused(tuple(objections))
    (blanks,), (kind,) = named.blanks, kinds
    return BlanksTransferred(
        number=number,
        kind=kind,
        series=blanks.series,
        digits=blanks.digits,
        first=blanks.first,
        last=blanks.last,
        to_office=to_office,
        second_officer=second.officer,
        text=text,
    )


def report_blanks(
    named: Named,
    *,
    officer: Officer,
    second: Officer | None,
    what: StockAct,
    cause: SpoilCause,
    text: str,
    number: str,
) -> BlanksReported | Refused:
    """Report blanks that no case has as spoilt, lost, found, returned, cancelled or destroyed.

    Two officers, of whom one keeps the vault, sign the numbered report. What is bound to a case is reported
    on the case. What is there is taken out of a drawer by its officer; that it is lost, others may find too.
    """
    objections = [
        *objections_to_role(officer, *KEEPERS, Role.PRINTER, Role.QUALITY_TESTER),
        *objections_to_second(second, officer),
        *objections_to_text(text, "text", most=MOST_TEXT),
    ]
    if what not in REPORTED_FROM:
        objections.append(Objection(Reason.FIELD_MISSING, "what"))
    objections += objections_to_named(named, REPORTED_FROM.get(what, tuple(BookletState)))
    if what is not StockAct.LOST:
        objections += _objections_to_drawers(named, officer, second)
    both = [officer] if second is None else [officer, second]
    if not any(role in one.roles for one in both for role in KEEPERS):
        facts = {"lies": Place.VAULT.value, "role": KEEPERS[0].value}
        objections.append(Objection(Reason.KEEPER_NOT_PRESENT, "second_officer", facts))
    if objections or second is None:
        return Refused(tuple(objections))
    return BlanksReported(
        number=number,
        what=what,
        blanks=named.blanks,
        text=text,
        second_officer=second.officer,
        cause=cause,
    )


def objections_to_named(named: Named, states: Sequence[BookletState]) -> list[Objection]:
    """Every number must be one that the office received, and in one of these states."""
    if not named.blanks:
        return [Objection(Reason.FIELD_MISSING, "blanks")]
    if named.too_many:
        return [Objection(Reason.TOO_MANY_BLANKS, "blanks", {"most": MOST_REPORTED})]
    objections = []
    unknown = [number for number in numbers_of(named.blanks) if number not in named.rows]
    if unknown:
        facts: dict[str, Fact] = {"number": unknown[0], "blanks": len(unknown)}
        objections.append(Objection(Reason.BLANKS_NOT_HELD, "blanks", facts))
    for state in BookletState:
        wrong = sorted(row.booklet for row in named.rows.values() if row.state is state)
        if wrong and state not in states:
            said: dict[str, Fact] = {"number": wrong[0], "blanks": len(wrong), "state": state.value}
            objections.append(Objection(Reason.BLANKS_IN_OTHER_STATE, "blanks", said))
    return objections


def _objections_to_drawers(named: Named, officer: Officer, second: Officer | None) -> list[Objection]:
    """Nothing is taken out of a drawer without its officer."""
    both = [officer] if second is None else [officer, second]
    holders = sorted({row.holder for row in named.rows.values() if row.place is Place.DRAWER})
    return [one for holder in holders for one in _objections_to_custody(Place.DRAWER, holder, both)]

"""Rules of blanks: who counts, who hands over to whom, what may be reported of which, and allocation."""

from dataclasses import replace

import pytest

from builders.cases import BOOKLET, a_case
from builders.people import OFFICE, an_officer
from loket.core.domain import events as e
from loket.core.domain.blanks import BlankRange, numbers_of, parse_blanks
from loket.core.domain.refusals import Reason, Refused
from loket.core.domain.rows import Booklet, Shipment, StockReport, StockVariance
from loket.core.domain.rules import issuance, shipping, stock, stock_count
from loket.core.domain.series import USUAL
from loket.core.domain.stock_terms import Place, ShortfallOutcome, StockAct, VarianceGround
from loket.core.domain.terms import BookletState, DocumentKind, Role, SpoilCause, Stage

BUDI = an_officer(Role.ALLOCATOR, officer="budi")
TINI = an_officer(Role.QUALITY_TESTER, officer="tini")
PRINTS = an_officer(Role.PRINTER, officer="joko")
HEAD = an_officer(Role.HEAD, officer="kepala")
HQ = an_officer(Role.HEADQUARTERS, officer="sari")
SHIPMENT = Shipment(
    office=OFFICE, shipment="s1", kind=DocumentKind.ORDINARY, series="X", digits=7, first=1, last=100
)


def blank(number=BOOKLET, **changes):
    given = {"office": OFFICE, "booklet": number, "kind": DocumentKind.ORDINARY, "shipment": "s1"}
    return Booklet(**{**given, "state": BookletState.IN_STOCK, **changes})


def receive(shipment=SHIPMENT, **changes):
    given = {
        "officer": BUDI,
        "second": TINI,
        "counted": 100,
        "missing": (),
        "damaged": (),
        "text": "",
        "overlaps": False,
        "book": USUAL,
        "number": "TERIMA-2024-0001",
    }
    return stock.receive_shipment(shipment, **{**given, **changes})


def test_shipped_blanks_are_received_once_and_counted_by_two_officers():
    received = receive()

    assert isinstance(received, e.BookletsReceived)
    assert (received.second_officer, received.number) == ("tini", "TERIMA-2024-0001")
    assert receive(counted=99).reasons == (Reason.SHIPMENT_COUNT_DIFFERS,)
    assert receive(replace(SHIPMENT, received=True)).reasons == (Reason.SHIPMENT_ALREADY_RECEIVED,)
    assert receive(overlaps=True).reasons == (Reason.SHIPMENT_OVERLAPS,)
    assert receive(None).reasons == (Reason.SHIPMENT_UNKNOWN,)
    assert receive(second=None).reasons == (Reason.SECOND_OFFICER_NEEDED,)
    assert receive(second=BUDI).reasons == (Reason.SECOND_OFFICER_NEEDED,)
    assert receive(officer=TINI, second=BUDI).reasons == (Reason.OFFICER_LACKS_ROLE,)


def test_what_is_missing_is_named_and_only_the_rest_is_received():
    missing = parse_blanks("X0000007-X0000008")

    received = receive(counted=98, missing=missing, damaged=parse_blanks("X0000009"), text="Segel putus.")

    assert isinstance(received, e.BookletsReceived)
    assert received.missing == missing
    # Ninety-eight came: the damaged one is among them.
    assert receive(counted=100, missing=missing, text="Segel putus.").reasons == (
        Reason.SHIPMENT_COUNT_DIFFERS,
    )
    unnamed = receive(counted=98, missing=missing)
    assert [(one.reason, one.field) for one in unnamed.objections] == [(Reason.FIELD_MISSING, "text")]


def test_a_number_of_another_shipment_is_neither_missing_nor_damaged_here():
    refused = receive(
        counted=99,
        missing=parse_blanks("X0000101"),
        damaged=parse_blanks("X0000101"),
        text="Contoh",
    )

    assert [(one.reason, one.field) for one in refused.objections] == [
        (Reason.BLANKS_NOT_OF_SHIPMENT, "missing"),
        (Reason.BLANKS_NOT_OF_SHIPMENT, "damaged"),
        (Reason.BLANKS_MISSING_AND_DAMAGED, "damaged"),
    ]


def test_a_series_that_is_not_in_the_file_is_not_received():
    assert receive(replace(SHIPMENT, series="Q")).reasons == (Reason.SERIES_UNKNOWN,)


def named(*rows, typed=""):
    blanks = parse_blanks(typed or " ".join(row.booklet for row in rows))
    return stock.Named(blanks=blanks, rows={row.booklet: row for row in rows})


def move(what, to_place, to_holder="", *, officer=BUDI, second=TINI):
    return stock.move_blanks(
        what, officer=officer, second=second, to_place=to_place, to_holder=to_holder, number="SERAH-2024-0001"
    )


def test_blanks_go_from_the_vault_into_the_drawer_of_one_of_the_two():
    moved = move(named(blank("X0000001"), blank("X0000002")), Place.DRAWER, "budi")

    assert moved == e.BlanksMoved(
        number="SERAH-2024-0001",
        blanks=(BlankRange(series="X", digits=7, first=1, last=2),),
        from_place=Place.VAULT,
        from_holder="",
        to_place=Place.DRAWER,
        to_holder="budi",
        second_officer="tini",
    )


def in_drawer(holder, number="X0000003"):
    return blank(number, place=Place.DRAWER, holder=holder)


@pytest.mark.parametrize(
    ("what", "to", "officer", "second", "reasons"),
    [
        (in_drawer("budi"), (Place.DRAWER, "tini"), BUDI, TINI, None),
        (in_drawer("budi"), (Place.DRAWER, "dewi"), BUDI, TINI, [Reason.HOLDER_NOT_PRESENT]),
        (in_drawer("dewi"), (Place.VAULT, ""), BUDI, TINI, [Reason.HOLDER_NOT_PRESENT]),
        (in_drawer("budi"), (Place.DRAWER, "budi"), BUDI, TINI, [Reason.BLANKS_LIE_THERE]),
        (blank(), (Place.DRAWER, ""), BUDI, TINI, [Reason.HOLDER_NOT_PRESENT]),
        (blank(), (Place.MACHINE, ""), BUDI, TINI, [Reason.KEEPER_NOT_PRESENT]),
        (blank(), (Place.MACHINE, ""), BUDI, PRINTS, None),
        (blank(), (Place.MACHINE, ""), PRINTS, TINI, [Reason.KEEPER_NOT_PRESENT]),
        (blank(), (Place.READY, ""), BUDI, HEAD, [Reason.FIELD_MISSING]),
        (blank(), (Place.DRAWER, "budi"), BUDI, None, [Reason.SECOND_OFFICER_NEEDED]),
        (in_drawer("tini"), (Place.VAULT, ""), TINI, BUDI, [Reason.OFFICER_LACKS_ROLE]),
    ],
)
def test_a_place_is_opened_by_who_keeps_it(what, to, officer, second, reasons):
    moved = move(named(what), *to, officer=officer, second=second)

    assert (list(moved.reasons) if isinstance(moved, Refused) else None) == reasons


def test_a_hand_over_says_everything_that_is_wrong_with_its_numbers():
    spoilt = blank("X0000001", state=BookletState.SPOILT)
    what = named(spoilt, blank("X0000002"), in_drawer("budi"), typed="X0000001-X0000004")

    refused = move(what, Place.MACHINE, second=PRINTS)

    assert [(one.reason, one.facts.get("number")) for one in refused.objections] == [
        (Reason.BLANKS_NOT_HELD, "X0000004"),
        (Reason.BLANKS_IN_OTHER_STATE, "X0000001"),
        (Reason.BLANKS_IN_TWO_PLACES, None),
    ]


def test_no_act_names_more_blanks_than_an_entry_can_move():
    many = stock.Named(blanks=parse_blanks("X0000001-X0002001"), rows={})

    assert move(many, Place.DRAWER, "budi").reasons[0] is Reason.TOO_MANY_BLANKS


def transfer(what, **changes):
    given = {
        "officer": BUDI,
        "second": HEAD,
        "office": "polman",
        "to_office": "majene",
        "offices": ("majene", "polman"),
        "text": "",
        "number": "PINDAH-2024-0001",
    }
    return stock.transfer_blanks(what, **{**given, **changes})


def test_a_transfer_names_one_range_of_one_kind_and_another_enrolled_office():
    sent = transfer(named(blank("X0000001"), blank("X0000002")))

    assert (sent.first, sent.last, sent.to_office) == (1, 2, "majene")
    electronic = blank("X0000004", kind=DocumentKind.ELECTRONIC)
    assert transfer(named(blank("X0000001"), electronic)).reasons == (
        Reason.BLANKS_OF_TWO_KINDS,
        Reason.BLANKS_NOT_ONE_RANGE,
    )
    assert transfer(named(blank()), to_office="polman").reasons == (Reason.TRANSFER_TO_ONESELF,)
    assert transfer(named(blank()), to_office="mamuju").reasons == (Reason.OFFICE_UNKNOWN,)
    assert transfer(named(in_drawer("tini"))).reasons == (Reason.HOLDER_NOT_PRESENT,)
    assert transfer(named()).reasons == (Reason.FIELD_MISSING,)


# What may be said of a blank by what it is: the rest is refused. Written down by hand from the way of a book:
# only a blank in stock is spoilt or cancelled, only a spoilt or cancelled one is destroyed.
MAY = {
    StockAct.SPOILT: {BookletState.IN_STOCK},
    StockAct.LOST: {BookletState.IN_STOCK, BookletState.SPOILT, BookletState.CANCELLED},
    StockAct.FOUND: {BookletState.LOST},
    StockAct.RETURNED: {BookletState.IN_STOCK, BookletState.SPOILT, BookletState.CANCELLED},
    StockAct.CANCELLED: {BookletState.IN_STOCK},
    StockAct.DESTROYED: {BookletState.SPOILT, BookletState.CANCELLED},
}


def report(what, act, **changes):
    given = {
        "officer": BUDI,
        "second": TINI,
        "cause": SpoilCause.DAMAGED_BLANK,
        "text": "Halaman sobek.",
        "number": "RUSAK-2024-0001",
    }
    return stock.report_blanks(what, what=act, **{**given, **changes})


@pytest.mark.parametrize("state", list(BookletState))
@pytest.mark.parametrize("act", list(MAY))
def test_what_is_reported_of_a_blank_follows_from_what_it_is(act, state):
    said = report(named(blank(state=state)), act)

    if state in MAY[act]:
        assert isinstance(said, e.BlanksReported)
    else:
        assert said.reasons == (Reason.BLANKS_IN_OTHER_STATE,)


def test_what_lies_in_a_drawer_is_reported_with_its_officer_unless_it_is_not_there():
    drawer = named(blank(place=Place.DRAWER, holder="someone else"))

    for act in (StockAct.SPOILT, StockAct.RETURNED, StockAct.CANCELLED):
        assert report(drawer, act).reasons == (Reason.HOLDER_NOT_PRESENT,)
    assert isinstance(report(drawer, StockAct.LOST), e.BlanksReported)
    own = named(blank(place=Place.DRAWER, holder=HEAD.officer))
    assert isinstance(report(own, StockAct.SPOILT, second=HEAD), e.BlanksReported)


def test_a_report_has_two_officers_of_whom_one_keeps_the_vault_and_a_text():
    what = named(blank())

    assert report(what, StockAct.LOST, second=None).reasons == (Reason.SECOND_OFFICER_NEEDED,)
    assert report(what, StockAct.LOST, officer=PRINTS).reasons == (Reason.KEEPER_NOT_PRESENT,)
    assert isinstance(report(what, StockAct.LOST, officer=PRINTS, second=HEAD), e.BlanksReported)
    assert report(what, StockAct.LOST, text=" ").reasons == (Reason.FIELD_MISSING,)
    assert report(what, StockAct.MOVED).reasons == (Reason.FIELD_MISSING,)


def allocate(booklet, *, case=None, officer=BUDI, variances=(), named=""):
    return issuance.allocate_booklet(
        case or a_case(Stage.ALLOCATION), officer=officer, booklet=booklet, named=named, variances=variances
    )


def test_a_blank_from_the_vault_or_the_own_drawer_is_allocated():
    assert isinstance(allocate(blank()), e.BookletAllocated)
    assert isinstance(allocate(in_drawer("budi")), e.BookletAllocated)


def test_allocation_says_every_reason_why_not():
    away = blank(office="majene", kind=DocumentKind.ELECTRONIC, place=Place.DRAWER, holder="dewi")
    variance = StockVariance(
        office=OFFICE,
        variance="2024-06-19",
        open=True,
        lines=(),
        found_at=1,
        by="budi",
        second_officer="tini",
    )

    refused = allocate(away, case=a_case(Stage.APPROVAL), officer=TINI, variances=[variance])

    assert refused.reasons == (
        Reason.OFFICER_LACKS_ROLE,
        Reason.CASE_NOT_AT_THIS_STAGE,
        Reason.ALLOCATION_LOCKED,
        Reason.BOOKLET_AT_ANOTHER_OFFICE,
        Reason.BOOKLET_NOT_AT_HAND,
        Reason.BOOKLET_OF_ANOTHER_KIND,
    )


@pytest.mark.parametrize("state", [state for state in BookletState if state is not BookletState.IN_STOCK])
def test_only_a_blank_in_stock_is_allocated(state):
    assert allocate(blank(state=state)).reasons == (Reason.BOOKLET_NOT_IN_STOCK,)


def test_a_number_that_nobody_holds_and_an_empty_stock_are_two_things():
    assert allocate(None, named="X9999999").reasons == (Reason.BOOKLET_UNKNOWN,)
    assert allocate(None).reasons == (Reason.NO_BOOKLET_IN_STOCK,)
    assert allocate(in_drawer("dewi")).reasons == (Reason.BOOKLET_NOT_AT_HAND,)
    assert allocate(blank(place=Place.MACHINE)).reasons == (Reason.BOOKLET_NOT_AT_HAND,)


VAULT = stock_count.Lying(kind=DocumentKind.ORDINARY, place=Place.VAULT)
DRAWER = stock_count.Lying(kind=DocumentKind.ORDINARY, place=Place.DRAWER, holder="budi")
VARIANCE = StockVariance(
    office=OFFICE,
    variance="2024-06-20",
    open=True,
    lines=(),
    found_at=1,
    by="budi",
    second_officer="tini",
)


def resolve(counted, *, variance=VARIANCE, officer=BUDI, second=TINI, text="Ditemukan di laci."):
    return stock_count.resolve_variance(
        variance,
        officer=officer,
        second=second,
        ground=VarianceGround.FOUND,
        expected={VAULT: 90, DRAWER: 10},
        counted=counted,
        text=text,
        number="HITUNG-2024-0001",
    )


def test_a_variance_ends_when_two_officers_count_what_the_log_says():
    assert isinstance(resolve({VAULT: 90, DRAWER: 10}), e.VarianceResolved)
    assert resolve({VAULT: 90, DRAWER: 9}).reasons == (Reason.RECOUNT_DIFFERS,)
    assert resolve({VAULT: 90}).reasons == (Reason.FIELD_MISSING,)
    whole = {VAULT: 90, DRAWER: 10}
    assert resolve(whole, second=BUDI).reasons == (Reason.SECOND_OFFICER_NEEDED,)
    assert resolve(whole, officer=TINI, second=BUDI).reasons == (Reason.OFFICER_LACKS_ROLE,)
    assert resolve(whole, variance=None).reasons == (Reason.VARIANCE_UNKNOWN,)
    assert resolve(whole, variance=replace(VARIANCE, open=False)).reasons == (Reason.VARIANCE_UNKNOWN,)
    assert resolve(whole, text="").reasons == (Reason.FIELD_MISSING,)


def settle(shipment, outcome, *, text="Sudah dihitung ulang di gudang."):
    return shipping.settle_shortfall(shipment, officer=HQ, outcome=outcome, text=text)


def test_what_never_left_the_centre_is_shipped_again_and_what_was_lost_on_the_way_is_not():
    missing = parse_blanks("X0000007-X0000008")
    short = replace(SHIPMENT, received=True, short=True, missing=missing)
    never = settle(short, ShortfallOutcome.NEVER_SENT)
    assert list(numbers_of(never.blanks)) == ["X0000007", "X0000008"]

    def again(outcome, first=7, last=8):
        return shipping.ship_booklets(
            officer=HQ,
            shipment="s2",
            kind=DocumentKind.ORDINARY,
            series="X",
            digits=7,
            first=first,
            last=last,
            book=USUAL,
            shipped=[replace(short, outcome=outcome)],
        )

    assert isinstance(again(ShortfallOutcome.NEVER_SENT), e.BookletsShipped)
    assert again(ShortfallOutcome.NEVER_SENT, last=9).reasons == (Reason.BOOKLETS_ALREADY_SHIPPED,)
    assert again(ShortfallOutcome.LOST_ON_THE_WAY).reasons == (Reason.BOOKLETS_ALREADY_SHIPPED,)
    assert again(None).reasons == (Reason.BOOKLETS_ALREADY_SHIPPED,)


def test_a_shortfall_is_settled_once_and_a_transfers_was_sent():
    short = replace(SHIPMENT, received=True, short=True, missing=parse_blanks("X0000007"))

    assert settle(None, ShortfallOutcome.NEVER_SENT).reasons == (Reason.SHORTFALL_NOT_OPEN,)
    assert settle(replace(short, short=False), ShortfallOutcome.NEVER_SENT).reasons == (
        Reason.SHORTFALL_NOT_OPEN,
    )
    assert settle(replace(short, sender="majene"), ShortfallOutcome.NEVER_SENT).reasons == (
        Reason.GROUND_DOES_NOT_FIT,
    )
    assert settle(short, ShortfallOutcome.LOST_ON_THE_WAY, text="").reasons == (Reason.FIELD_MISSING,)


def test_the_centre_ships_only_series_that_are_known():
    refused = shipping.ship_booklets(
        officer=HQ,
        shipment="s1",
        kind=DocumentKind.ORDINARY,
        series="E",
        digits=7,
        first=1,
        last=2,
        book=USUAL,
        shipped=[],
    )

    assert refused.reasons == (Reason.SERIES_UNKNOWN,)


def test_a_transfer_is_relayed_under_the_name_of_its_sender():
    told = StockReport(
        office="polman",
        number="PINDAH-2024-0001",
        act=StockAct.TRANSFERRED,
        at=1,
        by="budi",
        second_officer="kepala",
        blanks=parse_blanks("X0000001-X0000005"),
        count=5,
        to_office="majene",
    )

    relayed = shipping.relay_transfer(told, kind=DocumentKind.ORDINARY)

    assert (relayed.shipment, relayed.sender) == ("polman/PINDAH-2024-0001", "polman")
    assert (relayed.first, relayed.last) == (1, 5)

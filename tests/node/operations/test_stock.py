"""Blanks on real stores: counted in, moved, sent on, reported, missing, counted at the close of day."""

from dataclasses import replace

import pytest

from builders.country import (
    bring_to,
    done,
    hq,
    keep_trust,
    pull,
    push,
    ship,
    supplied,
    the_row,
)
from builders.nodes import by, enrol_officers, make_node
from loket.core.domain import events as e
from loket.core.domain.blanks import parse_blanks
from loket.core.domain.refusals import Reason
from loket.core.domain.rows import Booklet, Shipment, StockReport, StockVariance
from loket.core.domain.rules.stock_count import Lying
from loket.core.domain.stock_terms import Place, ShortfallOutcome, StockAct, VarianceGround
from loket.core.domain.terms import BalanceItem, BookletState, DocumentKind, Role, SpoilCause, Stage
from loket.core.tlog.note import sign_note
from loket.node.followers.centre import CentreFollower
from loket.node.keys.trust import TrustedNode
from loket.node.operations import invariants as i
from loket.node.operations.allocate_booklet import allocate_booklet
from loket.node.operations.centre_stock import centre_stock, next_range
from loket.node.operations.close_day import close_day
from loket.node.operations.import_manifest import import_manifest
from loket.node.operations.invariants_acts import four_eyes
from loket.node.operations.invariants_stock import no_booklet_twice, stock_equation
from loket.node.operations.lose_booklet import lose_booklet
from loket.node.operations.manifests import manifest_of
from loket.node.operations.move_blanks import move_blanks
from loket.node.operations.office_day import day_still_open, expected_at_closing
from loket.node.operations.open_day import open_day
from loket.node.operations.rebuild import rebuild
from loket.node.operations.receive_shipment import receive_shipment
from loket.node.operations.report_blanks import report_blanks
from loket.node.operations.resolve_variance import resolve_variance
from loket.node.operations.settle_shortfall import settle_shortfall
from loket.node.operations.ship_booklets import ship_booklets
from loket.node.operations.simulated_partners import simulated_partners
from loket.node.operations.stock import equations, forecasts, lying_now, shipments_on_the_way
from loket.node.operations.transfer_blanks import transfer_blanks

VAULT = Lying(kind=DocumentKind.ORDINARY, place=Place.VAULT)
DAY_MS = 24 * 3_600_000


@pytest.fixture(name="office")
def supplied_office(country):
    supplied(country)
    return country.office


def blank(node, number):
    with node.store.reading() as reading:
        return reading.get(Booklet, (node.name, number))


def the_equation(node):
    """Every state that is not nothing, of ordinary blanks."""
    with node.store.reading() as reading:
        (said,) = equations(reading, node.name)
    assert said.holds
    return {state.value: count for state, count in said.states if count}


def holds(node, *offices):
    with node.store.reading() as reading:
        assert no_booklet_twice(reading) == []
        assert four_eyes(reading) == []
        for office in offices or (node.name,):
            assert stock_equation(reading, office) == []
    assert i.projection_is_fold(node, node.name) == []


def receive(node, shipment, counted, **changes):
    return receive_shipment(
        node, by("budi"), shipment=shipment, counted=counted, **{"second_officer": "tini", **changes}
    )


def move(node, numbers, place, holder="", *, officer="budi", second="tini"):
    return move_blanks(
        node,
        by(officer),
        blanks=parse_blanks(numbers),
        to_place=place,
        to_holder=holder,
        second_officer=second,
    )


def report(node, what, numbers, **changes):
    given = {"text": "Contoh", "second_officer": "tini", **changes}
    return report_blanks(node, by("budi"), what=what, blanks=parse_blanks(numbers), **given)


def test_a_way_of_blanks_through_places_and_reports_is_balanced_and_folds_again(office):
    done(move(office, "X0000001-X0000003", Place.DRAWER, "budi"))
    done(move(office, "X0000003", Place.MACHINE))
    done(report(office, StockAct.SPOILT, "X0000003", cause=SpoilCause.DAMAGED_BLANK))
    done(report(office, StockAct.DESTROYED, "X0000003"))
    done(report(office, StockAct.LOST, "X0000004"))
    done(report(office, StockAct.FOUND, "X0000004"))
    done(report(office, StockAct.CANCELLED, "X0000005"))
    done(report(office, StockAct.RETURNED, "X0000005"))
    case = bring_to(office, Stage.PRINTING)

    # The drawer before the vault, and the lowest number of it.
    assert the_row(office, case).booklet == "X0000001"
    assert the_equation(office) == {"in_stock": 2, "allocated": 1, "destroyed": 1, "returned": 1}
    with office.store.reading() as reading:
        assert lying_now(office, reading) == {
            VAULT: 1,
            Lying(kind=DocumentKind.ORDINARY, place=Place.DRAWER, holder="budi"): 1,
            Lying(kind=DocumentKind.ORDINARY, place=Place.MACHINE, state=BookletState.ALLOCATED): 1,
        }
        numbers = {row.number for row in reading.select(StockReport, {"office": office.name})}
    assert numbers == {
        "TERIMA-2024-0001",
        "SERAH-2024-0001",
        "SERAH-2024-0002",
        "RUSAK-2024-0001",
        "MUSNAH-2024-0001",
        "HILANG-2024-0001",
        "TEMU-2024-0001",
        "CABUT-2024-0001",
        "RETUR-2024-0001",
    }
    holds(office)
    assert rebuild(office, office.name).equal


def test_only_what_is_at_hand_is_allocated_and_a_named_number_says_why_not(office):
    case = bring_to(office, Stage.ALLOCATION)
    done(move(office, "X0000001-X0000004", Place.DRAWER, "tini"))
    done(report(office, StockAct.SPOILT, "X0000005"))

    def named(number):
        return allocate_booklet(office, by("budi"), case, booklet=number).reasons

    assert named("X0000001") == (Reason.BOOKLET_NOT_AT_HAND,)
    assert named("X0000005") == (Reason.BOOKLET_NOT_IN_STOCK,)
    assert named("X9999999") == (Reason.BOOKLET_UNKNOWN,)
    assert named("") == (Reason.NO_BOOKLET_IN_STOCK,)
    done(move(office, "X0000001", Place.VAULT, second="tini"))
    assert done(allocate_booklet(office, by("budi"), case, booklet="X0000001"))


def test_a_lost_booklet_of_a_case_is_reported_and_found_it_is_no_blank_again(office):
    case = bring_to(office, Stage.READ_BACK)
    number = the_row(office, case).booklet
    alone = lose_booklet(office, by("tini"), case, report="Dicari di laci.", second_officer="tini")
    assert alone.reasons == (Reason.SECOND_OFFICER_NEEDED,)

    done(lose_booklet(office, by("tini"), case, report="Dicari di laci.", second_officer="budi"))

    row = the_row(office, case)
    assert (row.stage, row.booklet, row.spoil_reports[0].lost) == (Stage.ALLOCATION, "", True)
    assert blank(office, number).state is BookletState.LOST
    bring_to(office, Stage.PRINTING, case=case)
    done(report(office, StockAct.FOUND, number))
    assert blank(office, number).state is BookletState.SPOILT
    holds(office)


def test_missing_numbers_are_not_in_custody_and_stay_owed_until_the_centre_settles_them(country):
    office, centre = country.office, country.centre
    done(ship(country, first=1, last=10))
    pull(office, centre)
    missing, damaged = parse_blanks("X0000004-X0000005"), parse_blanks("X0000009")

    done(receive(office, "s1", 8, missing=missing, damaged=damaged, text="Segel putus."))

    assert the_equation(office) == {"in_stock": 7, "spoilt": 1}
    assert blank(office, "X0000004") is None
    push(office, centre)
    follower = CentreFollower(centre, simulated_partners(centre))
    follower.run_once(country.clock.now)
    with centre.store.reading() as reading:
        assert [row.missing for row in centre_stock(centre, reading).shortfalls] == [missing]

    def settle(outcome):
        return settle_shortfall(
            centre, hq(), "polman", shipment="s1", outcome=outcome, text="Tertinggal di gudang."
        )

    done(settle(ShortfallOutcome.NEVER_SENT))
    assert settle(ShortfallOutcome.NEVER_SENT).reasons == (Reason.SHORTFALL_NOT_OPEN,)
    assert ship(country, shipment="s2", first=4, last=6).reasons == (Reason.BOOKLETS_ALREADY_SHIPPED,)
    done(ship(country, shipment="s2", first=4, last=5))
    pull(office, centre)
    with office.store.reading() as reading:
        row = reading.get(Shipment, ("polman", "s1"))
    assert (row.short, row.outcome) == (False, ShortfallOutcome.NEVER_SENT)
    done(receive(office, "s2", 2))
    assert the_equation(office) == {"in_stock": 9, "spoilt": 1}
    holds(office)
    push(office, centre)
    follower.run_once(country.clock.now)
    holds(centre, "polman")


@pytest.fixture
def neighbour(country, tmp_path):
    """A second office, Majene, enrolled beside the first."""
    made = make_node(tmp_path / "majene", name="majene", clock=country.clock)
    root = country.centre.trust()
    nodes = (*root.nodes, TrustedNode.of(made.keys.public()))
    keep_trust(replace(root, version=2, nodes=nodes), country.signers, country.office, country.centre, made)
    enrol_officers(made)
    yield made
    made.store.close()


def relay(country, *offices):
    for office in offices:
        push(office, country.centre)
    return CentreFollower(country.centre, simulated_partners(country.centre)).run_once(country.clock.now)


def test_a_transfer_leaves_one_custody_at_once_and_comes_into_the_other_by_a_receipt(
    country, office, neighbour
):
    sent = transfer_blanks(
        office,
        by("budi"),
        blanks=parse_blanks("X0000004-X0000005"),
        to_office="majene",
        text="",
        second_officer="kepala",
    )
    done(sent)
    name = "polman/PINDAH-2024-0001"
    assert the_equation(office) == {"in_stock": 3, "transferred": 2}
    # Majene knows nothing of it before the centre has relayed it.
    assert receive(neighbour, name, 2).reasons == (Reason.SHIPMENT_UNKNOWN,)

    assert relay(country, office).relayed == 1
    assert relay(country, office).relayed == 0
    with country.centre.store.reading() as reading:
        waiting = shipments_on_the_way(country.centre, reading, "majene")
    assert [(row.shipment, row.sender) for row in waiting] == [(name, "polman")]
    pull(neighbour, country.centre)
    done(receive(neighbour, name, 2))

    assert the_equation(neighbour) == {"in_stock": 2}
    relay(country, office, neighbour)
    holds(country.centre, "polman", "majene")


def test_blanks_that_come_back_from_a_neighbour_are_counted_once(country, office, neighbour):
    there = {"blanks": parse_blanks("X0000005"), "text": "", "second_officer": "kepala"}
    done(transfer_blanks(office, by("budi"), to_office="majene", **there))
    relay(country, office)
    pull(neighbour, country.centre)
    done(receive(neighbour, "polman/PINDAH-2024-0001", 1))
    done(transfer_blanks(neighbour, by("budi"), to_office="polman", **there))
    relay(country, office, neighbour)
    pull(office, country.centre)

    done(receive(office, "majene/PINDAH-2024-0001", 1))

    assert the_equation(office) == {"in_stock": 5}
    assert the_equation(neighbour) == {"transferred": 1}
    relay(country, office, neighbour)
    holds(country.centre, "polman", "majene")


def claim(neighbour, first, last):
    """Majene's log, written past the rules: blanks that it never had, sent on to Polman."""
    said = {"kind": DocumentKind.ORDINARY, "series": "X", "digits": 7, "first": first, "last": last}
    claimed = (
        e.BookletsReceived(shipment="never sent", second_officer="tini", **said),
        e.BlanksTransferred(number="PINDAH-1", to_office="polman", second_officer="tini", **said),
    )
    with neighbour.store.writing() as writing:
        for event in claimed:
            neighbour.append(
                writing, event, officer="budi", role=Role.ALLOCATOR, act=f"past the rules/{event.KIND}"
            )


@pytest.mark.parametrize(("first", "last"), [(5, 6), (7, 7)])
def test_the_centre_relays_no_blanks_that_it_knows_elsewhere(country, office, neighbour, first, last):
    # 1 to 5 lie in Polman, 6 to 7 are on their way there.
    done(ship(country, shipment="s2", first=6, last=7))
    claim(neighbour, first, last)

    assert relay(country, office, neighbour).relayed == 0

    with country.centre.store.reading() as reading:
        assert no_booklet_twice(reading) != []
        assert reading.get(Shipment, ("centre", "majene/PINDAH-1")) is None


def test_a_number_in_two_custodies_is_found(country, office, neighbour):
    done(ship(country, shipment="s2", first=6, last=7))
    forged = make_note(country.centre, office="majene", first=5, last=6)
    done(import_manifest(neighbour, by("budi"), note=forged))

    done(receive(neighbour, "forged", 2))

    relay(country, office, neighbour)
    with country.centre.store.reading() as reading:
        found = [one.text for one in no_booklet_twice(reading)]
    assert any("X0000005 is in the custody of majene and of polman" in text for text in found)


def make_note(node, **changes):
    """A manifest signed by this node's key for papers, of whatever it says."""
    said = {
        "domain": node.domain,
        "office": "polman",
        "shipment": "forged",
        "kind": "ordinary",
        "series": "X",
        "digits": 7,
        "first": 8,
        "last": 9,
        "sender": "-",
        **changes,
    }
    lines = ["loket manifest v1", *(f"{name} {value}" for name, value in said.items()), ""]
    return sign_note("\n".join(lines), node.keys.papers)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"office": "majene"}, Reason.MANIFEST_FOR_ANOTHER_OFFICE),
        ({"series": "Q"}, Reason.SERIES_UNKNOWN),
        ({"shipment": "s1"}, Reason.SHIPMENT_KNOWN),
        ({"domain": "other.test"}, Reason.MANIFEST_UNREADABLE),
        ({"kind": "unknown"}, Reason.MANIFEST_UNREADABLE),
        ({"first": 10}, Reason.MANIFEST_UNREADABLE),
        ({"digits": "seven"}, Reason.MANIFEST_UNREADABLE),
        ({"more": "line"}, Reason.MANIFEST_UNREADABLE),
        ({"shipment": "x" * 101}, Reason.MANIFEST_UNREADABLE),
    ],
)
def test_a_manifest_that_says_something_else_is_not_taken_in(country, office, changes, reason):
    note = make_note(country.centre, **changes)

    assert import_manifest(office, by("budi"), note=note).reasons == (reason,)


def test_only_the_centres_signature_counts(country, office):
    own = make_note(office)
    changed = make_note(country.centre).replace(b"last 9", b"last 8")

    for note in (own, changed, b"", b"x" * 5_000, b"loket manifest v1\n"):
        assert import_manifest(office, by("budi"), note=note).reasons == (Reason.MANIFEST_UNREADABLE,)


def lying(office):
    with office.store.reading() as reading:
        return lying_now(office, reading)


def close(office, stock, *, why=None):
    with office.store.reading() as reading:
        counted = expected_at_closing(office, reading, day_still_open(office, reading))
    return close_day(
        office,
        by("budi"),
        counted=counted,
        why={},
        deposited_rupiah=0,
        second_officer="tini",
        stock_counted=stock,
        stock_why=why or {},
    )


def test_a_variance_at_the_close_locks_allocation_until_two_officers_have_counted_again(office):
    cash, blanks = BalanceItem.CASH, BalanceItem.BLANKS
    done(open_day(office, by("budi"), counted={cash: 0, blanks: 5}, why={}))
    short = {**lying(office), VAULT: 4}
    assert close(office, short).reasons == (Reason.VARIANCE_NOT_EXPLAINED,)
    done(close(office, short, why={VAULT: "Satu blangko tidak ditemukan."}))
    case = bring_to(office, Stage.ALLOCATION)

    assert allocate_booklet(office, by("budi"), case).reasons == (Reason.ALLOCATION_LOCKED,)
    with office.store.reading() as reading:
        (variance,) = reading.select(StockVariance, {"open": True})
    assert [(line.expected, line.counted) for line in variance.lines] == [(5, 4)]

    def resolve(stock):
        return resolve_variance(
            office,
            by("budi"),
            variance=variance.variance,
            ground=VarianceGround.REPORTED,
            counted=stock,
            text="Dihitung ulang.",
            second_officer="tini",
        )

    assert resolve(short).reasons == (Reason.RECOUNT_DIFFERS,)
    done(report(office, StockAct.LOST, "X0000005"))
    done(resolve(lying(office)))

    assert lying(office) == {VAULT: 4}
    done(allocate_booklet(office, by("budi"), case))
    holds(office)
    assert rebuild(office, office.name).equal


def somebody(number):
    """A person whom nothing connects with the others."""
    letters = "abcdefghij"
    first = f"Nama{letters[number // 10]}{letters[number % 10]}"
    return {
        "nik": f"760411501090{number + 11:04d}",
        "full_name": f"{first} Contoh",
        "primary_identifier": "Contoh",
        "secondary_identifier": first,
    }


def test_thirty_days_without_the_centre(country):
    """Blanks are counted in by manifest, moved, used, lost, counted each day; then everything is told."""
    office, centre, clock = country.office, country.centre, country.clock
    supplied(country)
    push(office, centre)
    # The box is on the road when the centre is lost: its log is never read here, its manifest lies in it.
    done(ship(country, shipment="KIRIM-0002", first=101, last=160))
    with centre.store.reading() as reading:
        note = manifest_of(centre, reading.get(Shipment, ("centre", "KIRIM-0002")))
    done(import_manifest(office, by("budi"), note=note))
    missing = parse_blanks("X0000160")
    done(receive(office, "KIRIM-0002", 59, missing=missing, text="Satu tidak ada."))
    used = 0
    for day in range(30):
        clock.now += DAY_MS
        today = office.day_of(clock.now)
        if not office.calendar.is_working(today):
            continue
        cash, blanks = BalanceItem.CASH, BalanceItem.BLANKS
        with office.store.reading() as reading:
            there = {
                cash: 0,
                blanks: sum(one.of(BookletState.IN_STOCK) for one in equations(reading, "polman")),
            }
        done(open_day(office, by("budi"), counted=there, why={}))
        lowest = min(row.booklet for row in in_stock(office))
        done(move(office, lowest, Place.DRAWER, "budi"))
        case = bring_to(office, Stage.ALLOCATION, **somebody(day))
        done(allocate_booklet(office, by("budi"), case))
        used += 1
        if day == 10:
            done(report(office, StockAct.LOST, "X0000159"))
        counted = dict(lying(office))
        done(close(office, counted))
    with office.store.reading() as reading:
        (lasts,) = forecasts(office, reading, "polman")
        rate_window = [count for _day, count in lasts.used]
    # One blank on each working day, but today is not over: the rate is one a day.
    assert lasts.a_day == 1.0
    assert lasts.days_left == lasts.in_stock == 5 + 59 - used - 1
    assert len(rate_window) == 20
    holds(office)
    assert rebuild(office, office.name).equal

    # The centre is back: what the office knows by manifest is what the log says; nothing is counted twice.
    pull(office, centre)
    assert the_equation(office) == {"in_stock": 5 + 59 - used - 1, "allocated": used, "lost": 1}
    assert Reason.SHIPMENT_ALREADY_RECEIVED in receive(office, "KIRIM-0002", 60).reasons
    push(office, centre)
    CentreFollower(centre, simulated_partners(centre)).run_once(clock.now)
    holds(centre, "polman")
    with centre.store.reading() as reading:
        said = centre_stock(centre, reading)
    assert [row.missing for row in said.shortfalls] == [missing]
    (line,) = said.offices
    # 42 at one a day last longer than 10 + 20 working days: nothing is proposed.
    assert (line.stands.in_stock, line.on_the_way, line.refill) == (lasts.in_stock, 0, None)


def in_stock(office):
    with office.store.reading() as reading:
        return reading.select(Booklet, {"office": office.name, "state": BookletState.IN_STOCK})


def test_the_centre_sees_the_lowest_stock_first_and_proposes_what_comes_next(country):
    office, centre = country.office, country.centre
    supplied(country)
    for number in range(3):
        bring_to(office, Stage.PRINTING, **somebody(number))
    country.clock.now += DAY_MS
    push(office, centre)
    CentreFollower(centre, simulated_partners(centre)).run_once(country.clock.now)

    with centre.store.reading() as reading:
        (line,) = centre_stock(centre, reading).offices
        proposed = next_range(centre, reading, DocumentKind.ORDINARY, line.refill.blanks)

    # Three on the one day that counts: 3 a day, 2 left. Wanted: 3 × (10 + 40) − 2 = 148, in boxes of 50.
    assert (line.stands.a_day, line.stands.in_stock, line.refill.blanks) == (3.0, 2, 150)
    assert (proposed.lowest, proposed.highest) == ("X0000006", "X0000155")
    done(
        ship_booklets(
            centre,
            hq(),
            "polman",
            shipment="s2",
            kind=DocumentKind.ORDINARY,
            series=proposed.series,
            digits=proposed.digits,
            first=proposed.first,
            last=proposed.last,
        )
    )
    with centre.store.reading() as reading:
        (line,) = centre_stock(centre, reading).offices
    assert (line.on_the_way, line.refill) == (150, None)

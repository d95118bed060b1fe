"""Each invariant holds for a country that lived a day, and each check finds what breaks it."""

from dataclasses import replace

import pytest

from builders.country import (
    ANOTHER,
    bring_to,
    done,
    keep_trust,
    make_country,
    pull,
    push,
    ship,
    supplied,
    the_row,
)
from builders.nodes import by
from loket.core.domain import events as e
from loket.core.domain.rows import Booklet, Case
from loket.core.domain.terms import (
    Answer,
    BookletState,
    Duty,
    HitDecision,
    MatchGround,
    ObligationKind,
    OrderKind,
    Recipient,
    Role,
    Stage,
)
from loket.core.domain.view import Put
from loket.node.followers.centre import CentreFollower
from loket.node.keys.trust import CutOff
from loket.node.operations import invariants as i
from loket.node.operations.act import SYSTEM
from loket.node.operations.invariants_acts import four_eyes
from loket.node.operations.invariants_hits import nothing_stood_against
from loket.node.operations.invariants_stock import no_booklet_twice, stock_equation
from loket.node.operations.simulated_partners import simulated_partners


@pytest.fixture
def lived(country):
    supplied(country)
    case = bring_to(country.office, Stage.HANDOVER)
    bring_to(country.office, Stage.APPROVAL, **ANOTHER)
    drain(country)
    bring_to(country.office, Stage.ARCHIVED, case=case)
    drain(country)
    return country


def drain(country):
    for _ in range(2):
        push(country.office, country.centre)
        CentreFollower(country.centre, simulated_partners(country.centre)).run_once(country.clock.now)
        note_files(country.centre)
        pull(country.office, country.centre)
        note_files(country.office)
    push(country.office, country.centre)
    CentreFollower(country.centre, simulated_partners(country.centre)).run_once(country.clock.now)


def note_files(node):
    """As the exchange does when a file has come."""
    with node.store.writing() as writing:
        for row in writing.blobs_not_here([head.origin for head in writing.heads()], 100):
            if node.blobs.has(row.sha256):
                writing.blob_is_here(row.sha256)


def say(node, event, officer, role):
    """Write an event that no rule has let pass, as broken software would."""
    with node.store.writing() as writing:
        return node.append(writing, event, officer=officer, role=role, act=by(officer).act)


def numbers(violations):
    return [one.number for one in violations]


def test_after_a_day_every_invariant_holds(lived):
    for node in (lived.office, lived.centre):
        with node.store.reading() as reading:
            assert i.cosigned_stands(reading) == []
            assert no_booklet_twice(reading) == []
            assert i.nothing_waits(reading) == []
            assert stock_equation(reading, "polman") == []
            assert i.look_ups_name_checkpoints(reading) == []
            assert four_eyes(reading) == []
            assert nothing_stood_against(reading) == []
        assert i.projection_is_fold(node, "polman") == []
        assert i.blobs_resolved(node) == []
        assert i.cut_offs_hold(node) == []
    assert i.converged(lived.office, lived.centre) == []


def test_an_act_that_was_shown_must_stand(country):
    result = bring_to(country.office, Stage.DOCUMENTS)
    origin = country.office.origin("office")
    index = the_row(country.office, result).last_index
    with country.office.store.reading() as reading:
        [entry] = [one for one in i.entries_of(reading, reading.head(origin)) if one.index == index]
        assert i.shown_acts_stand(reading, [i.ShownAct(entry.act, origin, index)]) == []
        lost = [i.ShownAct("other", origin, index), i.ShownAct("gone", origin, index + 1)]
        assert numbers(i.shown_acts_stand(reading, lost)) == [1, 1]


def test_a_cosigned_size_that_went_back_is_found(lived):
    origin = lived.office.origin("office")
    with lived.office.store.writing() as writing:
        head = writing.head(origin)
        writing.save_holder_mark(origin, "centre", head.size, b"\0" * 32, b"note", 1)
        writing.save_holder_mark(origin, "twin", head.size + 1, head.root, b"note", 1)

    with lived.office.store.reading() as reading:
        assert numbers(i.cosigned_stands(reading)) == [2, 2]


def test_an_observed_checkpoint_of_another_history_is_found(lived):
    observed = e.CheckpointObserved(origin=lived.office.origin("office"), size=3, root=b"\0" * 32)
    with lived.centre.store.writing() as writing:
        lived.centre.append_to(
            writing,
            lived.centre.origin("national"),
            observed,
            officer="system",
            role=Role.SYSTEM,
            act="broken",
        )

    with lived.centre.store.reading() as reading:
        assert numbers(i.cosigned_stands(reading)) == [2, 2], "smaller than before, and another root"


def test_a_booklet_issued_twice_is_found(lived):
    with lived.office.store.reading() as reading:
        issued = reading.select(Case, {"stage": Stage.ARCHIVED.value})[0]
        other = reading.select(Case, {"stage": Stage.APPROVAL.value})[0]
    say(lived.office, e.BookletAllocated(case=other.case, booklet=issued.booklet), "budi", Role.ALLOCATOR)

    with lived.office.store.reading() as reading:
        assert numbers(no_booklet_twice(reading)) == [3]


def test_a_booklet_that_was_never_received_is_found(lived):
    with lived.office.store.reading() as reading:
        other = reading.select(Case, {"stage": Stage.APPROVAL.value})[0]
    say(lived.office, e.BookletAllocated(case=other.case, booklet="X9999999"), "budi", Role.ALLOCATOR)

    with lived.office.store.reading() as reading:
        assert numbers(no_booklet_twice(reading)) == [3]
        assert numbers(stock_equation(reading, "polman")) == [10]


def test_a_number_that_was_shipped_twice_is_found(lived):
    done(ship(lived, shipment="s2", first=6, last=7))
    again = e.BookletsShipped(
        shipment="s3",
        kind="ordinary",
        series="X",
        digits=7,
        first=7,
        last=8,  # type: ignore[arg-type]
    )
    with lived.centre.store.writing() as writing:
        lived.centre.append_to(
            writing, lived.centre.origin("to-polman"), again, officer="system", role=Role.SYSTEM, act="b"
        )
    received = e.BookletsReceived(
        shipment="s3",
        kind="ordinary",
        series="X",
        digits=7,
        first=7,
        last=8,  # type: ignore[arg-type]
    )
    pull(lived.office, lived.centre)
    say(lived.office, received, "budi", Role.ALLOCATOR)

    with lived.office.store.reading() as reading:
        assert numbers(no_booklet_twice(reading)) == [3]


def test_a_row_that_the_log_does_not_say_is_found(lived):
    with lived.office.store.writing() as writing:
        blank = writing.select(Booklet, {"state": BookletState.IN_STOCK.value})[0]
        writing.apply([Put(replace(blank, state=BookletState.SPOILT))])

    assert numbers(i.projection_is_fold(lived.office, "polman")) == [4]
    with lived.office.store.reading() as reading:
        assert numbers(stock_equation(reading, "polman")) == [10, 10]
    assert numbers(i.converged(lived.office, lived.centre)) == [7]


def test_an_office_that_is_ahead_has_not_converged(lived):
    case = bring_to(lived.office, Stage.DOCUMENTS, nik="7604115010900005")

    found = i.converged(lived.office, lived.centre)

    assert set(numbers(found)) == {7}
    assert any(f"Case polman/{case}" in one.text for one in found)


def test_a_log_that_waits_is_found(country):
    bring_to(country.office, Stage.DOCUMENTS)
    push(country.office, country.centre)

    with country.centre.store.reading() as reading:
        assert numbers(i.nothing_waits(reading)) == [8]


def test_nothing_is_folded_past_a_cut_off_and_nothing_waits_there(country):
    origin = country.office.origin("office")
    bring_to(country.office, Stage.DOCUMENTS)
    with country.office.store.reading() as reading:
        size = reading.head(origin).size
    cut = replace(country.centre.trust(), version=2, cut_offs=(CutOff(origin, size),))
    keep_trust(cut, country.signers, country.centre)
    late = bring_to(country.office, Stage.DOCUMENTS, **ANOTHER)
    push(country.office, country.centre)
    CentreFollower(country.centre, simulated_partners(country.centre)).run_once(country.clock.now)

    assert i.cut_offs_hold(country.centre) == []
    with country.centre.store.reading() as reading:
        assert reading.get(Case, ("polman", late)) is None
        assert i.nothing_waits(reading, country.centre.trust()) == []
        assert numbers(i.nothing_waits(reading)) == [8]
        assert four_eyes(reading) == []
    assert i.projection_is_fold(country.centre, "polman") == []


def test_a_missing_and_a_damaged_file_are_found(lived):
    with lived.office.store.reading() as reading:
        row = reading.select(Case, {"stage": Stage.APPROVAL.value})[0]
    path = next(lived.folder.joinpath("polman", "blobs").rglob(row.photo.sha256))
    path.chmod(0o600)
    path.write_bytes(b"damaged")
    with lived.office.store.writing() as writing:
        writing.blob_is_gone(row.scans[0].blob.sha256)

    assert numbers(i.blobs_resolved(lived.office)) == [11, 11]


def test_what_is_folded_past_a_cut_off_is_found(lived):
    root = lived.centre.trust()
    cut = replace(root, version=2, cut_offs=(CutOff(lived.office.origin("office"), 3),))
    keep_trust(cut, lived.signers, lived.centre)
    with lived.centre.store.writing() as writing:
        writing.set_projected(lived.office.origin("office"), 4)

    assert numbers(i.cut_offs_hold(lived.centre)) == [12]


def test_a_look_up_that_names_no_checkpoint_is_found(lived):
    with lived.office.store.reading() as reading:
        case = reading.select(Case, {"stage": Stage.APPROVAL.value})[0]
    known = case.look_up
    for size in (known.national_size + 50, known.national_size - 1):
        looked_up = e.PreventionListLookedUp(
            case=case.case,
            list_version=known.list_version,
            list_as_of=known.list_as_of,
            national_origin=known.national_origin,
            national_size=size,
            hits=0,
        )
        say(lived.office, looked_up, "dewi", Role.ADJUDICATOR)

    with lived.office.store.reading() as reading:
        assert numbers(i.look_ups_name_checkpoints(reading)) == [13, 13]


def test_an_act_without_the_role_is_found(lived):
    with lived.office.store.reading() as reading:
        case = reading.select(Case, {"stage": Stage.APPROVAL.value})[0]
    say(lived.office, e.ApplicationApproved(case=case.case), "rahma", Role.APPROVER)

    with lived.office.store.reading() as reading:
        assert numbers(four_eyes(reading)) == [14]


def test_two_duties_by_one_officer_are_found_unless_the_head_ordered_it(lived):
    office = lived.office
    with office.store.reading() as reading:
        case = reading.select(Case, {"stage": Stage.APPROVAL.value})[0]
    say(office, e.RoleGranted(officer="iwan", name="Iwan", role=Role.APPROVER), "kepala", Role.HEAD)
    say(office, e.ApplicationApproved(case=case.case), "iwan", Role.APPROVER)
    with office.store.reading() as reading:
        assert numbers(four_eyes(reading)) == [14]

    say(office, e.RoleGranted(officer="dewi", name="D", role=Role.HANDOVER_OFFICER), "kepala", Role.HEAD)
    order = e.HeadOrdered(
        case=case.case,
        order=f"{case.case}:same_officer:handover",
        kind=OrderKind.SAME_OFFICER,
        duty=Duty.HANDOVER,
        sealed=e.OrderText(why="Contoh"),
    )
    say(office, order, "kepala", Role.HEAD)
    handed = e.PassportHandedOver(
        case=case.case,
        booklet="X0000002",
        line=9,
        recipient=Recipient.APPLICANT,
        provisional=False,
        sealed=e.HandoverBookLine(recipient_name="N", recipient_identity_number="1"),
    )
    say(office, handed, "iwan", Role.HANDOVER_OFFICER)
    with office.store.reading() as reading:
        found = four_eyes(reading)
    assert len(found) == 2, "no second finding but the role that iwan lacks"
    assert "without the role" in found[1].text


def test_the_invariants_hold_on_postgresql_too(tmp_path, postgres_alias):
    country = make_country(tmp_path, alias=postgres_alias)
    try:
        supplied(country)
        bring_to(country.office, Stage.APPROVAL)
        drain(country)
        with country.centre.store.reading() as reading:
            assert i.cosigned_stands(reading) == []
            assert i.nothing_waits(reading) == []
            assert i.look_ups_name_checkpoints(reading) == []
            assert four_eyes(reading) == []
            assert no_booklet_twice(reading) == []
            assert stock_equation(reading, "polman") == []
        assert i.blobs_resolved(country.centre) == []
        assert i.converged(country.office, country.centre) == []
    finally:
        country.close()


def test_an_order_that_waives_four_eyes_excuses_everybody_but_its_giver(lived):
    office = lived.office
    with office.store.reading() as reading:
        case = reading.select(Case, {"stage": Stage.APPROVAL.value})[0]
    for role in (Role.APPROVER, Role.HEAD):
        say(office, e.RoleGranted(officer="iwan", name="Iwan", role=role), "kepala", Role.HEAD)

    def waive(by):
        order = e.HeadOrdered(
            case=case.case,
            order=f"{case.case}:same_officer:approval",
            kind=OrderKind.SAME_OFFICER,
            duty=Duty.APPROVAL,
            sealed=e.OrderText(why="Contoh"),
        )
        say(office, order, by, Role.HEAD)

    waive("kepala")
    waive("iwan")  # who took the photo
    say(office, e.ApplicationApproved(case=case.case), "iwan", Role.APPROVER)

    with office.store.reading() as reading:
        assert numbers(four_eyes(reading)) == [14]


def test_who_approves_what_he_corrected_is_found(lived):
    office = lived.office
    with office.store.reading() as reading:
        case = reading.select(Case, {"stage": Stage.APPROVAL.value})[0].case
    say(office, e.RecordCorrected(case=case, fields=("nik",), identity=True), "dewi", Role.COUNTER_OFFICER)
    say(office, e.ApplicationApproved(case=case), "dewi", Role.APPROVER)
    with office.store.reading() as reading:
        texts = [one.text for one in four_eyes(reading)]

    assert texts[-1].endswith("by an officer of another duty")


def test_an_officer_of_the_fingerprints_has_captured(lived):
    office = lived.office
    case = bring_to(office, Stage.INTERVIEW, **SOMEBODY_ELSE)
    say(office, e.FingerprintsTaken(case=case, fingers=()), "dewi", Role.INTERVIEWER)
    say(office, e.ApplicationApproved(case=case), "dewi", Role.APPROVER)
    with office.store.reading() as reading:
        assert numbers(four_eyes(reading)) == [14, 14], "she is no interviewer, and approved too"


SOMEBODY_ELSE = {
    "nik": "7604115010900033",
    "full_name": "Ani",
    "primary_identifier": "Ani",
    "secondary_identifier": "",
}


def looked_up(case: Case, hits: int) -> e.PreventionListLookedUp:
    known = case.look_up
    return e.PreventionListLookedUp(
        case=case.case,
        list_version=known.list_version,
        list_as_of=known.list_as_of,
        national_origin=known.national_origin,
        national_size=known.national_size,
        hits=hits,
    )


def decided(case: Case, hit: str, decision=HitDecision.CLEARED) -> e.HitAdjudicated:
    return e.HitAdjudicated(case=case.case, hit=hit, decision=decision)


def found_in(case: Case) -> dict[str, list[e.Event]]:
    """What finds something of a case, by name, with what is decided about it afterwards."""
    own = e.DuplicateMatch(other_case="0" * 32, grounds=(MatchGround.FACE,))
    search = e.DuplicatesSearched(case=case.case, matches=(own,), faces=1, old_passport_alike=40)
    hit = f"own/{own.other_case}"
    face = decided(case, "old-passport-face/40")
    return {
        "list": [looked_up(case, 1)],
        "one of two": [looked_up(case, 2), decided(case, "listed/C-1")],
        "own": [search, face],
        "old passport": [search, decided(case, hit)],
        "confirmed": [search, face, decided(case, hit, HitDecision.CONFIRMED)],
    }


@pytest.mark.parametrize("name", ["list", "one of two", "own", "old passport", "confirmed"])
def test_an_approval_and_a_handover_against_a_hit_are_found(lived, name):
    office = lived.office
    with office.store.reading() as reading:
        case = reading.select(Case, {"stage": Stage.APPROVAL.value})[0]
        booklet = reading.select(Booklet, {"state": BookletState.IN_STOCK.value})[0].booklet
    for event in found_in(case)[name]:
        say(office, event, "dewi", Role.ADJUDICATOR)
    say(office, e.ApplicationApproved(case=case.case), "dewi", Role.APPROVER)
    handed = e.PassportHandedOver(
        case=case.case, booklet=booklet, line=9, recipient=Recipient.APPLICANT, provisional=False, sealed=None
    )
    say(office, handed, "anton", Role.HANDOVER_OFFICER)
    say(office, e.CaseForgotten(case=case.case, second_officer="dewi"), "kepala", Role.HEAD)
    with office.store.reading() as reading:
        assert numbers(nothing_stood_against(reading)) == [15, 15, 15]


def test_what_was_cleared_or_set_aside_by_a_correction_stands_against_nothing(lived):
    office = lived.office
    with office.store.reading() as reading:
        case = reading.select(Case, {"stage": Stage.APPROVAL.value})[0]
    say(office, looked_up(case, 1), "dewi", Role.ADJUDICATOR)
    with office.store.reading() as reading:
        hit = reading.get(Case, (office.name, case.case)).hits[0].hit
    say(office, decided(case, hit), "dewi", Role.ADJUDICATOR)
    say(office, e.ApplicationApproved(case=case.case), "dewi", Role.APPROVER)
    correction = e.RecordCorrected(case=case.case, fields=("nik",), identity=True)
    say(office, correction, "rahma", Role.COUNTER_OFFICER)
    with office.store.reading() as reading:
        assert nothing_stood_against(reading) == []

    say(office, looked_up(case, 1), "dewi", Role.ADJUDICATOR)
    say(office, e.ApplicationApproved(case=case.case), "dewi", Role.APPROVER)
    with office.store.reading() as reading:
        assert numbers(nothing_stood_against(reading)) == [15]


def test_an_adverse_answer_stands_against_a_case_from_where_the_office_read_it(lived):
    office, centre = lived.office, lived.centre
    case = bring_to(office, Stage.APPROVAL, **SOMEBODY_ELSE)
    kind = ObligationKind.REGISTRY_ANSWER
    answer = e.ObligationAnswered(
        case=case, obligation=f"{case}:{kind}", kind=kind, answer=Answer.ADVERSE, reference="DUK-1"
    )
    with centre.store.writing() as writing:
        origin = centre.origin("to-polman")
        centre.append_to(writing, origin, answer, officer=SYSTEM, role=Role.SYSTEM, act="answer/1")
    say(office, e.ApplicationApproved(case=case), "dewi", Role.APPROVER)
    pull(office, centre)
    with office.store.reading() as reading:
        assert nothing_stood_against(reading) == [], "it was approved before"

    say(office, e.ApplicationApproved(case=case), "dewi", Role.APPROVER)
    with office.store.reading() as reading:
        assert numbers(nothing_stood_against(reading)) == [15]
        row = reading.get(Case, (office.name, case))
    say(office, decided(row, row.hits[0].hit), "dewi", Role.ADJUDICATOR)
    say(office, e.ApplicationApproved(case=case), "dewi", Role.APPROVER)
    drain(lived)
    with centre.store.reading() as reading:
        assert numbers(nothing_stood_against(reading)) == [15], "cleared since, and the same at the centre"

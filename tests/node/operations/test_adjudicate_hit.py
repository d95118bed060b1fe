"""A person decides about every hit, on written grounds, and not the one who interviewed."""

import pytest

from builders.country import ANOTHER, bring_to, done, publish_list, pull, supplied, the_row
from builders.nodes import by
from builders.people import NIK
from loket.core.domain import events as e
from loket.core.domain.obligations import obligation_id
from loket.core.domain.policy import DAY_MS
from loket.core.domain.prevention import ListedPerson
from loket.core.domain.refusals import Reason, Refused
from loket.core.domain.rows import Obligation
from loket.core.domain.terms import (
    Advice,
    Answer,
    Duty,
    HitDecision,
    HitKind,
    ObligationKind,
    OrderKind,
    Outcome,
    Role,
    Stage,
)
from loket.node.followers.look_ups import LookUpFollower
from loket.node.operations.act import SYSTEM, By
from loket.node.operations.adjudicate_hit import adjudicate_hit
from loket.node.operations.approve_application import approve_application
from loket.node.operations.give_order import give_order
from loket.node.operations.grant_role import grant_role
from loket.node.operations.look_up_prevention_list import look_up_prevention_list
from loket.node.operations.take_photo import take_photo
from loket.node.papers.drawings import draw_portrait

LISTED = (
    ListedPerson(number="C-17", name="Nur Aisyah Abdul Kadir", birth_date="1990-10-10", nik=NIK),
    ListedPerson(number="C-18", name="Abdul Kadir Nur Aisyah", birth_date="1990-10-10"),
)


@pytest.fixture
def office(country):
    supplied(country)
    return country.office


@pytest.fixture
def two_hits(country, office) -> str:
    """A case that two lines of the prevention list may mean."""
    publish_list(country, 2, persons=LISTED)
    pull(office, country.centre)
    case = bring_to(office, Stage.LOOK_UP)
    done(look_up_prevention_list(office, by("dewi"), case))
    assert [hit.hit for hit in the_row(office, case).hits] == ["listed/C-17", "listed/C-18"]
    return case


def decide(office, case: str, hit: str, decision=HitDecision.CLEARED, *, officer="dewi", why="Orang lain"):
    return adjudicate_hit(office, by(officer), case, hit=hit, decision=decision, why=why)


def reasons(result) -> set[Reason]:
    assert isinstance(result, Refused), result
    return set(result.reasons)


def test_a_case_goes_on_when_every_hit_is_cleared(office, two_hits):
    assert the_row(office, two_hits).stage is Stage.ADJUDICATION
    done(decide(office, two_hits, "listed/C-17"))
    assert the_row(office, two_hits).stage is Stage.ADJUDICATION
    done(decide(office, two_hits, "listed/C-18"))

    row = the_row(office, two_hits)
    assert (row.stage, row.concern) == (Stage.APPROVAL, None)
    assert [(hit.decision, hit.decided_by, hit.why) for hit in row.hits] == [
        (HitDecision.CLEARED, "dewi", "Orang lain")
    ] * 2
    done(approve_application(office, by("dewi"), two_hits))


def test_what_was_cleared_is_not_asked_again_by_the_next_look_up(office, two_hits):
    for hit in ("listed/C-17", "listed/C-18"):
        done(decide(office, two_hits, hit))
    done(look_up_prevention_list(office, by("dewi"), two_hits))

    assert the_row(office, two_hits).stage is Stage.APPROVAL


def test_a_confirmed_hit_keeps_the_case_there(office, two_hits):
    done(decide(office, two_hits, "listed/C-17", HitDecision.CONFIRMED))
    done(decide(office, two_hits, "listed/C-18"))

    assert the_row(office, two_hits).stage is Stage.ADJUDICATION
    assert reasons(approve_application(office, by("dewi"), two_hits)) >= {Reason.CASE_NOT_AT_THIS_STAGE}


def test_a_confirmed_hit_is_decided_again_by_another_adjudicator_only(office, two_hits):
    done(decide(office, two_hits, "listed/C-18"))
    done(decide(office, two_hits, "listed/C-17", HitDecision.CONFIRMED))
    assert reasons(decide(office, two_hits, "listed/C-17")) == {Reason.HIT_DECIDED_BY_YOU}

    done(grant_role(office, by("kepala"), officer="sari", name="Sari", role=Role.ADJUDICATOR))
    done(decide(office, two_hits, "listed/C-17", officer="sari"))
    assert the_row(office, two_hits).stage is Stage.APPROVAL


def test_a_decision_needs_grounds_the_role_and_a_hit_of_this_case(office, two_hits):
    assert reasons(decide(office, two_hits, "listed/C-17", why=" ")) == {Reason.FIELD_MISSING}
    assert reasons(decide(office, two_hits, "listed/C-17", officer="budi")) == {Reason.OFFICER_LACKS_ROLE}
    assert reasons(decide(office, two_hits, "listed/C-99")) == {Reason.HIT_UNKNOWN}
    done(decide(office, two_hits, "listed/C-17"))
    assert reasons(decide(office, two_hits, "listed/C-17")) == {Reason.HIT_UNKNOWN}


def test_who_interviewed_does_not_adjudicate_unless_the_head_ordered_it(office, two_hits):
    done(grant_role(office, by("kepala"), officer="iwan", name="Iwan", role=Role.ADJUDICATOR))
    assert reasons(decide(office, two_hits, "listed/C-17", officer="iwan")) == {
        Reason.SAME_OFFICER_DID_ANOTHER_DUTY
    }

    order = give_order(
        office, by("kepala"), two_hits, kind=OrderKind.SAME_OFFICER, duty=Duty.APPROVAL, why="Satu petugas"
    )
    done(order)
    done(decide(office, two_hits, "listed/C-17", officer="iwan"))


def test_an_order_of_the_head_does_not_let_the_head_judge_what_he_captured(office, country):
    for role in (Role.INTERVIEWER, Role.ADJUDICATOR):
        done(grant_role(office, by("kepala"), officer="kepala", name="Kepala", role=role))
    publish_list(country, 2, persons=LISTED)
    pull(office, country.centre)
    case = bring_to(office, Stage.PHOTO)
    done(take_photo(office, by("kepala"), case, data=draw_portrait(7)))
    bring_to(office, Stage.LOOK_UP, case=case)
    done(look_up_prevention_list(office, by("dewi"), case))
    kind = OrderKind.SAME_OFFICER
    done(give_order(office, by("kepala"), case, kind=kind, duty=Duty.APPROVAL, why="Sendirian"))

    assert reasons(decide(office, case, "listed/C-17", officer="kepala")) == {
        Reason.SAME_OFFICER_DID_ANOTHER_DUTY,
        Reason.ORDER_FOR_ONESELF,
    }


@pytest.mark.parametrize("listed_still", [False, True])
def test_who_was_found_in_an_old_list_is_looked_up_in_a_current_one_too(country, office, listed_still):
    publish_list(country, 2, persons=LISTED[:1], as_of=country.clock.now - 5 * DAY_MS)
    pull(office, country.centre)
    case = bring_to(office, Stage.LOOK_UP)
    done(look_up_prevention_list(office, by("dewi"), case))
    assert owed_list(office, case).open
    publish_list(country, 3, persons=LISTED[:1] if listed_still else ())
    pull(office, country.centre)
    # not while it is adjudicated
    assert LookUpFollower(office).run_once() == 0

    done(decide(office, case, "listed/C-17"))
    assert LookUpFollower(office).run_once() == 1
    assert (owed_list(office, case).open, owed_list(office, case).answer) == (False, Answer.CLEAR)
    assert the_row(office, case).stage is Stage.APPROVAL


def owed_list(office, case: str) -> Obligation:
    with office.store.reading() as reading:
        kind = ObligationKind.CURRENT_PREVENTION_LIST
        return reading.get(Obligation, (office.name, obligation_id(case, kind)))


def test_the_interviewers_advice_against_is_a_hit(office):
    case = bring_to(office, Stage.INTERVIEW)
    notes = e.InterviewNotes(purpose="Kerja", notes="Contoh")
    _append(office, e.InterviewRecorded(case=case, sealed=notes, advice=Advice.REFUSE))
    hit = the_row(office, case).hits[0]
    assert (the_row(office, case).stage, hit.kind) == (Stage.ADJUDICATION, HitKind.INTERVIEW)

    done(decide(office, case, hit.hit))
    assert the_row(office, case).stage is Stage.LOOK_UP


@pytest.mark.parametrize(
    ("decision", "concern"), [(HitDecision.CLEARED, None), (HitDecision.CONFIRMED, Outcome.RECALLED)]
)
def test_after_handover_a_cleared_answer_ends_the_concern_and_a_confirmed_one_keeps_it(
    country, office, decision, concern
):
    case = bring_to(office, Stage.HANDOVER)
    kind = OrderKind.ISSUE_WITHOUT_REGISTRY_ANSWER
    done(give_order(office, by("kepala"), case, kind=kind, duty=None, why="Berobat"))
    bring_to(office, Stage.ARCHIVED, case=case)
    _answered(country, case)
    row = the_row(office, case)
    assert (row.stage, row.concern) == (Stage.ARCHIVED, Outcome.RECALLED)

    done(decide(office, case, row.hits[0].hit, decision))
    row = the_row(office, case)
    assert (row.stage, row.concern) == (Stage.ARCHIVED, concern)


def _append(office, event) -> None:
    with office.store.writing() as writing:
        office.append(writing, event, officer="iwan", role=Role.INTERVIEWER, act=by("iwan").act)


def _answered(country, case: str) -> None:
    """The registry disagrees, as the centre writes it."""
    answer = e.ObligationAnswered(
        case=case,
        obligation=f"{case}:{ObligationKind.REGISTRY_ANSWER}",
        kind=ObligationKind.REGISTRY_ANSWER,
        answer=Answer.ADVERSE,
        reference="DUK-1",
    )
    centre = country.centre
    with centre.store.writing() as writing:
        origin = centre.origin("to-polman")
        act = By(SYSTEM, f"answer/{case}").act
        centre.append_to(writing, origin, answer, officer=SYSTEM, role=Role.SYSTEM, act=act)
    pull(country.office, centre)


def test_an_own_duplicate_names_the_other_case(office):
    first = bring_to(office, Stage.DOCUMENTS, **ANOTHER)
    second = bring_to(office, Stage.LOOK_UP, **{**ANOTHER, "nik": "7604110203850008"})
    done(look_up_prevention_list(office, by("dewi"), second))

    row = the_row(office, second)
    assert [(hit.kind, hit.other_case) for hit in row.hits] == [(HitKind.OWN_DUPLICATE, first)]
    done(decide(office, second, row.hits[0].hit))
    assert the_row(office, second).stage is Stage.APPROVAL

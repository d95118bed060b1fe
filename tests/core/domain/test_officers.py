"""Officers: who grants what, who stands in for the head, and what an office lacks."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.cases import NOON, a_case
from builders.people import OFFICE, an_officer
from loket.core.domain import events as e
from loket.core.domain.officers import in_force
from loket.core.domain.refusals import Reason
from loket.core.domain.row_parts import DutyDone
from loket.core.domain.rows import Officer, Order
from loket.core.domain.rules import closing, issuance, officers
from loket.core.domain.staffing import ROLE_OF_DUTY, duties_shared, unstaffed
from loket.core.domain.terms import Duty, OrderKind, Role, Stage

TODAY = date(2024, 6, 20)
HEAD = Officer(office=OFFICE, officer="kepala", name="Kepala", roles=(Role.HEAD,))
RAHMA = Officer(office=OFFICE, officer="rahma", name="Rahma", roles=(Role.CASHIER,))
DEWI = Officer(office=OFFICE, officer="dewi", name="Dewi", roles=(Role.APPROVER,))
TINI = Officer(office=OFFICE, officer="tini", name="Tini", roles=(Role.QUALITY_TESTER,))


def day(number):
    return TODAY + timedelta(days=number)


def deputy(officer, first=0, last=9):
    return replace(officer, deputy_from=day(first), deputy_to=day(last))


def appoint(officer=DEWI, *, by=HEAD, others=(HEAD, RAHMA), first=0, last=9):
    return officers.appoint_deputy(
        by=by, officer=officer, others=others, first_day=day(first), last_day=day(last), today=TODAY
    )


# --- the deputy


def test_the_head_appoints_a_deputy_from_a_first_to_a_last_day():
    assert appoint() == e.DeputyAppointed(officer="dewi", first_day=day(0), last_day=day(9))


@pytest.mark.parametrize(("last", "stands"), [(89, True), (90, False), (-1, False)])
def test_a_term_has_one_to_ninety_days(last, stands):
    assert isinstance(appoint(last=last), e.DeputyAppointed) is stands


def test_a_deputy_appoints_nobody_and_ends_nothing():
    stands_in = deputy(RAHMA)

    assert appoint(by=stands_in, others=(HEAD,)).reasons == (Reason.HEAD_HIMSELF_NEEDED,)
    ended = officers.end_deputy(by=stands_in, officer=stands_in, today=TODAY)
    assert ended.reasons == (Reason.HEAD_HIMSELF_NEEDED,)


@pytest.mark.parametrize(
    ("officer", "first", "reason"),
    [
        (HEAD, 0, Reason.OFFICER_IS_HEAD),
        (replace(DEWI, roles=()), 0, Reason.OFFICER_WITHOUT_ROLE),
        (DEWI, -1, Reason.DEPUTY_TERM_IN_PAST),
        (deputy(DEWI, 20, 30), 0, Reason.DEPUTY_TERMS_OVERLAP),
    ],
)
def test_who_cannot_be_deputy_and_when(officer, first, reason):
    assert appoint(officer, first=first).reasons == (reason,)


@pytest.mark.parametrize(
    ("first", "last", "stands"), [(0, 4, True), (0, 5, False), (9, 12, False), (10, 12, True), (4, 12, False)]
)
def test_two_terms_share_no_day(first, last, stands):
    done = appoint(others=(HEAD, deputy(RAHMA, 5, 9)), first=first, last=last)

    assert isinstance(done, e.DeputyAppointed) is stands


def test_a_term_that_is_over_is_in_nobodys_way():
    assert isinstance(appoint(deputy(DEWI, -9, -1)), e.DeputyAppointed)


def test_only_a_term_that_runs_or_comes_is_ended():
    assert isinstance(officers.end_deputy(by=HEAD, officer=deputy(DEWI, 3, 5), today=TODAY), e.DeputyEnded)
    over = officers.end_deputy(by=HEAD, officer=deputy(DEWI, -5, -1), today=TODAY)
    assert over.reasons == (Reason.NO_DEPUTY,)


def test_a_deputy_makes_nobody_head_and_takes_the_role_from_nobody():
    stands_in = in_force(deputy(DEWI), TODAY)

    def grant(role):
        return officers.grant_role(
            by=stands_in, himself=False, officer="tini", name="Tini", role=role, first_officer=False
        )

    ended = officers.end_role(by=stands_in, himself=False, officer=HEAD, role=Role.HEAD, another_head=True)

    assert isinstance(grant(Role.PRINTER), e.RoleGranted)
    assert grant(Role.HEAD).reasons == (Reason.HEAD_HIMSELF_NEEDED,)
    assert ended.reasons == (Reason.HEAD_HIMSELF_NEEDED,)


def test_an_office_keeps_a_head():
    def end(another_head):
        return officers.end_role(
            by=HEAD, himself=True, officer=HEAD, role=Role.HEAD, another_head=another_head
        )

    assert end(another_head=False).reasons == (Reason.LAST_HEAD,)
    assert isinstance(end(another_head=True), e.RoleEnded)


# --- four eyes and whoever waives them


@pytest.mark.parametrize(("giver", "holds"), [("officer-1", False), ("kepala", True)])
def test_an_order_that_waives_four_eyes_does_not_hold_for_its_giver(giver, holds):
    case = replace(a_case(Stage.APPROVAL), duties=(DutyDone(duty=Duty.CAPTURE, officer="officer-1"),))
    order = Order(
        office=OFFICE,
        order=f"{case.case}:same_officer:approval",
        case=case.case,
        kind=OrderKind.SAME_OFFICER,
        duty=Duty.APPROVAL,
        by=giver,
        at=NOON,
        why="one officer on duty",
    )

    done = issuance.approve_application(case, officer=an_officer(), orders=(order,))

    assert isinstance(done, e.ApplicationApproved) is holds
    if not holds:
        assert Reason.ORDER_FOR_ONESELF in done.reasons


@pytest.mark.parametrize(("giver", "again"), [("kepala", False), ("dewi", True)])
def test_somebody_else_may_give_the_same_waiver_again(giver, again):
    case = a_case(Stage.APPROVAL)
    order = Order(
        office=OFFICE,
        order=f"{case.case}:same_officer:approval",
        case=case.case,
        kind=OrderKind.SAME_OFFICER,
        duty=Duty.APPROVAL,
        by=giver,
        at=NOON,
        why="one officer on duty",
    )

    done = closing.give_order(
        case, officer=HEAD, kind=OrderKind.SAME_OFFICER, duty=Duty.APPROVAL, why="Contoh", orders=(order,)
    )

    assert isinstance(done, e.HeadOrdered) is again


# --- helping a colleague back in


def reset(by=RAHMA, second=DEWI, helped=TINI, *, has_sign_in=True):
    return officers.reset_sign_in(by=by, second=second, helped=helped, has_sign_in=has_sign_in)


def test_two_others_reset_a_sign_in_and_both_stand_in_the_entry():
    assert reset() == e.SignInChanged(officer="tini", how="reset", second_officer="dewi")


def test_a_deputy_is_senior_on_the_days_of_the_term():
    stands_in = deputy(RAHMA)

    assert isinstance(reset(second=in_force(stands_in, day(9)), by=TINI, helped=DEWI), e.SignInChanged)
    after = reset(second=in_force(stands_in, day(10)), by=TINI, helped=DEWI)
    assert after.reasons == (Reason.SENIOR_OFFICER_NEEDED,)


def test_without_a_sign_in_there_is_nothing_to_reset():
    assert reset(has_sign_in=False).reasons == (Reason.SIGN_IN_MISSING,)


def test_a_sign_in_is_opened_once_for_an_officer_with_a_role():
    def open_it(**given):
        known = {"by": HEAD, "officer": TINI, "has_sign_in": False, "name_taken": False}
        return officers.open_sign_in(**{**known, **given})

    assert isinstance(open_it(), e.SignInChanged)
    assert open_it(by=RAHMA).reasons == (Reason.OFFICER_LACKS_ROLE,)
    assert open_it(officer=replace(TINI, roles=())).reasons == (Reason.OFFICER_WITHOUT_ROLE,)
    assert open_it(has_sign_in=True).reasons == (Reason.SIGN_IN_EXISTS,)
    assert open_it(name_taken=True).reasons == (Reason.USER_NAME_TAKEN,)


# --- what an office lacks


def test_a_stage_that_nobody_can_do_is_named():
    assert unstaffed([DEWI, RAHMA]) == (
        Stage.DOCUMENTS,
        Stage.PHOTO,
        Stage.INTERVIEW,
        Stage.ADJUDICATION,
        Stage.ALLOCATION,
        Stage.PRINTING,
        Stage.READ_BACK,
        Stage.HANDOVER,
        Stage.FILING,
    )


DUTY_ROLES = tuple(ROLE_OF_DUTY.values())


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sets(st.sampled_from(DUTY_ROLES)), max_size=5))
def test_as_many_duties_are_shared_as_any_choice_of_different_officers_allows(held):
    staff = [
        Officer(office=OFFICE, officer=str(number), name="N", roles=tuple(sorted(roles)))
        for number, roles in enumerate(held)
    ]
    # Every way to give each duty to another officer or to nobody, counted by trying them all.
    seats = [*staff, *([None] * len(Duty))]
    best = max(
        sum(
            one is not None and ROLE_OF_DUTY[duty] in one.roles
            for duty, one in zip(Duty, chosen, strict=True)
        )
        for chosen in permutations(seats, len(Duty))
    )

    assert duties_shared(staff) == best

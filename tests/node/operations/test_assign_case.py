"""A case is taken, handed on to a colleague who has a turn, and given back; it forbids nobody to work."""

import pytest

from builders.country import bring_to, done, supplied, the_row
from builders.nodes import by
from loket.core.domain.refusals import Reason, Refused
from loket.core.domain.terms import Role, Stage
from loket.node.operations.assign_case import assign_case
from loket.node.operations.grant_role import grant_role


@pytest.fixture
def office(country):
    supplied(country)
    done(grant_role(country.office, by("kepala"), officer="sari", name="Sari", role=Role.COUNTER_OFFICER))
    return country.office


@pytest.fixture
def case(office) -> str:
    return bring_to(office, Stage.DOCUMENTS)


def assign(office, case: str, assignee: str, *, officer="rahma", why=""):
    return assign_case(office, by(officer), case, assignee=assignee, why=why)


def reasons(result) -> set[Reason]:
    assert isinstance(result, Refused), result
    return set(result.reasons)


def test_an_officer_takes_a_case_hands_it_on_and_the_colleague_gives_it_back(office, case):
    done(assign(office, case, "rahma"))
    assert the_row(office, case).assignee == "rahma"
    done(assign(office, case, "sari"))
    assert the_row(office, case).assignee == "sari"
    done(assign(office, case, "", officer="sari"))
    assert the_row(office, case).assignee == ""


def test_nobody_gets_a_case_without_a_turn_at_its_stage(office, case):
    assert reasons(assign(office, case, "iwan")) == {Reason.COLLEAGUE_HAS_NO_TURN}
    assert reasons(assign(office, case, "nobody")) == {Reason.COLLEAGUE_UNKNOWN}


def test_who_has_no_turn_does_not_hand_out_cases_but_the_head_does(office, case):
    assert reasons(assign(office, case, "rahma", officer="iwan")) == {Reason.OFFICER_LACKS_ROLE}
    done(assign(office, case, "rahma", officer="kepala"))


def test_a_case_is_taken_from_a_colleague_with_a_reason_only(office, case):
    done(assign(office, case, "rahma"))

    assert reasons(assign(office, case, "sari", officer="sari")) == {Reason.FIELD_MISSING}
    done(assign(office, case, "sari", officer="sari", why="Rahma sudah pulang"))


def test_what_is_so_already_is_not_written_again(office, case):
    assert reasons(assign(office, case, "")) == {Reason.NOT_ASSIGNED}
    done(assign(office, case, "rahma"))
    assert reasons(assign(office, case, "rahma")) == {Reason.ALREADY_ASSIGNED}


def test_a_colleague_may_work_on_it_and_the_next_stage_begins_in_the_queue(office, case):
    done(assign(office, case, "sari"))
    bring_to(office, Stage.PAYMENT, case=case)  # rahma checks the documents

    assert the_row(office, case).assignee == ""


def test_a_turn_ends_with_its_stage(office, case):
    bring_to(office, Stage.READ_BACK, case=case)
    assert reasons(assign(office, case, "rahma", officer="rahma")) >= {Reason.COLLEAGUE_HAS_NO_TURN}

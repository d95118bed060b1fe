"""The centre's follower: answers, acknowledgements, held cases."""

import pytest

from builders.country import (
    ANOTHER,
    bring_to,
    done,
    forget,
    make_country,
    publish_list,
    pull,
    push,
    supplied,
    the_row,
)
from loket.core.domain.obligations import obligation_id
from loket.core.domain.rows import HeldCase, KeyHolder, Obligation
from loket.core.domain.terms import Answer, ObligationKind, Outcome, Stage
from loket.node.followers.centre import FIRST_REST_MS, CentreFollower
from loket.node.operations.answer_obligations import Partners
from loket.node.operations.simulated_partners import simulated_partners
from loket.node.partners.bank import NoBank
from loket.node.partners.registry import NoRegistry

OTHER_NIK = "7604115010900004"
REGISTRY, BANK, DUPLICATES = (
    ObligationKind.REGISTRY_ANSWER,
    ObligationKind.BANK_CONFIRMATION,
    ObligationKind.DUPLICATE_SEARCH,
)


@pytest.fixture
def partners(country):
    return simulated_partners(country.centre)


@pytest.fixture
def follower(country, partners):
    return CentreFollower(country.centre, partners)


def exchange(country, follower, **options):
    push(country.office, country.centre, **options)
    report = follower.run_once(country.clock.now)
    pull(country.office, country.centre)
    return report


def owed(node, case, kind):
    with node.store.reading() as reading:
        return reading.get(Obligation, ("polman", obligation_id(case, kind)))


def test_what_an_outage_left_open_is_answered(country, follower):
    case = bring_to(country.office, Stage.INTERVIEW)

    report = exchange(country, follower)

    assert report.answered == 3
    for kind in (REGISTRY, BANK, DUPLICATES):
        answered = owed(country.office, case, kind)
        assert (answered.open, answered.answer, answered.outcome) == (False, Answer.CLEAR, Outcome.CLEARED)


def test_an_answer_is_said_once(country, follower):
    bring_to(country.office, Stage.DOCUMENTS)
    push(country.office, country.centre)

    assert follower.run_once(country.clock.now).answered == 2
    assert follower.run_once(country.clock.now).answered == 0, "written, though not read yet"
    pull(country.office, country.centre)
    push(country.office, country.centre)
    assert follower.run_once(country.clock.now).answered == 0


def test_a_partner_out_of_reach_is_asked_again_later(country, follower, partners):
    case = bring_to(country.office, Stage.INTERVIEW)
    partners.registry.reachable = False
    partners.bank.delay_seconds = 60

    report = exchange(country, follower)
    assert (report.answered, report.left_open) == (1, 2)
    assert owed(country.office, case, REGISTRY).open

    partners.registry.reachable = True
    partners.bank.delay_seconds = 0
    country.clock.now += FIRST_REST_MS
    report = exchange(country, follower)
    assert (report.answered, report.left_open) == (2, 0)
    assert not owed(country.office, case, REGISTRY).open


class CountingRegistry(NoRegistry):
    asked = 0

    def check(self, question):
        type(self).asked += 1
        return super().check(question)


def test_a_partner_that_gives_no_answer_is_left_in_peace_longer_each_time(country):
    bring_to(country.office, Stage.DOCUMENTS)
    bring_to(country.office, Stage.DOCUMENTS, **ANOTHER)
    push(country.office, country.centre)
    partners = Partners(registry=CountingRegistry(), bank=NoBank())
    follower = CentreFollower(country.centre, partners)
    CountingRegistry.asked = 0
    start = country.clock.now

    asked = []
    for seconds in (0, 1, 4.9, 5, 10, 14.9, 15, 34.9, 35):
        assert follower.run_once(start + int(seconds * 1000)).left_open == 2
        asked.append(CountingRegistry.asked)

    # rests of 5, 10 and 20 seconds; one question each time, not one for each case
    assert asked == [1, 1, 1, 2, 2, 2, 3, 3, 4]

    follower.run_once(start - 1_800_000)
    assert CountingRegistry.asked == 5, "a clock that was put back makes nobody wait for it"


def test_a_person_the_registry_does_not_know_is_referred(country, follower, partners):
    partners.registry.differing = frozenset({OTHER_NIK})
    case = bring_to(
        country.office,
        Stage.DOCUMENTS,
        nik=OTHER_NIK,
        full_name="Orang Lain",
        primary_identifier="Lain",
        secondary_identifier="Orang",
    )

    exchange(country, follower)

    assert owed(country.office, case, REGISTRY).outcome is Outcome.REFERRED
    assert the_row(country.office, case).stage is Stage.ADJUDICATION


def test_money_the_bank_never_saw_is_adverse(country, follower, partners):
    case = bring_to(country.office, Stage.PHOTO)
    partners.bank.unpaid = frozenset({the_row(country.office, case).fee.billing_code})

    exchange(country, follower)

    assert owed(country.office, case, BANK).answer is Answer.ADVERSE


def test_another_amount_than_the_fee_is_adverse(country, follower, partners):
    case = bring_to(country.office, Stage.PHOTO)
    partners.bank.bills = {the_row(country.office, case).fee.billing_code: 35_000}

    exchange(country, follower)

    assert owed(country.office, case, BANK).answer is Answer.ADVERSE


def test_the_same_person_twice_is_found_by_the_national_search(country, follower):
    first = bring_to(country.office, Stage.DOCUMENTS)
    second = bring_to(country.office, Stage.DOCUMENTS, nik=OTHER_NIK)

    exchange(country, follower)

    answered = owed(country.office, second, DUPLICATES)
    assert (answered.answer, answered.reference) == (Answer.ADVERSE, f"polman/{first}")


def test_a_case_waits_for_its_key_and_goes_on_when_it_comes(country, follower):
    case = bring_to(country.office, Stage.DOCUMENTS)

    report = exchange(country, follower, keys=False)
    assert report.answered == 0
    with country.centre.store.reading() as reading:
        assert reading.get(HeldCase, ("polman", case)) is not None

    report = exchange(country, follower)
    assert (report.released, report.answered) == (1, 2)
    with country.centre.store.reading() as reading:
        assert reading.get(HeldCase, ("polman", case)) is None


def test_a_case_that_waits_costs_no_write_in_every_round(country, follower):
    bring_to(country.office, Stage.DOCUMENTS)
    exchange(country, follower, keys=False)

    assert follower.run_once(country.clock.now).released == 0


def archived(country, follower):
    """A first passport is handed over once the registry has answered."""
    case = bring_to(country.office, Stage.HANDOVER)
    exchange(country, follower)
    return bring_to(country.office, Stage.ARCHIVED, case=case)


def test_the_centre_destroys_a_forgotten_cases_key_and_says_so(country, follower):
    supplied(country)
    case = archived(country, follower)
    done(forget(country.office, case))

    report = exchange(country, follower)

    assert report.keys_destroyed == 1
    with country.centre.store.reading() as reading:
        assert reading.case_key("polman", case, "centre") is None
        assert reading.case_key_destroyed("polman", case)
    with country.office.store.reading() as reading:
        assert reading.get(KeyHolder, ("polman", case, "centre")) is not None
    assert the_row(country.centre, case).registration is None
    assert exchange(country, follower).keys_destroyed == 0


def test_each_day_the_centre_observes_the_office(country, follower):
    bring_to(country.office, Stage.DOCUMENTS)
    assert exchange(country, follower).observed == 1
    assert exchange(country, follower).observed == 0


def test_a_centre_on_postgresql_answers_too(tmp_path, postgres_alias):
    country = make_country(tmp_path, alias=postgres_alias)
    try:
        publish_list(country)
        case = bring_to(country.office, Stage.INTERVIEW)
        follower = CentreFollower(country.centre, simulated_partners(country.centre))
        report = exchange(country, follower)
        assert (report.answered, report.observed) == (3, 1)
        assert not owed(country.office, case, REGISTRY).open
    finally:
        country.close()

"""Cases are looked up again in a newer list."""

from builders.country import ANOTHER, bring_to, publish_list, pull, supplied, the_row
from builders.people import NIK
from loket.core.domain.obligations import obligation_id
from loket.core.domain.prevention import ListedPerson
from loket.core.domain.rows import Obligation, PreventionList
from loket.core.domain.terms import Answer, ObligationKind, Outcome, Stage
from loket.node.followers.look_ups import LookUpFollower

DAY_MS = 24 * 3_600_000
LISTED = ListedPerson(number="C1", name="Orang Contoh", birth_date="1980-01-01", nik=NIK)


def newer(country, version=2, **options):
    publish_list(country, version, **options)
    pull(country.office, country.centre)


def owed(country, case):
    with country.office.store.reading() as reading:
        return reading.get(
            Obligation, ("polman", obligation_id(case, ObligationKind.CURRENT_PREVENTION_LIST))
        )


def test_a_newer_list_is_looked_up_for_every_case_that_is_still_inside(country):
    supplied(country)
    looked_up = bring_to(country.office, Stage.ALLOCATION)
    not_yet = bring_to(country.office, Stage.INTERVIEW, **ANOTHER)
    newer(country)

    assert LookUpFollower(country.office).run_once() == 1

    assert the_row(country.office, looked_up).look_up.list_version == 2
    assert the_row(country.office, looked_up).stage is Stage.ALLOCATION
    assert the_row(country.office, not_yet).look_up is None


def test_a_list_is_looked_up_once(country):
    supplied(country)
    bring_to(country.office, Stage.ALLOCATION)
    newer(country)
    follower = LookUpFollower(country.office)

    assert (follower.run_once(), follower.run_once()) == (1, 0)


def test_without_a_newer_list_nothing_is_looked_up(country):
    assert LookUpFollower(country.office).run_once() == 0
    supplied(country)
    bring_to(country.office, Stage.ALLOCATION)
    assert LookUpFollower(country.office).run_once() == 0


def test_an_old_list_left_an_obligation_that_a_current_one_clears(country):
    supplied(country)
    country.clock.now += 3 * DAY_MS
    case = bring_to(country.office, Stage.APPROVAL)
    assert owed(country, case).open
    newer(country)

    LookUpFollower(country.office).run_once()

    answered = owed(country, case)
    assert (answered.open, answered.answer, answered.outcome) == (False, Answer.CLEAR, Outcome.CLEARED)


def test_a_newer_list_that_is_old_itself_clears_nothing(country):
    supplied(country)
    country.clock.now += 3 * DAY_MS
    case = bring_to(country.office, Stage.APPROVAL)
    newer(country, as_of=country.clock.now - 2 * DAY_MS)

    assert LookUpFollower(country.office).run_once() == 1
    assert owed(country, case).open
    newer(country, version=3)
    assert LookUpFollower(country.office).run_once() == 1
    assert not owed(country, case).open


def test_a_person_who_was_listed_meanwhile_is_referred(country):
    supplied(country)
    country.clock.now += 3 * DAY_MS
    case = bring_to(country.office, Stage.PRINTING)
    newer(country, persons=(LISTED,))

    LookUpFollower(country.office).run_once()

    assert owed(country, case).outcome is Outcome.REFERRED
    assert the_row(country.office, case).stage is Stage.ADJUDICATION


def test_a_person_is_referred_without_an_obligation_too(country):
    supplied(country)
    case = bring_to(country.office, Stage.ALLOCATION)
    newer(country, persons=(LISTED,))

    LookUpFollower(country.office).run_once()

    assert the_row(country.office, case).stage is Stage.ADJUDICATION


def test_a_list_whose_file_is_not_here_yet_is_asked_later(country):
    supplied(country)
    case = bring_to(country.office, Stage.ALLOCATION)
    newer(country)
    with country.office.store.reading() as reading:
        sha256 = reading.get(PreventionList, ("polman", "current")).blob.sha256
    path = next(country.folder.joinpath("polman", "blobs").rglob(sha256))
    away = path.with_suffix(".away")
    path.rename(away)
    follower = LookUpFollower(country.office)

    assert follower.run_once() == 0
    away.rename(path)
    assert follower.run_once() == 1
    assert the_row(country.office, case).look_up.list_version == 2

"""The quality test of an electronic passport: its chip is read with the printed key, and judged."""

from dataclasses import replace

import pytest

from builders.country import done, the_row
from builders.electronic import chip_of, encoder, follower, make_signers
from builders.nodes import by
from loket.core.domain.checks import CheckName, CheckOutcome
from loket.core.domain.quality.run import required
from loket.core.domain.refusals import Reason
from loket.core.domain.rows import QualityTest
from loket.core.domain.terms import SpoilCause, Stage
from loket.node.devices.printer import FolderPrinter
from loket.node.followers.printing import PrintingFollower
from loket.node.operations import test_quality as quality


@pytest.fixture
def printed(country, tmp_path):
    """An electronic passport with its page out of the printer, and the page; its chip is not written yet."""
    from builders.country import bring_to, supplied
    from loket.core.domain.terms import DocumentKind

    supplied(country, kind=DocumentKind.ELECTRONIC)
    case = bring_to(country.office, Stage.READ_BACK, kind=DocumentKind.ELECTRONIC)
    printer = FolderPrinter(tmp_path / "printer")
    PrintingFollower(country.office, printer, office_title="KANIM CONTOH", specimen=True).run_once()
    return case, printer.output(the_row(country.office, case).page.job)


@pytest.fixture
def chips(tmp_path):
    return encoder(tmp_path)


@pytest.fixture
def personalising(country, tmp_path, chips):
    return follower(country.office, chips, make_signers(tmp_path / "TEST-keys", country.clock.now))


def written_tests(country, case):
    with country.office.store.reading() as reading:
        return reading.select(QualityTest, {"office": "polman", "case": case}, order_by=("number",))


def test_an_electronic_passport_passes_with_every_check_of_its_chip(country, printed, personalising):
    case, page = printed
    before = quality.test_quality(country.office, by("tini"), case, page=page)
    assert before.reasons == (Reason.CHIP_NOT_ENCODED,)
    personalising.run_once()

    done(quality.test_quality(country.office, by("tini"), case, page=page))

    (test,) = written_tests(country, case)
    outcomes = {check.name: check.outcome for check in test.checks}
    assert {
        name for name in required(has_chip=True) if outcomes[name] is not CheckOutcome.SUCCESSFUL
    } == set()
    assert the_row(country.office, case).stage is Stage.HANDOVER


def test_a_chip_that_was_swapped_after_writing_fails_and_the_booklet_is_spoilt(
    country, printed, personalising, chips
):
    case, page = printed
    personalising.run_once()
    job = chip_of(country.office, case).job
    other = replace(chips.memory(job), serial=b"another!")
    (chips._path(job)).write_bytes(other.encode())

    done(quality.test_quality(country.office, by("tini"), case, page=page))

    (test,) = written_tests(country, case)
    assert test.failed == (CheckName.CHIP_AS_LOGGED,)
    cause = SpoilCause.FAILED_READ_BACK
    done(quality_spoilt(country, case, cause))
    assert the_row(country.office, case).stage is Stage.ALLOCATION


def quality_spoilt(country, case, cause):
    from loket.node.operations.spoil_booklet import spoil_booklet

    return spoil_booklet(country.office, by("tini"), case, cause=cause, report="Cip lain.", present="budi")

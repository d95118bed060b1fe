"""An electronic passport from its blank to its holder, by keyboard; its chip is written behind the pages."""

import threading

import pytest
from playwright.sync_api import expect

from builders.country import bring_to, the_row
from builders.electronic import electronic_blanks, encoder, follower, make_signers
from builders.keyboard import Keys
from loket.core.domain.checks import CheckOutcome
from loket.core.domain.quality.run import required
from loket.core.domain.rows import QualityTest
from loket.core.domain.terms import ChipState, DocumentKind, Service, Stage

pytestmark = pytest.mark.slow  # many seconds: on one Python only


@pytest.fixture
def case(country):
    """A renewal that waits for its blank; the office has blanks with chips beside the ordinary ones."""
    electronic_blanks(country)
    return bring_to(country.office, Stage.ALLOCATION, kind=DocumentKind.ELECTRONIC, service=Service.RENEWAL)


@pytest.fixture
def personalising(country, tmp_path):
    """What writes chips as soon as their pages are out, with TEST signers of the office's own."""
    writer = follower(
        country.office, encoder(tmp_path), make_signers(tmp_path / "TEST-keys", country.clock.now)
    )
    stop = threading.Event()
    thread = threading.Thread(target=writer.run, args=(stop,), kwargs={"every_seconds": 0.1})
    thread.start()
    yield
    stop.set()
    writer.wake()
    thread.join()


def test_an_electronic_passport_is_written_tested_and_handed_over_by_keyboard_alone(
    country, case, personalising, officer
):
    printer = Keys(officer("budi"))
    printer.next_at(6)
    printer.button("Alokasikan buku paspor")
    assert the_row(country.office, case).booklet == "E0000001"
    printer.button("Cetak halaman data")
    assert printer.waits_until(lambda: the_row(country.office, case).chip.state is ChipState.ENCODED)

    tester = Keys(officer("tini"))
    tester.next_at(7)
    tester.button("Uji kualitas paspor")
    expect(tester.page.locator(".written")).to_contain_text("Uji kualitas: lulus")

    Keys(officer("anton")).hand_over("E0000001")

    assert the_row(country.office, case).stage is Stage.FILING
    with country.office.store.reading() as reading:
        (test,) = reading.select(QualityTest, {"office": "polman", "case": case})
    passed = {check.name for check in test.checks if check.outcome is CheckOutcome.SUCCESSFUL}
    # The chip was not only there: it was read, and held against the page and the log.
    assert required(has_chip=True) <= passed

"""The printing station shows its printer; of a page in doubt an officer says what lay in it."""

import pytest

from builders.counter import signed_in
from builders.country import bring_to, the_row
from loket.core.domain.terms import PageState, Stage
from loket.faces.counter.desk import office_desk
from loket.node.devices.printer import JobReport, JobState


@pytest.fixture
def doubtful(country):
    """A page that was begun to be sent when the power went, and of which the printer knows nothing."""
    case = bring_to(country.office, Stage.READ_BACK)
    country.printing._printer.send = lambda *_args, **_named: None
    country.printing.run_once()
    del country.printing._printer.send
    assert the_row(country.office, case).page.state is PageState.UNKNOWN
    return case


@pytest.mark.parametrize(
    ("language", "says"),
    [("en", "Printed or not: nobody knows; look at the printer"), ("id", "Tercetak atau tidak")],
)
def test_the_station_shows_the_printer_and_what_to_look_for(country, doubtful, language, says):
    shown = signed_in("budi", language=language).get("/stations/printing").content.decode()

    assert says in shown
    assert the_row(country.office, doubtful).booklet in shown


@pytest.mark.parametrize(
    ("found", "state", "stage"),
    [
        ("came_out", PageState.SENT, Stage.READ_BACK),
        ("nothing", PageState.FAILED, Stage.PRINTING),
    ],
)
def test_an_officer_says_what_lay_in_the_printer(country, doubtful, found, state, stage):
    client = signed_in("budi")
    page = client.get(f"/cases/{doubtful}").content.decode()
    assert "Say what came out of the printer" in page
    assert "Printed or not: nobody knows" in page

    answer = client.post(f"/cases/{doubtful}/look_for_page", {"act": "b" * 32, "found": found})

    assert answer.status_code == 302
    row = the_row(country.office, doubtful)
    assert (row.page.state, row.stage) == (state, stage)


def test_the_first_word_of_the_printer_is_awaited(country):
    assert office_desk().printer_status() is None

    assert "has not been asked yet" in signed_in("budi").get("/stations/printing").content.decode()


def test_a_case_says_in_words_why_its_page_is_stopped_and_what_to_do(country):
    case = bring_to(country.office, Stage.READ_BACK)
    country.printing._printer.job = lambda _job: JobReport(JobState.STOPPED, ("media-jam",))
    country.printing.run_once()

    for officer in ("budi", "tini"):
        shown = signed_in(officer).get(f"/cases/{case}").content.decode()
        assert "The printer stands still" in shown
        assert "Paper is jammed." in shown
        assert "take out what is jammed" in shown

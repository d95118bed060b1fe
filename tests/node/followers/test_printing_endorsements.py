"""A name that the data page cannot carry stands on the endorsement page, or the passport goes nowhere."""

from io import BytesIO

import pypdfium2
import pytest

from builders.country import bring_to, done, supplied, the_row
from builders.nodes import by
from loket.core.domain.refusals import Reason, Refused
from loket.core.domain.terms import PageState, SpoilCause, Stage
from loket.node.devices.printer import FaultReason, FolderPrinter, PrinterFault
from loket.node.followers.printing import PrintingFollower
from loket.node.operations import test_quality as quality
from loket.node.operations.check_endorsement import check_endorsement
from loket.node.operations.print_endorsement import print_endorsement
from loket.node.operations.spoil_booklet import spoil_booklet

# 44 characters where a page has 34.
LONG = "Andi Nur Aisyah Rahmawati Contoh Abdul Kadir"
NAMED = {"full_name": LONG, "primary_identifier": "Kadir", "secondary_identifier": LONG[: -len(" Kadir")]}


@pytest.fixture
def printer(country):
    return FolderPrinter(country.folder / "printer")


@pytest.fixture
def run(country, printer):
    return PrintingFollower(country.office, printer, office_title="KANIM POLEWALI MANDAR").run_once


@pytest.fixture
def printed(country, run):
    """A case whose data page is out, and owes an endorsement page."""
    supplied(country)
    case = bring_to(country.office, Stage.READ_BACK, **NAMED)
    run()
    return case


def endorsed(country, case):
    return the_row(country.office, case).endorsement


def test_the_whole_name_is_printed_on_a_page_of_its_own_and_compared(country, run, printer, printed):
    page = the_row(country.office, printed).page
    assert page.record.names_visual == "ANDI NUR AISYAH RAHMAWATI CONTOH"
    refused = quality.test_quality(country.office, by("tini"), printed, page=printer.output(page.job))
    assert isinstance(refused, Refused)
    assert Reason.ENDORSEMENT_MISSING in refused.reasons

    done(
        print_endorsement(
            country.office, by("budi"), printed, observations="Nama ayah: Abdul\nLahir di Polewali"
        )
    )
    assert run().sent == 1
    endorsement = endorsed(country, printed)
    assert endorsement.state is PageState.SENT
    with pypdfium2.PdfDocument(BytesIO(printer.output(endorsement.job))) as pdf:
        assert len(pdf) == 1
        assert [round(points / 72 * 25.4) for points in pdf[0].get_size()] == [125, 88]
        words = pdf[0].get_textpage().get_text_range()
    for expected in (
        LONG.upper(),
        "Nama ayah: Abdul Lahir di Polewali",
        the_row(country.office, printed).booklet,
    ):
        assert expected in " ".join(words.split())

    done(check_endorsement(country.office, by("tini"), printed, agrees=True))
    assert endorsed(country, printed).state is PageState.PRINTED
    done(quality.test_quality(country.office, by("tini"), printed, page=printer.output(page.job)))
    assert the_row(country.office, printed).stage is Stage.HANDOVER
    run()
    assert printer.kept() == frozenset()


def test_an_endorsement_page_that_differs_spoils_the_booklet_and_goes_with_it(country, run, printed):
    done(print_endorsement(country.office, by("budi"), printed))
    run()
    done(check_endorsement(country.office, by("tini"), printed, agrees=False))

    again = print_endorsement(country.office, by("budi"), printed)
    assert isinstance(again, Refused)
    done(
        spoil_booklet(
            country.office,
            by("tini"),
            printed,
            cause=SpoilCause.MISPRINT,
            report="Contoh",
            present="budi",
        )
    )
    assert endorsed(country, printed) is None


def test_an_endorsement_page_that_was_not_printed_is_printed_again_where_the_case_is(
    country, run, printer, printed
):
    done(print_endorsement(country.office, by("budi"), printed))
    printer.send = lambda *_arguments, **_named: PrinterFault(FaultReason.MEDIA_EMPTY)
    run()
    assert (endorsed(country, printed).state, endorsed(country, printed).fault) == (
        PageState.FAILED,
        "media-empty",
    )
    assert the_row(country.office, printed).stage is Stage.READ_BACK

    del printer.send
    done(print_endorsement(country.office, by("budi"), printed))
    assert run().sent == 1


def test_a_name_that_fits_owes_nothing_and_observations_may_stand_alone(country, run):
    supplied(country)
    case = bring_to(country.office, Stage.READ_BACK)
    run()

    refused = print_endorsement(country.office, by("budi"), case)
    assert isinstance(refused, Refused)
    assert Reason.FIELD_MISSING in refused.reasons
    done(print_endorsement(country.office, by("budi"), case, observations="Pemegang memakai kursi roda"))
    run()
    assert endorsed(country, case).state is PageState.SENT


def test_more_than_fits_the_page_is_refused_before_anything_is_sent(country, run, printed):
    done(print_endorsement(country.office, by("budi"), printed, observations="baris\n" * 80))
    run()

    assert endorsed(country, printed).state is PageState.FAILED
    assert endorsed(country, printed).fault == "typesetting-failed"


def test_an_endorsement_page_cannot_come_before_its_data_page(country):
    supplied(country)
    case = bring_to(country.office, Stage.READ_BACK, **NAMED)

    refused = print_endorsement(country.office, by("budi"), case)

    assert isinstance(refused, Refused)
    assert Reason.PAGE_NOT_SENT in refused.reasons

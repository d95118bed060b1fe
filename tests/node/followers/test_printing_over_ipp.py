"""Pages at a printer that jams, forgets and falls silent: a defined state each, and no page twice."""

import random
from datetime import date

import pytest

from builders.country import bring_to, done, supplied, the_row
from builders.nodes import by
from builders.pwg_reader import read_raster
from loket.config.printers import data_page_printer
from loket.config.settings import NodeSettings
from loket.core.domain.refusals import Reason, Refused
from loket.core.domain.terms import PageFound, PageState, SpoilCause, Stage
from loket.node.devices.fake_printer import FakePrinter, FakePrinterServer, Fault
from loket.node.devices.ipp_printer import IppPrinter
from loket.node.devices.paper_queue import PaperQueue
from loket.node.devices.printer import PrinterState
from loket.node.followers.printing import DATA_PAGE_MEDIA, MOST_ROUNDS_LEFT_OUT, Printed, PrintingFollower
from loket.node.operations.look_for_page import look_for_page
from loket.node.operations.print_data_page import print_data_page
from loket.node.operations.spoil_booklet import spoil_booklet

OFFICE = "KANIM POLEWALI MANDAR"


class KilledError(Exception):
    """The follower's process is killed."""


class KillingPrinter:
    """The process is killed at its nth word with the printer: before it, or with the answer unread."""

    def __init__(self, printer, at, *, after):
        self.printer, self.left, self.after = printer, at, after

    def __getattr__(self, name):
        def say(*arguments, **named):
            self.left -= 1
            if self.left == 0 and not self.after:
                raise KilledError
            answer = getattr(self.printer, name)(*arguments, **named)
            if self.left == 0:
                raise KilledError
            return answer

        return say


@pytest.fixture
def fake():
    return FakePrinter(by_itself=False)


@pytest.fixture
def printer(fake):
    with FakePrinterServer(fake) as server:
        yield IppPrinter(server.uri, read_s=5.0)


@pytest.fixture
def submitted(country):
    supplied(country)
    return bring_to(country.office, Stage.READ_BACK)


@pytest.fixture
def run(country, printer):
    """One round of the follower, as a process that has just begun would do it."""
    return lambda using=printer: PrintingFollower(country.office, using, office_title=OFFICE).run_once()


def another(number):
    """Somebody else: a woman born on 1 January (41 in the number) of a year of her own."""
    return {"birth_date": date(1980 + number, 1, 1), "nik": f"7604114101{80 + number}0001"}


def page(country, case):
    return the_row(country.office, case).page


def test_a_page_is_followed_from_the_queue_to_the_tray(country, fake, run, submitted):
    seen = []
    run()
    for _ in range(3):
        seen.append(page(country, submitted).state)
        fake.advance()
        run()

    assert seen == [PageState.ACCEPTED, PageState.PRINTING, PageState.SENT]
    assert page(country, submitted).state is PageState.SENT
    assert fake.printed == [page(country, submitted).job]
    assert the_row(country.office, submitted).stage is Stage.READ_BACK


def test_one_printer_may_have_pages_and_papers_and_neither_cancels_the_others(
    country, fake, printer, run, submitted
):
    queue = PaperQueue(printer, clock=country.clock)
    queue.put("paper-1", b"%PDF-1.7 a receipt", address="/x", officer="budi", media=DATA_PAGE_MEDIA)
    for _ in range(8):
        queue.run_once()
        run()
        fake.advance()

    assert sorted(fake.printed) == sorted(["paper-1", page(country, submitted).job])
    with pytest.raises(ValueError, match="paper-"):
        queue.put("3" * 32, b"%PDF-1.7", address="/x", officer="budi", media=DATA_PAGE_MEDIA)


@pytest.mark.parametrize("fault", [Fault.JAM, Fault.PAPER_OUT, Fault.COVER_OPEN])
def test_a_page_stopped_at_the_printer_says_why_and_goes_on(country, fake, run, submitted, fault):
    run()
    fake.switch(fault)
    run()
    assert (page(country, submitted).state, page(country, submitted).reasons) == (
        PageState.STOPPED,
        (fault.value,),
    )
    assert run().changed == 0  # said once

    fake.switch(Fault.NONE)
    run()
    assert (page(country, submitted).state, page(country, submitted).reasons) == (PageState.ACCEPTED, ())


@pytest.mark.parametrize("fault", [Fault.JAM, Fault.PAPER_OUT, Fault.OFFLINE])
def test_a_page_that_the_printer_does_not_take_goes_back_and_is_not_sent_by_itself(
    country, fake, run, submitted, fault
):
    fake.switch(fault)
    assert run().not_sent == 1
    fake.switch(Fault.NONE)
    run()

    assert page(country, submitted).state is PageState.FAILED
    assert the_row(country.office, submitted).stage is Stage.PRINTING
    assert fake.jobs == []
    done(print_data_page(country.office, by("budi"), submitted))
    assert run().sent == 1


def test_a_page_for_which_the_printer_is_busy_waits_in_the_queue_and_is_printed_once(
    country, fake, run, submitted
):
    """RFC 8011 §B.1.5.8: nothing was printed, and the same request may come again."""
    job = page(country, submitted).job
    fake.switch(Fault.BUSY)
    for _ in range(2):
        assert run() == Printed()
        assert (page(country, submitted).state, page(country, submitted).reasons) == (
            PageState.SUBMITTED,
            ("busy",),
        )
        assert the_row(country.office, submitted).stage is Stage.READ_BACK

    fake.switch(Fault.NONE)
    assert run().sent == 1
    for _ in range(2):
        fake.advance()
    run()
    assert (page(country, submitted).state, page(country, submitted).job) == (PageState.SENT, job)
    assert fake.printed == [job]


def test_a_printer_that_stays_busy_is_tried_ever_more_seldom(country, fake, printer, submitted):
    follower = PrintingFollower(country.office, printer, office_title=OFFICE)
    fake.switch(Fault.BUSY)
    tried = []
    for at in range(140):
        before = len(fake.seen)
        follower.run_once()
        if any(message.data for message in fake.seen[before:]):
            tried.append(at)

    # 1, 2, 4 … 64 rounds are left out, and never more.
    assert tried == [0, 2, 5, 10, 19, 36, 69, 134]
    fake.switch(Fault.NONE)
    for _ in range(MOST_ROUNDS_LEFT_OUT + 1):
        follower.run_once()
    assert page(country, submitted).state is PageState.ACCEPTED


def test_a_crash_before_the_busy_answer_is_written_down_leaves_the_page_to_eyes(
    country, fake, printer, run, submitted
):
    fake.switch(Fault.BUSY)
    # What the follower says to the printer: what it keeps, how it stands, the job.
    with pytest.raises(KilledError):
        run(KillingPrinter(printer, 3, after=True))
    assert page(country, submitted).state is PageState.SENDING

    fake.switch(Fault.NONE)
    run()
    assert page(country, submitted).state is PageState.UNKNOWN
    assert fake.jobs == []


def test_a_printer_that_takes_pwg_raster_alone_prints_the_page(country, fake, submitted):
    fake.formats = ("image/pwg-raster",)
    with FakePrinterServer(fake) as server:
        printer = data_page_printer(
            NodeSettings.from_environment(
                {
                    "LOKET_ROLE": "office",
                    "LOKET_NODE": "polman",
                    "LOKET_DATA": "/nowhere",
                    "LOKET_PRINTER": server.uri,
                }
            )
        )
        follower = PrintingFollower(country.office, printer, office_title=OFFICE)
        assert follower.run_once().sent == 1

    ((fields, lines),) = read_raster(fake.jobs[0].document)
    # 88 x 125 mm at 600 dots to the inch, in colours.
    assert (fields["Width"], fields["Height"], fields["ColorSpace"]) == (2078, 2952, 19)
    # Turned, the zone's lower line is at the right: bars of black in 10 mm before the edge.
    zone = [line[3 * 1850 : 3 * 2040] for line in lines]
    assert sum(b"\x00\x00\x00" in part for part in zone) > 1000


def test_a_printer_out_of_reach_stops_a_page_that_it_had_taken_and_it_is_found_again(
    country, fake, run, submitted
):
    run()
    fake.switch(Fault.OFFLINE)
    run()
    assert (page(country, submitted).state, page(country, submitted).reasons) == (
        PageState.STOPPED,
        ("unreachable",),
    )

    fake.switch(Fault.NONE)
    fake.advance()
    fake.advance()
    run()
    assert page(country, submitted).state is PageState.SENT


def test_an_answer_that_was_lost_is_made_up_for_by_looking_for_the_job(country, fake, run, submitted):
    fake.switch(Fault.LOST_ANSWER)
    run()

    assert page(country, submitted).state is PageState.ACCEPTED
    assert [job.name for job in fake.jobs] == [page(country, submitted).job]


@pytest.mark.parametrize("fault", [Fault.LOST_REQUEST, Fault.POWER_CUT])
def test_a_job_that_the_printer_does_not_know_waits_for_eyes(country, fake, run, submitted, fault):
    fake.switch(fault)
    run()
    for _ in range(3):
        assert run().changed == 0

    assert page(country, submitted).state is PageState.UNKNOWN
    assert fake.printed == []


def test_a_job_cancelled_at_the_printer_waits_for_eyes(country, fake, run, submitted):
    run()
    fake.cancel()
    run()

    assert page(country, submitted).state is PageState.CANCELLED


def doubtful(country, fake, run, submitted):
    fake.switch(Fault.POWER_CUT)
    run()
    assert page(country, submitted).state is PageState.UNKNOWN


def test_an_officer_who_finds_the_page_lets_it_be_tested(country, fake, run, submitted):
    doubtful(country, fake, run, submitted)

    done(look_for_page(country.office, by("budi"), submitted, found=PageFound.CAME_OUT))

    assert page(country, submitted).state is PageState.SENT


def test_an_officer_who_finds_nothing_lets_the_page_be_printed_again_once(country, fake, run, submitted):
    doubtful(country, fake, run, submitted)
    before = page(country, submitted).job

    done(look_for_page(country.office, by("budi"), submitted, found=PageFound.NOTHING))
    assert the_row(country.office, submitted).stage is Stage.PRINTING
    run()
    assert fake.jobs == []

    done(print_data_page(country.office, by("budi"), submitted))
    for _ in range(3):
        run()
        fake.advance()
    run()
    assert fake.printed == [page(country, submitted).job]
    assert page(country, submitted).job != before


def test_a_job_that_turns_up_after_all_is_followed_while_nobody_has_looked(country, fake, run, submitted):
    """The printer's network slept, and the request came through late."""
    fake.switch(Fault.OFFLINE)
    run()
    done(print_data_page(country.office, by("budi"), submitted))
    fake.switch(Fault.LOST_ANSWER)
    run()
    hidden = list(fake.jobs)
    fake.jobs.clear()
    run()
    assert page(country, submitted).state is PageState.UNKNOWN

    fake.jobs.extend(hidden)
    run()
    assert page(country, submitted).state is PageState.ACCEPTED


def test_a_job_for_which_an_officer_looked_in_vain_is_cancelled_should_it_turn_up(
    country, fake, run, submitted
):
    run()
    hidden = list(fake.jobs)
    fake.jobs.clear()
    run()
    done(look_for_page(country.office, by("budi"), submitted, found=PageFound.NOTHING))
    done(print_data_page(country.office, by("budi"), submitted))

    fake.jobs.extend(hidden)
    for _ in range(4):
        run()
        fake.advance()

    assert fake.printed == [page(country, submitted).job]


def test_the_job_of_a_spoilt_booklet_is_cancelled(country, fake, run, submitted):
    run()
    spoil_booklet(
        country.office,
        by("budi"),
        submitted,
        cause=SpoilCause.MISPRINT,
        report="Contoh",
        present="tini",
    )
    run()
    fake.advance()

    assert fake.printed == []
    assert [job.active for job in fake.jobs] == [False]


def test_nobody_is_asked_to_look_for_a_page_that_is_known(country, run, submitted):
    run()

    refused = look_for_page(country.office, by("budi"), submitted, found=PageFound.CAME_OUT)

    assert isinstance(refused, Refused)
    assert list(refused.reasons) == [Reason.PAGE_NOT_IN_DOUBT]


def test_only_one_booklet_at_a_time_goes_to_the_printer(country, fake, run, submitted):
    second = bring_to(country.office, Stage.READ_BACK, **another(1))
    run()
    run()
    assert len(fake.jobs) == 1

    for _ in range(2):
        fake.advance()
    run()
    run()
    assert {page(country, submitted).job, page(country, second).job} == {job.name for job in fake.jobs}


def test_the_station_hears_how_the_printer_stands(country, fake, printer, submitted):
    follower = PrintingFollower(country.office, printer, office_title=OFFICE)
    assert follower.status is None
    fake.switch(Fault.JAM)
    follower.run_once()

    assert follower.status.state is PrinterState.STOPPED
    assert follower.status.reasons == ("media-jam",)


SEEDS = 5  # as many as the supplied office has blanks for
FAULTS = [*Fault, "cancel", "restart", "advance", "advance", "advance", "kill", "kill", "kill"]


def in_trouble(country, fake, printer, run, case, chance):
    """Faults, kills before and after each word with the printer, officers who print again."""
    for _ in range(25):
        what = chance.choice(FAULTS)
        using = printer
        if isinstance(what, Fault):
            fake.switch(what)
        elif what == "kill":
            using = KillingPrinter(printer, chance.randint(1, 8), after=chance.random() < 0.5)
        else:
            getattr(fake, what)()
        try:
            run(using)
        except KilledError:
            continue
        if the_row(country.office, case).stage is Stage.PRINTING and chance.random() < 0.7:
            done(print_data_page(country.office, by("budi"), case))


def put_right(country, fake, run, case):
    """Everything is put right; officers look where they have to, and tell the truth: the printer's count."""
    fake.switch(Fault.NONE)
    for _ in range(12):
        row = the_row(country.office, case)
        if row.page.state is PageState.SENT:
            return
        if row.stage is Stage.PRINTING:
            done(print_data_page(country.office, by("budi"), case))
        elif row.page.state in {PageState.UNKNOWN, PageState.CANCELLED}:
            found = PageFound.CAME_OUT if row.page.job in fake.printed else PageFound.NOTHING
            done(look_for_page(country.office, by("budi"), case, found=found))
        run()
        fake.advance()


def test_whatever_happens_no_page_comes_out_twice_and_each_ends_somewhere(country, fake, printer, run):
    supplied(country)
    for seed in range(SEEDS):
        case = bring_to(country.office, Stage.READ_BACK, **another(seed))
        fake.printed.clear()
        in_trouble(country, fake, printer, run, case, random.Random(seed))
        put_right(country, fake, run, case)

        assert page(country, case).state is PageState.SENT, seed
        assert fake.printed == [page(country, case).job], seed

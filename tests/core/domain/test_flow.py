"""A day's flow through the stages."""

from dataclasses import replace

from builders.cases import NOON, a_case
from builders.people import OFFICE
from loket.core.domain.flow import flow
from loket.core.domain.rows import TimelineLine
from loket.core.domain.terms import Stage

CASE = a_case(Stage.DOCUMENTS).case


def the_flow(events, *, now, since=NOON + 100):
    lines = [
        TimelineLine(
            office=OFFICE,
            case=CASE,
            number=number,
            origin="o",
            index=number,
            event=event,
            at=NOON + number,
            officer="o",
            role="r",
            facts={},
        )
        for number, event in enumerate(events, 1)
    ]
    case = replace(a_case(Stage.DOCUMENTS), stage=now, stage_since=since)
    flows = flow(lines, {CASE: case}, waiting={now: 1}, oldest_since={now: since})
    came = [one.stage for one in flows if one.came]
    went = [one.stage for one in flows if one.went]
    return came, went


def test_a_case_that_was_registered_today_came_to_every_stage_up_to_where_it_is():
    came, went = the_flow(
        ["application_registered", "document_scanned", "documents_checked", "payment_recorded"],
        now=Stage.PHOTO,
    )

    assert came == [Stage.DOCUMENTS, Stage.PAYMENT, Stage.PHOTO]
    assert went == [Stage.DOCUMENTS, Stage.PAYMENT]


def test_a_case_of_an_earlier_day_did_not_come_today_to_where_it_was():
    came, went = the_flow(["interview_recorded"], now=Stage.LOOK_UP)

    assert came == [Stage.LOOK_UP]
    assert went == [Stage.INTERVIEW]


def test_what_only_adds_a_line_moves_nothing():
    assert the_flow(["document_scanned"], now=Stage.DOCUMENTS, since=NOON - 5) == ([], [])


def test_an_ended_case_came_to_its_end():
    came, went = the_flow(["application_refused"], now=Stage.ENDED)

    assert (came, went) == ([Stage.ENDED], [])


def test_each_stage_says_how_many_wait_and_since_when():
    (documents, *_others) = flow((), {}, waiting={Stage.DOCUMENTS: 3}, oldest_since={Stage.DOCUMENTS: 7})

    assert (documents.waiting, documents.oldest_since) == (3, 7)

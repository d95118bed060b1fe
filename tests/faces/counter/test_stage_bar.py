"""The bar shows the way of this case: stages it never comes to are not in it."""

from dataclasses import replace

import pytest

from builders.cases import BLOB, NOON, a_case
from loket.core.domain.row_parts import Ending, Hit
from loket.core.domain.terms import EndingKind, HitKind, Service, Stage
from loket.faces.counter.stage_bar import steps

WAY = [
    "documents",
    "payment",
    "photo",
    "interview",
    "look_up",
    "approval",
    "allocation",
    "printing",
    "read_back",
    "handover",
    "filing",
]


def bar(case) -> list[str]:
    return [step.stage.value for step in steps(case)]


def now(case) -> list[str]:
    return [step.stage.value for step in steps(case) if step.state == "now"]


@pytest.mark.parametrize("stage", [Stage.DOCUMENTS, Stage.APPROVAL, Stage.FILING])
def test_a_clean_case_has_the_eleven_stages_and_one_of_them_now(stage):
    case = a_case(stage)
    assert bar(case) == WAY
    assert now(case) == [stage.value]


def test_an_archived_case_has_everything_behind_it():
    assert {step.state for step in steps(a_case(Stage.ARCHIVED))} == {"done"}


@pytest.mark.parametrize("service", [Service.LOST, Service.DAMAGED])
def test_a_lost_or_damaged_passport_has_an_interview_report_before_payment(service):
    case = replace(a_case(Stage.PAYMENT), service=service)
    assert bar(case)[:3] == ["documents", "interview_report", "payment"]


def test_adjudication_stands_before_the_stage_that_it_interrupted():
    hit = Hit(hit="own/x", kind=HitKind.OWN_DUPLICATE, found_at=NOON)
    case = replace(a_case(Stage.PRINTING), stage=Stage.ADJUDICATION, interrupted=Stage.PRINTING, hits=(hit,))
    assert bar(case) == [*WAY[:7], "adjudication", *WAY[7:]]
    assert now(case) == ["adjudication"]


def test_an_ended_case_shows_what_was_done_and_its_end():
    ending = Ending(kind=EndingKind.REFUSED, at=NOON, by="o", number="R-1")
    case = replace(a_case(Stage.INTERVIEW), stage=Stage.ENDED, ending=ending, photo=BLOB)
    assert bar(case) == ["documents", "payment", "photo", "ended"]
    assert now(case) == ["ended"]

"""The quality test of a passport, and what it leads to: handover, or another booklet."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from loket.core.domain.checks import Check, CheckName, CheckOutcome
from loket.core.domain.events import Blob, QualityFindings, QualityTestFailed, QualityTestPassed
from loket.core.domain.quality.run import BY_EYE, Judgement, judge
from loket.core.domain.refusals import Objection, Reason, Refused
from loket.core.domain.rows import Case, Officer, Order
from loket.core.domain.rules.common import (
    objections_to_four_eyes,
    objections_to_role,
    objections_to_stage,
    objections_to_text,
)
from loket.core.domain.rules.endorsement import objections_to_owed
from loket.core.domain.rules.personalisation import has_chip, is_written
from loket.core.domain.rules.printing import MAY_BE_TESTED
from loket.core.domain.terms import WITH_SEAL, ChipState, Duty, PageState, Role, Stage


@dataclass(frozen=True, slots=True, kw_only=True)
class Tested:
    """What a test found. `confirmed`: what the officer looked at with his own eyes, and found right."""

    checks: Sequence[Check]
    findings: QualityFindings
    confirmed: Collection[CheckName] = ()
    blob: Blob | None = None


def _objections_to_testing(case: Case, officer: Officer, orders: tuple[Order, ...]) -> list[Objection]:
    """Why this officer cannot test this passport now, whatever is found."""
    objections = [
        *objections_to_role(officer, Role.QUALITY_TESTER),
        *objections_to_stage(case, Stage.READ_BACK),
        *objections_to_four_eyes(case, officer, Duty.QUALITY_TEST, orders),
        *objections_to_owed(case),
    ]
    if case.page is None or case.page.state not in MAY_BE_TESTED:
        objections.append(Objection(Reason.PAGE_NOT_SENT))
    if has_chip(case) and not is_written(case):
        state = case.chip.state.value if case.chip else ChipState.SUBMITTED.value
        objections.append(Objection(Reason.CHIP_NOT_ENCODED, facts={"chip_state": state}))
    return objections


def _objections_to_result(case: Case, tested: Tested) -> list[Objection]:
    """What is still to be settled before the test can be written down.

    Nothing is to be settled of a test that failed. Eyes settle only what they can see, and in writing; a
    passport that has failed once passes only with what was found to be wrong with the first test.
    """
    confirmed = frozenset(tested.confirmed)
    remark = tested.findings.remark
    objections = [
        Objection(Reason.NOT_FOR_THE_EYE, "confirmed", {"test_check": name.value})
        for name in sorted(confirmed - BY_EYE)
    ]
    judgement = _judged(case, tested, confirmed)
    objections += objections_to_text(remark, "what_was_seen", most=2_000, required=False)
    if judgement.failed:
        return objections
    found = {check.name: check for check in tested.checks}
    for name in judgement.open:
        check = found.get(name)
        facts = {"test_check": name.value}
        if check is not None and check.reason is not None:
            facts["because"] = check.reason.value
        objections.append(Objection(Reason.CHECK_NOT_SETTLED, "confirmed", facts))
    if not remark.strip():
        if case.page is not None and case.page.state is PageState.READ_BACK_FAILED:
            objections.append(Objection(Reason.TESTED_BEFORE, "what_was_seen"))
        elif confirmed:
            objections.append(Objection(Reason.FIELD_MISSING, "what_was_seen"))
    return objections


def _judged(case: Case, tested: Tested, confirmed: frozenset[CheckName]) -> Judgement:
    has_seal = case.kind in WITH_SEAL
    return judge(tested.checks, has_chip=has_chip(case), has_seal=has_seal, confirmed=confirmed)


def test_quality(
    case: Case, *, officer: Officer, tested: Tested, orders: tuple[Order, ...]
) -> QualityTestPassed | QualityTestFailed | Refused:
    """Write the test down with all its checks: passed, or failed for what failed."""
    # Of a passport that is not to be tested here and now there are no results to speak of.
    objections = _objections_to_testing(case, officer, orders) or _objections_to_result(case, tested)
    if objections or case.page is None:
        return Refused(tuple(objections))
    settled = {check.name for check in tested.checks if check.outcome is CheckOutcome.SUCCESSFUL}
    confirmed = tuple(name for name in CheckName if name in set(tested.confirmed) - settled)
    judgement = _judged(case, tested, frozenset(confirmed))
    if judgement.failed:
        return QualityTestFailed(
            case=case.case,
            job=case.page.job,
            booklet=case.booklet,
            failed=judgement.failed,
            checks=tuple(tested.checks),
            confirmed=confirmed,
            blob=tested.blob,
            sealed=tested.findings,
        )
    return QualityTestPassed(
        case=case.case,
        job=case.page.job,
        booklet=case.booklet,
        checks=tuple(tested.checks),
        confirmed=confirmed,
        blob=tested.blob,
        sealed=tested.findings,
    )

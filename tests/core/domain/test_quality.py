"""What a quality test makes of what was observed, and what its outcome leads to."""

from dataclasses import replace
from datetime import date

import pytest

from builders.cases import BLOB, BOOKLET, a_case, folded, journey, the_case
from builders.people import OFFICE, an_officer
from loket.core.domain import events as e
from loket.core.domain.checks import (
    GROUP_OF,
    CheckGroup,
    CheckName,
    CheckOutcome,
    CheckReason,
    aborted,
    failed,
    not_supported,
    successful,
    undetermined,
)
from loket.core.domain.quality.observations import (
    BatchObservation,
    FaceSeen,
    FieldObservation,
    Observations,
    OrderedDocument,
)
from loket.core.domain.quality.run import OF_THE_CHIP, REQUIRED, judge, run_quality_test
from loket.core.domain.quality.visual_zone import agree
from loket.core.domain.refusals import Reason, Refused
from loket.core.domain.rows import Booklet, QualityTest
from loket.core.domain.rules import issuance, quality
from loket.core.domain.terms import BookletState, Duty, PageState, SpoilCause, Stage
from loket.drills.page_as_ordered import page_as_ordered

TODAY = date(2024, 6, 27)
BESIDE = {CheckName.INFRARED, CheckName.FACE_AS_ENROLLED}
QUIET = BatchObservation(bound=True, holders=0, earlier_failed=(), reported=(), also_did=(), waived=False)


def ordered(**changes):
    case = a_case(Stage.PRINTING)
    record = issuance.page_record(case, case.registration, issued_on=date(2024, 6, 26))
    document = OrderedDocument(
        record=record, booklet=BOOKLET, has_chip=False, granted_until=date(2029, 6, 26), today=TODAY
    )
    return replace(document, **changes)


def printed(order, **changes):
    return replace(page_as_ordered(order.record, order.booklet), **changes)


def seen(*, order=None, page=None, batch=QUIET, chip=None):
    order = order or ordered()
    return Observations(ordered=order, page=page or printed(order), batch=batch, chip=chip)


def not_well(observations):
    """Every check that is not successful, but for what no drawing and no office has."""
    return {
        check.name: (check.outcome, check.reason, check.evidence)
        for check in run_quality_test(observations)
        if check.outcome is not CheckOutcome.SUCCESSFUL and check.name not in BESIDE
    }


def altered(order, place, character):
    upper, lower = order.record.mrz_upper, order.record.mrz_lower
    return printed(order, mrz=(upper, lower[: place - 1] + character + lower[place:]))


def test_a_page_as_it_was_ordered_passes_and_infrared_is_said_to_be_out_of_reach():
    checks = run_quality_test(seen())

    assert not_well(seen()) == {}
    assert {check.name for check in checks} == REQUIRED | BESIDE | {CheckName.VISUAL_NUMBER}
    (infrared,) = [check for check in checks if check.name is CheckName.INFRARED]
    assert infrared == not_supported(CheckName.INFRARED, CheckReason.NO_DEVICE)
    assert judge(checks, has_chip=False).passed


def test_every_check_belongs_to_a_group_and_the_groups_come_in_their_order():
    assert set(GROUP_OF) == set(CheckName)
    groups = [check.group for check in run_quality_test(seen(order=ordered(has_chip=True)))]
    assert groups == sorted(groups, key=list(CheckGroup).index)


# Places of the lower line (9303-4 4.2.2): birth date 14-19, its check digit 20; expiry 22-27, its digit 28;
# the composite check digit 44. The record's lower line is X0000001<...IDN9010107F2906264<<<<<<<<<<<<<<?.
@pytest.mark.parametrize(
    ("place", "character", "fields"),
    [
        (8, "2", "document_number,composite"),
        (14, "8", "birth_date,composite"),
        # 7*2+3*9+1*0+7*6+3*2+1*6 = 95: the digit is 5 (9303-3 §4.9).
        (28, "6", "expiry,composite"),
        (44, "X", "composite"),
    ],
)
def test_one_altered_character_of_the_zone_fails_its_check_digit_and_the_comparison(place, character, fields):
    order = ordered()

    found = not_well(seen(order=order, page=altered(order, place, character)))

    assert found.pop(CheckName.MRZ_CHECK_DIGITS) == (
        CheckOutcome.FAILED,
        CheckReason.CHECK_DIGIT_WRONG,
        {"fields": fields},
    )
    assert found.pop(CheckName.MRZ_AS_RECORDED) == (
        CheckOutcome.FAILED,
        CheckReason.DIFFERS_FROM_RECORD,
        {"differing": "1", "places": f"2:{place}"},
    )
    # What people read differs from that zone too; a wrong number is also not the allocated blank's.
    beside = {8: {CheckName.NUMBER_AS_ALLOCATED, CheckName.VISUAL_NUMBER}, 14: {CheckName.VISUAL_BIRTH_DATE}}
    assert set(found) == beside.get(place, set())


def test_a_name_has_no_check_digit_and_only_the_record_tells():
    order = ordered()
    page = printed(order, mrz=(order.record.mrz_upper.replace("AISYAH", "AISYAN"), order.record.mrz_lower))

    # P<IDNKADIR<<NUR<AISYAH: the H is the 22nd character.
    assert not_well(seen(order=order, page=page)) == {
        CheckName.MRZ_AS_RECORDED: (
            CheckOutcome.FAILED,
            CheckReason.DIFFERS_FROM_RECORD,
            {"differing": "1", "places": "1:22"},
        ),
        CheckName.VISUAL_NAME: (
            CheckOutcome.FAILED,
            CheckReason.DIFFERS_FROM_ZONE,
            {"confidence": "100"},
        ),
    }


def test_a_code_that_is_not_of_its_day_of_issue_fails():
    # Issued in 2024 the code is P<; PP came in 2026 (9303-4 4.4).
    order = ordered()
    order = replace(order, record=replace(order.record, mrz_upper="PP" + order.record.mrz_upper[2:]))

    assert not_well(seen(order=order)) == {
        CheckName.DOCUMENT_CODE: (
            CheckOutcome.FAILED,
            CheckReason.CODE_NOT_OF_THIS_DOCUMENT,
            {"code": "PP"},
        )
    }


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"granted_until": date(2034, 6, 26)}, CheckReason.TERM_NOT_AS_GRANTED),
        ({"today": date(2029, 6, 26)}, CheckReason.EXPIRED),
    ],
)
def test_an_expiry_has_to_be_the_granted_one_and_still_to_come(changes, reason):
    assert not_well(seen(order=ordered(**changes))) == {
        CheckName.DOCUMENT_EXPIRY: (CheckOutcome.FAILED, reason, {})
    }


@pytest.mark.parametrize(
    ("batch", "name", "reason", "evidence"),
    [
        ({"bound": False}, CheckName.NUMBER_AS_ALLOCATED, CheckReason.OTHER_NUMBER, {}),
        ({"holders": 1}, CheckName.NUMBER_UNIQUE, CheckReason.NUMBER_USED_BEFORE, {"cases": "1"}),
        (
            {"earlier_failed": ("X0000009", "X0000008"), "reported": ("X0000008",)},
            CheckName.EARLIER_RECORDS,
            CheckReason.RECORD_MISSING,
            {"booklets": "X0000009"},
        ),
        (
            {"also_did": ("approval",)},
            CheckName.SECOND_OFFICER,
            CheckReason.SAME_OFFICER,
            {"duties": "approval"},
        ),
    ],
)
def test_what_the_log_says_around_a_passport_fails_alone(batch, name, reason, evidence):
    found = not_well(seen(batch=replace(QUIET, **batch)))

    assert found == {name: (CheckOutcome.FAILED, reason, evidence)}


def test_two_duties_of_one_officer_are_released_by_order_and_the_check_says_so():
    checks = run_quality_test(seen(batch=replace(QUIET, also_did=("approval",), waived=True)))

    by_order = replace(successful(CheckName.SECOND_OFFICER, duties="approval"), reason=CheckReason.BY_ORDER)
    assert by_order in checks


@pytest.mark.parametrize("lines", [("P<IDN", "X" * 44), ("", ""), ("P" * 45, "X" * 44), ("p" * 44, "X" * 44)])
def test_a_zone_that_cannot_be_read_leaves_the_passport_undetermined_and_not_failed(lines):
    checks = run_quality_test(seen(page=printed(ordered(), mrz=lines)))

    judgement = judge(checks, has_chip=False)
    assert judgement.failed == ()
    assert set(judgement.open) == {
        CheckName.MRZ_CHECK_DIGITS,
        CheckName.MRZ_AS_RECORDED,
        CheckName.DOCUMENT_CODE,
        CheckName.DOCUMENT_EXPIRY,
        CheckName.VISUAL_NAME,
        CheckName.VISUAL_BIRTH_DATE,
        CheckName.VISUAL_SEX,
        CheckName.VISUAL_EXPIRY,
        CheckName.NUMBER_AS_ALLOCATED,
    }


@pytest.mark.parametrize(
    ("changes", "name", "reason"),
    [
        ({"likeness": 0.6}, CheckName.MRZ_TYPEFACE, CheckReason.OTHER_TYPEFACE),
        ({"left_mm": (7.2, 6.0)}, CheckName.MRZ_PLACE, CheckReason.OUT_OF_TOLERANCE),
        # Capitals of OCR-B size 1 are 2.4 mm high: the upper line would stand out of the lower 24.2 mm.
        ({"baseline_mm": (22.0, 15.6)}, CheckName.MRZ_PLACE, CheckReason.OUT_OF_TOLERANCE),
        ({"pitch_mm": (2.54, 2.41)}, CheckName.MRZ_PITCH, CheckReason.OUT_OF_TOLERANCE),
        ({"tilt_deg": (0.0, -3.1)}, CheckName.MRZ_TILT, CheckReason.OUT_OF_TOLERANCE),
    ],
)
def test_a_zone_out_of_its_measures_fails_alone(changes, name, reason):
    page = printed(ordered())
    found = not_well(seen(page=replace(page, zone=replace(page.zone, **changes))))

    assert {each: why[:2] for each, why in found.items()} == {name: (CheckOutcome.FAILED, reason)}


def test_what_was_not_measured_is_open_and_a_ruler_may_settle_it():
    checks = run_quality_test(seen(page=replace(printed(ordered()), zone=None)))
    measured = {CheckName.MRZ_TYPEFACE, CheckName.MRZ_PLACE, CheckName.MRZ_PITCH, CheckName.MRZ_TILT}

    assert set(judge(checks, has_chip=False).open) == measured
    assert judge(checks, has_chip=False, confirmed=frozenset(measured)).passed


def test_a_zone_that_was_not_surely_seen_fails_nothing_and_is_open():
    order = ordered()
    page = altered(order, 4, "8")
    poor = replace(page, zone=replace(page.zone, likeness=0.8, pitch_mm=(2.54, 2.41)))

    for one in (poor, replace(page, zone=None)):
        judged = judge(run_quality_test(seen(order=order, page=one)), has_chip=False)
        assert judged.failed == ()
        assert {CheckName.MRZ_AS_RECORDED, CheckName.MRZ_CHECK_DIGITS, CheckName.MRZ_PITCH} <= set(
            judged.open
        )
    # The same character and pitch, surely seen, fail.
    sure = replace(poor, zone=replace(poor.zone, likeness=0.93))
    assert {CheckName.MRZ_AS_RECORDED, CheckName.MRZ_CHECK_DIGITS, CheckName.MRZ_PITCH} <= set(
        judge(run_quality_test(seen(order=order, page=sure)), has_chip=False).failed
    )


@pytest.mark.parametrize(
    ("changes", "name", "outcome", "reason"),
    [
        ({"likeness": 0.5}, CheckName.PORTRAIT_AS_ENROLLED, CheckOutcome.FAILED, CheckReason.OTHER_PICTURE),
        (
            {"likeness": 0.95},
            CheckName.PORTRAIT_AS_ENROLLED,
            CheckOutcome.UNDETERMINED,
            CheckReason.NOT_ALIKE_ENOUGH,
        ),
        # 9303-4 4.1.1: not smaller than 26 x 32 mm, not larger than 35 x 45 mm.
        (
            {"width_mm": 22.0, "height_mm": 28.3},
            CheckName.PORTRAIT_SIZE,
            CheckOutcome.FAILED,
            CheckReason.OUT_OF_TOLERANCE,
        ),
    ],
)
def test_a_portrait_that_is_not_the_enrolled_one_does_not_pass(changes, name, outcome, reason):
    page = printed(ordered())
    found = not_well(seen(page=replace(page, portrait=replace(page.portrait, **changes))))

    assert found[name][:2] == (outcome, reason)


def test_another_face_fails_where_a_program_sees_faces_and_none_is_needed_where_it_does_not():
    page = printed(ordered())

    def face(face, cosine=0.0):
        portrait = replace(page.portrait, face=face, cosine=cosine)
        checks = run_quality_test(seen(page=replace(page, portrait=portrait)))
        (check,) = [one for one in checks if one.name is CheckName.FACE_AS_ENROLLED]
        return check.outcome, judge(checks, has_chip=False).passed

    assert face(FaceSeen.COMPARED, 0.75) == (CheckOutcome.SUCCESSFUL, True)
    assert face(FaceSeen.COMPARED, 0.2) == (CheckOutcome.FAILED, False)
    assert face(FaceSeen.NO_FACE) == (CheckOutcome.UNDETERMINED, True)
    assert face(FaceSeen.NO_MODEL) == (CheckOutcome.NOT_SUPPORTED, True)


FIELDS = {
    "document_number": CheckName.VISUAL_NUMBER,
    "full_name": CheckName.VISUAL_NAME,
    "birth_date": CheckName.VISUAL_BIRTH_DATE,
    "birth_place": CheckName.VISUAL_BIRTH_PLACE,
    "sex": CheckName.VISUAL_SEX,
    "issue_date": CheckName.VISUAL_ISSUE_DATE,
    "expiry_date": CheckName.VISUAL_EXPIRY,
}


@pytest.mark.parametrize(("field", "name"), FIELDS.items())
def test_a_field_that_reads_otherwise_fails_where_it_was_read_surely_and_is_open_else(field, name):
    page = printed(ordered())

    def read(confidence):
        other = FieldObservation(text="SOMETHING ELSE 1", confidence=confidence)
        return not_well(seen(page=replace(page, fields={**page.fields, field: other})))

    assert read(95) == {name: (CheckOutcome.FAILED, CheckReason.DIFFERS_FROM_RECORD, {"confidence": "95"})}
    assert read(40) == {name: (CheckOutcome.UNDETERMINED, CheckReason.NOT_READ_SURELY, {"confidence": "40"})}


@pytest.mark.parametrize(
    ("visual", "zone", "agrees"),
    [
        # Doc 9303-4 and -3: order, transliteration, punctuation, cuts.
        ("ANNA MARIA ERIKSSON", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<<", True),
        ("ENYA SIOBHAN O'CONNOR", "OCONNOR<<ENYA<SIOBHAN<<<<<<<<<<<<<<<<<<", True),
        ("SUSIE MARGARET SMITH-JONES", "SMITH<JONES<<SUSIE<MARGARET<<<<<<<<<<<<", True),
        ("ARKFREITH", "ARKFREITH<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<", True),
        ("CHAYAPA DEJTHAMRONG KRASUANG NILAVADHANANANDA", "NILAVADHANANANDA<<CHAYAPA<DEJTHAMRONG<K", True),
        ("ARNPOL PETCH CHARONGUANG NILAVADHANANANDA", "NILAVADHANANANDA<<ARNPOL<PETCH<CHARONGU", True),
        ("ANNA MARIA ERIKSSEN", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<<", False),
        ("ANNA MARIA ERIKSSON", "ERIKSSON<<ANNA<<<<<<<<<<<<<<<<<<<<<<<<<<", False),
        ("ANNA ERIKSSON", "ERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<<", False),
    ],
)
def test_names_agree_under_the_rules_of_transliteration_and_truncation(visual, zone, agrees):
    assert agree(visual, zone) is agrees


@pytest.mark.parametrize(
    ("zone", "agrees"),
    [
        # 9303-4 4.2.3: what does not fit into 39 places is cut, down to initials.
        ("KADIR<<ANDI<NUR<AISYAH<RAHMAWATI<CONTO<A", True),
        ("KADIR<<ANDI<NUR<AISYAH<RAHMAWATI<CONTO<B", False),
    ],
)
def test_a_name_that_the_page_cannot_carry_is_held_against_the_zone_as_a_whole(zone, agrees):
    assert agree("ANDI NUR AISYAH RAHMAWATI CONTOH ABDUL KADIR", zone, whole=True) is agrees


def test_an_electronic_passport_does_not_pass_without_its_chip():
    electronic = ordered(has_chip=True)
    without = run_quality_test(seen(order=electronic))

    # Every check of the chip is open, whether it was run or not.
    assert set(judge(without, has_chip=True).open) == OF_THE_CHIP
    assert judge(without, has_chip=False).passed


def test_no_outcome_is_taken_for_another():
    well = [successful(name) for name in REQUIRED - {CheckName.DOCUMENT_CODE}]
    code, reason = CheckName.DOCUMENT_CODE, CheckReason.MRZ_NOT_READ

    for made in (undetermined, not_supported, aborted):
        judgement = judge([*well, made(code, reason)], has_chip=False)
        assert (judgement.failed, judgement.open) == ((), (code,))
    assert judge(well, has_chip=False).open == (code,)  # not run at all
    assert judge([*well, failed(code, reason)], has_chip=False).failed == (code,)
    # A failure beside the required checks counts too.
    assert judge([*well, successful(code), failed(CheckName.INFRARED, reason)], has_chip=False).failed


# --- the rule


def a_result(*, checks=None, remark="", confirmed=()):
    checks = run_quality_test(seen()) if checks is None else checks
    findings = e.QualityFindings(mrz_upper="U", mrz_lower="L", remark=remark)
    return quality.Tested(checks=checks, findings=findings, confirmed=confirmed, blob=BLOB)


def decided(case, **changes):
    return quality.test_quality(
        case, officer=an_officer(officer="tester"), tested=a_result(**changes), orders=()
    )


def with_failure():
    return (*run_quality_test(seen()), failed(CheckName.DOCUMENT_CODE, CheckReason.DIFFERS_FROM_RECORD))


def test_a_test_is_written_with_all_its_checks_whether_passed_or_failed():
    case = a_case(Stage.READ_BACK)

    passed = decided(case)
    fell = decided(case, checks=with_failure())

    assert isinstance(passed, e.QualityTestPassed)
    assert passed.checks == run_quality_test(seen())
    assert isinstance(fell, e.QualityTestFailed)
    assert (fell.failed, fell.checks, fell.blob) == ((CheckName.DOCUMENT_CODE,), with_failure(), BLOB)


def test_what_is_open_is_refused_by_name_and_nothing_is_written():
    checks = [check for check in run_quality_test(seen()) if check.name is not CheckName.MRZ_AS_RECORDED]

    refused = decided(
        a_case(Stage.READ_BACK),
        checks=[*checks, undetermined(CheckName.MRZ_AS_RECORDED, CheckReason.MRZ_NOT_READ)],
    )

    assert refused.reasons == (Reason.CHECK_NOT_SETTLED,)
    assert refused.objections[0].facts == {"test_check": "mrz_as_recorded", "because": "mrz_not_read"}


def test_eyes_do_not_settle_what_a_machine_reads():
    refused = decided(a_case(Stage.READ_BACK), confirmed=[CheckName.MRZ_AS_RECORDED], remark="Saya baca.")

    assert refused.reasons == (Reason.NOT_FOR_THE_EYE,)


def test_a_page_that_was_never_sent_cannot_be_tested():
    case = a_case(Stage.READ_BACK)
    waiting = replace(case, page=replace(case.page, state=PageState.SUBMITTED))

    assert decided(waiting, checks=()).reasons == (Reason.PAGE_NOT_SENT,)


@pytest.mark.parametrize("duty", [Duty.CAPTURE, Duty.APPROVAL])
def test_who_captured_or_approved_does_not_test(duty):
    folded_case = a_case(Stage.READ_BACK)  # everything was done by officer "o"
    assert any(done.duty is duty for done in folded_case.duties)

    refused = quality.test_quality(folded_case, officer=an_officer(officer="o"), tested=a_result(), orders=())

    assert isinstance(refused, Refused)
    assert set(refused.reasons) == {Reason.SAME_OFFICER_DID_ANOTHER_DUTY}


# --- the fold


def fell(job="j1", booklet=BOOKLET):
    return e.QualityTestFailed(
        case="c1",
        job=job,
        booklet=booklet,
        failed=(CheckName.MRZ_AS_RECORDED,),
        checks=(failed(CheckName.MRZ_AS_RECORDED, CheckReason.DIFFERS_FROM_RECORD),),
        blob=BLOB,
        sealed=e.QualityFindings(mrz_upper="U", mrz_lower="L"),
    )


def of_this_case(event):
    return replace(event, case=journey(Stage.DOCUMENTS)[-1].case)


def test_a_failed_test_leads_to_spoil_and_another_booklet_and_both_records_stay():
    events = [
        *journey(Stage.READ_BACK),
        of_this_case(fell()),
        of_this_case(
            e.BookletSpoilt(
                case="",
                booklet=BOOKLET,
                cause=SpoilCause.FAILED_READ_BACK,
                number="BA-2024-000001",
                sealed=None,
            )
        ),
        of_this_case(e.BookletAllocated(case="", booklet="X0000002")),
        of_this_case(e.DataPageSubmitted(case="", booklet="X0000002", job="j2", sealed=None)),
        of_this_case(e.QualityTestPassed(case="", job="j2", booklet="X0000002", checks=())),
    ]
    view = folded(events)

    case = the_case(view)
    first, second = (view.get(QualityTest, (OFFICE, case.case, number)) for number in (1, 2))
    assert (case.stage, case.booklet, case.quality_tests) == (Stage.HANDOVER, "X0000002", 2)
    assert (first.passed, first.booklet, first.failed) == (False, BOOKLET, (CheckName.MRZ_AS_RECORDED,))
    assert first.checks[0].reason is CheckReason.DIFFERS_FROM_RECORD
    assert (second.passed, second.booklet) == (True, "X0000002")
    assert view.get(Booklet, (OFFICE, BOOKLET)).state is BookletState.SPOILT
    assert any(done.duty is Duty.QUALITY_TEST for done in case.duties)


def test_a_second_test_of_a_booklet_that_failed_needs_what_was_wrong_with_the_first():
    case = the_case(folded([*journey(Stage.READ_BACK), of_this_case(fell())]))
    assert (case.stage, case.page.state) == (Stage.READ_BACK, PageState.READ_BACK_FAILED)

    assert decided(case).reasons == (Reason.TESTED_BEFORE,)
    assert isinstance(decided(case, remark="Pindaian pertama miring."), e.QualityTestPassed)
    assert isinstance(decided(case, checks=with_failure()), e.QualityTestFailed)


def test_a_forgotten_case_keeps_its_checks_and_loses_what_was_read():
    view = folded(
        [
            *journey(Stage.READ_BACK),
            of_this_case(fell()),
            of_this_case(e.CaseForgotten(case="", second_officer="x")),
        ]
    )

    test = view.get(QualityTest, (OFFICE, the_case(view).case, 1))
    assert test.findings is None
    assert test.checks


def test_the_read_backs_of_older_logs_still_count():
    case = the_case(
        folded(
            [*journey(Stage.READ_BACK), of_this_case(e.DataPagePrinted(case="", job="j1", booklet=BOOKLET))]
        )
    )

    assert (case.stage, case.page.state, case.quality_tests) == (Stage.HANDOVER, PageState.PRINTED, 0)

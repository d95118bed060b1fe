"""What the interviewer takes: by age, whole or explained, and never a portrait without exactly one face."""

from dataclasses import replace
from datetime import date

import pytest

from builders.cases import BLOB, a_case
from builders.people import an_officer
from loket.core.domain import events as e
from loket.core.domain.facts import facts_of
from loket.core.domain.practice import Practice
from loket.core.domain.refusals import Reason
from loket.core.domain.row_parts import Fingerprints, Signature
from loket.core.domain.rules import capture
from loket.core.domain.terms import Advice, CannotSign, Capture, FingerMissing, Stage
from loket.core.icao.finger_images import FingerPosition

TEN = tuple(range(1, 11))
NOTES = e.InterviewNotes(purpose="Umrah", notes="Contoh")
TODAY = date(2024, 6, 20)
PRACTICE = Practice(fingerprints_from_age_years=5, signature_from_age_years=12)


def prints(*fingers, missing=()):
    return Fingerprints(fingers=fingers, missing=missing, blob=BLOB, at=1)


def at_interview(**fields):
    return replace(a_case(Stage.INTERVIEW), **{"fingerprints": None, "signature": None, **fields})


def photo(portrait, although=()):
    return capture.take_photo(
        a_case(Stage.PHOTO), officer=an_officer(), portrait=portrait, orders=(), although=although
    )


def interview(case, advice=Advice.GO_ON):
    return capture.record_interview(
        case, officer=an_officer(), notes=NOTES, advice=advice, orders=(), practice=PRACTICE, on=TODAY
    )


@pytest.mark.parametrize(("faces", "reason"), [(0, Reason.PORTRAIT_NO_FACE), (2, Reason.PORTRAIT_MORE_FACES)])
def test_a_portrait_without_exactly_one_face_is_never_kept(faces, reason):
    refused = photo(capture.Portrait(blob=BLOB, faces=faces, failed=("one-face",)), although=("one-face",))

    assert refused.reasons == (reason,)


def test_a_failed_check_is_kept_only_by_its_name():
    portrait = capture.Portrait(blob=BLOB, faces=1, failed=("size", "sharpness"))

    assert photo(portrait).reasons == (Reason.PORTRAIT_CHECK_FAILED, Reason.PORTRAIT_CHECK_FAILED)
    half = photo(portrait, although=("size",))
    assert [dict(one.facts) for one in half.objections] == [{"check": "sharpness"}]
    kept = photo(portrait, although=("sharpness", "size"))
    assert kept.remarks == ("size", "sharpness")
    assert facts_of(kept)["remarks"] == "size,sharpness"


def test_a_portrait_that_nothing_could_look_at_is_kept_with_that_remark():
    assert photo(capture.Portrait(blob=BLOB)).remarks == (capture.NOT_JUDGED,)


def test_the_interview_waits_for_fingers_and_signature():
    assert interview(at_interview()).reasons == (Reason.FINGERPRINTS_MISSING, Reason.SIGNATURE_MISSING)
    signed = Signature(blob=BLOB, cannot_sign="", at=1)
    nine = at_interview(signature=signed, fingerprints=prints(*TEN[:9]))
    assert interview(nine).reasons == (Reason.FINGERPRINTS_MISSING,)
    explained = (e.MissingFinger(finger=10, why=FingerMissing.AMPUTATED),)
    whole = at_interview(signature=signed, fingerprints=prints(*TEN[:9], missing=explained))
    assert isinstance(interview(whole), e.InterviewRecorded)


def test_who_cannot_sign_says_why():
    case = at_interview()
    asked = {"officer": an_officer(), "orders": ()}

    nothing = capture.take_signature(case, blob=None, cannot_sign=None, **asked)
    cannot = capture.take_signature(case, blob=None, cannot_sign=CannotSign.CANNOT_WRITE, **asked)

    assert nothing.reasons == (Reason.SIGNATURE_MISSING,)
    assert cannot.cannot_sign == "cannot_write"


@pytest.mark.parametrize(
    ("born", "asked"),
    [
        (date(2019, 6, 21), (Capture.PHOTO,)),
        (date(2019, 6, 20), (Capture.PHOTO, Capture.FINGERPRINTS)),
        (date(2012, 6, 21), (Capture.PHOTO, Capture.FINGERPRINTS)),
        (date(2012, 6, 20), (Capture.PHOTO, Capture.FINGERPRINTS, Capture.SIGNATURE)),
    ],
)
def test_children_give_less_until_the_birthday_that_practice_names(born, asked):
    case = at_interview()
    applicant = replace(case.registration.applicant, birth_date=born)
    case = replace(case, registration=replace(case.registration, applicant=applicant))

    assert capture.asked_for(case, PRACTICE, TODAY) == asked


def test_every_finger_is_taken_or_explained_and_never_both():
    fingers = capture.Fingers(
        blob=BLOB,
        taken=(FingerPosition.LEFT_THUMB, FingerPosition.RIGHT_THUMB),
        missing={FingerPosition.LEFT_THUMB: FingerMissing.WORN, FingerPosition.LEFT_RING: FingerMissing.WORN},
    )
    taken = capture.take_fingerprints(at_interview(), officer=an_officer(), fingers=fingers, orders=())

    assert taken.fingers == (1, 6)
    assert taken.missing == (e.MissingFinger(finger=9, why="worn"),)
    assert facts_of(taken)["fingers"] == "1,6"


def test_any_advice_but_to_go_on_is_written_too():
    case = at_interview(signature=Signature(blob=BLOB, cannot_sign="", at=1), fingerprints=prints(*TEN))

    assert interview(case, Advice.REFUSE).advice is Advice.REFUSE

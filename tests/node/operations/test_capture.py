"""Portraits are judged on the server; fingers come from the scanner, the signature from a pad or a scan."""

import pytest

from builders.country import ANOTHER, SCANNER, bring_to, capture, done, the_row
from builders.nodes import by
from builders.photographs import as_jpeg, enlarged, photograph
from loket.core.domain import events as e
from loket.core.domain.refusals import Reason
from loket.core.domain.terms import Advice, CannotSign, FingerMissing, HitKind, Stage
from loket.core.icao.finger_images import FingerPosition, read_finger_record
from loket.node.devices.fingers import FingerFaultReason, SimulatedScanner
from loket.node.operations.case_blobs import open_blob
from loket.node.operations.record_interview import record_interview
from loket.node.operations.take_fingerprints import take_fingerprints
from loket.node.operations.take_photo import judge_photo, take_photo
from loket.node.operations.take_signature import take_signature
from loket.node.papers.drawings import draw_signature
from loket.node.papers.images import ImageKind, check_upload
from loket.node.papers.judged import judged_and_cut

SMALL = (60, 80)


@pytest.fixture
def office(country):
    return country.office


def kept(office, case):
    row = the_row(office, case)
    return read_finger_record(open_blob(office, office.name, case, row.fingerprints.blob))


def test_a_cat_is_no_portrait_whatever_is_ticked(office):
    case = bring_to(office, Stage.PHOTO)
    every = frozenset(name.value for name in judge_photo(office, as_jpeg(photograph("cat"))).failed)

    refused = take_photo(office, by("iwan"), case, data=as_jpeg(photograph("cat")), although=every)

    assert refused.reasons == (Reason.PORTRAIT_NO_FACE,)
    assert the_row(office, case).stage is Stage.PHOTO


def test_two_persons_are_no_portrait(office):
    one = enlarged("collins", 1.3)
    both = one.resize((one.width * 2, one.height))
    both.paste(one, (0, 0))
    both.paste(one, (one.width, 0))
    case = bring_to(office, Stage.PHOTO)

    refused = take_photo(office, by("iwan"), case, data=as_jpeg(both))

    assert refused.reasons == (Reason.PORTRAIT_MORE_FACES,)


def test_a_portrait_before_a_flag_is_kept_with_the_remark_and_cut_around_the_face(office):
    case = bring_to(office, Stage.PHOTO)
    data = as_jpeg(enlarged("hopper", 1.3))

    refused = take_photo(office, by("iwan"), case, data=data)
    failed = tuple(str(one.facts["check"]) for one in refused.objections)
    done(take_photo(office, by("iwan"), case, data=data, although=failed))

    assert "background-uniform" in failed
    row = the_row(office, case)
    assert row.photo_remarks == failed
    portrait = open_blob(office, office.name, case, row.photo)
    assert check_upload(portrait, kinds={ImageKind.JPEG}, max_bytes=200_000).width == 413


def test_without_the_models_a_portrait_is_kept_with_a_remark(office, tmp_path):
    case = bring_to(office, Stage.PHOTO)
    office.looks_at_portraits = lambda data: judged_and_cut(data, model_folder=tmp_path)

    done(take_photo(office, by("iwan"), case, data=as_jpeg(enlarged("collins", 1.3))))

    assert the_row(office, case).photo_remarks == ("not-judged",)


def test_ten_fingers_come_in_one_act(office):
    case = bring_to(office, Stage.INTERVIEW)

    done(take_fingerprints(office, by("iwan"), case, scanner=SCANNER).result)

    assert the_row(office, case).fingerprints.fingers == tuple(range(1, 11))
    assert [view.position for view in kept(office, case).views] == list(FingerPosition)


def test_what_failed_is_taken_again_and_what_was_good_stays(office):
    thumb, ring = FingerPosition.LEFT_THUMB, FingerPosition.LEFT_RING
    scanner = SimulatedScanner(
        3, {thumb: [FingerFaultReason.TOO_DRY], ring: [FingerFaultReason.MOVED]}, size=SMALL
    )
    case = bring_to(office, Stage.INTERVIEW)

    first = take_fingerprints(office, by("iwan"), case, scanner=scanner)
    before = kept(office, case)
    second = take_fingerprints(
        office, by("iwan"), case, scanner=scanner, missing={ring: FingerMissing.BANDAGED}
    )

    assert [(fault.position, fault.reason.value) for fault in first.faults] == [(6, "too-dry"), (9, "moved")]
    assert second.faults == ()
    after = {view.position: view for view in kept(office, case).views}
    assert all(after[view.position] == view for view in before.views)
    assert after.keys() == set(FingerPosition) - {ring}
    assert the_row(office, case).fingerprints.missing == (e.MissingFinger(finger=9, why="bandaged"),)


def test_without_a_scanner_the_officer_says_so_for_all(office):
    case = bring_to(office, Stage.INTERVIEW)

    refused = take_fingerprints(office, by("iwan"), case, scanner=None).result
    done(take_fingerprints(office, by("iwan"), case, scanner=None, rest=FingerMissing.NO_SCANNER).result)

    assert [(one.reason, one.facts["scanner"]) for one in refused.objections] == [
        (Reason.FINGER_NOT_READ, "not-connected")
    ]
    assert len(the_row(office, case).fingerprints.missing) == 10


def test_nobody_lays_a_finger_down_for_an_officer_without_the_role(office):
    class Untouched:
        def capture(self, position):
            raise AssertionError(position)

    case = bring_to(office, Stage.INTERVIEW)

    refused = take_fingerprints(office, by("rahma"), case, scanner=Untouched()).result

    assert Reason.OFFICER_LACKS_ROLE in refused.reasons


def test_a_signature_is_cleaned_or_its_absence_explained(office):
    case = bring_to(office, Stage.INTERVIEW)

    blank = take_signature(office, by("iwan"), case, data=as_jpeg(photograph("cup").resize((9, 9))))
    done(take_signature(office, by("iwan"), case, data=draw_signature(3)))
    first = the_row(office, case).signature
    done(take_signature(office, by("iwan"), case, cannot_sign=CannotSign.HAND_INJURED))

    assert blank.reasons == (Reason.UPLOAD_NOT_ACCEPTED,)
    assert first.blob.media_type == "image/png"
    assert the_row(office, case).signature.cannot_sign == "hand_injured"


def test_an_interviewer_who_advises_against_sends_the_case_to_adjudication(office):
    case = bring_to(office, Stage.INTERVIEW, **ANOTHER)
    capture(office, case)
    notes = e.InterviewNotes(purpose="Umrah", notes="Contoh")

    done(record_interview(office, by("iwan"), case, notes=notes, advice=Advice.DEFER))

    row = the_row(office, case)
    assert row.stage is Stage.ADJUDICATION
    assert [(hit.kind, hit.advice) for hit in row.hits] == [(HitKind.INTERVIEW, Advice.DEFER)]

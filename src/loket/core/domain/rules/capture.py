"""Portrait, fingerprints, signature and interview: what the interviewer takes, and when it is enough."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from loket.core.domain.events import (
    Blob,
    FaceTemplateData,
    FingerprintsTaken,
    InterviewNotes,
    InterviewRecorded,
    MissingFinger,
    PhotoTaken,
    SignatureTaken,
)
from loket.core.domain.practice import Practice
from loket.core.domain.refusals import Objection, Reason, Refused
from loket.core.domain.rows import Case, Officer, Order
from loket.core.domain.rules.children import age_years
from loket.core.domain.rules.common import (
    objections_to_four_eyes,
    objections_to_role,
    objections_to_stage,
    objections_to_text,
)
from loket.core.domain.terms import Advice, CannotSign, Capture, Duty, FingerMissing, Role, Stage
from loket.core.icao.finger_images import FingerPosition

MOST_NOTES = 4_000
NOT_JUDGED = "not-judged"
"""The remark of a portrait that no program could look at; otherwise remarks are names of checks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Portrait:
    """What was found on a portrait, by `faces` (None: nothing could be told) and names of failed checks.

    `template`: what the recogniser compares, empty where there is nothing to compare.
    """

    blob: Blob | None
    faces: int | None = None
    failed: tuple[str, ...] = ()
    template: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fingers:
    """The fingers of a record that is kept (`blob`), and those that cannot be taken, with why."""

    blob: Blob | None
    taken: Collection[FingerPosition]
    missing: Mapping[FingerPosition, FingerMissing]


def take_photo(
    case: Case,
    *,
    officer: Officer,
    portrait: Portrait,
    orders: tuple[Order, ...],
    although: Collection[str] = (),
) -> PhotoTaken | Refused:
    """Keep the portrait. `although`: the failed checks that the officer was shown and keeps it with.

    No face, or more than one, is never kept.
    """
    objections = objections_to_capture(case, officer, orders, stages=(Stage.PHOTO, Stage.INTERVIEW))
    objections += objections_to_portrait(portrait, although)
    if not objections and portrait.blob is None:
        objections.append(Objection(Reason.PHOTO_MISSING, "photo"))
    if objections or portrait.blob is None:
        return Refused(tuple(objections))
    return PhotoTaken(
        case=case.case,
        blob=portrait.blob,
        remarks=(NOT_JUDGED,) if portrait.faces is None else portrait.failed,
        sealed=FaceTemplateData(template=portrait.template),
    )


def take_fingerprints(
    case: Case, *, officer: Officer, fingers: Fingers, orders: tuple[Order, ...]
) -> FingerprintsTaken | Refused:
    """Keep what was taken; a later record replaces this one. Something has to be taken or explained."""
    objections = objections_to_capture(case, officer, orders)
    taken = tuple(sorted(fingers.taken))
    missing = {finger: why for finger, why in fingers.missing.items() if finger not in taken}
    if not (taken or missing) or (fingers.blob is None) != (not taken):
        objections.append(Objection(Reason.FINGERPRINTS_MISSING, "fingers"))
    if objections:
        return Refused(tuple(objections))
    return FingerprintsTaken(
        case=case.case,
        fingers=tuple(int(finger) for finger in taken),
        missing=tuple(MissingFinger(finger=int(one), why=missing[one].value) for one in sorted(missing)),
        blob=fingers.blob,
    )


def take_signature(
    case: Case,
    *,
    officer: Officer,
    blob: Blob | None,
    cannot_sign: CannotSign | None,
    orders: tuple[Order, ...],
) -> SignatureTaken | Refused:
    """Keep the signature, or why there is none; a signature that is there counts."""
    objections = objections_to_capture(case, officer, orders)
    if blob is None and cannot_sign is None:
        objections.append(Objection(Reason.SIGNATURE_MISSING, "signature"))
    if objections:
        return Refused(tuple(objections))
    why = cannot_sign.value if blob is None and cannot_sign else ""
    return SignatureTaken(case=case.case, cannot_sign=why, blob=blob)


def record_interview(
    case: Case,
    *,
    officer: Officer,
    notes: InterviewNotes,
    advice: Advice,
    orders: tuple[Order, ...],
    practice: Practice,
    on: date,
) -> InterviewRecorded | Refused:
    """Write down purpose, notes and advice; any advice but to go on leads to adjudication."""
    objections = [
        *objections_to_capture(case, officer, orders),
        *objections_to_text(notes.purpose, "purpose", most=200),
        *objections_to_text(notes.notes, "notes", most=MOST_NOTES),
    ]
    lacking = still_to_take(case, practice, on)
    if Capture.FINGERPRINTS in lacking:
        facts = {"count": len(unexplained(case))}
        objections.append(Objection(Reason.FINGERPRINTS_MISSING, facts=facts))
    if Capture.SIGNATURE in lacking:
        objections.append(Objection(Reason.SIGNATURE_MISSING))
    if objections:
        return Refused(tuple(objections))
    return InterviewRecorded(case=case.case, sealed=notes, advice=advice)


def objections_to_capture(
    case: Case, officer: Officer, orders: tuple[Order, ...], *, stages: tuple[Stage, ...] = (Stage.INTERVIEW,)
) -> list[Objection]:
    """Why this officer may not take anything of this applicant now."""
    return [
        *objections_to_role(officer, Role.INTERVIEWER),
        *objections_to_stage(case, *stages),
        *objections_to_four_eyes(case, officer, Duty.CAPTURE, orders),
    ]


def asked_for(case: Case, practice: Practice, on: date) -> tuple[Capture, ...]:
    """What is taken of this applicant by their age on a day; of younger children less."""
    asked = [Capture.PHOTO]
    if case.registration is not None:
        age = age_years(case.registration.applicant.birth_date, on)
        if age >= practice.fingerprints_from_age_years:
            asked.append(Capture.FINGERPRINTS)
        if age >= practice.signature_from_age_years:
            asked.append(Capture.SIGNATURE)
    return tuple(asked)


def still_to_take(case: Case, practice: Practice, on: date) -> tuple[Capture, ...]:
    """What of it is not there yet, in the order in which it is taken."""
    there = {
        Capture.PHOTO: case.photo is not None,
        Capture.FINGERPRINTS: not unexplained(case),
        Capture.SIGNATURE: case.signature is not None,
    }
    return tuple(one for one in asked_for(case, practice, on) if not there[one])


def unexplained(case: Case) -> tuple[FingerPosition, ...]:
    """The fingers that were neither taken nor explained."""
    prints = case.fingerprints
    known = {*prints.fingers, *(one.finger for one in prints.missing)} if prints else set()
    return tuple(position for position in FingerPosition if position not in known)


def objections_to_portrait(portrait: Portrait, although: Collection[str]) -> list[Objection]:
    """Why this portrait is not kept; `although`: the failed checks that the officer keeps it with."""
    if portrait.faces == 0:
        return [Objection(Reason.PORTRAIT_NO_FACE, "photo")]
    if portrait.faces is not None and portrait.faces > 1:
        return [Objection(Reason.PORTRAIT_MORE_FACES, "photo", {"count": portrait.faces})]
    return [
        Objection(Reason.PORTRAIT_CHECK_FAILED, "photo", {"check": name})
        for name in portrait.failed
        if name not in although
    ]

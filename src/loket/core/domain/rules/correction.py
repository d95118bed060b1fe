"""Correcting a typing error: before print by an entry of its own, after it by another booklet."""

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date

from loket.core.domain.applicant import Registration
from loket.core.domain.events import Correction, RecordCorrected
from loket.core.domain.obligations import AT_REGISTRATION
from loket.core.domain.refusals import Objection, Reason, Refused
from loket.core.domain.rows import Case, Officer
from loket.core.domain.rules.common import objections_to_role, objections_to_text
from loket.core.domain.rules.counter import missing_papers
from loket.core.domain.rules.endings import objections_to_deferred
from loket.core.domain.rules.registration import Walkin, objections_to_keyed, objections_to_others
from loket.core.domain.terms import PageState, Role, Stage

# Whatever is printed on the page, looked up or asked of others.
IDENTITY = (
    "full_name",
    "primary_identifier",
    "secondary_identifier",
    "other_names",
    "nik",
    "birth_date",
    "birth_place",
    "sex",
)
_NAMES = ("full_name", "primary_identifier", "secondary_identifier")
_MOST_WHY = 400
_PARTS = ("identity_card", "father", "mother", "spouse", "guardians")


def correct_record(
    case: Case,
    *,
    officer: Officer,
    corrected: Registration,
    name_split_confirmed: bool,
    changes_confirmed: bool,
    why: str,
    others: Sequence[Case],
    today: date,
) -> RecordCorrected | Refused:
    """Write the record as it should have been keyed, or say every reason why not.

    `changes_confirmed`: the officer has seen each change, old and new. `others`: this office's further cases
    with the corrected NIK. A change of what is printed or looked up asks a registration's questions again;
    one by which papers are needed that were not seen sends the case back to its documents.
    """
    objections = [*objections_to_role(officer, *CORRECTORS), *objections_to_correcting(case)]
    if objections or case.registration is None:
        return Refused(tuple(objections))
    changed = changed_fields(case.registration, corrected)
    identity = any(field in IDENTITY for field in changed)
    walkin = Walkin(
        service=case.service,
        kind=case.kind,
        validity_years=case.validity_years,
        registration=corrected,
        name_split_confirmed=name_split_confirmed or not any(field in _NAMES for field in changed),
    )
    objections += _objections_as_corrected(walkin, case.queue_day)
    if "nik" in changed:
        objections += objections_to_others(others)
        objections += objections_to_deferred(others, today)
    if not changed:
        objections.append(Objection(Reason.NOTHING_CORRECTED))
    objections += objections_to_text(why, "why", most=_MOST_WHY)
    if not objections and not changes_confirmed:
        objections.append(Objection(Reason.CORRECTION_NOT_CONFIRMED))
    if objections:
        return Refused(tuple(objections))
    return RecordCorrected(
        case=case.case,
        fields=changed,
        identity=identity,
        opens=AT_REGISTRATION if identity else (),
        documents=_needs_other_papers(case, corrected),
        sealed=Correction(registration=corrected, why=why),
    )


def _objections_as_corrected(walkin: Walkin, registered_on: date) -> list[Objection]:
    """What a registration is refused for; how long the passport holds cannot be corrected here."""
    return [
        Objection(Reason.CORRECTION_NEEDS_NEW_APPLICATION, "birth_date")
        if one.reason is Reason.CHILD_VALIDITY
        else one
        # What was granted is not judged again by the years that are data of the office.
        for one in objections_to_keyed(walkin, registered_on, emergency_years=walkin.validity_years)
    ]


def _needs_other_papers(case: Case, corrected: Registration) -> bool:
    """Whether the documents were checked, and papers are needed now that were not needed then."""
    if Stage.DOCUMENTS in (case.stage, case.interrupted):
        return False
    scanned = frozenset(scan.paper for scan in case.scans)
    before = missing_papers(case, scanned)
    now = missing_papers(replace(case, registration=corrected), scanned)
    return any(paper not in before for paper in now)


CORRECTORS = (Role.COUNTER_OFFICER, Role.INTERVIEWER)


def objections_to_correcting(case: Case) -> list[Objection]:
    """How far the case is: before print it can be corrected, after print and after handover it cannot."""
    if case.forgotten:
        return [Objection(Reason.CASE_FORGOTTEN)]
    if case.handover is not None:
        return [Objection(Reason.CORRECTION_AFTER_HANDOVER)]
    if case.ending is not None:
        return [Objection(Reason.CASE_ENDED, facts={"ending": case.ending.kind.value})]
    printed = case.page is not None and case.page.state is not PageState.FAILED
    if printed or case.stage in (Stage.READ_BACK, Stage.HANDOVER):
        return [Objection(Reason.CORRECTION_AFTER_PRINT)]
    return []


def changed_fields(old: Registration, new: Registration) -> tuple[str, ...]:
    """The names of the fields that differ, as forms and refusals name them ("father_birth_date")."""
    before, after = keyed_fields(old), keyed_fields(new)
    return tuple(name for name in {**before, **after} if before.get(name) != after.get(name))


def keyed_fields(registration: Registration) -> dict[str, object]:
    """Every field by its form's name; the number of the identity card is the NIK and has none."""
    flat: dict[str, object] = {}
    for holder in (registration.applicant, registration):
        for field in fields(holder):
            if field.name == "applicant":
                continue
            value = getattr(holder, field.name)
            if field.name not in _PARTS:
                flat[field.name] = value
            elif value is not None:
                flat |= _part(field.name, value)
    return flat


def _part(name: str, value: object) -> dict[str, object]:
    """The fields of a relative, card or guardians; of what is empty there is nothing to compare."""
    parts: dict[str, object] = {}
    for field in fields(value):  # type: ignore[arg-type]  # each of _PARTS is a dataclass
        inner = getattr(value, field.name)
        if name == "guardians":
            parts[f"{field.name}_consent" if field.name in ("father", "mother") else field.name] = inner
        elif not (name == "identity_card" and field.name == "number"):
            parts[f"{name}_{field.name}"] = inner
    return parts

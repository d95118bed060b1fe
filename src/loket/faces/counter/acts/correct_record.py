"""Correct a typing error: the registration's form, and each change shown old and new before it is written."""

import hashlib
import secrets
from dataclasses import dataclass
from enum import Enum
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core.domain.applicant import Registration
from loket.core.domain.refusals import Objection, Reason, Refused, refuse
from loket.core.domain.rows import Case
from loket.core.domain.rules.correction import (
    CORRECTORS,
    IDENTITY,
    changed_fields,
    keyed_fields,
    objections_to_correcting,
)
from loket.core.domain.rules.registration import Walkin
from loket.core.domain.terms import Stage
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.counter.acts.register_applicant import RegisterApplicantForm, walkin_of
from loket.faces.counter.comparison import text_of
from loket.faces.ui.access import OfficerRequest
from loket.faces.ui.forms import ActForm, text
from loket.faces.ui.words import refusals as refusal_words
from loket.faces.ui.words.fields import label_of
from loket.node.operations.act import By, Done
from loket.node.operations.correct_record import correct_record
from loket.node.operations.node import Node


class CorrectRecordForm(RegisterApplicantForm):
    """The registration's form without what is no typing error, and why.

    `confirmed` comes back from the page that showed each change: it stands for exactly these changes.
    """

    service = None  # type: ignore[assignment]  # Django's way to leave a field of the parent out
    speed = None  # type: ignore[assignment]
    kind = None  # type: ignore[assignment]
    validity_years = None  # type: ignore[assignment]
    why = text(required=False, most=400)
    confirmed = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One field, as it is and as it shall be."""

    label: Any
    old: str
    new: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Correcting:
    """What the page shows: why it is too late; or the changes, and what confirms them (empty: not yet)."""

    too_late: tuple[tuple[str, str], ...] = ()
    spoil_first: bool = False
    changes: tuple[Change, ...] = ()
    identity: bool = False
    confirms: str = ""


def _initial(case: Case) -> Cleaned:
    if case.registration is None:
        return {}
    keyed = keyed_fields(case.registration)
    return {name: value.value if isinstance(value, Enum) else value for name, value in keyed.items()}


def _walkin(case: Case, cleaned: Cleaned) -> Walkin:
    as_registered = {
        "service": case.service.value,
        "kind": case.kind.value,
        "validity_years": case.validity_years,
        "speed": case.speed.value,
    }
    return walkin_of({**cleaned, **as_registered}, today=case.queue_day)


def _token(act: str, registration: Registration) -> str:
    """Stands for these values in this form; the form's random act id keeps it from being a fingerprint."""
    return hashlib.sha256(f"{act}\n{registration!r}".encode()).hexdigest()


def _about(_request: OfficerRequest, case: Case, form: ActForm) -> Correcting:
    too_late = objections_to_correcting(case)
    if too_late:
        said = tuple((refusal_words.wrong(one), refusal_words.remedy(one)) for one in too_late)
        spoil = any(one.reason is Reason.CORRECTION_AFTER_PRINT for one in too_late)
        return Correcting(too_late=said, spoil_first=spoil)
    waits = refusal_words.wrong(Objection(Reason.CORRECTION_NOT_CONFIRMED))
    if case.registration is None or [refusal.wrong for refusal in form.refusals] != [waits]:
        return Correcting()
    corrected = _walkin(case, form.cleaned_data).registration
    fields = changed_fields(case.registration, corrected)
    old, new = keyed_fields(case.registration), keyed_fields(corrected)
    return Correcting(
        changes=tuple(
            Change(label=label_of(name), old=text_of(old.get(name)), new=text_of(new.get(name)))
            for name in fields
        ),
        identity=any(name in IDENTITY for name in fields),
        confirms=_token(form.cleaned_data["act"], corrected),
    )


def _perform(node: Node, by: By, case: str, cleaned: Cleaned) -> Done | Refused:
    with node.store.reading() as reading:
        row = reading.get(Case, (node.name, case))
    if row is None:
        return refuse(Reason.CASE_UNKNOWN)
    walkin = _walkin(row, cleaned)
    expected = _token(cleaned["act"], walkin.registration)
    return correct_record(
        node,
        by,
        case,
        corrected=walkin.registration,
        name_split_confirmed=walkin.name_split_confirmed,
        changes_confirmed=secrets.compare_digest(cleaned["confirmed"].encode(), expected.encode()),
        why=cleaned["why"],
    )


_NOT_AT = (Stage.ENDED, Stage.FORGOTTEN)
ACT = CaseAct(
    stem="correct_record",
    title=_("Correct the record"),
    form=CorrectRecordForm,
    roles=CORRECTORS,
    stages=tuple(stage for stage in Stage if stage not in _NOT_AT),
    perform=_perform,
    initial=_initial,
    about=_about,
)

"""Two sides of a hit, field by field: equal, the same words in another order, or different."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import Enum
from typing import Any

from loket.core.domain.applicant import Applicant, Registration
from loket.core.domain.hits import OF_OBLIGATION
from loket.core.domain.obligations import obligation_id
from loket.core.domain.prevention import ListedPerson, name_words
from loket.core.domain.row_parts import Hit, Scan
from loket.core.domain.rows import Case, Obligation, PreventionList
from loket.core.domain.terms import HitDecision, HitKind, LookedAt, PaperKind
from loket.faces.counter.looks import not_shown
from loket.faces.counter.waiting import name_of, names_of_officers
from loket.faces.ui.access import OfficerRequest
from loket.faces.ui.words.fields import label_of
from loket.faces.ui.words.formats import short_day
from loket.faces.ui.words.terms import word
from loket.node.operations.node import Node, current_node
from loket.node.store.reading import Reading

EQUAL, REORDERED, DIFFERENT = "equal", "reordered", "different"
PDF = "application/pdf"
_NAMES = ("full_name", "other_names")
_PERSON = (
    "full_name",
    "primary_identifier",
    "secondary_identifier",
    "other_names",
    "nik",
    "sex",
    "birth_date",
    "birth_place",
    "height_cm",
    "occupation",
    "civil_status",
    "home_address",
    "phone",
    "email",
)
_RELATIVES = ("father", "mother", "spouse")


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedField:
    """One field of both sides as text, and how they compare: "equal", "reordered" or "different"."""

    label: Any
    this: str
    that: str
    how: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What an adjudicator sees of one hit. `other` is None where there is no other case, or it is not shown.

    `place` counts the case's hits from 1. `listed`: the line of the prevention list; `owed`: what was asked
    and answered; `old_scans`: of the old passport. `decided_by`: the officer's name.
    """

    hit: Hit
    place: int
    hits: int
    fields: tuple[ComparedField, ...] = ()
    other: Case | None = None
    other_name: str = ""
    listed: ListedPerson | None = None
    owed: Obligation | None = None
    old_scans: tuple[Scan, ...] = ()
    alike: int | None = None
    interviewer: str = ""
    decided_by: str = ""


def chosen_hit(case: Case, asked: str) -> tuple[int, Hit] | None:
    """The hit of this place (from 1) or id, else the first undecided, else confirmed, else any; its place."""
    places = list(enumerate(case.hits, 1))
    named = [(place, hit) for place, hit in places if asked in (str(place), hit.hit)]
    undecided = [(place, hit) for place, hit in places if hit.decision is None]
    confirmed = [(place, hit) for place, hit in places if hit.decision is HitDecision.CONFIRMED]
    return next(iter([*named, *undecided, *confirmed, *places]), None)


def compare(request: OfficerRequest, case: Case, place: int, hit: Hit) -> Comparison:
    """Both sides of a hit; the other case's file is looked at, and that is written down first."""
    node = current_node()
    other = _other(request, node, hit)
    with node.store.reading() as reading:
        names = names_of_officers(node, reading)
        listed = _listed(node, reading, hit)
        owed = _owed(node, reading, case, hit)
    interviewer = next((done.officer for done in reversed(case.duties) if done.duty.value == "capture"), "")
    return Comparison(
        hit=hit,
        place=place,
        hits=len(case.hits),
        fields=_fields(case, other, listed),
        other=other,
        other_name=name_of(other) if other else "",
        listed=listed,
        owed=owed,
        old_scans=_old_passport(case) if hit.kind is HitKind.OLD_PASSPORT_FACE else (),
        alike=case.duplicates.old_passport_alike if case.duplicates else None,
        interviewer=names.get(interviewer, interviewer),
        decided_by=names.get(hit.decided_by, hit.decided_by),
    )


def _other(request: OfficerRequest, node: Node, hit: Hit) -> Case | None:
    if not hit.other_case:
        return None
    with node.store.reading() as reading:
        other = reading.get(Case, (node.name, hit.other_case))
    if other is None or not_shown(request, hit.other_case, LookedAt.COMPARISON) is not None:
        return None
    return other


def _listed(node: Node, reading: Reading, hit: Hit) -> ListedPerson | None:
    current = reading.get(PreventionList, (node.name, "current"))
    if hit.kind is not HitKind.PREVENTION_LIST or current is None or node.prevention is None:
        return None
    return node.prevention.person(current, hit.reference)


def _owed(node: Node, reading: Reading, case: Case, hit: Hit) -> Obligation | None:
    kind = next((kind for kind, of in OF_OBLIGATION.items() if of is hit.kind), None)
    if kind is None or hit.kind is HitKind.PREVENTION_LIST:
        return None
    return reading.get(Obligation, (node.name, obligation_id(case.case, kind)))


def _old_passport(case: Case) -> tuple[Scan, ...]:
    return tuple(scan for scan in case.scans if scan.paper is PaperKind.OLD_PASSPORT)


def _fields(case: Case, other: Case | None, listed: ListedPerson | None) -> tuple[ComparedField, ...]:
    if case.registration is None:
        return ()
    if listed is not None:
        return tuple(_with_listed(case.registration.applicant, listed))
    if other is None or other.registration is None:
        return ()
    return tuple(compared(texts_of(case.registration), texts_of(other.registration)))


def _with_listed(applicant: Applicant, listed: ListedPerson) -> Iterable[ComparedField]:
    born = text_of(applicant.birth_date)
    try:
        listed_born = text_of(date.fromisoformat(listed.birth_date))
    except ValueError:
        listed_born = listed.birth_date
    yield from compared(
        {"full_name": applicant.full_name, "nik": applicant.nik, "birth_date": born},
        {"full_name": listed.name, "nik": listed.nik, "birth_date": listed_born},
    )
    if applicant.other_names:
        yield from compared({"other_names": applicant.other_names}, {"other_names": listed.name})


def texts_of(registration: Registration) -> dict[str, str]:
    """Every field of a registration as text, by the name of its form field; empty ones too."""
    applicant = registration.applicant
    texts = {field: text_of(getattr(applicant, field)) for field in _PERSON}
    card = applicant.identity_card
    texts["identity_card_place"] = card.place
    texts["identity_card_issued_on"] = text_of(card.issued_on)
    texts["identity_card_expires_on"] = text_of(card.expires_on)
    for who in _RELATIVES:
        relative = getattr(applicant, who)
        for part in ("name", "nationality", "birth_place", "birth_date"):
            texts[f"{who}_{part}"] = text_of(getattr(relative, part)) if relative else ""
    for field in ("office_address", "parents_address"):
        texts[field] = getattr(applicant, field)
    texts["old_passport_number"] = registration.old_passport_number
    return texts


def compared(this: dict[str, str], that: dict[str, str]) -> Iterable[ComparedField]:
    """The fields that either side has."""
    for field, text in this.items():
        other = that.get(field, "")
        if text.strip() or other.strip():
            how = _how(field, text, other)
            yield ComparedField(label=label_of(field), this=text, that=other, how=how)


def _how(field: str, this: str, that: str) -> str:
    if " ".join(this.casefold().split()) == " ".join(that.casefold().split()):
        return EQUAL
    if field in _NAMES and this and that and name_words(this) == name_words(that):
        return REORDERED
    return DIFFERENT


def text_of(value: object) -> str:
    """A field's value as a page shows it."""
    if value is None:
        return ""
    if isinstance(value, date):
        return short_day(value)
    return str(word(value)) if isinstance(value, Enum) else str(value)

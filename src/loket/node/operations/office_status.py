"""What the office may want to know of itself: news of the centre, what is secured, how long it lasts."""

from collections.abc import Mapping
from dataclasses import dataclass

from loket.core.domain.policy import DAY_MS
from loket.core.domain.rows import Case, HeldCase, Obligation, Policy, PreventionList, ReadLog
from loket.core.domain.terms import ObligationKind, Stage
from loket.core.sync.http import holder_of
from loket.node.operations.node import TRUST_NOTE, Node
from loket.node.operations.signing_status import SigningStatus, signing_status
from loket.node.operations.stock import blanks_in_stock, forecasts
from loket.node.store.reading import Reading
from loket.node.store.records import ForkRow, HolderMark, Quarantine

CENTRE = "centre"
SILENT_AFTER_MS = 90_000
_CURRENT = "current"
_DAYS_COUNTED = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreNews:
    """`set_up`: the office has a trust root. `last_contact`: ms, None when the centre never answered."""

    set_up: bool
    last_contact: int | None
    reached: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeStatus:
    """One look at the office. `log_size` entries, of which `secured_size` are durably at the centre."""

    centre: CentreNews
    open_obligations: int
    log_size: int
    secured_size: int
    held_cases: int
    open_forks: int
    quarantine: Quarantine | None

    @property
    def unsecured(self) -> int:
        """Entries that only this machine has."""
        return self.log_size - self.secured_size


@dataclass(frozen=True, slots=True, kw_only=True)
class Autonomy:
    """How long the office lasts alone, in days; None where nothing can be said yet."""

    blanks: int
    applications_a_day: float
    blanks_days: int | None
    list_as_of: int | None
    list_days: int | None
    signing: SigningStatus | None = None

    @property
    def days(self) -> int | None:
        """The days until the first thing runs out."""
        signing = self.signing.days if self.signing else None
        known = [days for days in (self.blanks_days, self.list_days, signing) if days is not None]
        return min(known) if known else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Secured:
    """How far a case is secured at one holder: its entries, its files and its key."""

    set_up: bool
    entries: bool
    files: int
    files_there: int
    key: bool
    at: int | None

    @property
    def complete(self) -> bool:
        """Everything of the case is there."""
        return self.set_up and self.entries and self.files == self.files_there and self.key


def centre_news(node: Node, reading: Reading, *, last_contact: int | None) -> CentreNews:
    """`last_contact`: what this process saw; before its first contact, what is written speaks."""
    mark = centre_mark(node, reading)
    seen = [last_contact, mark.at if mark else None]
    seen += [read.at for read in reading.select(ReadLog, {"office": node.name})]
    latest = max((at for at in seen if at is not None), default=None)
    reached = last_contact is not None and node.clock() - last_contact < SILENT_AFTER_MS
    return CentreNews(
        set_up=reading.note(TRUST_NOTE, node.domain) is not None, last_contact=latest, reached=reached
    )


def centre_mark(node: Node, reading: Reading) -> HolderMark | None:
    """How far the centre has confirmed to store this office's log."""
    holder = _centre_holder(node, reading)
    marks = reading.holder_marks(node.origin("office"))
    return next((mark for mark in marks if mark.holder == holder), None)


def _centre_holder(node: Node, reading: Reading) -> str:
    """The name under which the newest incarnation of the centre gives receipts."""
    trust = node.trust_in(reading)
    centre = None if trust is None else trust.newest(CENTRE)
    return "" if centre is None else holder_of(centre.name, centre.incarnation)


def office_status(node: Node, reading: Reading, *, last_contact: int | None) -> OfficeStatus:
    """Cheap enough for every page."""
    head = reading.head(node.origin("office"))
    mark = centre_mark(node, reading)
    return OfficeStatus(
        centre=centre_news(node, reading, last_contact=last_contact),
        open_obligations=reading.count(Obligation, {"office": node.name, "open": True}),
        log_size=head.size if head else 0,
        secured_size=mark.size if mark else 0,
        held_cases=reading.count(HeldCase, {"office": node.name}),
        open_forks=len(reading.forks(only_open=True)),
        quarantine=node.store.quarantine,
    )


def autonomy(node: Node, reading: Reading) -> Autonomy:
    """Blanks at the rate of the last working days, the kind that ends first; the list by the policy's age.

    An office that has not used a blank yet reckons with the applications of the last days that had any.
    """
    blanks = blanks_in_stock(reading, node.name)
    lasting = [one.days_left for one in forecasts(node, reading, node.name) if one.days_left is not None]
    by_day: Mapping[object, int] = reading.count_by(Case, "queue_day", {"office": node.name})
    latest = [by_day[day] for day in sorted(by_day, key=str)[-_DAYS_COUNTED:]]
    a_day = sum(latest) / len(latest) if latest else 0.0
    listed = reading.get(PreventionList, (node.name, _CURRENT))
    policy = reading.get(Policy, (node.name, _CURRENT)) or Policy(office=node.name)
    list_days = None
    if listed is not None:
        left = listed.as_of + policy.hand_over_renewal_list_days * DAY_MS - node.clock()
        list_days = max(0, left // DAY_MS)
    return Autonomy(
        blanks=blanks,
        applications_a_day=a_day,
        blanks_days=min(lasting) if lasting else int(blanks / a_day) if a_day else None,
        list_as_of=listed.as_of if listed else None,
        list_days=list_days,
        signing=signing_status(node, reading),
    )


def stages_count(node: Node, reading: Reading) -> dict[Stage, int]:
    """How many cases wait at each stage."""
    return {
        Stage(stage): count for stage, count in reading.count_by(Case, "stage", {"office": node.name}).items()
    }


def obligations_count(node: Node, reading: Reading) -> dict[ObligationKind, int]:
    """How many obligations of each kind are unanswered."""
    owed = reading.select(Obligation, {"office": node.name, "open": True})
    return {kind: count for kind in ObligationKind if (count := sum(one.kind is kind for one in owed))}


def secured_at_centre(node: Node, reading: Reading, case: Case) -> Secured:
    """Secured = entries below a cosigned size, a receipt for each file, and the key acknowledged."""
    mark = centre_mark(node, reading)
    holder = _centre_holder(node, reading)
    files = reading.blobs_of_case(case.office, case.case)
    holders = reading.case_key_holders(case.office, case.case)
    return Secured(
        set_up=reading.note(TRUST_NOTE, node.domain) is not None,
        entries=mark is not None and case.last_index < mark.size,
        files=len(files),
        files_there=sum(holder in file.receipts for file in files),
        # A forgotten case has no key to secure.
        key=holders.get(CENTRE, False) or case.forgotten,
        at=mark.at if mark else None,
    )


def open_forks(reading: Reading) -> list[ForkRow]:
    """Logs of which two signed checkpoints contradict each other."""
    return reading.forks(only_open=True)

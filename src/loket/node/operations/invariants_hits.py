"""The invariant of adjudication, from the entries of the logs alone."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from loket.core.domain import events as e
from loket.core.domain.fold_irregular import JUST_ALIKE_PERCENT
from loket.core.domain.hits import adverse
from loket.core.domain.obligations import obligation_id
from loket.core.domain.origins import TO_OFFICE, log_of
from loket.core.domain.terms import Advice, Answer, HitDecision, ObligationKind
from loket.core.tlog.entry import Entry
from loket.node.operations.invariants import Violation, events_of, office_logs
from loket.node.store.reading import Reading

_LISTED = "listed/"
# What was found of the person, and of the payment: a corrected record changes nothing about it.
_STAYS = ("interview/", f"{ObligationKind.BANK_CONFIRMATION}/")


@dataclass(slots=True)
class _Found:
    """What was found of one case, and decided, as of one place of the logs.

    `listed`: the most lines of the prevention list that one look-up found; which they are is sealed, so that
    it has to be enough decisions about such lines. `owed`: open obligations, with when they were opened.
    """

    hits: dict[str, HitDecision | None] = field(default_factory=dict)
    listed: int = 0
    owed: dict[str, int] = field(default_factory=dict)
    ended: bool = False

    def standing(self) -> bool:
        """Whether something is undecided or confirmed."""
        cleared = sum(
            hit.startswith(_LISTED) and decision is HitDecision.CLEARED for hit, decision in self.hits.items()
        )
        return cleared < self.listed or any(
            decision is not HitDecision.CLEARED for decision in self.hits.values()
        )

    def found(self, *hits: str) -> None:
        """These were found; what was decided stays decided."""
        for hit in hits:
            self.hits.setdefault(hit, None)

    def opened(self, entry: Entry, event: e.Event) -> None:
        """What the act leaves for others to answer."""
        for kind in getattr(event, "opens", ()):
            self.owed[obligation_id(entry.subjects.get("case", ""), kind)] = entry.at

    def corrected(self) -> None:
        """Of another identity it is all found again, or not."""
        self.hits = {hit: decision for hit, decision in self.hits.items() if hit.startswith(_STAYS)}
        self.listed = 0

    def take(self, entry: Entry, event: e.Event) -> None:
        """What this act finds or decides."""
        if isinstance(event, e.RecordCorrected) and event.identity:
            self.corrected()
        self.opened(entry, event)
        if isinstance(event, e.InterviewRecorded) and event.advice is not Advice.GO_ON:
            self.found(f"interview/{entry.index}")
        elif isinstance(event, e.PreventionListLookedUp):
            self.listed = max(self.listed, event.hits)
        elif isinstance(event, e.DuplicatesSearched):
            self.found(*(f"own/{match.other_case}" for match in event.matches))
            alike = event.old_passport_alike
            if alike is not None and alike < JUST_ALIKE_PERCENT:
                self.found(f"old-passport-face/{alike}")
        elif isinstance(event, e.HitAdjudicated):
            self.hits[event.hit] = event.decision
        elif isinstance(event, e.ObligationAnswered):
            self.answered(entry, event)
        elif isinstance(event, _ENDINGS):
            self.ended = True

    def answered(self, entry: Entry, event: e.ObligationAnswered) -> None:
        """The first answer to what is asked now stands."""
        opened = self.owed.get(event.obligation)
        if opened is None or event.opened_at not in (0, opened):
            return
        del self.owed[event.obligation]
        if event.answer is Answer.ADVERSE:
            self.found(adverse(event.kind, "", entry.at).hit)


_ENDINGS = (e.DocumentsReturned, e.ApplicationRefused, e.ApplicationDeferred, e.PassportCancelled)


def nothing_stood_against(reading: Reading) -> list[Violation]:
    """15: at approval, handover and forgetting no hit of the case was undecided or confirmed.

    But of what was handed over on paper, in a power cut, before it was found; and of a case that has ended,
    it may be forgotten what it was refused for.
    """
    violations = []
    cases: dict[tuple[str, str], _Found] = {}
    on_paper = set(_on_paper(reading))
    for owner, origin, entry, event in _in_effect(reading):
        known = cases.setdefault((owner, entry.subjects.get("case", "")), _Found())
        checked = isinstance(event, e.ApplicationApproved) or (
            isinstance(event, e.PassportHandedOver) and (origin, entry.index) not in on_paper
        )
        checked = checked or (isinstance(event, e.CaseForgotten) and not known.ended)
        if checked and known.standing():
            text = f"{origin}:{entry.index}: {entry.kind} with a hit that was not cleared"
            violations.append(Violation(15, text))
        known.take(entry, event)
    return violations


def _on_paper(reading: Reading) -> Iterator[tuple[str, int]]:
    """The acts that a sheet stands behind, by origin and index."""
    for head in office_logs(reading):
        for entry, event in events_of(reading, head):
            if isinstance(event, e.PaperActEntered):
                yield head.origin, entry.index - 1


def _in_effect(reading: Reading) -> Iterator[tuple[str, str, Entry, e.Event]]:
    """Owner, origin, entry and event in the order of their effect: the centre's where an office read them."""
    from_centre = {
        head.origin: deque(events_of(reading, head))
        for head in reading.heads()
        if log_of(head.origin).startswith(TO_OFFICE)
    }
    for head in office_logs(reading):
        for entry, event in events_of(reading, head):
            yield head.owner_node, head.origin, entry, event
            if not isinstance(event, e.LogRead):
                continue
            unread = from_centre.get(event.origin)
            while unread and unread[0][0].index < event.size:
                yield head.owner_node, event.origin, *unread.popleft()

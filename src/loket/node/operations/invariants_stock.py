"""Invariants of blanks, from the entries of the logs alone: custody of each number, the stock equation."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TypeGuard

from loket.core.domain import events as e
from loket.core.domain.blanks import BlankRange, numbers_of, without
from loket.core.domain.error import DomainError
from loket.core.domain.fold_stock import delivered_book
from loket.core.domain.origins import TO_OFFICE, log_of
from loket.core.domain.rows import Booklet, StockCount
from loket.core.domain.rows import Counter as CounterRow
from loket.core.domain.rules.shipping import transfer_id
from loket.core.domain.stock_terms import ShortfallOutcome, StockAct
from loket.core.domain.terms import BookletState, DocumentKind
from loket.node.operations.invariants import Violation, events_of, office_logs
from loket.node.store.reading import Reading

_ENDS = e.DocumentsReturned | e.ApplicationRefused | e.ApplicationDeferred | e.PassportCancelled
_AWAY = (BookletState.TRANSFERRED, BookletState.RETURNED)
_REPORTED: dict[StockAct, tuple[BookletState, tuple[BookletState, ...]]] = {
    StockAct.SPOILT: (BookletState.SPOILT, (BookletState.IN_STOCK,)),
    StockAct.LOST: (
        BookletState.LOST,
        (BookletState.IN_STOCK, BookletState.SPOILT, BookletState.CANCELLED),
    ),
    StockAct.RETURNED: (
        BookletState.RETURNED,
        (BookletState.IN_STOCK, BookletState.SPOILT, BookletState.CANCELLED),
    ),
    StockAct.CANCELLED: (BookletState.CANCELLED, (BookletState.IN_STOCK,)),
    StockAct.DESTROYED: (BookletState.DESTROYED, (BookletState.SPOILT, BookletState.CANCELLED)),
}
_Ranged = e.BookletsShipped | e.BookletsReceived | e.ManifestImported | e.BlanksTransferred


def _range(event: _Ranged) -> BlankRange | None:
    try:
        return BlankRange(series=event.series, digits=event.digits, first=event.first, last=event.last)
    except DomainError:
        return None  # the fold held it


@dataclass(slots=True)
class _Ledger:
    """One office's numbers as its log says: the last that was said of each, and which case has which."""

    states: dict[str, BookletState] = field(default_factory=dict)
    before_loss: dict[str, BookletState] = field(default_factory=dict)
    kinds: dict[str, DocumentKind] = field(default_factory=dict)
    cases: dict[str, tuple[str, bool]] = field(default_factory=dict)

    def take(self, event: e.Event) -> list[str]:
        """Take one act in; return the numbers that it may not have touched."""
        if isinstance(event, e.BookletsReceived):
            return self._received(event)
        if isinstance(event, e.BlanksTransferred):
            blanks = _range(event)
            numbers = [] if blanks is None else list(blanks.numbers())
            return self._set(numbers, BookletState.TRANSFERRED, (BookletState.IN_STOCK,))
        if isinstance(event, e.BlanksMoved):
            return [
                one for one in numbers_of(event.blanks) if self.states.get(one) is not BookletState.IN_STOCK
            ]
        if isinstance(event, e.BlanksReported):
            return self._reported(event)
        return self._of_case(event)

    def _received(self, event: e.BookletsReceived) -> list[str]:
        blanks = _range(event)
        came = [] if blanks is None else list(numbers_of(without(blanks, event.missing)))
        wrong = [one for one in came if one in self.states and self.states[one] not in _AWAY]
        damaged = set(numbers_of(event.damaged))
        for number in came:
            self.states[number] = BookletState.SPOILT if number in damaged else BookletState.IN_STOCK
            self.kinds[number] = event.kind
        return wrong

    def _set(self, numbers: list[str], to: BookletState, from_states: tuple[BookletState, ...]) -> list[str]:
        wrong = [one for one in numbers if self.states.get(one) not in from_states]
        for number in numbers:
            if to is BookletState.LOST:
                self.before_loss[number] = self.states.get(number, BookletState.IN_STOCK)
            self.states[number] = to
        return wrong

    def _reported(self, event: e.BlanksReported) -> list[str]:
        numbers = list(numbers_of(event.blanks))
        if event.what is not StockAct.FOUND:
            return self._set(numbers, *_REPORTED[event.what])
        wrong = [one for one in numbers if self.states.get(one) is not BookletState.LOST]
        for number in numbers:
            before = self.before_loss.pop(number, BookletState.SPOILT)
            # No book of a case is a blank again.
            self.states[number] = BookletState.SPOILT if before is BookletState.ALLOCATED else before
        return wrong

    def _of_case(self, event: e.Event) -> list[str]:
        if isinstance(event, e.BookletAllocated):
            self.cases[event.case] = (event.booklet, False)
            return self._set([event.booklet], BookletState.ALLOCATED, (BookletState.IN_STOCK,))
        if isinstance(event, e.DataPageSubmitted):
            self.cases[event.case] = (event.booklet, True)
        elif isinstance(event, e.BookletSpoilt | e.BookletLost):
            self.cases.pop(event.case, None)
            lost = isinstance(event, e.BookletLost)
            to = BookletState.LOST if lost else BookletState.SPOILT
            return self._set([event.booklet], to, (BookletState.ALLOCATED,))
        elif isinstance(event, e.PassportHandedOver):
            return self._set([event.booklet], BookletState.ISSUED, (BookletState.ALLOCATED,))
        elif _unprints(event) and event.case in self.cases:
            self.cases[event.case] = (self.cases[event.case][0], False)
        elif isinstance(event, _ENDS) and event.case in self.cases:
            # A blank that no page was made for is free again.
            booklet, page = self.cases.pop(event.case)
            self.states[booklet] = BookletState.CANCELLED if page else BookletState.IN_STOCK
        return []


def _unprints(event: e.Event) -> TypeGuard[e.RecordCorrected]:
    """A page of the earlier record was not printed, or there would be no such correction."""
    return isinstance(event, e.RecordCorrected) and (event.identity or event.documents)


@dataclass(slots=True)
class _Manifests:
    """What the centre announced to whom: by office and shipment, and how often each number was first sent."""

    announced: dict[tuple[str, str], BlankRange] = field(default_factory=dict)
    sent: Counter[str] = field(default_factory=Counter)

    def announce(self, office: str, event: e.BookletsShipped | e.ManifestImported) -> None:
        blanks = _range(event)
        if blanks is None or (office, event.shipment) in self.announced:
            return
        self.announced[office, event.shipment] = blanks
        if not event.sender:
            self.sent.update(blanks.numbers())

    def wrong(self, office: str, event: e.BookletsReceived) -> list[str]:
        """Numbers that were received and not announced to this office, or that were sent to two."""
        blanks = _range(event)
        if blanks is None:
            return []
        came = without(blanks, event.missing)
        if self.announced.get((office, event.shipment)) != blanks:
            return [one.lowest for one in came[:1]]
        return [one for one in numbers_of(came) if self.sent[one] > 1]


def no_booklet_twice(reading: Reading) -> list[Violation]:
    """3: no number is shipped, received, allocated or issued twice, nor used outside its custody.

    Nor is it in the custody of two offices: who has transferred it has it no more, and who gets it has it by
    a manifest of the centre's.
    """
    manifests = _manifests(reading)
    ledgers: dict[str, _Ledger] = defaultdict(_Ledger)
    found = []
    for head in office_logs(reading):
        for entry, event in events_of(reading, head):
            wrong = ledgers[head.owner_node].take(event)
            if isinstance(event, e.BookletsReceived):
                wrong += [one for one in manifests.wrong(head.owner_node, event) if one not in wrong]
            where = f"{head.origin}:{entry.index}: {entry.kind}"
            found += [Violation(3, f"{where} of {number}, which is not free there") for number in wrong]
    return found + list(_held_twice(ledgers)) + _relayed_without_a_transfer(reading)


def _manifests(reading: Reading) -> _Manifests:
    manifests = _Manifests()
    for head in reading.heads():
        log = log_of(head.origin)
        if not log.startswith(TO_OFFICE):
            continue
        office = log.removeprefix(TO_OFFICE)
        for _entry, event in events_of(reading, head):
            if isinstance(event, e.BookletsShipped):
                manifests.announce(office, event)
            elif isinstance(event, e.ShortfallSettled) and event.outcome is ShortfallOutcome.NEVER_SENT:
                manifests.sent.subtract(numbers_of(event.blanks))
    for head in office_logs(reading):
        for _entry, event in events_of(reading, head):
            if isinstance(event, e.ManifestImported):
                manifests.announce(head.owner_node, event)
    return manifests


def _held_twice(ledgers: dict[str, _Ledger]) -> Iterator[Violation]:
    holders: dict[str, str] = {}
    for office, ledger in sorted(ledgers.items()):
        for number, state in ledger.states.items():
            if state in _AWAY:
                continue
            if holders.setdefault(number, office) != office:
                text = f"{number} is in the custody of {holders[number]} and of {office}"
                yield Violation(3, text)


def _relayed_without_a_transfer(reading: Reading) -> list[Violation]:
    """What the centre relays stands in the sender's log, with the same range and addressee."""
    logs = {head.owner_node for head in office_logs(reading)}
    sent = {
        (transfer_id(head.owner_node, event.number), event.to_office): _range(event)
        for head in office_logs(reading)
        for _entry, event in events_of(reading, head)
        if isinstance(event, e.BlanksTransferred)
    }
    found = []
    for head in reading.heads():
        office = log_of(head.origin).removeprefix(TO_OFFICE)
        if not log_of(head.origin).startswith(TO_OFFICE):
            continue
        for entry, event in events_of(reading, head):
            # An office holds no other office's log.
            if isinstance(event, e.BookletsShipped) and event.sender in logs:
                told = sent.get((event.shipment, office))
                if told is None or told != _range(event):
                    text = f"{head.origin}:{entry.index}: a transfer that {event.sender} did not write"
                    found.append(Violation(3, text))
    return found


def stock_equation(reading: Reading, office: str) -> list[Violation]:
    """10: delivered = blank + allocated + issued + spoilt + lost + returned + transferred + (other states).

    Counted in the log, in the rows of the blanks, and in the counts that pages and the close of day read.
    """
    ledger, used = _by_the_log(reading, office)
    violations = []
    if outside := used - ledger.kinds.keys():
        violations.append(Violation(10, f"{office}: {len(outside)} blanks were used and never delivered"))
    counted = Counter(ledger.states[number] for number in ledger.kinds)
    rows = reading.count_by(Booklet, "state", {"office": office})
    sums: Counter[BookletState] = Counter()
    for one in reading.select(StockCount, {"office": office}):
        sums[one.state] += one.count
    for state in BookletState:
        for what, said in (("rows", rows.get(state, 0)), ("counts", sums[state])):
            if counted[state] != said:
                text = f"{office}: {counted[state]} {state} by the log, {said} by the {what}"
                violations.append(Violation(10, text))
    delivered = Counter(ledger.kinds.values())
    for kind in DocumentKind:
        row = reading.get(CounterRow, (office, delivered_book(kind.value)))
        if delivered[kind] != (row.last if row else 0):
            text = f"{office}: {delivered[kind]} {kind} delivered by the log, not by the counter"
            violations.append(Violation(10, text))
    if sum(rows.values()) != len(ledger.kinds):
        text = f"{office}: {len(ledger.kinds)} delivered, {sum(rows.values())} accounted for"
        violations.append(Violation(10, text))
    return violations


def _by_the_log(reading: Reading, office: str) -> tuple[_Ledger, set[str]]:
    """What the office's log says of each number, and every number that it used."""
    ledger = _Ledger()
    used = set()
    for head in office_logs(reading):
        if head.owner_node != office:
            continue
        for _entry, event in events_of(reading, head):
            ledger.take(event)
            if booklet := getattr(event, "booklet", ""):
                used.add(booklet)
    return ledger, used

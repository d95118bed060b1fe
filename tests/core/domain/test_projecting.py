"""Bytes first, rows second: what cannot be projected waits with its own case only."""

from contextlib import suppress
from dataclasses import replace

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.cases import CASE, CENTRE_ORIGIN, NOON, ORIGIN, journey
from builders.people import OFFICE
from loket.core.domain import events as e
from loket.core.domain.codec import from_parts, to_parts
from loket.core.domain.error import DomainError
from loket.core.domain.projecting import ForeignMissingError, KeyAbsentError, Projector
from loket.core.domain.rows import Case, HeldCase, Obligation, Officer, TimelineLine
from loket.core.domain.terms import Answer, DocumentKind, ObligationKind, Role, Stage
from loket.core.domain.view import MemoryView, Overlay
from loket.core.tlog.entry import Entry, encode

OTHER = "d" * 32


def entry_bytes(event, index, *, origin=ORIGIN, at=NOON):
    """An entry whose sealed part is its plaintext: the tests' unseal opens it by reading it."""
    parts = to_parts(event)
    return encode(
        Entry(
            origin=origin,
            index=index,
            kind=parts.kind,
            subjects=parts.subjects,
            act=f"act-{origin}-{index}",
            officer="o",
            role="head",
            at=at + index,
            body=parts.body,
            sealed=parts.plaintext,
            blobs=parts.blobs,
        )
    )


class Logs:
    """Logs in memory and a key table, as the projector's two ports."""

    def __init__(self):
        self.logs = {}
        self.keys = {CASE, OTHER}
        self.view = MemoryView()

    def append(self, event, origin=ORIGIN):
        log = self.logs.setdefault(origin, [])
        log.append(entry_bytes(event, len(log), origin=origin))
        return log[-1]

    def unseal(self, entry):
        if entry.subjects["case"] not in self.keys:
            raise KeyAbsentError("no key")
        return entry.sealed

    def read(self, origin, start, end):
        log = self.logs.get(origin, [])
        if len(log) < end:
            raise ForeignMissingError("not here")
        return log[start:end]

    @property
    def projector(self):
        return Projector(OFFICE, self.unseal, self.read)

    def project(self, view=None):
        view = view or self.view
        for index, data in enumerate(self.logs[ORIGIN]):
            overlay = Overlay(view)
            self.projector.project(overlay, ORIGIN, index, data)
            view.apply(overlay.changes())
        return view


def other_case(events):
    """The same events for another case (without the shipment, which is received once)."""
    changed = []
    for event in events:
        if isinstance(event, e.BookletsReceived):
            continue
        change = {"case": OTHER}
        if isinstance(event, e.ApplicationRegistered):
            change |= {"application_number": "7604240620000002", "queue_number": "A002"}
        changed.append(replace(event, **change))
    return changed


@pytest.mark.parametrize("event", journey(Stage.ARCHIVED), ids=lambda event: event.KIND)
def test_an_event_survives_the_way_through_an_entry(event):
    parts = to_parts(event)

    assert from_parts(parts.kind, parts.subjects, parts.body, parts.plaintext) == event


def test_no_personal_data_stands_in_the_clear_part():
    for event in journey(Stage.ARCHIVED):
        clear = cbor2.dumps(dict(to_parts(event).body))
        for word in (b"Aisyah", b"7604115010900003", b"Guru", b"Umrah", b"NUR"):
            assert word not in clear


def test_a_poison_entry_delays_only_its_case():
    logs = Logs()
    for event in journey(Stage.PAYMENT):
        logs.append(event)
    poison = Entry(
        origin=ORIGIN,
        index=len(logs.logs[ORIGIN]),
        kind="never_heard_of",
        subjects={"case": CASE},
        act="poison",
        officer="o",
        role="head",
        at=NOON,
        body={},
        sealed=None,
        blobs=(),
    )
    logs.logs[ORIGIN].append(encode(poison))
    later = e.BillingCodeIssued(case=CASE, billing_code="8" * 15, amount_rupiah=1, tariff="t")
    logs.append(later)
    for event in other_case(journey(Stage.PHOTO)):
        logs.append(event)

    view = logs.project()

    held = view.get(HeldCase, (OFFICE, CASE))
    assert [entry.index for entry in held.entries] == [poison.index, poison.index + 1]
    assert view.get(Case, (OFFICE, CASE)).fee is None
    assert view.get(Case, (OFFICE, OTHER)).stage is Stage.PHOTO


def test_garbage_bytes_are_held_and_nothing_behind_them_waits():
    logs = Logs()
    logs.logs[ORIGIN] = [b"\xffgarbage"]
    for event in journey(Stage.PAYMENT):
        logs.append(event)

    view = logs.project()

    assert view.get(Case, (OFFICE, CASE)).stage is Stage.PAYMENT
    assert view.get(HeldCase, (OFFICE, f"?{ORIGIN}:0")) is not None


def test_a_case_whose_key_is_late_is_held_and_then_the_same_as_if_it_had_been_there():
    logs, early = Logs(), Logs()
    for event in journey(Stage.HANDOVER):
        logs.append(event)
        early.append(event)
    logs.keys.clear()
    logs.project()
    assert logs.view.get(Case, (OFFICE, CASE)) is None

    logs.keys.add(CASE)
    overlay = Overlay(logs.view)
    logs.projector.release(overlay, CASE)
    logs.view.apply(overlay.changes())

    assert logs.view.rows == early.project().rows


def test_a_forgotten_case_folds_to_forgotten_with_and_without_its_key():
    logs = Logs()
    for event in (*journey(Stage.ARCHIVED), e.CaseForgotten(case=CASE, second_officer="s")):
        logs.append(event)
    with_key = logs.project(MemoryView())
    logs.keys.clear()
    without = logs.project(MemoryView())

    assert with_key.rows == without.rows
    case = with_key.get(Case, (OFFICE, CASE))
    assert case.forgotten
    assert (case.nik, case.search, case.registration, case.interview) == ("", "", None, None)


def answer(answer_=Answer.CLEAR):
    return e.ObligationAnswered(
        case=CASE,
        obligation=f"{CASE}:registry_answer",
        kind=ObligationKind.REGISTRY_ANSWER,
        answer=answer_,
    )


def test_what_another_node_wrote_takes_effect_at_the_own_entry_that_read_it():
    logs = Logs()
    for event in journey(Stage.PAYMENT):
        logs.append(event)
    logs.append(answer(), CENTRE_ORIGIN)
    assert logs.project(MemoryView()).get(Obligation, (OFFICE, f"{CASE}:registry_answer")).open

    logs.append(e.LogRead(origin=CENTRE_ORIGIN, size=1, root=b"r" * 32))

    owed = logs.project(MemoryView()).get(Obligation, (OFFICE, f"{CASE}:registry_answer"))
    assert (owed.open, owed.answer) == (False, Answer.CLEAR)


def test_a_log_read_further_than_it_is_held_stops_the_reading_log():
    logs = Logs()
    logs.append(e.LogRead(origin=CENTRE_ORIGIN, size=1, root=b"r" * 32))

    with pytest.raises(ForeignMissingError):
        logs.project()


BLANKS = {"shipment": "s9", "kind": DocumentKind.ORDINARY, "series": "Y", "digits": 7, "first": 1, "last": 2}


@pytest.mark.parametrize(
    "event",
    [
        e.BookletsReceived(**{**BLANKS, "digits": -1}),
        e.BookletsReceived(**{**BLANKS, "digits": 3_000_000_000}),
        e.BookletsReceived(**{**BLANKS, "last": 0}),
        e.BookletsReceived(**{**BLANKS, "last": 9_999_999}),
        replace(journey(Stage.DOCUMENTS)[1], case=OTHER, queue_number="A"),
        replace(journey(Stage.DOCUMENTS)[1], case=OTHER, queue_number="Axyz"),
        replace(journey(Stage.DOCUMENTS)[1], case=OTHER, application_number=""),
        replace(journey(Stage.DOCUMENTS)[1], case=OTHER, application_number="76\x0004240620000001"),
        e.PaymentRecorded(case=CASE, billing_code="8", amount_rupiah=1, receipt_number="r-abc"),
    ],
    ids=lambda event: event.KIND,
)
def test_a_misshapen_event_is_held_and_everything_else_goes_on(event):
    logs = Logs()
    for own in (*journey(Stage.PAYMENT), event):
        logs.append(own)

    view = logs.project()

    held = [row for row in view.rows.values() if isinstance(row, HeldCase)]
    assert [entry.index for row in held for entry in row.entries] == [len(logs.logs[ORIGIN]) - 1]
    assert view.get(Case, (OFFICE, CASE)).stage is Stage.PAYMENT


def test_a_log_read_with_another_root_than_the_one_held_takes_no_effect():
    """A two-faced centre: the office read one face, this node holds the other."""
    logs = Logs()
    for event in journey(Stage.PAYMENT):
        logs.append(event)
    logs.append(answer(), CENTRE_ORIGIN)
    logs.append(e.LogRead(origin=CENTRE_ORIGIN, size=1, root=b"r" * 32))
    view = MemoryView()
    projector = Projector(OFFICE, logs.unseal, logs.read, lambda _origin, _size: b"s" * 32)

    for index, data in enumerate(logs.logs[ORIGIN]):
        overlay = Overlay(view)
        projector.project(overlay, ORIGIN, index, data)
        view.apply(overlay.changes())

    assert view.get(Obligation, (OFFICE, f"{CASE}:registry_answer")).open
    assert [row for row in view.rows.values() if isinstance(row, HeldCase)]


@pytest.mark.parametrize(
    "event",
    [
        e.RoleGranted(officer="x", name="X", role=Role.HEAD),
        e.ApplicationApproved(case=CASE),
        e.BookletAllocated(case=CASE, booklet="X0000001"),
    ],
    ids=lambda event: event.KIND,
)
def test_another_node_cannot_grant_approve_or_allocate_here(event):
    logs = Logs()
    for own in journey(Stage.APPROVAL):
        logs.append(own)
    before = dict(logs.project(MemoryView()).rows)
    logs.append(event, CENTRE_ORIGIN)
    logs.append(e.LogRead(origin=CENTRE_ORIGIN, size=1, root=b"r" * 32))

    view = logs.project(MemoryView())

    assert view.get(Officer, (OFFICE, "x")) is None
    assert view.get(Case, (OFFICE, CASE)) == before[Case, (OFFICE, CASE)]


def test_an_office_cannot_answer_its_own_obligations():
    logs = Logs()
    for event in (*journey(Stage.PAYMENT), answer()):
        logs.append(event)

    assert logs.project().get(Obligation, (OFFICE, f"{CASE}:registry_answer")).open


def test_every_event_of_a_case_has_its_line_in_the_timeline():
    logs = Logs()
    events = journey(Stage.ARCHIVED)
    for event in events:
        logs.append(event)
    view = logs.project()

    lines = [view.get(TimelineLine, (OFFICE, CASE, number)).event for number in range(1, len(events))]

    assert lines == [event.KIND for event in events if not isinstance(event, e.BookletsReceived)]


@settings(max_examples=60)
@given(
    kind=st.sampled_from([event.KIND for event in journey(Stage.ARCHIVED)]) | st.text(max_size=20),
    subjects=st.dictionaries(st.sampled_from(["case", "officer", "x"]), st.text(max_size=5)),
    body=st.dictionaries(
        st.text(max_size=10), st.none() | st.integers() | st.text(max_size=10) | st.binary(max_size=10)
    ),
    plaintext=st.none() | st.binary(max_size=50),
)
def test_whatever_stands_in_an_entry_is_an_event_or_a_domain_error(kind, subjects, body, plaintext):
    with suppress(DomainError):
        from_parts(kind, subjects, body, plaintext)


@settings(max_examples=25)
@given(st.data())
def test_the_fold_of_two_cases_does_not_depend_on_how_they_interleave(data):
    one, two = journey(Stage.HANDOVER)[1:], other_case(journey(Stage.LOOK_UP))
    order = data.draw(st.permutations([1] * len(one) + [2] * len(two)))
    logs = Logs()
    logs.append(journey(Stage.DOCUMENTS)[0])
    waiting = {1: iter(one), 2: iter(two)}
    for which in order:
        logs.append(next(waiting[which]))

    view = logs.project()

    assert view.get(Case, (OFFICE, CASE)).stage is Stage.HANDOVER
    assert view.get(Case, (OFFICE, OTHER)).stage is Stage.LOOK_UP

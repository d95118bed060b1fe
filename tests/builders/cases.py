"""Cases at a stage, made by folding the events that lead there."""

from collections.abc import Sequence
from datetime import date

from builders.people import OFFICE, a_walkin
from loket.core.domain import events as e
from loket.core.domain.fold import fold
from loket.core.domain.happened import Happened
from loket.core.domain.obligations import AT_REGISTRATION
from loket.core.domain.rows import Case
from loket.core.domain.terms import DocumentKind, ObligationKind, PaperKind, Recipient, Service, Stage
from loket.core.domain.view import MemoryView, Overlay

ORIGIN = f"loket.test/{OFFICE}/1/office"
CENTRE_ORIGIN = f"loket.test/centre/1/to-{OFFICE}"
CASE = "c" * 32
NOON = 1_718_856_000_000  # Thursday 20 June 2024, 12.00 in Makassar
DAY = 24 * 3_600_000
BLOB = e.Blob(sha256="ab" * 32, size=10, lane="photos", media_type="image/jpeg")
BOOKLET = "X0000001"


def folded(
    events: Sequence[e.Event], *, view: MemoryView | None = None, at: int = NOON, officers: str = ""
) -> MemoryView:
    """Fold own events in order; officer of event N is officers[N], or "o"."""
    view = view or MemoryView()
    for index, event in enumerate(events):
        overlay = Overlay(view)
        officer = officers[index] if index < len(officers) else "o"
        happened = Happened(
            event=event, origin=ORIGIN, index=index, at=at + index, officer=officer, role="head"
        )
        fold(overlay, happened, owner=OFFICE, own=True)
        view.apply(overlay.changes())
    return view


def answered(view: MemoryView, event: e.Event, *, at: int = NOON + DAY, index: int = 0) -> MemoryView:
    """Fold an event that stands in the centre's log to the office."""
    overlay = Overlay(view)
    happened = Happened(
        event=event, origin=CENTRE_ORIGIN, index=index, at=at, officer="system", role="system"
    )
    fold(overlay, happened, owner=OFFICE, own=False)
    view.apply(overlay.changes())
    return view


def journey(
    until: Stage, *, service: Service = Service.NEW, list_as_of: int = NOON, receipt: bool = False
) -> list[e.Event]:
    """The events of the clean path until the case waits for this stage."""
    registration = a_walkin(service=service).registration
    record = e.PageRecord(
        document_code="PP",
        names_visual="NUR AISYAH ABDUL KADIR",
        mrz_upper="P" * 44,
        mrz_lower="L" * 44,
        issued_on=date(2024, 6, 20),
        expires_on=date(2029, 6, 20),
        birth_date=date(1990, 10, 10),
        birth_place="Polewali",
        sex="F",
    )
    stages: list[tuple[Stage, list[e.Event]]] = [
        (
            Stage.DOCUMENTS,
            [
                e.BookletsReceived(
                    shipment="s1", kind=DocumentKind.ORDINARY, series="X", digits=7, first=1, last=3
                ),
                e.ApplicationRegistered(
                    case=CASE,
                    application_number="7604240620000001",
                    service=service,
                    kind=DocumentKind.ORDINARY,
                    validity_years=5,
                    queue_day=date(2024, 6, 20),
                    queue_number="A001",
                    opens=AT_REGISTRATION,
                    sealed=registration,
                ),
            ],
        ),
        (Stage.PAYMENT, [e.DocumentsChecked(case=CASE, originals_seen=(PaperKind.IDENTITY_CARD,))]),
        (
            Stage.PHOTO,
            [
                e.BillingCodeIssued(
                    case=CASE, billing_code="8" * 15, amount_rupiah=350_000, tariff="PP 28/2019"
                ),
                e.PaymentRecorded(
                    case=CASE,
                    billing_code="8" * 15,
                    amount_rupiah=350_000,
                    bank_reference="" if receipt else "NTPN1",
                    receipt_number="POLMAN-2024-000001" if receipt else "",
                    opens=(ObligationKind.BANK_CONFIRMATION,) if receipt else (),
                ),
            ],
        ),
        (Stage.INTERVIEW, [e.PhotoTaken(case=CASE, blob=BLOB)]),
        (
            Stage.LOOK_UP,
            [e.InterviewRecorded(case=CASE, sealed=e.InterviewNotes(purpose="Umrah", notes="Contoh"))],
        ),
        (
            Stage.APPROVAL,
            [
                e.PreventionListLookedUp(
                    case=CASE,
                    list_version=1,
                    list_as_of=list_as_of,
                    national_origin="loket.test/centre/1/national",
                    national_size=3,
                    hits=0,
                ),
                e.DuplicatesSearched(case=CASE, matches=(), faces=0),
            ],
        ),
        (Stage.ALLOCATION, [e.ApplicationApproved(case=CASE)]),
        (Stage.PRINTING, [e.BookletAllocated(case=CASE, booklet=BOOKLET)]),
        (
            Stage.READ_BACK,
            [
                e.DataPageSubmitted(case=CASE, booklet=BOOKLET, job="j1", sealed=record),
                e.DataPageSending(case=CASE, job="j1"),
                e.DataPageSent(case=CASE, job="j1"),
            ],
        ),
        (Stage.HANDOVER, [e.QualityTestPassed(case=CASE, job="j1", booklet=BOOKLET, checks=())]),
        (
            Stage.FILING,
            [
                e.PassportHandedOver(
                    case=CASE,
                    booklet=BOOKLET,
                    line=1,
                    recipient=Recipient.APPLICANT,
                    provisional=True,
                    sealed=e.HandoverBookLine(recipient_name="N", recipient_identity_number="1"),
                )
            ],
        ),
        (Stage.ARCHIVED, [e.FileArchived(case=CASE, shelf="A-1", keep_until=date(2027, 6, 20))]),
    ]
    events: list[e.Event] = []
    for stage, leading in stages:
        events += leading
        if stage is until:
            return events
    message = f"no clean path to {stage}"
    raise AssertionError(message)


def the_case(view: MemoryView) -> Case:
    """The case of `journey`."""
    case = view.get(Case, (OFFICE, CASE))
    assert case is not None
    return case


def a_case(stage: Stage, *, service: Service = Service.NEW, list_as_of: int = NOON) -> Case:
    """A case that waits for this stage."""
    return the_case(folded(journey(stage, service=service, list_as_of=list_as_of)))

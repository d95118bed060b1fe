"""Documents, fee, photo and interview."""

from dataclasses import dataclass
from datetime import date

from loket.core.domain.events import (
    BillingCodeIssued,
    Blob,
    DocumentScanned,
    DocumentsChecked,
    InterviewNotes,
    InterviewRecorded,
    PaymentRecorded,
    PhotoTaken,
)
from loket.core.domain.fees import Tariffs
from loket.core.domain.obligations import AT_RECEIPT
from loket.core.domain.refusals import Objection, Reason, Refused
from loket.core.domain.rows import Case, Officer, Order
from loket.core.domain.rules.common import (
    objections_to_four_eyes,
    objections_to_role,
    objections_to_stage,
    objections_to_text,
)
from loket.core.domain.terms import Duty, PaperKind, Role, Service, Stage

MOST_NOTES = 4_000
PROOFS_OF_BIRTH = (
    PaperKind.BIRTH_CERTIFICATE,
    PaperKind.MARRIAGE_BOOK,
    PaperKind.DIPLOMA,
    PaperKind.BAPTISM_LETTER,
)


def missing_papers(case: Case, papers: frozenset[PaperKind]) -> tuple[PaperKind, ...]:
    """Which papers are not among these (domain: documents; a first passport needs one proof of birth)."""
    if case.service is Service.RENEWAL:
        needed = (PaperKind.IDENTITY_CARD, PaperKind.OLD_PASSPORT)
        return tuple(paper for paper in needed if paper not in papers)
    missing = [paper for paper in (PaperKind.IDENTITY_CARD, PaperKind.FAMILY_CARD) if paper not in papers]
    if not papers.intersection(PROOFS_OF_BIRTH):
        missing.append(PaperKind.BIRTH_CERTIFICATE)
    return tuple(missing)


def scan_document(case: Case, *, officer: Officer, paper: PaperKind, blob: Blob) -> DocumentScanned | Refused:
    """Add the scan of a paper to the case."""
    objections = [
        *objections_to_role(officer, Role.COUNTER_OFFICER),
        *objections_to_stage(case, Stage.DOCUMENTS),
    ]
    if objections:
        return Refused(tuple(objections))
    return DocumentScanned(case=case.case, paper=paper, blob=blob)


def check_documents(
    case: Case, *, officer: Officer, originals_seen: frozenset[PaperKind]
) -> DocumentsChecked | Refused:
    """Every needed paper is scanned and its original was seen."""
    scanned = frozenset(scan.paper for scan in case.scans)
    objections = [
        *objections_to_role(officer, Role.COUNTER_OFFICER),
        *objections_to_stage(case, Stage.DOCUMENTS),
    ]
    objections += [
        Objection(Reason.PAPER_NOT_SCANNED, "originals_seen", {"paper": paper.value})
        for paper in missing_papers(case, scanned)
    ]
    objections += [
        Objection(Reason.ORIGINAL_NOT_SEEN, "originals_seen", {"paper": paper.value})
        for paper in sorted(scanned - originals_seen)
    ]
    if objections:
        return Refused(tuple(objections))
    return DocumentsChecked(case=case.case, originals_seen=tuple(sorted(originals_seen & scanned)))


def issue_billing_code(
    case: Case, *, officer: Officer, today: date, tariffs: Tariffs, billing_code: str
) -> BillingCodeIssued | Refused:
    """Assess the fee of the day and write it down against a billing code (15 digits)."""
    objections = [
        *objections_to_role(officer, Role.CASHIER, Role.COUNTER_OFFICER),
        *objections_to_stage(case, Stage.PAYMENT),
    ]
    if case.fee is not None:
        objections.append(Objection(Reason.BILLING_CODE_ALREADY_ISSUED))
    fee = tariffs.fee(case.kind, case.validity_years, on=today)
    if fee is None:
        objections.append(Objection(Reason.NO_FEE_FOR_THIS_DAY))
    if objections or fee is None:
        return Refused(tuple(objections))
    return BillingCodeIssued(
        case=case.case, billing_code=billing_code, amount_rupiah=fee.amount_rupiah, tariff=fee.tariff
    )


@dataclass(frozen=True, slots=True)
class BankConfirmed:
    """The bank knows the payment by this reference."""

    reference: str
    amount_rupiah: int


@dataclass(frozen=True, slots=True)
class BankDenied:
    """The bank was reached and has no payment for this billing code."""


@dataclass(frozen=True, slots=True)
class BankUnreachable:
    """The bank could not be reached; the applicant's proof was seen at the counter."""


BankSays = BankConfirmed | BankDenied | BankUnreachable


def record_payment(
    case: Case, *, officer: Officer, amount_rupiah: int, bank: BankSays, receipt_number: str
) -> PaymentRecorded | Refused:
    """Record the payment: by the bank's reference, or by a numbered receipt and an obligation."""
    objections = [
        *objections_to_role(officer, Role.CASHIER, Role.COUNTER_OFFICER),
        *objections_to_stage(case, Stage.PAYMENT),
    ]
    if case.fee is None:
        return Refused((*objections, Objection(Reason.BILLING_CODE_NOT_ISSUED)))
    paid = bank.amount_rupiah if isinstance(bank, BankConfirmed) else amount_rupiah
    if paid != case.fee.amount_rupiah:
        objections.append(
            Objection(Reason.AMOUNT_DIFFERS_FROM_FEE, "amount_rupiah", {"fee": case.fee.amount_rupiah})
        )
    if isinstance(bank, BankDenied):
        objections.append(Objection(Reason.BANK_SAYS_NOT_PAID))
    if objections:
        return Refused(tuple(objections))
    confirmed = isinstance(bank, BankConfirmed)
    return PaymentRecorded(
        case=case.case,
        billing_code=case.fee.billing_code,
        amount_rupiah=case.fee.amount_rupiah,
        bank_reference=bank.reference if isinstance(bank, BankConfirmed) else "",
        receipt_number="" if confirmed else receipt_number,
        opens=() if confirmed else AT_RECEIPT,
    )


def take_photo(
    case: Case, *, officer: Officer, blob: Blob | None, orders: tuple[Order, ...]
) -> PhotoTaken | Refused:
    """Keep the portrait."""
    objections = [
        *objections_to_role(officer, Role.INTERVIEWER),
        *objections_to_stage(case, Stage.PHOTO, Stage.INTERVIEW),
        *objections_to_four_eyes(case, officer, Duty.CAPTURE, orders),
    ]
    if blob is None:
        objections.append(Objection(Reason.PHOTO_MISSING, "photo"))
    if objections or blob is None:
        return Refused(tuple(objections))
    return PhotoTaken(case=case.case, blob=blob)


def record_interview(
    case: Case, *, officer: Officer, notes: InterviewNotes, advises_to_go_on: bool, orders: tuple[Order, ...]
) -> InterviewRecorded | Refused:
    """Write down purpose and notes; an interviewer who advises against keeps the case at this stage."""
    objections = [
        *objections_to_role(officer, Role.INTERVIEWER),
        *objections_to_stage(case, Stage.INTERVIEW),
        *objections_to_four_eyes(case, officer, Duty.CAPTURE, orders),
        *objections_to_text(notes.purpose, "purpose", most=200),
        *objections_to_text(notes.notes, "notes", most=MOST_NOTES),
    ]
    if not advises_to_go_on:
        objections.append(Objection(Reason.INTERVIEWER_ADVISES_AGAINST, "advises_to_go_on"))
    if objections:
        return Refused(tuple(objections))
    return InterviewRecorded(case=case.case, sealed=notes)

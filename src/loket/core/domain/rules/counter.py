"""Documents and fee."""

from dataclasses import dataclass
from datetime import date

from loket.core.domain.events import (
    BillingCodeIssued,
    Blob,
    DocumentScanned,
    DocumentsChecked,
    FeeLine,
    PaymentRecorded,
)
from loket.core.domain.fees import Assessment, Tariffs
from loket.core.domain.obligations import AT_RECEIPT
from loket.core.domain.refusals import Objection, Reason, Refused
from loket.core.domain.rows import Case, Officer, Order
from loket.core.domain.rules.children import is_for_child, needs_custody_order
from loket.core.domain.rules.common import (
    objections_to_role,
    objections_to_stage,
)
from loket.core.domain.rules.emergency import PAPERS, is_emergency
from loket.core.domain.rules.interview_report import objections_to_negligence, surcharge_waived
from loket.core.domain.rules.old_passport import objections_to_old_passport
from loket.core.domain.terms import (
    PaperKind,
    ParentConsent,
    Role,
    Service,
    Speed,
    Stage,
    Surcharge,
    Tender,
)

PROOFS_OF_BIRTH = (
    PaperKind.BIRTH_CERTIFICATE,
    PaperKind.MARRIAGE_BOOK,
    PaperKind.DIPLOMA,
    PaperKind.BAPTISM_LETTER,
)


_ADULT = {
    Service.NEW: (PaperKind.IDENTITY_CARD, PaperKind.FAMILY_CARD),
    Service.RENEWAL: (PaperKind.IDENTITY_CARD, PaperKind.OLD_PASSPORT),
    Service.LOST: (PaperKind.POLICE_REPORT, PaperKind.IDENTITY_CARD, PaperKind.FAMILY_CARD),
    Service.DAMAGED: (PaperKind.IDENTITY_CARD, PaperKind.OLD_PASSPORT),
    Service.CHANGE_OF_DATA: (PaperKind.IDENTITY_CARD, PaperKind.OLD_PASSPORT, PaperKind.PROOF_OF_CHANGE),
}
_CHILD = (
    PaperKind.PARENT_IDENTITY_CARD,
    PaperKind.FAMILY_CARD,
    PaperKind.BIRTH_CERTIFICATE,
    PaperKind.MARRIAGE_BOOK,
    PaperKind.PARENTS_STATEMENT,
)


def missing_papers(case: Case, papers: frozenset[PaperKind]) -> tuple[PaperKind, ...]:
    """Which papers are not among these (domain: documents; a first passport needs one proof of birth)."""
    emergency = is_emergency(case.kind)
    adult = PAPERS if emergency else _ADULT
    needed = _papers_for_child(case) if is_for_child(case) else adult[case.service]
    missing = [paper for paper in needed if paper not in papers]
    asks_for_birth = case.service is Service.NEW and not emergency and not is_for_child(case)
    if asks_for_birth and not papers.intersection(PROOFS_OF_BIRTH):
        missing.append(PaperKind.BIRTH_CERTIFICATE)
    return tuple(missing)


def _papers_for_child(case: Case) -> tuple[PaperKind, ...]:
    """A child's own papers, those of the service, and those by which one person may act for the parents."""
    needed = [*_CHILD]
    needed += [
        paper
        for paper in _ADULT[case.service]
        if paper not in needed and paper is not PaperKind.IDENTITY_CARD
    ]
    guardians = case.registration.guardians if case.registration else None
    if guardians is None:
        return tuple(needed)
    consents = (guardians.father, guardians.mother)
    if ParentConsent.POWER_OF_ATTORNEY in consents:
        needed.append(PaperKind.POWER_OF_ATTORNEY)
    if needs_custody_order(guardians):
        needed.append(PaperKind.CUSTODY_ORDER)
    if ParentConsent.DECEASED in consents:
        needed.append(PaperKind.DEATH_CERTIFICATE)
    return tuple(needed)


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
    objections += objections_to_old_passport(case)
    if objections:
        return Refused(tuple(objections))
    return DocumentsChecked(case=case.case, originals_seen=tuple(sorted(originals_seen & scanned)))


def surcharges_of(case: Case) -> tuple[Surcharge, ...]:
    """What is paid on top of the booklet's fee; nothing for an emergency travel document."""
    if is_emergency(case.kind):
        return ()
    surcharges = {
        Surcharge.SAME_DAY: case.speed is Speed.SAME_DAY,
        Surcharge.LOST: case.service is Service.LOST,
        Surcharge.DAMAGED: case.service is Service.DAMAGED,
    }
    return tuple(surcharge for surcharge, owed in surcharges.items() if owed)


def assess_fee(case: Case, *, today: date, tariffs: Tariffs, orders: tuple[Order, ...]) -> Assessment | None:
    """What the case costs today; the head's order waives what the tariff waives in force majeure."""
    return tariffs.assess(
        case.kind,
        case.validity_years,
        on=today,
        surcharges=surcharges_of(case),
        force_majeure=surcharge_waived(case, orders),
    )


def issue_billing_code(
    case: Case,
    *,
    officer: Officer,
    today: date,
    tariffs: Tariffs,
    billing_code: str,
    orders: tuple[Order, ...] = (),
) -> BillingCodeIssued | Refused:
    """Assess the fee of the day, part by part, and write it down against a billing code (15 digits)."""
    objections = [
        *objections_to_role(officer, Role.CASHIER, Role.COUNTER_OFFICER),
        *objections_to_stage(case, Stage.PAYMENT),
    ]
    if case.fee is not None:
        objections.append(Objection(Reason.BILLING_CODE_ALREADY_ISSUED))
    objections += objections_to_negligence(case, orders)
    fee = assess_fee(case, today=today, tariffs=tariffs, orders=orders)
    if fee is None:
        objections.append(Objection(Reason.NO_FEE_FOR_THIS_DAY))
    if objections or fee is None:
        return Refused(tuple(objections))
    return BillingCodeIssued(
        case=case.case,
        billing_code=billing_code,
        amount_rupiah=fee.amount_rupiah,
        tariff=fee.tariff,
        parts=tuple(FeeLine(what=part.what, amount_rupiah=part.amount_rupiah) for part in fee.parts),
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
    """The bank could not be reached: the office writes a receipt of its own."""


BankSays = BankConfirmed | BankDenied | BankUnreachable


def record_payment(
    case: Case,
    *,
    officer: Officer,
    amount_rupiah: int,
    bank: BankSays,
    receipt_number: str,
    tender: Tender = Tender.PROOF_SEEN,
) -> PaymentRecorded | Refused:
    """Record the payment: by the bank's reference, or by a numbered receipt and an obligation.

    `tender`: what the receipt is written for; where the bank confirms the payment it was paid there.
    """
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
        tender=Tender.PROOF_SEEN if confirmed else tender,
    )

"""Words of the counter: closed lists, each value the word that is written into entries."""

from enum import StrEnum

from loket.core.domain.chip_terms import ChipFault as ChipFault
from loket.core.domain.chip_terms import ChipState as ChipState
from loket.core.domain.print_terms import PageFound as PageFound
from loket.core.domain.print_terms import PageState as PageState


class Stage(StrEnum):
    """What a case waits for next (domain: the passport, stage by stage)."""

    DOCUMENTS = "documents"
    INTERVIEW_REPORT = "interview_report"
    PAYMENT = "payment"
    PHOTO = "photo"
    INTERVIEW = "interview"
    LOOK_UP = "look_up"
    ADJUDICATION = "adjudication"
    APPROVAL = "approval"
    ALLOCATION = "allocation"
    PRINTING = "printing"
    READ_BACK = "read_back"
    HANDOVER = "handover"
    FILING = "filing"
    ENDED = "ended"
    ARCHIVED = "archived"
    FORGOTTEN = "forgotten"


class Role(StrEnum):
    """What an officer is granted to do; a grant is an entry."""

    COUNTER_OFFICER = "counter_officer"
    CASHIER = "cashier"
    INTERVIEWER = "interviewer"
    ADJUDICATOR = "adjudicator"
    APPROVER = "approver"
    ALLOCATOR = "allocator"
    PRINTER = "printer"
    QUALITY_TESTER = "quality_tester"
    HANDOVER_OFFICER = "handover_officer"
    ARCHIVIST = "archivist"
    HEAD = "head"
    SYSTEM = "system"
    HEADQUARTERS = "headquarters"


class Duty(StrEnum):
    """The four duties that four officers do (invariant 14)."""

    CAPTURE = "capture"
    APPROVAL = "approval"
    QUALITY_TEST = "quality_test"
    HANDOVER = "handover"


class Service(StrEnum):
    """What the applicant asks for."""

    NEW = "new"
    RENEWAL = "renewal"
    LOST = "lost"
    DAMAGED = "damaged"
    CHANGE_OF_DATA = "change_of_data"


class Speed(StrEnum):
    """How soon: the service promise, or the same day for a surcharge (percepatan)."""

    REGULAR = "regular"
    SAME_DAY = "same_day"


class Surcharge(StrEnum):
    """What is paid on top of the booklet's fee (PP 28/2019, PP 45/2024)."""

    SAME_DAY = "same_day"
    LOST = "lost"
    DAMAGED = "damaged"


class DocumentKind(StrEnum):
    """Kind of travel document; an electronic passport is an ordinary one with a chip."""

    ORDINARY = "ordinary"
    ELECTRONIC = "electronic"
    EMERGENCY = "emergency"


WITH_CHIP = (DocumentKind.ELECTRONIC,)
"""Kinds of travel document that carry a chip."""
WITH_SEAL = (DocumentKind.EMERGENCY,)
"""Kinds of travel document whose data page carries a visible digital seal."""


class Sex(StrEnum):
    """As printed on the data page (9303-4)."""

    FEMALE = "F"
    MALE = "M"


class CivilStatus(StrEnum):
    """As on the identity card."""

    SINGLE = "single"
    MARRIED = "married"
    DIVORCED = "divorced"
    WIDOWED = "widowed"


class PaperKind(StrEnum):
    """Papers that applicants bring."""

    IDENTITY_CARD = "identity_card"
    FAMILY_CARD = "family_card"
    BIRTH_CERTIFICATE = "birth_certificate"
    MARRIAGE_BOOK = "marriage_book"
    DIPLOMA = "diploma"
    BAPTISM_LETTER = "baptism_letter"
    OLD_PASSPORT = "old_passport"
    PARENT_IDENTITY_CARD = "parent_identity_card"
    PARENTS_STATEMENT = "parents_statement"
    POWER_OF_ATTORNEY = "power_of_attorney"
    CUSTODY_ORDER = "custody_order"
    DEATH_CERTIFICATE = "death_certificate"
    POLICE_REPORT = "police_report"
    PROOF_OF_CHANGE = "proof_of_change"


class ObligationKind(StrEnum):
    """What only others can answer (design 1.3)."""

    REGISTRY_ANSWER = "registry_answer"
    BANK_CONFIRMATION = "bank_confirmation"
    DUPLICATE_SEARCH = "duplicate_search"
    CURRENT_PREVENTION_LIST = "current_prevention_list"


class Answer(StrEnum):
    """What the other side said of an obligation."""

    CLEAR = "clear"
    ADVERSE = "adverse"


class Outcome(StrEnum):
    """What a late answer leads to (design 1.3)."""

    CLEARED = "cleared"
    REFERRED = "referred"
    RECALLED = "recalled"
    REVOKED = "revoked"


class BookletState(StrEnum):
    """Where a numbered blank is in the stock equation (design 1.5)."""

    IN_STOCK = "in_stock"
    ALLOCATED = "allocated"
    ISSUED = "issued"
    SPOILT = "spoilt"
    CANCELLED = "cancelled"
    LOST = "lost"
    RETURNED = "returned"
    TRANSFERRED = "transferred"
    DESTROYED = "destroyed"


class OrderKind(StrEnum):
    """Signed exceptions of the head of the office."""

    ISSUE_WITHOUT_REGISTRY_ANSWER = "issue_without_registry_answer"
    SAME_OFFICER = "same_officer"
    GO_ON_DESPITE_NEGLIGENCE = "go_on_despite_negligence"
    WAIVE_SURCHARGE = "waive_surcharge"


class Recipient(StrEnum):
    """Who may collect a passport."""

    APPLICANT = "applicant"
    FAMILY = "family"
    PROXY = "proxy"


class Verdict(StrEnum):
    """What the outage policy says of an act."""

    ALLOWED = "allowed"
    TWO_OFFICERS = "two_officers"
    PROVISIONAL = "provisional"
    STOP = "stop"


class ParentConsent(StrEnum):
    """How a parent agrees to a child's passport, or why this parent need not."""

    PRESENT = "present"
    POWER_OF_ATTORNEY = "power_of_attorney"
    CUSTODY_WITH_OTHER = "custody_with_other"
    DECEASED = "deceased"


class HitKind(StrEnum):
    """What sends a case to adjudication: a person has to decide whether it stands."""

    PREVENTION_LIST = "prevention_list"
    REGISTRY_ANSWER = "registry_answer"
    BANK_CONFIRMATION = "bank_confirmation"
    NATIONAL_DUPLICATE = "national_duplicate"
    OWN_DUPLICATE = "own_duplicate"
    OLD_PASSPORT_FACE = "old_passport_face"
    INTERVIEW = "interview"


class MatchGround(StrEnum):
    """What two cases of the office have in common, or, of the same person, have not."""

    NIK = "nik"
    NAME_AND_BIRTH_DATE = "name_and_birth_date"
    FACE = "face"
    FACE_DIFFERS = "face_differs"


class HitDecision(StrEnum):
    """The adjudicator's decision: nothing against the case, or the case cannot go on."""

    CLEARED = "cleared"
    CONFIRMED = "confirmed"


class Advice(StrEnum):
    """What the interviewer advises."""

    GO_ON = "go_on"
    DEFER = "defer"
    REFUSE = "refuse"


class Capture(StrEnum):
    """What an interviewer takes of an applicant before the interview, in this order."""

    PHOTO = "photo"
    FINGERPRINTS = "fingerprints"
    SIGNATURE = "signature"


class FingerMissing(StrEnum):
    """Why a finger cannot be taken."""

    AMPUTATED = "amputated"
    BANDAGED = "bandaged"
    INJURED = "injured"
    WORN = "worn"
    CANNOT_BE_LAID_DOWN = "cannot_be_laid_down"
    NOT_READ = "not_read"
    NO_SCANNER = "no_scanner"


class CannotSign(StrEnum):
    """Why an applicant cannot sign."""

    CANNOT_WRITE = "cannot_write"
    HAND_INJURED = "hand_injured"
    DISABILITY = "disability"


class Tender(StrEnum):
    """What the office's own receipt was written for while the bank could not be asked."""

    PROOF_SEEN = "proof_seen"
    CASH = "cash"


class EndingKind(StrEnum):
    """How an application ends without a passport that stands."""

    RETURNED = "returned"
    REFUSED = "refused"
    DEFERRED = "deferred"
    CANCELLED = "cancelled"


class RefusalGround(StrEnum):
    """Why an application is refused."""

    PREVENTION_LIST = "prevention_list"
    FALSE_DATA = "false_data"
    ANOTHER_PASSPORT = "another_passport"
    CONSENT_MISSING = "consent_missing"
    PURPOSE_OF_TRAVEL = "purpose_of_travel"
    NOT_PAID = "not_paid"


class DeferralGround(StrEnum):
    """Why an application is deferred, for 6 months to 2 years."""

    FALSE_DATA = "false_data"
    NEGLIGENT_LOSS = "negligent_loss"
    NEGLIGENT_DAMAGE = "negligent_damage"
    NON_PROCEDURAL_WORK = "non_procedural_work"


class CancellationGround(StrEnum):
    """Why a passport is cancelled; the first two need an interview report and the head's decision."""

    OBTAINED_ILLEGALLY = "obtained_illegally"
    FALSE_STATEMENT = "false_statement"
    HOLDER_DIED = "holder_died"
    NOT_COLLECTED = "not_collected"
    ERROR_IN_ISSUANCE = "error_in_issuance"


class ReportSubject(StrEnum):
    """What an interview report (berita acara pemeriksaan, BAP) is about."""

    LOSS = "loss"
    DAMAGE = "damage"
    CANCELLATION = "cancellation"


class ReportFinding(StrEnum):
    """What an interview report finds."""

    NOT_AT_FAULT = "not_at_fault"
    FORCE_MAJEURE = "force_majeure"
    NEGLIGENT = "negligent"
    SUSPICION_CONFIRMED = "suspicion_confirmed"
    SUSPICION_NOT_CONFIRMED = "suspicion_not_confirmed"


class DeadlineKind(StrEnum):
    """What a proposed cancellation waits for, by a day."""

    INTERVIEW_REPORT = "interview_report"
    HEAD_DECISION = "head_decision"


class SpoilCause(StrEnum):
    """Why a booklet is spoilt."""

    PRINTER_FAULT = "printer_fault"
    MISPRINT = "misprint"
    TYPING_ERROR = "typing_error"
    DAMAGED_BLANK = "damaged_blank"
    FAILED_READ_BACK = "failed_read_back"
    OTHER = "other"


class LookedAt(StrEnum):
    """What an officer looked at in a file."""

    FILE = "file"
    HISTORY = "history"
    PHOTO = "photo"
    SCAN = "scan"
    PAPER = "paper"
    COMPARISON = "comparison"


class SignInChange(StrEnum):
    """What was done to an officer's way of signing in."""

    OPENED = "opened"
    RESET = "reset"
    CHANGED = "changed"


class StandingOrderKind(StrEnum):
    """The head's orders for the whole office, until a day."""

    INSTRUCTION = "instruction"
    NO_SAME_DAY_SERVICE = "no_same_day_service"


class BalanceItem(StrEnum):
    """What is counted by hand and compared with the log at the close of day."""

    CASH = "cash"
    RECEIPTS = "receipts"
    BLANKS = "blanks"
    PRINTED = "printed"
    SPOILT = "spoilt"
    HANDED_OVER = "handed_over"

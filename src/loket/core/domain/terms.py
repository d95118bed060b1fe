"""Words of the counter: closed lists, each value the word that is written into entries."""

from enum import StrEnum


class Stage(StrEnum):
    """What a case waits for next (domain: the passport, stage by stage)."""

    DOCUMENTS = "documents"
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


class DocumentKind(StrEnum):
    """Kind of passport booklet."""

    ORDINARY = "ordinary"


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


class PageState(StrEnum):
    """How far a data page is; SENDING without SENT after a restart means: an officer looks."""

    SUBMITTED = "submitted"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    READ_BACK_FAILED = "read_back_failed"
    PRINTED = "printed"


class OrderKind(StrEnum):
    """Signed exceptions of the head of the office."""

    ISSUE_WITHOUT_REGISTRY_ANSWER = "issue_without_registry_answer"
    SAME_OFFICER = "same_officer"


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

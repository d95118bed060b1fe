"""Words of the counter's closed lists; each member of each list has one."""

from collections.abc import Mapping
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from loket.core.domain import terms as t
from loket.faces.ui.words.capture import CAPTURE_WORDS
from loket.faces.ui.words.chips import CHIP_WORDS
from loket.faces.ui.words.further_terms import FURTHER_WORDS
from loket.faces.ui.words.printing import PRINTING_WORDS
from loket.faces.ui.words.quality import QUALITY_WORDS
from loket.faces.ui.words.stock import STOCK_WORDS
from loket.node.papers.error import PaperReason
from loket.node.partners.notices import NoticeFault
from loket.node.store.records import QuarantineReason

WORDS: dict[type[Enum], Mapping[Enum, Promise]] = (
    FURTHER_WORDS
    | CAPTURE_WORDS
    | CHIP_WORDS
    | PRINTING_WORDS
    | QUALITY_WORDS
    | STOCK_WORDS
    | {
        t.Stage: {
            t.Stage.DOCUMENTS: pgettext_lazy("stage", "Documents"),
            t.Stage.PAYMENT: pgettext_lazy("stage", "Payment"),
            t.Stage.PHOTO: pgettext_lazy("stage", "Photo"),
            t.Stage.INTERVIEW: pgettext_lazy("stage", "Interview"),
            t.Stage.LOOK_UP: pgettext_lazy("stage", "Look-up"),
            t.Stage.ADJUDICATION: pgettext_lazy("stage", "Adjudication"),
            t.Stage.APPROVAL: pgettext_lazy("stage", "Approval"),
            t.Stage.ALLOCATION: pgettext_lazy("stage", "Allocation"),
            t.Stage.PRINTING: pgettext_lazy("stage", "Printing"),
            t.Stage.READ_BACK: pgettext_lazy("stage", "Quality test"),
            t.Stage.HANDOVER: pgettext_lazy("stage", "Handover"),
            t.Stage.FILING: pgettext_lazy("stage", "Filing"),
            t.Stage.ARCHIVED: pgettext_lazy("stage", "Archived"),
            t.Stage.FORGOTTEN: pgettext_lazy("stage", "Forgotten"),
            t.Stage.INTERVIEW_REPORT: pgettext_lazy("stage", "Interview report (BAP)"),
            t.Stage.ENDED: pgettext_lazy("stage", "Ended"),
        },
        t.Role: {
            t.Role.COUNTER_OFFICER: pgettext_lazy("role", "Counter officer"),
            t.Role.CASHIER: pgettext_lazy("role", "Cashier"),
            t.Role.INTERVIEWER: pgettext_lazy("role", "Interviewer"),
            t.Role.ADJUDICATOR: pgettext_lazy("role", "Adjudicator"),
            t.Role.APPROVER: pgettext_lazy("role", "Approving officer"),
            t.Role.ALLOCATOR: pgettext_lazy("role", "Allocation officer"),
            t.Role.PRINTER: pgettext_lazy("role", "Printing officer"),
            t.Role.QUALITY_TESTER: pgettext_lazy("role", "Quality officer"),
            t.Role.HANDOVER_OFFICER: pgettext_lazy("role", "Handover officer"),
            t.Role.ARCHIVIST: pgettext_lazy("role", "Archivist"),
            t.Role.HEAD: pgettext_lazy("role", "Head of the office"),
            t.Role.SYSTEM: pgettext_lazy("role", "The system"),
            t.Role.HEADQUARTERS: pgettext_lazy("role", "Headquarters"),
        },
        t.Duty: {
            t.Duty.CAPTURE: pgettext_lazy("duty", "Photo and interview"),
            t.Duty.APPROVAL: pgettext_lazy("duty", "Approval"),
            t.Duty.QUALITY_TEST: pgettext_lazy("duty", "Quality test"),
            t.Duty.HANDOVER: pgettext_lazy("duty", "Handover"),
        },
        t.Service: {
            t.Service.NEW: pgettext_lazy("service", "First passport"),
            t.Service.RENEWAL: pgettext_lazy("service", "Renewal"),
            t.Service.LOST: pgettext_lazy("service", "Lost passport"),
            t.Service.DAMAGED: pgettext_lazy("service", "Damaged passport"),
            t.Service.CHANGE_OF_DATA: pgettext_lazy("service", "Change of data"),
        },
        t.Surcharge: {
            t.Surcharge.SAME_DAY: pgettext_lazy("surcharge", "Same-day service"),
            t.Surcharge.LOST: pgettext_lazy("surcharge", "Lost passport"),
            t.Surcharge.DAMAGED: pgettext_lazy("surcharge", "Damaged passport"),
        },
        t.DocumentKind: {
            t.DocumentKind.ORDINARY: pgettext_lazy("document", "Ordinary passport"),
            t.DocumentKind.ELECTRONIC: pgettext_lazy("document", "Electronic passport"),
            t.DocumentKind.EMERGENCY: pgettext_lazy("document", "Emergency travel document (SPLP)"),
        },
        t.Sex: {
            t.Sex.FEMALE: pgettext_lazy("sex", "Female"),
            t.Sex.MALE: pgettext_lazy("sex", "Male"),
        },
        t.CivilStatus: {
            t.CivilStatus.SINGLE: pgettext_lazy("civil status", "Single"),
            t.CivilStatus.MARRIED: pgettext_lazy("civil status", "Married"),
            t.CivilStatus.DIVORCED: pgettext_lazy("civil status", "Divorced"),
            t.CivilStatus.WIDOWED: pgettext_lazy("civil status", "Widowed"),
        },
        t.PaperKind: {
            t.PaperKind.IDENTITY_CARD: pgettext_lazy("paper", "Identity card (KTP)"),
            t.PaperKind.FAMILY_CARD: pgettext_lazy("paper", "Family card (KK)"),
            t.PaperKind.BIRTH_CERTIFICATE: pgettext_lazy("paper", "Birth certificate"),
            t.PaperKind.MARRIAGE_BOOK: pgettext_lazy("paper", "Marriage book"),
            t.PaperKind.DIPLOMA: pgettext_lazy("paper", "Diploma"),
            t.PaperKind.BAPTISM_LETTER: pgettext_lazy("paper", "Baptism letter"),
            t.PaperKind.OLD_PASSPORT: pgettext_lazy("paper", "Old passport"),
            t.PaperKind.PARENT_IDENTITY_CARD: pgettext_lazy("paper", "Parent's identity card (KTP)"),
            t.PaperKind.PARENTS_STATEMENT: pgettext_lazy("paper", "Parents' statement"),
            t.PaperKind.POWER_OF_ATTORNEY: pgettext_lazy("paper", "Power of attorney"),
            t.PaperKind.CUSTODY_ORDER: pgettext_lazy("paper", "Custody order"),
            t.PaperKind.DEATH_CERTIFICATE: pgettext_lazy("paper", "Death certificate"),
            t.PaperKind.POLICE_REPORT: pgettext_lazy("paper", "Police report of the loss"),
            t.PaperKind.PROOF_OF_CHANGE: pgettext_lazy("paper", "Proof of the change"),
        },
        t.ObligationKind: {
            t.ObligationKind.REGISTRY_ANSWER: pgettext_lazy(
                "obligation", "The population registry's answer on the NIK"
            ),
            t.ObligationKind.BANK_CONFIRMATION: pgettext_lazy(
                "obligation", "The bank's confirmation of the payment"
            ),
            t.ObligationKind.DUPLICATE_SEARCH: pgettext_lazy("obligation", "The national duplicate search"),
            t.ObligationKind.CURRENT_PREVENTION_LIST: pgettext_lazy(
                "obligation", "A look-up in the current prevention list"
            ),
        },
        t.Answer: {
            t.Answer.CLEAR: pgettext_lazy("answer", "Clear"),
            t.Answer.ADVERSE: pgettext_lazy("answer", "Adverse"),
        },
        t.Outcome: {
            t.Outcome.CLEARED: pgettext_lazy("outcome", "Cleared"),
            t.Outcome.REFERRED: pgettext_lazy("outcome", "Referred to adjudication"),
            t.Outcome.RECALLED: pgettext_lazy("outcome", "Recalled"),
            t.Outcome.REVOKED: pgettext_lazy("outcome", "Revoked"),
        },
        t.BookletState: {
            t.BookletState.IN_STOCK: pgettext_lazy("booklet", "In stock"),
            t.BookletState.ALLOCATED: pgettext_lazy("booklet", "Allocated"),
            t.BookletState.ISSUED: pgettext_lazy("booklet", "Issued"),
            t.BookletState.SPOILT: pgettext_lazy("booklet", "Spoilt"),
            t.BookletState.CANCELLED: pgettext_lazy("booklet", "Cancelled and cut"),
            t.BookletState.LOST: pgettext_lazy("booklet", "Lost"),
            t.BookletState.RETURNED: pgettext_lazy("booklet", "Returned to the centre"),
            t.BookletState.TRANSFERRED: pgettext_lazy("booklet", "Sent to another office"),
            t.BookletState.DESTROYED: pgettext_lazy("booklet", "Destroyed"),
        },
        t.PageState: {
            t.PageState.SUBMITTED: pgettext_lazy("page", "Waits for the printer"),
            t.PageState.SENDING: pgettext_lazy("page", "Being sent to the printer"),
            t.PageState.ACCEPTED: pgettext_lazy("page", "The printer took it and has not begun"),
            t.PageState.PRINTING: pgettext_lazy("page", "Being printed"),
            t.PageState.STOPPED: pgettext_lazy("page", "The printer stands still"),
            t.PageState.CANCELLED: pgettext_lazy("page", "Cancelled at the printer: look what came out"),
            t.PageState.UNKNOWN: pgettext_lazy("page", "Printed or not: nobody knows; look at the printer"),
            t.PageState.SENT: pgettext_lazy("page", "Out of the printer"),
            t.PageState.FAILED: pgettext_lazy("page", "Not printed"),
            t.PageState.READ_BACK_FAILED: pgettext_lazy("page", "Failed its test"),
            t.PageState.PRINTED: pgettext_lazy("page", "Printed and read back"),
        },
        t.OrderKind: {
            t.OrderKind.ISSUE_WITHOUT_REGISTRY_ANSWER: pgettext_lazy(
                "order", "Issue without the population registry's answer"
            ),
            t.OrderKind.SAME_OFFICER: pgettext_lazy("order", "One officer may do two duties"),
            t.OrderKind.GO_ON_DESPITE_NEGLIGENCE: pgettext_lazy("order", "Go on despite negligence"),
            t.OrderKind.WAIVE_SURCHARGE: pgettext_lazy("order", "Waive the surcharge: force majeure"),
        },
        t.DeadlineKind: {
            t.DeadlineKind.INTERVIEW_REPORT: pgettext_lazy("deadline", "Interview report"),
            t.DeadlineKind.HEAD_DECISION: pgettext_lazy("deadline", "Decision of the head"),
        },
        t.Recipient: {
            t.Recipient.APPLICANT: pgettext_lazy("recipient", "The applicant"),
            t.Recipient.FAMILY: pgettext_lazy("recipient", "Family"),
            t.Recipient.PROXY: pgettext_lazy("recipient", "Proxy"),
        },
        t.Verdict: {
            t.Verdict.ALLOWED: pgettext_lazy("verdict", "Allowed"),
            t.Verdict.TWO_OFFICERS: pgettext_lazy("verdict", "Needs two officers"),
            t.Verdict.PROVISIONAL: pgettext_lazy("verdict", "Provisional"),
            t.Verdict.STOP: pgettext_lazy("verdict", "Stop"),
        },
        PaperReason: {
            PaperReason.UNREADABLE_FILE: _("the file is damaged or of a kind that is not known here"),
            PaperReason.KIND_NOT_ALLOWED: _("this kind of file is not accepted here"),
            PaperReason.EMPTY_FILE: _("the file is empty"),
            PaperReason.TOO_MANY_BYTES: _("the file is too large"),
            PaperReason.TOO_MANY_PIXELS: _("the picture has too many pixels"),
            PaperReason.TOO_FEW_PIXELS: _("the picture has too few pixels"),
            PaperReason.TOO_MANY_PAGES: _("the PDF has too many pages"),
            PaperReason.NOT_A_DATA_PAGE: _("it does not have the shape of a data page (125 x 88 mm)"),
            PaperReason.NO_MRZ_FOUND: _("no machine readable zone of two lines can be seen"),
            PaperReason.NO_MRZ_MODEL: _("the reader of the machine readable zone is not installed"),
            PaperReason.MRZ_INVALID: _("the machine readable zone is not valid"),
            PaperReason.MRZ_CONTRADICTS_PAGE: _("the machine readable zone contradicts the page"),
            PaperReason.CHARACTER_WITHOUT_GLYPH: _("a character cannot be printed with the office's fonts"),
            PaperReason.TYPESETTING_FAILED: _("the paper could not be set"),
            PaperReason.NOTE_TOO_LONG: _("the signed note is too long for its code"),
            PaperReason.CODE_TOO_LONG: _("this is too long for a code"),
            PaperReason.PAGE_SIZE_OFF: _("the page is not of the right size"),
            PaperReason.FONT_OFF: _("the zone is not in the right font"),
            PaperReason.MRZ_TEXT_OFF: _("the zone does not say what the record says"),
            PaperReason.MRZ_POSITION_OFF: _("the zone is not at its place"),
            PaperReason.MRZ_PITCH_OFF: _("the zone's letters are not at their distance"),
            PaperReason.NO_FACE_FOUND: _("no face, or more than one, can be found in the picture"),
            PaperReason.NO_FACE_MODEL: _("the models that find faces are not installed"),
            PaperReason.FACE_TEMPLATE_INVALID: _("what is kept for the comparison of faces is damaged"),
            PaperReason.BLANK_SIGNATURE: _("no signature can be seen: dark ink on light paper is wanted"),
        },
        NoticeFault: {
            NoticeFault.NO_ADDRESS: pgettext_lazy(
                "notice fault", "the applicant left no address for messages"
            ),
            NoticeFault.NO_CHANNEL: pgettext_lazy("notice fault", "no gateway is set up for this address"),
            NoticeFault.NOT_TAKEN: pgettext_lazy("notice fault", "the gateway did not take the message"),
            NoticeFault.FOLDER_UNWRITABLE: pgettext_lazy(
                "notice fault", "the folder of messages cannot be written"
            ),
        },
        QuarantineReason: {
            QuarantineReason.DATABASE_BEHIND_MARK: _(
                "the database is older than what the office acknowledged"
            ),
            QuarantineReason.ROOT_DIFFERS: _("the log differs from what the office acknowledged"),
            QuarantineReason.MARK_MISSING: _("the mark of what the office acknowledged is missing"),
        },
    }
)


def word(member: Enum) -> Promise:
    """The word for a member of a closed list (KeyError is a bug: the tests walk every list)."""
    return WORDS[type(member)][member]


def word_of(kind: type[Enum], value: object) -> Promise | str:
    """The word for a value as entries and facts carry it; the value itself where the list lacks it."""
    for member in kind:
        if member.value == value:
            return word(member)
    return str(value)

"""Words for the closed lists of what leaves the clean path, of officers and of the day."""

from collections.abc import Mapping
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from loket.core.domain import terms as t
from loket.core.domain.calendar import DayOffKind, Sureness
from loket.core.domain.counting import Figure
from loket.core.domain.notices import NoticeKind
from loket.core.domain.reporting import PeriodKind

FURTHER_WORDS: dict[type[Enum], Mapping[Enum, Promise]] = {
    t.Speed: {
        t.Speed.REGULAR: pgettext_lazy("speed", "Regular"),
        t.Speed.SAME_DAY: pgettext_lazy("speed", "Same day"),
    },
    t.ChipState: {
        t.ChipState.SUBMITTED: pgettext_lazy("chip", "waits for the encoder"),
        t.ChipState.SIGNED: pgettext_lazy("chip", "being written"),
        t.ChipState.ENCODED: pgettext_lazy("chip", "written and locked"),
        t.ChipState.FAILED: pgettext_lazy("chip", "not written"),
    },
    t.ChipFault: {
        t.ChipFault.NO_SIGNER: pgettext_lazy("chip fault", "no document signer may sign now"),
        t.ChipFault.PORTRAIT_MISSING: pgettext_lazy("chip fault", "the portrait cannot be read"),
        t.ChipFault.DOCUMENT_DOES_NOT_VERIFY: pgettext_lazy("chip fault", "what was signed does not verify"),
        t.ChipFault.ENCODER_UNREACHABLE: pgettext_lazy("chip fault", "the encoder does not answer"),
        t.ChipFault.NO_CHIP: pgettext_lazy("chip fault", "no booklet lies on the encoder"),
        t.ChipFault.CHIP_LOCKED: pgettext_lazy("chip fault", "the chip was written before"),
        t.ChipFault.CHIP_REFUSES: pgettext_lazy("chip fault", "the chip refuses to be written"),
        t.ChipFault.CHIP_HALF_WRITTEN: pgettext_lazy("chip fault", "the chip was written in part only"),
        t.ChipFault.CHIP_OF_ANOTHER_BOOKLET: pgettext_lazy(
            "chip fault", "the chip belongs to another booklet"
        ),
    },
    t.ParentConsent: {
        t.ParentConsent.PRESENT: pgettext_lazy("consent", "Present and agrees"),
        t.ParentConsent.POWER_OF_ATTORNEY: pgettext_lazy("consent", "Agrees by power of attorney"),
        t.ParentConsent.CUSTODY_WITH_OTHER: pgettext_lazy("consent", "Custody is with the other parent"),
        t.ParentConsent.DECEASED: pgettext_lazy("consent", "Deceased"),
    },
    t.HitKind: {
        t.HitKind.PREVENTION_LIST: pgettext_lazy("hit", "A person on the prevention list"),
        t.HitKind.REGISTRY_ANSWER: pgettext_lazy("hit", "The population registry disagrees"),
        t.HitKind.BANK_CONFIRMATION: pgettext_lazy("hit", "The bank denies the payment"),
        t.HitKind.NATIONAL_DUPLICATE: pgettext_lazy("hit", "Another case in the country"),
        t.HitKind.OWN_DUPLICATE: pgettext_lazy("hit", "Another case of this office"),
        t.HitKind.OLD_PASSPORT_FACE: pgettext_lazy("hit", "The face differs from the old passport's"),
        t.HitKind.INTERVIEW: pgettext_lazy("hit", "The interviewer advises against"),
    },
    t.MatchGround: {
        t.MatchGround.NIK: pgettext_lazy("match", "the same NIK"),
        t.MatchGround.NAME_AND_BIRTH_DATE: pgettext_lazy("match", "the same name and birth date"),
        t.MatchGround.FACE: pgettext_lazy("match", "a face that looks alike"),
        t.MatchGround.FACE_DIFFERS: pgettext_lazy("match", "another face"),
    },
    t.HitDecision: {
        t.HitDecision.CLEARED: pgettext_lazy("decision", "Nothing against it"),
        t.HitDecision.CONFIRMED: pgettext_lazy("decision", "Stands against it"),
    },
    t.Advice: {
        t.Advice.GO_ON: pgettext_lazy("advice", "Go on"),
        t.Advice.DEFER: pgettext_lazy("advice", "Defer"),
        t.Advice.REFUSE: pgettext_lazy("advice", "Refuse"),
    },
    t.Capture: {
        t.Capture.PHOTO: pgettext_lazy("capture", "Photo"),
        t.Capture.FINGERPRINTS: pgettext_lazy("capture", "Fingerprints"),
        t.Capture.SIGNATURE: pgettext_lazy("capture", "Signature"),
    },
    t.FingerMissing: {
        t.FingerMissing.AMPUTATED: pgettext_lazy("finger missing", "amputated"),
        t.FingerMissing.BANDAGED: pgettext_lazy("finger missing", "bandaged"),
        t.FingerMissing.INJURED: pgettext_lazy("finger missing", "injured"),
        t.FingerMissing.WORN: pgettext_lazy("finger missing", "worn by work or age"),
        t.FingerMissing.CANNOT_BE_LAID_DOWN: pgettext_lazy("finger missing", "cannot be laid down"),
        t.FingerMissing.NOT_READ: pgettext_lazy("finger missing", "not read after several tries"),
        t.FingerMissing.NO_SCANNER: pgettext_lazy("finger missing", "no scanner"),
    },
    t.CannotSign: {
        t.CannotSign.CANNOT_WRITE: pgettext_lazy("cannot sign", "cannot write"),
        t.CannotSign.HAND_INJURED: pgettext_lazy("cannot sign", "the hand is injured"),
        t.CannotSign.DISABILITY: pgettext_lazy("cannot sign", "a disability"),
    },
    t.Tender: {
        t.Tender.PROOF_SEEN: pgettext_lazy("tender", "Proof of payment seen"),
        t.Tender.CASH: pgettext_lazy("tender", "Cash received"),
    },
    t.EndingKind: {
        t.EndingKind.RETURNED: pgettext_lazy("ending", "Documents returned"),
        t.EndingKind.REFUSED: pgettext_lazy("ending", "Refused"),
        t.EndingKind.DEFERRED: pgettext_lazy("ending", "Deferred"),
        t.EndingKind.CANCELLED: pgettext_lazy("ending", "Cancelled"),
    },
    t.RefusalGround: {
        t.RefusalGround.PREVENTION_LIST: pgettext_lazy("refusal ground", "On the prevention list"),
        t.RefusalGround.FALSE_DATA: pgettext_lazy("refusal ground", "False data"),
        t.RefusalGround.ANOTHER_PASSPORT: pgettext_lazy("refusal ground", "Holds another valid passport"),
        t.RefusalGround.CONSENT_MISSING: pgettext_lazy("refusal ground", "The parents' consent is missing"),
        t.RefusalGround.PURPOSE_OF_TRAVEL: pgettext_lazy(
            "refusal ground", "The purpose of travel is not credible"
        ),
        t.RefusalGround.NOT_PAID: pgettext_lazy("refusal ground", "Not paid"),
    },
    t.DeferralGround: {
        t.DeferralGround.FALSE_DATA: pgettext_lazy("deferral ground", "False data"),
        t.DeferralGround.NEGLIGENT_LOSS: pgettext_lazy("deferral ground", "Lost by negligence"),
        t.DeferralGround.NEGLIGENT_DAMAGE: pgettext_lazy("deferral ground", "Damaged by negligence"),
        t.DeferralGround.NON_PROCEDURAL_WORK: pgettext_lazy(
            "deferral ground", "Suspected non-procedural migrant work"
        ),
    },
    t.CancellationGround: {
        t.CancellationGround.OBTAINED_ILLEGALLY: pgettext_lazy("cancellation ground", "Obtained illegally"),
        t.CancellationGround.FALSE_STATEMENT: pgettext_lazy("cancellation ground", "False statement"),
        t.CancellationGround.HOLDER_DIED: pgettext_lazy("cancellation ground", "The holder has died"),
        t.CancellationGround.NOT_COLLECTED: pgettext_lazy("cancellation ground", "Not collected in time"),
        t.CancellationGround.ERROR_IN_ISSUANCE: pgettext_lazy(
            "cancellation ground", "Error or damage in issuance"
        ),
    },
    t.ReportSubject: {
        t.ReportSubject.LOSS: pgettext_lazy("report", "Loss of a passport"),
        t.ReportSubject.DAMAGE: pgettext_lazy("report", "Damage of a passport"),
        t.ReportSubject.CANCELLATION: pgettext_lazy("report", "Cancellation of a passport"),
    },
    t.ReportFinding: {
        t.ReportFinding.NOT_AT_FAULT: pgettext_lazy("finding", "Not at fault"),
        t.ReportFinding.FORCE_MAJEURE: pgettext_lazy("finding", "Force majeure"),
        t.ReportFinding.NEGLIGENT: pgettext_lazy("finding", "Negligent"),
        t.ReportFinding.SUSPICION_CONFIRMED: pgettext_lazy("finding", "The suspicion is confirmed"),
        t.ReportFinding.SUSPICION_NOT_CONFIRMED: pgettext_lazy("finding", "The suspicion is not confirmed"),
    },
    t.SpoilCause: {
        t.SpoilCause.PRINTER_FAULT: pgettext_lazy("spoil cause", "Fault of the printer"),
        t.SpoilCause.MISPRINT: pgettext_lazy("spoil cause", "Misprint"),
        t.SpoilCause.TYPING_ERROR: pgettext_lazy("spoil cause", "Typing error in the record"),
        t.SpoilCause.DAMAGED_BLANK: pgettext_lazy("spoil cause", "The blank is damaged"),
        t.SpoilCause.FAILED_READ_BACK: pgettext_lazy("spoil cause", "Failed the quality test"),
        t.SpoilCause.OTHER: pgettext_lazy("spoil cause", "Another cause"),
    },
    t.LookedAt: {
        t.LookedAt.FILE: pgettext_lazy("look", "The file"),
        t.LookedAt.HISTORY: pgettext_lazy("look", "Every entry of the case"),
        t.LookedAt.PHOTO: pgettext_lazy("look", "The portrait"),
        t.LookedAt.SCAN: pgettext_lazy("look", "A scanned paper"),
        t.LookedAt.PAPER: pgettext_lazy("look", "A paper of the office"),
        t.LookedAt.COMPARISON: pgettext_lazy("look", "Two files side by side"),
    },
    t.SignInChange: {
        t.SignInChange.OPENED: pgettext_lazy("sign-in", "Sign-in opened"),
        t.SignInChange.RESET: pgettext_lazy("sign-in", "Password reset by two officers"),
        t.SignInChange.CHANGED: pgettext_lazy("sign-in", "Password changed"),
    },
    t.StandingOrderKind: {
        t.StandingOrderKind.INSTRUCTION: pgettext_lazy("standing order", "Instruction"),
        t.StandingOrderKind.NO_SAME_DAY_SERVICE: pgettext_lazy("standing order", "No same-day service"),
    },
    t.BalanceItem: {
        t.BalanceItem.CASH: pgettext_lazy("balance", "Cash in the drawer"),
        t.BalanceItem.RECEIPTS: pgettext_lazy("balance", "The office's own receipts"),
        t.BalanceItem.BLANKS: pgettext_lazy("balance", "Blanks in stock"),
        t.BalanceItem.PRINTED: pgettext_lazy("balance", "Data pages printed"),
        t.BalanceItem.SPOILT: pgettext_lazy("balance", "Booklets spoilt"),
        t.BalanceItem.HANDED_OVER: pgettext_lazy("balance", "Passports handed over"),
    },
    DayOffKind: {
        DayOffKind.NATIONAL_HOLIDAY: pgettext_lazy("day off", "National holiday"),
        DayOffKind.JOINT_LEAVE: pgettext_lazy("day off", "Joint leave"),
        DayOffKind.LOCAL_HOLIDAY: pgettext_lazy("day off", "Local holiday"),
        DayOffKind.WEEKEND: pgettext_lazy("day off", "Weekend"),
    },
    Sureness: {
        Sureness.SOURCED: pgettext_lazy("sureness", "From the decree as published"),
        Sureness.REPORTED: pgettext_lazy("sureness", "From lists that cite the decree; compare with it"),
    },
    PeriodKind: {
        PeriodKind.DAY: pgettext_lazy("period", "Day"),
        PeriodKind.WEEK: pgettext_lazy("period", "Week"),
        PeriodKind.MONTH: pgettext_lazy("period", "Month"),
    },
    Figure: {
        Figure.REGISTERED: pgettext_lazy("figure", "Registered"),
        Figure.INTERVIEWED: pgettext_lazy("figure", "Interviewed"),
        Figure.APPROVED: pgettext_lazy("figure", "Approved"),
        Figure.PRINTED: pgettext_lazy("figure", "Data pages printed"),
        Figure.SPOILT: pgettext_lazy("figure", "Spoilt"),
        Figure.HANDED_OVER: pgettext_lazy("figure", "Handed over"),
        Figure.PROVISIONAL: pgettext_lazy("figure", "Of these provisional"),
        Figure.RETURNED: pgettext_lazy("figure", "Documents returned"),
        Figure.REFUSED: pgettext_lazy("figure", "Refused"),
        Figure.DEFERRED: pgettext_lazy("figure", "Deferred"),
        Figure.CANCELLED: pgettext_lazy("figure", "Cancelled"),
        Figure.READY: pgettext_lazy("figure", "Ready to be collected"),
        Figure.READY_LATE: pgettext_lazy("figure", "Of these later than promised"),
        Figure.FEES: pgettext_lazy("figure", "Fees assessed"),
        Figure.FEES_RUPIAH: pgettext_lazy("figure", "Fees assessed, amount"),
        Figure.RECEIPTS: pgettext_lazy("figure", "The office's own receipts"),
        Figure.RECEIPTS_RUPIAH: pgettext_lazy("figure", "The office's own receipts, amount"),
        Figure.BLANKS_RECEIVED: pgettext_lazy("figure", "Received"),
        Figure.BLANKS_ALLOCATED: pgettext_lazy("figure", "Allocated"),
        Figure.SHEETS: pgettext_lazy("figure", "Sheets entered from paper"),
        Figure.OBLIGATIONS_OPENED: pgettext_lazy("figure", "Obligations opened"),
        Figure.OBLIGATIONS_ANSWERED: pgettext_lazy("figure", "Obligations answered"),
    },
    NoticeKind: {
        NoticeKind.REGISTERED: pgettext_lazy("notice", "Registered"),
        NoticeKind.DOCUMENTS_RETURNED: pgettext_lazy("notice", "Documents returned"),
        NoticeKind.PAID: pgettext_lazy("notice", "Paid"),
        NoticeKind.INTERVIEWED: pgettext_lazy("notice", "Interviewed"),
        NoticeKind.APPROVED: pgettext_lazy("notice", "Approved"),
        NoticeKind.READY: pgettext_lazy("notice", "Ready to be collected"),
        NoticeKind.HANDED_OVER: pgettext_lazy("notice", "Handed over"),
        NoticeKind.REFUSED: pgettext_lazy("notice", "Refused"),
        NoticeKind.DEFERRED: pgettext_lazy("notice", "Deferred"),
        NoticeKind.CANCELLED: pgettext_lazy("notice", "Cancelled"),
        NoticeKind.NEEDS_ANOTHER_DAY: pgettext_lazy("notice", "Takes longer"),
        NoticeKind.RECALLED: pgettext_lazy("notice", "Recalled"),
    },
}

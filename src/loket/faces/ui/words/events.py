"""What a line of a timeline says: one past-tense sentence for each kind of entry, and words for its facts."""

from collections.abc import Mapping
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from loket.core.domain import terms as t
from loket.core.domain.checks import CheckName
from loket.core.domain.notices import NoticeKind
from loket.core.domain.rules.capture import NOT_JUDGED
from loket.faces.ui.words.formats import rupiah
from loket.faces.ui.words.printing import reasons_words
from loket.faces.ui.words.terms import word_of
from loket.node.devices.printer import FaultReason
from loket.node.papers.error import PaperReason
from loket.node.papers.portrait import PortraitCheckName

EVENTS: dict[str, Promise] = {
    "application_registered": pgettext_lazy("event", "Application registered"),
    "document_scanned": pgettext_lazy("event", "Paper scanned"),
    "documents_checked": pgettext_lazy("event", "Documents checked, complete"),
    "billing_code_issued": pgettext_lazy("event", "Billing code issued"),
    "payment_recorded": pgettext_lazy("event", "Payment recorded"),
    "photo_taken": pgettext_lazy("event", "Photo taken"),
    "interview_recorded": pgettext_lazy("event", "Interview recorded"),
    "prevention_list_looked_up": pgettext_lazy("event", "Prevention list looked up"),
    "application_approved": pgettext_lazy("event", "Application approved"),
    "booklets_received": pgettext_lazy("event", "Blanks received"),
    "booklet_allocated": pgettext_lazy("event", "Booklet allocated"),
    "data_page_submitted": pgettext_lazy("event", "Data page given to the printer's queue"),
    "data_page_sending": pgettext_lazy("event", "The page is being sent to the printer"),
    "data_page_sent": pgettext_lazy("event", "The page is out of the printer"),
    "data_page_not_sent": pgettext_lazy("event", "The page was not printed"),
    "printer_reported": pgettext_lazy("event", "The printer reported on the page"),
    "printed_page_looked_for": pgettext_lazy("event", "An officer looked for the page in the printer"),
    "endorsement_submitted": pgettext_lazy("event", "Endorsement page given to the printer's queue"),
    "endorsement_checked": pgettext_lazy("event", "Endorsement page compared"),
    "read_back_failed": pgettext_lazy("event", "Read back: the page differs from the record"),
    "data_page_printed": pgettext_lazy("event", "Read back: the page agrees with the record"),
    "quality_test_passed": pgettext_lazy("event", "Quality test passed"),
    "quality_test_failed": pgettext_lazy("event", "Quality test failed"),
    "booklet_spoilt": pgettext_lazy("event", "Booklet reported as spoilt"),
    "booklet_lost": pgettext_lazy("event", "Booklet reported as lost"),
    "manifest_imported": pgettext_lazy("event", "Manifest of a shipment taken in"),
    "blanks_moved": pgettext_lazy("event", "Blanks handed over"),
    "blanks_transferred": pgettext_lazy("event", "Blanks sent to another office"),
    "blanks_reported": pgettext_lazy("event", "Blanks reported"),
    "variance_resolved": pgettext_lazy("event", "Blanks counted again: the count agrees"),
    "shortfall_settled": pgettext_lazy("event", "Missing blanks settled by the centre"),
    "passport_handed_over": pgettext_lazy("event", "Passport handed over"),
    "file_archived": pgettext_lazy("event", "File archived"),
    "head_ordered": pgettext_lazy("event", "The head gave an order"),
    "case_forgotten": pgettext_lazy("event", "Case forgotten: its key is destroyed here"),
    "role_granted": pgettext_lazy("event", "Role granted"),
    "role_ended": pgettext_lazy("event", "Role ended"),
    "clock_confirmed": pgettext_lazy("event", "The head confirmed this computer's clock"),
    "log_opened": pgettext_lazy("event", "Log opened"),
    "log_read": pgettext_lazy("event", "Log of another node read"),
    "trust_published": pgettext_lazy("event", "Trust root published"),
    "prevention_list_published": pgettext_lazy("event", "Prevention list published"),
    "policy_published": pgettext_lazy("event", "Outage policy published"),
    "checkpoint_observed": pgettext_lazy("event", "Checkpoint of an office observed"),
    "booklets_shipped": pgettext_lazy("event", "Blanks shipped"),
    "obligation_answered": pgettext_lazy("event", "Obligation answered"),
    "case_key_destroyed": pgettext_lazy("event", "Another holder destroyed the case's key"),
    "documents_returned": pgettext_lazy("event", "Incomplete documents returned"),
    "application_refused": pgettext_lazy("event", "Application refused"),
    "application_deferred": pgettext_lazy("event", "Application deferred"),
    "cancellation_proposed": pgettext_lazy("event", "Cancellation proposed"),
    "cancellation_dropped": pgettext_lazy("event", "Proposed cancellation dropped"),
    "passport_cancelled": pgettext_lazy("event", "Passport cancelled"),
    "interview_report_written": pgettext_lazy("event", "Interview report (BAP) written"),
    "hit_adjudicated": pgettext_lazy("event", "Adjudicated"),
    "duplicates_searched": pgettext_lazy("event", "The office's own cases searched"),
    "record_corrected": pgettext_lazy("event", "Typing error corrected"),
    "old_passport_read": pgettext_lazy("event", "Old passport read"),
    "fingerprints_taken": pgettext_lazy("event", "Fingerprints taken"),
    "signature_taken": pgettext_lazy("event", "Signature taken"),
    "case_assigned": pgettext_lazy("event", "Case handed to an officer"),
    "paper_act_entered": pgettext_lazy("event", "The act before was done on paper"),
    "file_opened": pgettext_lazy("event", "File looked at"),
    "notice_sent": pgettext_lazy("event", "Applicant told"),
    "notice_not_sent": pgettext_lazy("event", "Applicant could not be told"),
    "deputy_appointed": pgettext_lazy("event", "Deputy of the head appointed"),
    "deputy_ended": pgettext_lazy("event", "Deputy's term ended"),
    "sign_in_changed": pgettext_lazy("event", "An officer's sign-in changed"),
    "standing_order_given": pgettext_lazy("event", "Standing order given"),
    "standing_order_withdrawn": pgettext_lazy("event", "Standing order withdrawn"),
    "day_opened": pgettext_lazy("event", "Day opened"),
    "day_closed": pgettext_lazy("event", "Day closed"),
    "document_signer_installed": pgettext_lazy("event", "Document signer installed"),
    "chip_submitted": pgettext_lazy("event", "Chip given to the encoder again"),
    "security_object_signed": pgettext_lazy("event", "Chip's data signed"),
    "chip_encoded": pgettext_lazy("event", "Chip written and locked"),
    "chip_not_encoded": pgettext_lazy("event", "Chip not written"),
}

FACTS: dict[str, Promise] = {
    "amount_rupiah": pgettext_lazy("fact", "%(value)s"),
    "answer": pgettext_lazy("fact", "answer: %(value)s"),
    "application_number": pgettext_lazy("fact", "application %(value)s"),
    "bank_reference": pgettext_lazy("fact", "bank reference %(value)s"),
    "billing_code": pgettext_lazy("fact", "billing code %(value)s"),
    "booklet": pgettext_lazy("fact", "booklet %(value)s"),
    "differing_characters": pgettext_lazy("fact", "characters that differ: %(value)s"),
    "duty": pgettext_lazy("fact", "duty: %(value)s"),
    "failed": pgettext_lazy("fact", "failed: %(value)s"),
    "confirmed": pgettext_lazy("fact", "settled by eye: %(value)s"),
    "fault": pgettext_lazy("fact", "fault: %(value)s"),
    "hits": pgettext_lazy("fact", "hits: %(value)s"),
    "holder": pgettext_lazy("fact", "holder: %(value)s"),
    "kind": pgettext_lazy("fact", "%(value)s"),
    "line": pgettext_lazy("fact", "line %(value)s of the handover book"),
    "list_version": pgettext_lazy("fact", "list no. %(value)s"),
    "paper": pgettext_lazy("fact", "%(value)s"),
    "provisional": pgettext_lazy("fact", "%(value)s"),
    "queue_number": pgettext_lazy("fact", "queue number %(value)s"),
    "receipt_number": pgettext_lazy("fact", "receipt %(value)s"),
    "recipient": pgettext_lazy("fact", "to: %(value)s"),
    "shelf": pgettext_lazy("fact", "shelf %(value)s"),
    "advice": pgettext_lazy("fact", "advice: %(value)s"),
    "cannot_sign": pgettext_lazy("fact", "cannot sign: %(value)s"),
    "fingers": pgettext_lazy("fact", "fingers: %(value)s"),
    "remarks": pgettext_lazy("fact", "kept although: %(value)s"),
    "cause": pgettext_lazy("fact", "cause: %(value)s"),
    "decision": pgettext_lazy("fact", "decision: %(value)s"),
    "agrees": pgettext_lazy("fact", "%(value)s"),
    "found": pgettext_lazy("fact", "found: %(value)s"),
    "reasons": pgettext_lazy("fact", "because: %(value)s"),
    "state": pgettext_lazy("fact", "%(value)s"),
    "finding": pgettext_lazy("fact", "finding: %(value)s"),
    "first_day": pgettext_lazy("fact", "from %(value)s"),
    "ground": pgettext_lazy("fact", "ground: %(value)s"),
    "how": pgettext_lazy("fact", "%(value)s"),
    "last_day": pgettext_lazy("fact", "until %(value)s"),
    "notice": pgettext_lazy("fact", "notice: %(value)s"),
    "number": pgettext_lazy("fact", "no. %(value)s"),
    "sheet": pgettext_lazy("fact", "sheet %(value)s"),
    "speed": pgettext_lazy("fact", "%(value)s"),
    "subject": pgettext_lazy("fact", "about: %(value)s"),
    "tender": pgettext_lazy("fact", "%(value)s"),
    "until": pgettext_lazy("fact", "until %(value)s"),
    "chip": pgettext_lazy("fact", "chip %(value)s"),
}
AGREES, DIFFERS = _("every letter agrees"), _("it differs")
PROVISIONAL = _("provisional: something is still owed")
NOT_LOOKED_AT = _("no program could look at it")
NO_HITS = _("nobody found")

_LISTS: dict[str, tuple[type[Enum], ...]] = {
    "answer": (t.Answer,),
    "duty": (t.Duty,),
    "fault": (FaultReason, PaperReason, t.ChipFault),
    "failed": (CheckName,),
    "confirmed": (CheckName,),
    "kind": (t.DocumentKind, t.OrderKind, t.ObligationKind),
    "paper": (t.PaperKind,),
    "recipient": (t.Recipient,),
    "advice": (t.Advice,),
    "cannot_sign": (t.CannotSign,),
    "remarks": (PortraitCheckName,),
    "cause": (t.SpoilCause,),
    "decision": (t.HitDecision,),
    "finding": (t.ReportFinding,),
    "found": (t.PageFound,),
    "state": (t.PageState,),
    "ground": (
        t.RefusalGround,
        t.DeferralGround,
        t.CancellationGround,
    ),
    "how": (t.SignInChange,),
    "notice": (NoticeKind,),
    "speed": (t.Speed,),
    "subject": (t.ReportSubject,),
    "tender": (t.Tender,),
}


def event_words(event: str) -> Promise | str:
    """The sentence for a kind of entry; the kind itself where a newer node wrote it."""
    return EVENTS.get(event, event)


def fact_words(facts: Mapping[str, str]) -> list[str]:
    """The facts of a timeline line as short phrases, in the order of `facts`."""
    phrases = []
    for name, value in facts.items():
        if name == "provisional":
            if value == "True":
                phrases.append(str(PROVISIONAL))
        elif name == "hits" and value == "0":
            phrases.append(str(NO_HITS))
        elif name in FACTS:
            phrases.append(str(FACTS[name]) % {"value": _value(name, value)})
    return phrases


def _value(name: str, value: str) -> str:
    if name == "amount_rupiah":
        return rupiah(int(value))
    if name == "agrees":
        return str(AGREES if value == "True" else DIFFERS)
    if name == "reasons":
        return reasons_words(value)
    if name == "fingers":
        return str(len(value.split(",")))
    if name == "remarks" and value == NOT_JUDGED:
        return str(NOT_LOOKED_AT)
    if "," in value and name in ("remarks", "failed", "confirmed"):
        return ", ".join(_value(name, one) for one in value.split(","))
    for kind in _LISTS.get(name, ()):
        if value in {member.value for member in kind}:
            return str(word_of(kind, value))
    return value

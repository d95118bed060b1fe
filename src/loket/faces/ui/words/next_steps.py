"""What comes next for an applicant at each stage: plain sentences for a slip, no ground of a decision."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from loket.core.domain.terms import Stage

_IN_WORK = _("The office is working on it. You need not do anything now.")

NEXT_STEPS: Mapping[Stage, Promise] = {
    Stage.DOCUMENTS: _("Wait until your number is called, with your original papers at hand."),
    Stage.INTERVIEW_REPORT: _("Wait until you are called: an officer writes a report together with you."),
    Stage.PAYMENT: _("Pay with the billing code that you are given, or at the cashier's."),
    Stage.PHOTO: _("Wait until you are called for photo, fingerprints and interview."),
    Stage.INTERVIEW: _("Wait until you are called for the interview."),
    Stage.LOOK_UP: _IN_WORK,
    Stage.ADJUDICATION: _IN_WORK,
    Stage.APPROVAL: _IN_WORK,
    Stage.ALLOCATION: _IN_WORK,
    Stage.PRINTING: _IN_WORK,
    Stage.READ_BACK: _IN_WORK,
    Stage.HANDOVER: _("The passport is ready: collect it with your identity card and the proof of payment."),
    Stage.FILING: _("The passport has been handed over."),
    Stage.ENDED: _("This application has ended. Ask at the counter what that means for you."),
    Stage.ARCHIVED: _("The passport has been handed over."),
    Stage.FORGOTTEN: _("Ask at the counter."),
}

"""Refusals of endings, cancellations and interview reports, in words."""

from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Reason
from loket.faces.ui.words.sentences import Sentences

ENDING_SENTENCES: dict[Reason, Sentences] = {
    Reason.CASE_ENDED: Sentences(
        _("This application has ended: %(ending)s."),
        _("Nothing goes on with it; a new application starts a new case."),
    ),
    Reason.GROUND_DOES_NOT_FIT: Sentences(
        _("The case does not bear this ground out."),
        _("Choose a ground that stands on the case: a confirmed hit, a report, a payment that is missing."),
    ),
    Reason.REPORT_MISSING: Sentences(
        _("The interview report on this suspicion is not written yet."),
        _("Let an interviewer question the holder and write the report; then decide."),
    ),
    Reason.REPORT_ALREADY_WRITTEN: Sentences(
        _("The interview report on this suspicion is written already."),
        _("Read it on the case; the head decides on it."),
    ),
    Reason.FINDING_DOES_NOT_FIT: Sentences(
        _("This finding is for a lost or damaged passport, and the applicant asked for something else."),
        _("Choose a finding that fits what the report is about."),
    ),
    Reason.DOCUMENTS_COMPLETE: Sentences(
        _("No paper is missing."),
        _("Compare the originals and send the case on; to return them all the same, write down why."),
    ),
    Reason.DEFERRAL_OUT_OF_BOUNDS: Sentences(
        _("An application is deferred for %(least)s to %(most)s months."),
        _("Choose an end date within these bounds."),
    ),
    Reason.DEFERRED_UNTIL: Sentences(
        _("An application of this person is deferred until %(day)s."),
        _("From that day on a new application can be taken."),
    ),
    Reason.NEGLIGENCE_UNDECIDED: Sentences(
        _("The interview report finds negligence, and the head has not decided yet."),
        _("The head defers the application, or orders that it goes on; then the fee is assessed."),
    ),
    Reason.CANCELLATION_NOT_PROPOSED: Sentences(
        _("No cancellation is proposed on this ground."),
        _("Propose it first: an interview report and the head's decision follow."),
    ),
    Reason.CANCELLATION_ALREADY_PROPOSED: Sentences(
        _("A cancellation of this passport is proposed already."),
        _("Wait for the interview report and the head's decision."),
    ),
    Reason.CANCELLATION_UNDECIDED: Sentences(
        _("A cancellation of this passport is proposed, and the head has not decided yet."),
        _("The head cancels the passport or drops the proposal; then the case goes on."),
    ),
    Reason.SUSPICION_NOT_CONFIRMED: Sentences(
        _("The interview report does not confirm the suspicion."),
        _("Drop the cancellation; with new facts it can be proposed again."),
    ),
    Reason.NOT_YET_UNCOLLECTED: Sentences(
        _("The holder may still collect this passport."),
        _("As not collected it can be cancelled from %(day)s on."),
    ),
    Reason.BOOK_NOT_CUT: Sentences(
        _("The book is here and is not cut yet."),
        _("Cut it, then say so here."),
    ),
}

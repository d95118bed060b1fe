"""Refusals in words: adjudication, corrections, who works on a case."""

from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Reason
from loket.faces.ui.words.sentences import Sentences

CASE_SENTENCES: dict[Reason, Sentences] = {
    Reason.CHECK_NOT_SETTLED: Sentences(
        _("Not settled: %(test_check)s (%(because)s)."),
        _("Scan or photograph the page again: whole, sharp, evenly lit. What eyes may settle can be ticked."),
    ),
    Reason.NOT_FOR_THE_EYE: Sentences(
        _("%(test_check)s cannot be settled by looking at it."),
        _("Take the tick away: only a machine's reading counts here."),
    ),
    Reason.TESTED_BEFORE: Sentences(
        _("This booklet has failed a test before."),
        _("Write what was wrong with that test. If nothing was, report the booklet as spoilt."),
    ),
    Reason.HIT_DECIDED_BY_YOU: Sentences(
        _("You have confirmed this yourself."),
        _("Another adjudicator may decide it again; or the approving officer ends the case."),
    ),
    Reason.NOTHING_CORRECTED: Sentences(
        _("Nothing differs from the record."),
        _("Change what was keyed wrongly, or go back to the case."),
    ),
    Reason.CORRECTION_NOT_CONFIRMED: Sentences(
        _("The changes are not confirmed yet."),
        _("Compare each of them with the paper, then write the correction."),
    ),
    Reason.CORRECTION_NEEDS_NEW_APPLICATION: Sentences(
        _("As corrected this is a child, whose passport is valid for 5 years; the application is for 10."),
        _("Let the approving officer end this application, and register a new one for 5 years."),
    ),
    Reason.CORRECTED_BY_YOU: Sentences(
        _("You have corrected this record yourself."),
        _("Let another officer approve it, or ask the head for an order that one officer may do two duties."),
    ),
    Reason.CORRECTION_AFTER_PRINT: Sentences(
        _("The data page is already made: a correction cannot reach it."),
        _(
            "Report the booklet as spoilt (cause: typing error), correct the record, and make it again. No "
            "new application is needed."
        ),
    ),
    Reason.CORRECTION_AFTER_HANDOVER: Sentences(
        _("The passport is handed over; its record is not corrected any more."),
        _("Register an application for a change of data, with the paper that proves it."),
    ),
    Reason.COLLEAGUE_UNKNOWN: Sentences(
        _("Nobody of this office has this user name and a role."),
        _("Choose a colleague from the list."),
    ),
    Reason.COLLEAGUE_HAS_NO_TURN: Sentences(
        _("The colleague has no role for this stage: %(stage)s."),
        _("Choose a colleague who has, or give the case back to the queue."),
    ),
    Reason.ALREADY_ASSIGNED: Sentences(
        _("The colleague has this case already."),
        _("Nothing is to be done."),
    ),
    Reason.NOT_ASSIGNED: Sentences(
        _("Nobody has this case: it waits in the queue."),
        _("Nothing is to be done."),
    ),
}

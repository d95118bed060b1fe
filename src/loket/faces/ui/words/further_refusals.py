"""Refusals in words, further: adjudication, endings, acts done on paper, officers, the day."""

from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Reason
from loket.faces.ui.words.sentences import Sentences

FURTHER_SENTENCES: dict[Reason, Sentences] = {
    Reason.NOT_DONE_ON_PAPER: Sentences(
        _("This act cannot have been done on paper."),
        _("Do it at the machine: it needs the office's list, stock or printer."),
    ),
    Reason.PAPER_SHEET_MALFORMED: Sentences(
        _("This is not the number of a sheet."),
        _("Write the number as printed on the sheet: letters, digits, hyphens, at most 20."),
    ),
    Reason.PAPER_SHEET_ENTERED: Sentences(
        _("This sheet was entered before."),
        _(
            "Search for its case: nothing is entered twice. If the number is "
            "wrong, compare it with the sheet."
        ),
    ),
    Reason.PAPER_SHEET_NOT_SCANNED: Sentences(
        _("The scan of the sheet is missing."),
        _("Scan the sheet and add the file."),
    ),
    Reason.PAPER_TIME_IN_FUTURE: Sentences(
        _("The time on the sheet has not come yet."),
        _("Compare day and time with the sheet, and the computer's clock."),
    ),
    Reason.PAPER_OUT_OF_ORDER: Sentences(
        _("By its time this sheet comes before what was already entered for this case."),
        _("Enter the sheets of a case in the order in which they were written; compare the time."),
    ),
    Reason.CHIP_NOT_WAITING: Sentences(
        _("The chip does not wait to be written."),
        _("Look at the state of the chip on the page of the case."),
    ),
    Reason.CHIP_IS_SPOILT: Sentences(
        _("This chip cannot be written again."),
        _("Report the booklet as spoilt; the case then gets a new blank."),
    ),
    Reason.CHIP_NOT_ENCODED: Sentences(
        _("The chip is not written yet: %(chip_state)s."),
        _("Wait for the encoder, or put right what it reports."),
    ),
    Reason.SIGNER_ALREADY_INSTALLED: Sentences(
        _("The office has this document signer already."),
        _("Nothing has to be done."),
    ),
    Reason.SIGNER_CANNOT_SIGN: Sentences(
        _("This document signer has no time or no signatures to sign with."),
        _("Ask headquarters for another one."),
    ),
    Reason.HIT_UNDECIDED: Sentences(
        _("An adjudicator has not decided yet: %(hit)s."),
        _("Let an adjudicator look at both sides and decide."),
    ),
    Reason.HIT_CONFIRMED: Sentences(
        _("An adjudicator found that this stands against the case: %(hit)s."),
        _("The approving officer or the head refuses, defers or cancels it."),
    ),
    Reason.HIT_UNKNOWN: Sentences(
        _("This was decided already, or is not a hit of this case."),
        _("Load the page again and look at what is still open."),
    ),
    Reason.DUPLICATES_NOT_SEARCHED: Sentences(
        _("The office's own cases were not searched for this applicant."),
        _("Look up again: the search is made beside the look-up in the prevention list."),
    ),
    Reason.CONCERN_OPEN: Sentences(
        _("Something stands against this passport, and it is not cancelled."),
        _("Let an adjudicator clear it, or cancel the passport; until then the case stays known."),
    ),
    Reason.KEPT_UNTIL: Sentences(
        _("The paper file is kept until %(day)s at least."),
        _("Forget the case after that day."),
    ),
    Reason.REPORT_BY_YOU: Sentences(
        _("You wrote interview report %(number)s, on which this decides."),
        _("Let the other of head and deputy decide."),
    ),
    Reason.CASE_ENDED: Sentences(
        _("This application has ended."),
        _("Register a new application, if the person may apply."),
    ),
    Reason.DAY_ALREADY_OPENED: Sentences(
        _("Today was opened already."),
        _("Go on working; close the day in the evening."),
    ),
    Reason.DAY_NOT_OPENED: Sentences(
        _("No day is open."),
        _("Open the day first: count cash and blanks."),
    ),
    Reason.EARLIER_DAY_NOT_CLOSED: Sentences(
        _("The day %(day)s was never closed."),
        _("Close that day first, with a second officer."),
    ),
    Reason.VARIANCE_NOT_EXPLAINED: Sentences(
        _("%(item)s: the log says %(expected)s, counted %(counted)s."),
        _("Count again; if it stays so, write down why."),
    ),
    Reason.DEPOSIT_EXCEEDS_CASH: Sentences(
        _("More would go to the bank than lies in the drawer."),
        _("Write at most the cash that was counted."),
    ),
    Reason.ORDER_FOR_ONESELF: Sentences(
        _("The order that one officer may do two duties does not hold for who gave it."),
        _("Let a colleague do this, or let the other of head and deputy give the order."),
    ),
    Reason.ORDER_TERM_OUT_OF_BOUNDS: Sentences(
        _("An order for the office holds from today on, for at most %(days)s days."),
        _("Choose another last day; the order can be given again afterwards."),
    ),
    Reason.ORDER_NOT_IN_FORCE: Sentences(
        _("This order is not in force any more."),
        _("Load the page again: it may have ended or been withdrawn."),
    ),
    Reason.HEAD_HIMSELF_NEEDED: Sentences(
        _("Only the head does this, no deputy."),
        _("Wait for the head of the office, or ask by telephone what to do until then."),
    ),
    Reason.LAST_HEAD: Sentences(
        _("The office would be left without a head."),
        _("Grant this role to another officer first."),
    ),
    Reason.OFFICER_WITHOUT_ROLE: Sentences(
        _("This officer holds no role."),
        _("Grant a role first."),
    ),
    Reason.OFFICER_IS_HEAD: Sentences(
        _("The head needs no term as deputy."),
        _("Choose another officer."),
    ),
    Reason.DEPUTY_TERM_IN_PAST: Sentences(
        _("The first day is past."),
        _("Begin today or later."),
    ),
    Reason.DEPUTY_TERM_TOO_LONG: Sentences(
        _("A deputy's term has at least one and at most %(days)s days."),
        _("Choose another last day; a further term can be given afterwards."),
    ),
    Reason.DEPUTY_TERMS_OVERLAP: Sentences(
        _("There is a deputy for these days already."),
        _("End that term first, or choose other days."),
    ),
    Reason.NO_DEPUTY: Sentences(
        _("This officer is no deputy of the head now or later."),
        _("Load the page again: the term may have ended."),
    ),
    Reason.SIGN_IN_EXISTS: Sentences(
        _("This officer has a sign-in already."),
        _("Who forgot the password is helped by two colleagues."),
    ),
    Reason.SIGN_IN_MISSING: Sentences(
        _("This officer has no sign-in yet."),
        _("The head opens one on the page “Officers”."),
    ),
    Reason.USER_NAME_TAKEN: Sentences(
        _("Somebody signs in with this user name already."),
        _("Choose another one."),
    ),
    Reason.HELPS_ONESELF: Sentences(
        _("Nobody resets his own sign-in: two colleagues do."),
        _("Ask another colleague."),
    ),
    Reason.SENIOR_OFFICER_NEEDED: Sentences(
        _("One of the two has to be the head, a deputy of the head or an approving officer."),
        _("Ask one of them to sign as the second officer."),
    ),
    Reason.NOTICE_ALREADY_SENT: Sentences(
        _("The applicant was told of this already."),
        _("Nothing is to be done."),
    ),
    Reason.PORTRAIT_NO_FACE: Sentences(
        _("No face was found in the picture."),
        _("Let the person look into the camera, without anything before the face."),
    ),
    Reason.PORTRAIT_MORE_FACES: Sentences(
        _("The picture shows %(count)s faces."),
        _("Let everybody else step out of the picture."),
    ),
    Reason.PORTRAIT_CHECK_FAILED: Sentences(
        _("Check of the portrait failed: %(check)s."),
        _("%(check_remedy)s Or keep it all the same, by ticking so."),
    ),
    Reason.FINGER_NOT_READ: Sentences(
        _("%(finger)s: %(scanner)s."),
        _("%(scanner_remedy)s Then take this finger again."),
    ),
    Reason.FINGERPRINTS_MISSING: Sentences(
        _("Fingers are neither taken nor explained."),
        _("Take the fingerprints; for each finger that cannot be taken, say why."),
    ),
    Reason.SIGNATURE_MISSING: Sentences(
        _("The signature is missing."),
        _("Let the applicant sign, or say why the applicant cannot."),
    ),
    Reason.PAPER_TOO_OLD: Sentences(
        _("This sheet is older than %(most)s days."),
        _("Compare the day with the sheet; if it is right, show the sheet to the head of the office."),
    ),
}

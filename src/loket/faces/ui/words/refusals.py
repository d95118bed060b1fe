"""Refusals in words: what is wrong, and what would remove it; facts are filled in as words."""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from loket.core.domain import terms as t
from loket.core.domain.checks import CheckName, CheckReason
from loket.core.domain.refusals import Objection, Reason
from loket.core.domain.stock_terms import Place
from loket.core.icao.finger_images import FingerPosition
from loket.faces.ui.words.application_refusals import APPLICATION_SENTENCES, ZONE_PLACES
from loket.faces.ui.words.capture import FINGER_REMEDIES, PORTRAIT_REMEDIES
from loket.faces.ui.words.case_refusals import CASE_SENTENCES
from loket.faces.ui.words.ending_refusals import ENDING_SENTENCES
from loket.faces.ui.words.fields import label_of
from loket.faces.ui.words.formats import long_day, rupiah
from loket.faces.ui.words.further_refusals import FURTHER_SENTENCES
from loket.faces.ui.words.sentences import Sentences
from loket.faces.ui.words.stock import STOCK_SENTENCES
from loket.faces.ui.words.terms import word_of
from loket.node.devices.fingers import FingerFaultReason
from loket.node.papers.error import PaperReason
from loket.node.papers.portrait import PortraitCheckName

_ELSEWHERE = FURTHER_SENTENCES | APPLICATION_SENTENCES | ENDING_SENTENCES | CASE_SENTENCES | STOCK_SENTENCES
SENTENCES: dict[Reason, Sentences] = _ELSEWHERE | {
    Reason.OFFICER_LACKS_ROLE: Sentences(
        _("This needs the role “%(role)s”."),
        _("Let an officer with this role do it, or ask the head of the office to grant it."),
    ),
    Reason.SAME_OFFICER_DID_ANOTHER_DUTY: Sentences(
        _("The same officer already did “%(duty)s” for this case."),
        _("Let another officer do this, or ask the head for an order that one officer may do two duties."),
    ),
    Reason.OFFICE_IN_QUARANTINE: Sentences(
        _("This office's database does not agree with what the office has acknowledged; nothing is written."),
        _("Stop work on this computer and call the head of the office: the log has to be recovered first."),
    ),
    Reason.CLOCK_IMPLAUSIBLE: Sentences(
        _("This computer's clock is %(days)s days after the last recorded act; nothing is written."),
        _("Set the clock right, or let the head of the office confirm it on the head's page."),
    ),
    Reason.NOT_PRINTABLE_ON_PAGE: Sentences(
        _("A character here cannot be printed on the data page."),
        _("Write it in Latin letters, without digits or signs, as on the identity card."),
    ),
    Reason.FIELD_MALFORMED: Sentences(
        _("This cannot be right as it is written."),
        _("Compare it with the paper and write it again."),
    ),
    Reason.RECIPIENT_DIFFERS_FROM_RECORD: Sentences(
        _("This is not the applicant's name or number in the record."),
        _("Compare the identity card; if somebody else collects, choose family or proxy."),
    ),
    Reason.ACT_ID_USED: Sentences(
        _("This form was already used for another act."),
        _("Load the page again and fill in the form that it shows."),
    ),
    Reason.CASE_UNKNOWN: Sentences(
        _("This office does not know this case."),
        _("Check the number, or search for the name."),
    ),
    Reason.CASE_NOT_AT_THIS_STAGE: Sentences(
        _("The case is at another stage: %(stage)s."),
        _("Open the case again and go on with the stage that it is at."),
    ),
    Reason.CASE_FORGOTTEN: Sentences(
        _("The case is forgotten: its key was destroyed."),
        _("Nothing more can be written on it; a new application starts a new case."),
    ),
    Reason.CASE_HELD: Sentences(
        _("An entry of this case cannot be read yet, so the case is held."),
        _("The head's page says why; other cases go on."),
    ),
    Reason.CASE_NOT_FINISHED: Sentences(
        _("The case is not finished."),
        _("Only a case whose file is archived can be forgotten."),
    ),
    Reason.OBLIGATIONS_OPEN: Sentences(
        _("The case has unanswered obligations."),
        _("It can be forgotten when they are answered."),
    ),
    Reason.FIELD_MISSING: Sentences(
        _("“%(field)s” is empty."),
        _("Fill it in."),
    ),
    Reason.FIELD_TOO_LONG: Sentences(
        _("“%(field)s” is too long."),
        _("Shorten it to %(most)s characters."),
    ),
    Reason.FIELD_HAS_CONTROL_CHARACTERS: Sentences(
        _("“%(field)s” has characters that cannot be printed."),
        _("Type it again instead of pasting it."),
    ),
    Reason.NIK_NOT_16_DIGITS: Sentences(
        _("A NIK has 16 digits."),
        _("Compare it with the identity card, digit by digit."),
    ),
    Reason.NIK_SERIAL_ZERO: Sentences(
        _("No NIK ends in 0000."),
        _("Compare it with the identity card, digit by digit."),
    ),
    Reason.NAME_SPLIT_NOT_CONFIRMED: Sentences(
        _("It is not confirmed yet how the name is split."),
        _("Check both parts of the name with the applicant, then tick the box."),
    ),
    Reason.NAME_SPLIT_LOSES_A_WORD: Sentences(
        _("The two parts of the name are not the same words as the full name."),
        _("Put every word of the full name into one of the two parts, none twice."),
    ),
    Reason.NAME_NOT_IN_MRZ_ALPHABET: Sentences(
        _("“%(field)s” has no letter that the machine readable zone can show."),
        _("Write it in Latin letters, as on the identity card."),
    ),
    Reason.BIRTH_DATE_IN_FUTURE: Sentences(
        _("The date of birth lies in the future."),
        _("Compare it with the identity card."),
    ),
    Reason.HEIGHT_IMPLAUSIBLE: Sentences(
        _("A height lies between %(lowest)s and %(highest)s cm."),
        _("Measure again, and give whole centimetres."),
    ),
    Reason.EMAIL_MALFORMED: Sentences(
        _("This is not an e-mail address."),
        _("Write it as name@place, or leave it empty."),
    ),
    Reason.ALREADY_IN_PROCESS: Sentences(
        _("An application with this NIK is already in process here."),
        _("Search for the NIK and go on with that application."),
    ),
    Reason.PAPER_MISSING: Sentences(
        _("A paper is missing: %(paper)s."),
        _("Ask the applicant to bring it."),
    ),
    Reason.PAPER_NOT_SCANNED: Sentences(
        _("Not scanned yet: %(paper)s."),
        _(
            "Scan or upload it; for a first passport a marriage book, diploma or baptism letter may stand "
            "for the birth certificate."
        ),
    ),
    Reason.ORIGINAL_NOT_SEEN: Sentences(
        _("The original was not compared: %(paper)s."),
        _("Compare the original with its scan, then tick it."),
    ),
    Reason.NO_FEE_FOR_THIS_DAY: Sentences(
        _("No fee is in force today for this document and validity."),
        _("Ask the head of the office to check the tariff file."),
    ),
    Reason.BILLING_CODE_ALREADY_ISSUED: Sentences(
        _("This case already has a billing code."),
        _("Use the code that stands on the case."),
    ),
    Reason.BILLING_CODE_NOT_ISSUED: Sentences(
        _("This case has no billing code yet."),
        _("Issue the billing code first."),
    ),
    Reason.AMOUNT_DIFFERS_FROM_FEE: Sentences(
        _("The amount is not the fee of %(fee)s."),
        _("Check the applicant's proof of payment; the fee has to be paid exactly."),
    ),
    Reason.BANK_SAYS_NOT_PAID: Sentences(
        _("The bank was reached and knows no payment for this billing code."),
        _("Let the applicant pay, then record the payment again."),
    ),
    Reason.NOTES_MISSING: Sentences(
        _("The interview has no notes."),
        _("Write down what was asked and answered."),
    ),
    Reason.NO_PREVENTION_LIST: Sentences(
        _("There is no look-up in a prevention list to go by."),
        _("Receive a signed list from the centre, over the network or on a stick, then look up."),
    ),
    Reason.PREVENTION_LIST_UNREADABLE: Sentences(
        _("The office's copy of the prevention list cannot be read."),
        _("Fetch the list again; until then nobody can be looked up."),
    ),
    Reason.LISTED_PERSON_NEEDS_ADJUDICATION: Sentences(
        _("The applicant may be a person on the prevention list."),
        _("An adjudicator has to decide whether it is the same person."),
    ),
    Reason.ADVERSE_ANSWER_OPEN: Sentences(
        _("An answer speaks against it: %(kind)s."),
        _("An adjudicator has to decide before the case goes on."),
    ),
    Reason.BOOKLET_UNKNOWN: Sentences(
        _("This booklet is not in the office's custody."),
        _("Check its number, or receive its shipment first."),
    ),
    Reason.BOOKLET_NOT_IN_STOCK: Sentences(
        _("The booklet is not in stock: %(state)s."),
        _("Take another blank."),
    ),
    Reason.BOOKLET_NOT_ALLOCATED_TO_CASE: Sentences(
        _("This booklet is not allocated to this case."),
        _("Take the booklet whose number stands on the case."),
    ),
    Reason.SHIPMENT_UNKNOWN: Sentences(
        _("No such shipment was announced to this office."),
        _("Wait for the centre's announcement; put the blanks under lock until then."),
    ),
    Reason.SHIPMENT_ALREADY_RECEIVED: Sentences(
        _("This shipment is already received."),
        _("Nothing is to be done; the stock page shows its blanks."),
    ),
    Reason.SHIPMENT_OVERLAPS: Sentences(
        _("The office already holds a booklet with one of these numbers."),
        _("Do not receive the shipment; lock it away and report it to headquarters."),
    ),
    Reason.PAGE_ALREADY_SUBMITTED: Sentences(
        _("The data page is already with the printer."),
        _("Wait for it and read it back; nothing prints twice by itself."),
    ),
    Reason.PAGE_NOT_SENT: Sentences(
        _("The printer has not taken the page yet."),
        _("Wait until it has; if it does not, look at the printer."),
    ),
    Reason.ENDORSEMENT_MISSING: Sentences(
        _("The endorsement page of this passport is not printed and checked yet."),
        _("Print it into the booklet, then compare it letter by letter."),
    ),
    Reason.PAGE_NOT_IN_DOUBT: Sentences(
        _("Nobody has to look for this page: how it stands is known."),
        _("Go on with what the case waits for now."),
    ),
    Reason.REGISTRY_ANSWER_MISSING_FOR_FIRST_PASSPORT: Sentences(
        _("A first passport may not leave the office without the population registry's answer."),
        _("Wait for the answer, or ask the head for an order to issue without it."),
    ),
    Reason.PREVENTION_LIST_TOO_OLD: Sentences(
        _("The prevention list is %(age_days)s days old; %(most)s are allowed."),
        _("Receive a newer list; until then the passport is kept here."),
    ),
    Reason.PAYMENT_DENIED_BY_BANK: Sentences(
        _("The bank says that the fee was not paid."),
        _("Settle the payment with the applicant first."),
    ),
    Reason.IDENTITY_NOT_CONFIRMED: Sentences(
        _("The identity of who collects is not confirmed."),
        _("Compare the face and the identity document, then tick the box."),
    ),
    Reason.HANDOVER_BOOK_NOT_SIGNED: Sentences(
        _("The handover book is not signed."),
        _("Let the person sign the line, then tick the box."),
    ),
    Reason.AUTHORITY_PAPERS_MISSING: Sentences(
        _("Family or a proxy has to show papers of authority."),
        _("Write down which: family card with proof of payment, or power of attorney."),
    ),
    Reason.PASSPORT_NUMBER_DIFFERS: Sentences(
        _("The number read from the booklet is not the number of this case's booklet."),
        _("Read it again; if it stays different, this is another person's passport: put it back."),
    ),
    Reason.SECOND_OFFICER_NEEDED: Sentences(
        _("This needs a second officer, with a role in this office."),
        _("Let another officer who agrees sign with their own user name and password."),
    ),
    Reason.ORDER_NOT_NEEDED: Sentences(
        _("This is not needed: it is already given, or there is nothing left that it could allow."),
        _("Go on with the work."),
    ),
    Reason.VERSION_NOT_NEWER: Sentences(
        _("Its number is not higher than the one in force."),
        _("Give it the next number."),
    ),
    Reason.LIST_FROM_THE_FUTURE: Sentences(
        _("The list says that it is of a time still to come."),
        _("Check the clock of the computer that made the list."),
    ),
    Reason.NO_OFFICE_ENROLLED: Sentences(
        _("No office is enrolled yet."),
        _("Enrol an office with the trust root first."),
    ),
    Reason.OFFICE_UNKNOWN: Sentences(
        _("No office of this name is enrolled."),
        _("Check the name against the trust root."),
    ),
    Reason.POLICY_OUT_OF_BOUNDS: Sentences(
        _("The policy's figures are outside what is sensible."),
        _("Choose figures within the bounds."),
    ),
    Reason.SHIPMENT_NUMBER_USED: Sentences(
        _("A shipment with this number was already written."),
        _("Give the shipment a new number."),
    ),
    Reason.BOOKLET_RANGE_MALFORMED: Sentences(
        _("The first and last number do not make a range of blanks."),
        _("Compare them with the delivery note."),
    ),
    Reason.BOOKLETS_ALREADY_SHIPPED: Sentences(
        _("Some of these blanks were already shipped."),
        _("Compare the numbers with the delivery note and the earlier shipments."),
    ),
    Reason.OFFICES_NOT_BACK: Sentences(
        _("Not every office has given its log back to this centre yet; still missing: %(offices)s."),
        _("Ship when they all have: until then the centre does not know which numbers are used."),
    ),
    Reason.TRUST_ROOT_NOT_ACCEPTED: Sentences(
        _("The trust root is not accepted."),
        _("Check that enough headquarters keys have signed it, and that its number is the next one."),
    ),
    Reason.UPLOAD_NOT_ACCEPTED: Sentences(
        _("The file is not accepted: %(why)s."),
        _("Scan or photograph it again and send that file."),
    ),
    Reason.PHOTO_MISSING: Sentences(
        _("The case has no portrait."),
        _("Take the photo first."),
    ),
}

_LISTS: dict[str, type[Enum]] = {
    "role": t.Role,
    "stage": t.Stage,
    "duty": t.Duty,
    "paper": t.PaperKind,
    "kind": t.ObligationKind,
    "state": t.BookletState,
    "chip_state": t.ChipState,
    "document": t.DocumentKind,
    "other_document": t.DocumentKind,
    "lies": Place,
    "why": PaperReason,
    "hit": t.HitKind,
    "ending": t.EndingKind,
    "item": t.BalanceItem,
    "check": PortraitCheckName,
    "test_check": CheckName,
    "because": CheckReason,
    "finger": FingerPosition,
    "scanner": FingerFaultReason,
}


_REMEDIES: dict[str, Mapping[Any, Promise]] = {"check": PORTRAIT_REMEDIES, "scanner": FINGER_REMEDIES}


class _Facts(dict[str, Any]):
    """A fact that a rule did not give reads as a dash: a refusal is never lost for want of a word."""

    def __missing__(self, key: str) -> str:
        return "–"


def _facts(objection: Objection) -> Mapping[str, Any]:
    words = _Facts(field=str(label_of(objection.field)) if objection.field else "–")
    for name, value in objection.facts.items():
        if name in _LISTS:
            words[name] = str(word_of(_LISTS[name], value))
            if name in _REMEDIES:
                words[f"{name}_remedy"] = str(_REMEDIES[name][_LISTS[name](value)])
        elif name == "fee" or _is_cash(name, objection):
            words[name] = rupiah(int(value))
        elif name == "day":
            words[name] = long_day(date.fromisoformat(str(value)))
        elif name == "differing":
            words[name] = str(label_of(str(value)))
        elif name == "place":
            words[name] = str(ZONE_PLACES.get(str(value), value))
        else:
            words[name] = value
    return words


def _is_cash(name: str, objection: Objection) -> bool:
    return name in ("expected", "counted") and objection.facts.get("item") == t.BalanceItem.CASH.value


def wrong(objection: Objection) -> str:
    """What is wrong, in the reader's language."""
    return str(SENTENCES[objection.reason].wrong) % _facts(objection)


def remedy(objection: Objection) -> str:
    """What would remove it, in the reader's language."""
    return str(SENTENCES[objection.reason].remedy) % _facts(objection)

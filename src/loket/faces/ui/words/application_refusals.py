"""Refusals in words: services, children, the old passport."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from loket.core.domain.refusals import Reason
from loket.faces.ui.words.sentences import Sentences

APPLICATION_SENTENCES: dict[Reason, Sentences] = {
    Reason.OLD_PASSPORT_NUMBER_MISSING: Sentences(
        _("This service needs the number of the old passport."),
        _("Read it from the old passport, or choose another service."),
    ),
    Reason.POLICE_REPORT_MISSING: Sentences(
        _("A lost passport needs the number of the police report."),
        _("Read it from the report; without one, ask the applicant to report the loss first."),
    ),
    Reason.CHANGE_NOT_SAID: Sentences(
        _("It is not said what changes."),
        _("Write what the new passport will say otherwise, for example: name after marriage."),
    ),
    Reason.SAME_DAY_NOT_OFFERED: Sentences(
        _("Same-day service is stopped by an order of the head."),
        _("Choose regular service; the order stands on the head's page."),
    ),
    Reason.CHILD_VALIDITY: Sentences(
        _("A child's passport is valid for 5 years."),
        _("Choose 5 years; 10 years are for those who are 17 or married."),
    ),
    Reason.EMERGENCY_SERVICE: Sentences(
        _("An emergency travel document is not given for this service."),
        _("Choose first passport or lost passport; everything else is done with a passport."),
    ),
    Reason.EMERGENCY_SAME_DAY: Sentences(
        _("There is no same-day service for an emergency travel document."),
        _("Choose regular service."),
    ),
    Reason.EMERGENCY_VALIDITY: Sentences(
        _("An emergency travel document is valid for at most %(most)s years."),
        _("Choose a shorter validity; it serves for one journey and is not extended."),
    ),
    Reason.NO_SEAL_SIGNER: Sentences(
        _("This office has no seal signer, and an emergency travel document carries a seal."),
        _("Ask headquarters for a seal signer's key and certificate; see the formats of papers."),
    ),
    Reason.CONSENT_MISSING: Sentences(
        _("It is not said how this parent agrees."),
        _("Both parents have to agree, unless one is deceased or a court gave custody to the other."),
    ),
    Reason.CUSTODY_ORDER_MISSING: Sentences(
        _("The number of the court's order is missing."),
        _("Read it from the order that gives custody or names the guardian."),
    ),
    Reason.GUARDIAN_MISSING: Sentences(
        _("It is not said which parent or guardian stands here with the child."),
        _("Write name and identity number of the adult at the counter, as on the identity card."),
    ),
    Reason.OLD_PASSPORT_NOT_READ: Sentences(
        _("The old passport has not been read yet."),
        _("Key or scan the two lines at the foot of its data page, or write down why they cannot be read."),
    ),
    Reason.OLD_PASSPORT_ZONE_WRONG: Sentences(
        _("The two lines are not right: %(place)s."),
        _("Compare them with the passport, character by character: two lines of 44, with < for a gap."),
    ),
    Reason.OLD_PASSPORT_SCAN_UNREADABLE: Sentences(
        _("The two lines cannot be made out on the scan."),
        _("Key them from the passport, or scan the data page again, flat and sharp."),
    ),
    Reason.OLD_PASSPORT_DIFFERS: Sentences(
        _("The old passport says otherwise than the record: %(differing)s."),
        _("If it was keyed wrongly, correct the record; if it has changed, register a change of data."),
    ),
    Reason.OLD_PASSPORT_NOT_NEEDED: Sentences(
        _("This service has no old passport to read."),
        _("Go on with the documents."),
    ),
    Reason.RECIPIENT_IS_A_CHILD: Sentences(
        _("A child's passport is given to a parent or guardian."),
        _("Choose “Family” and write who collects it."),
    ),
}

# The elements of a machine readable zone, by the names that core/icao gives them.
ZONE_PLACES: dict[str, Promise] = {
    "lines": pgettext_lazy("zone", "not two lines of 44 of the characters A-Z, 0-9 and <"),
    "document code": pgettext_lazy("zone", "the first letters are not those of a passport"),
    "issuing State": pgettext_lazy("zone", "the issuing State"),
    "nationality": pgettext_lazy("zone", "the nationality"),
    "name": pgettext_lazy("zone", "the name"),
    "document number": pgettext_lazy("zone", "the passport number or its check digit"),
    "birth date": pgettext_lazy("zone", "the date of birth or its check digit"),
    "sex": pgettext_lazy("zone", "the letter of the sex"),
    "expiry": pgettext_lazy("zone", "the date of expiry or its check digit"),
    "optional data": pgettext_lazy("zone", "the second line's data after the expiry, or their check digit"),
    "composite check digit": pgettext_lazy("zone", "the last check digit"),
}

"""Words of the stock of blanks: where they lie, what was done with them, and refusals of acts with them."""

from collections.abc import Mapping
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from loket.core.domain.refusals import Reason
from loket.core.domain.stock_terms import Place, ShortfallOutcome, StockAct, VarianceGround
from loket.faces.ui.words.sentences import Sentences

STOCK_WORDS: dict[type[Enum], Mapping[Enum, Promise]] = {
    Place: {
        Place.VAULT: pgettext_lazy("place", "Vault"),
        Place.DRAWER: pgettext_lazy("place", "Shift drawer"),
        Place.MACHINE: pgettext_lazy("place", "Printing machine"),
        Place.READY: pgettext_lazy("place", "Shelf of finished passports"),
        Place.GONE: pgettext_lazy("place", "Not in the office"),
    },
    StockAct: {
        StockAct.RECEIVED: pgettext_lazy("stock act", "Received"),
        StockAct.MOVED: pgettext_lazy("stock act", "Handed over"),
        StockAct.TRANSFERRED: pgettext_lazy("stock act", "Sent to another office"),
        StockAct.SPOILT: pgettext_lazy("stock act", "Spoilt"),
        StockAct.LOST: pgettext_lazy("stock act", "Lost"),
        StockAct.FOUND: pgettext_lazy("stock act", "Found again"),
        StockAct.RETURNED: pgettext_lazy("stock act", "Returned to the centre"),
        StockAct.CANCELLED: pgettext_lazy("stock act", "Cancelled"),
        StockAct.DESTROYED: pgettext_lazy("stock act", "Destroyed"),
        StockAct.RECOUNTED: pgettext_lazy("stock act", "Counted again"),
    },
    ShortfallOutcome: {
        ShortfallOutcome.NEVER_SENT: pgettext_lazy("shortfall", "Never sent: they are at the centre"),
        ShortfallOutcome.LOST_ON_THE_WAY: pgettext_lazy("shortfall", "Lost on the way: they are blocked"),
    },
    VarianceGround: {
        VarianceGround.FOUND: pgettext_lazy("variance", "What was missing is found"),
        VarianceGround.MISCOUNTED: pgettext_lazy("variance", "The count was wrong"),
        VarianceGround.REPORTED: pgettext_lazy("variance", "What is missing or spoilt is reported"),
    },
}
STOCK_SENTENCES: dict[Reason, Sentences] = {
    Reason.NO_BOOKLET_IN_STOCK: Sentences(
        _("No blank of this kind is at hand: %(document)s."),
        _("Take blanks into your drawer or the vault, or receive a shipment first."),
    ),
    Reason.SHIPMENT_COUNT_DIFFERS: Sentences(
        _("There should be %(expected)s blanks, counted are %(counted)s."),
        _(
            "Count again; if the count stays, name the numbers that are missing: "
            "only the others are received."
        ),
    ),
    Reason.SERIES_UNKNOWN: Sentences(
        _("No series of blanks of this kind has these letters and digits: %(document)s."),
        _("Compare the number with a blank; a new series is added to the file series.toml."),
    ),
    Reason.BLANKS_NOT_OF_SHIPMENT: Sentences(
        _("A number here is not one of the shipment's."),
        _("Compare it with the manifest, digit by digit."),
    ),
    Reason.BLANKS_MISSING_AND_DAMAGED: Sentences(
        _("A number is named as missing and as damaged."),
        _("Name it once: damaged is what is there and cannot be used."),
    ),
    Reason.BLANKS_NOT_HELD: Sentences(
        _("%(blanks)s of these numbers never came into this office's custody, the first is %(number)s."),
        _("Compare the numbers with the blanks, or receive their shipment first."),
    ),
    Reason.BLANKS_IN_OTHER_STATE: Sentences(
        _("%(blanks)s of these blanks are in another state (%(state)s), the first is %(number)s."),
        _("Leave them out; what is bound to a case is reported on the page of the case."),
    ),
    Reason.BLANKS_IN_TWO_PLACES: Sentences(
        _("These blanks do not all lie in one place."),
        _("Hand them over place by place: each hand-over has a report of its own."),
    ),
    Reason.BLANKS_LIE_THERE: Sentences(
        _("Blanks that are named lie there already."),
        _("Choose where they go, or leave them out."),
    ),
    Reason.BLANKS_OF_TWO_KINDS: Sentences(
        _("These blanks are of more than one kind."),
        _("Send each kind for itself."),
    ),
    Reason.BLANKS_NOT_ONE_RANGE: Sentences(
        _("These numbers do not follow each other."),
        _("Send one range at a time: each has a manifest of its own."),
    ),
    Reason.TOO_MANY_BLANKS: Sentences(
        _("More than %(most)s blanks are named at once."),
        _("Do it in several parts."),
    ),
    Reason.KEEPER_NOT_PRESENT: Sentences(
        _("Neither of the two officers keeps this place: %(lies)s."),
        _("One of the two has the role “%(role)s”."),
    ),
    Reason.HOLDER_NOT_PRESENT: Sentences(
        _("The officer of this drawer is not one of the two: %(holder)s."),
        _("A drawer is filled and emptied by its own officer, who acts or signs as the second."),
    ),
    Reason.TRANSFER_TO_ONESELF: Sentences(
        _("These blanks would be sent to this office itself."),
        _("Choose the other office."),
    ),
    Reason.BOOKLET_OF_ANOTHER_KIND: Sentences(
        _("The application is for another kind (%(document)s) than this blank (%(other_document)s)."),
        _("Take a blank of the application's kind."),
    ),
    Reason.BOOKLET_NOT_AT_HAND: Sentences(
        _("The blank lies elsewhere: %(lies)s %(holder)s."),
        _("Take one from your own drawer or the vault, or let it be handed over to you first."),
    ),
    Reason.BOOKLET_AT_ANOTHER_OFFICE: Sentences(
        _("The blank is in the custody of another office: %(office)s."),
        _("Take a blank of this office."),
    ),
    Reason.ALLOCATION_LOCKED: Sentences(
        _("The count of blanks at the close of %(day)s differed from the log; nothing is allocated."),
        _("Two officers count again, and resolve it on the stock page."),
    ),
    Reason.VARIANCE_UNKNOWN: Sentences(
        _("No count that differs is open under this name."),
        _("Load the stock page again."),
    ),
    Reason.RECOUNT_DIFFERS: Sentences(
        _("The log says %(expected)s, counted are %(counted)s."),
        _("Search and count again; report what is lost or spoilt first, then it agrees."),
    ),
    Reason.MANIFEST_UNREADABLE: Sentences(
        _("This is not a manifest that the centre has signed."),
        _("Scan the code on the manifest in the box again, whole; a transfer's is made by the centre."),
    ),
    Reason.MANIFEST_FOR_ANOTHER_OFFICE: Sentences(
        _("This manifest is for another office: %(office)s."),
        _("Lock the box away and tell that office and the centre."),
    ),
    Reason.SHIPMENT_KNOWN: Sentences(
        _("This shipment is known already: %(shipment)s."),
        _("Count it in on the stock page."),
    ),
    Reason.SHORTFALL_NOT_OPEN: Sentences(
        _("No blanks of this shipment are missing that nothing was said of."),
        _("Load the page again."),
    ),
}

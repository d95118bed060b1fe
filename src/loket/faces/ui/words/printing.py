"""Words for printers: how they stand, why they stand still, and what an officer does about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from loket.core.domain.terms import PageFound
from loket.node.devices.printer import FaultReason, PrinterState

PRINTING_WORDS: dict[type[Enum], Mapping[Enum, Promise]] = {
    FaultReason: {
        FaultReason.NOT_A_PDF: _("the job is not a PDF"),
        FaultReason.JOB_ID_TAKEN: _("another page has this number already"),
        FaultReason.UNREACHABLE: _("the printer cannot be reached"),
        FaultReason.NOT_TRUSTED: _("the printer's certificate is not one that this office trusts"),
        FaultReason.SPOOL_FULL: _("the printer has no room"),
        FaultReason.MEDIA_EMPTY: _("the printer has no paper"),
        FaultReason.MEDIA_JAM: _("paper is jammed"),
        FaultReason.MEDIA_NOT_READY: _("the booklet is not in the printer"),
        FaultReason.BUSY: _("the printer is busy"),
        FaultReason.COVER_OPEN: _("the printer's cover is open"),
        FaultReason.TONER_EMPTY: _("the printer has no toner or ink"),
        FaultReason.STOPPED: _("the printer stands still"),
        FaultReason.MEDIA_NOT_SUPPORTED: _("the printer does not know this size of page"),
        FaultReason.FORMAT_NOT_SUPPORTED: _("the printer takes neither PDF nor PWG raster"),
        FaultReason.NOT_ALLOWED: _("the printer does not let this office print"),
        FaultReason.REFUSED: _("the printer refused the job"),
    },
    PrinterState: {
        PrinterState.IDLE: pgettext_lazy("printer", "Ready"),
        PrinterState.PROCESSING: pgettext_lazy("printer", "Printing"),
        PrinterState.STOPPED: pgettext_lazy("printer", "Stands still"),
        PrinterState.UNREACHABLE: pgettext_lazy("printer", "Cannot be reached"),
    },
    PageFound: {
        PageFound.CAME_OUT: pgettext_lazy("page found", "the page came out"),
        PageFound.NOTHING: pgettext_lazy("page found", "nothing was printed: the booklet is blank"),
    },
}


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a printer stands still, and what to do."""

    wrong: Promise | str
    remedy: Promise | str


_CALL = _("Look at the printer's own display; call for help if that does not say what to do.")
# The keywords of RFC 8011 §5.4.12 and PWG 5100.9 that a counter meets.
_TROUBLES: Mapping[str, Trouble] = {
    "media-empty": Trouble(_("no paper"), _("Put in paper, or the next booklet.")),
    "media-needed": Trouble(
        _("the booklet is not in the printer"), _("Put in the booklet that it asks for.")
    ),
    "media-jam": Trouble(
        _("paper is jammed"),
        _(
            "Open the printer, take out what is jammed and close it: the same job goes on. "
            "Report a damaged booklet as spoilt."
        ),
    ),
    "cover-open": Trouble(_("the cover is open"), _("Close the cover.")),
    "door-open": Trouble(_("a door is open"), _("Close the door.")),
    "interlock-open": Trouble(_("a door is open"), _("Close the door.")),
    "input-tray-missing": Trouble(_("the tray is missing"), _("Put the tray back.")),
    "output-area-full": Trouble(_("the output is full"), _("Take out what was printed.")),
    "output-tray-missing": Trouble(_("the output tray is missing"), _("Put the tray back.")),
    "toner-empty": Trouble(_("no toner or ink"), _("Change the cartridge.")),
    "marker-supply-empty": Trouble(_("no toner or ink"), _("Change the cartridge.")),
    "toner-low": Trouble(_("little toner or ink left"), _("Have a cartridge at hand.")),
    "marker-supply-low": Trouble(_("little toner or ink left"), _("Have a cartridge at hand.")),
    "media-low": Trouble(_("little paper left"), _("Have paper at hand.")),
    "paused": Trouble(_("somebody has paused it"), _("Let it go on, at its display.")),
    "moving-to-paused": Trouble(_("somebody has paused it"), _("Let it go on, at its display.")),
    "shutdown": Trouble(_("it is switched off"), _("Switch it on.")),
    "unreachable": Trouble(
        _("it does not answer"),
        _("Is it switched on, and is its cable in? Its job is looked for again as soon as it answers."),
    ),
    "nothing-came-out": Trouble(_("an officer found nothing printed"), _("Put the booklet in again.")),
    "photo-missing": Trouble(
        _("the portrait of the case cannot be read"), _("Take it again, or have the disk looked at.")
    ),
    FaultReason.BUSY.value: Trouble(
        PRINTING_WORDS[FaultReason][FaultReason.BUSY],
        _("Wait until it is ready: a page in its queue is then tried again."),
    ),
}
# Nothing that an officer could put right at the printer.
_SET_UP = _("Whoever looks after this computer has to look at how the printer is set up.")
_OF_SET_UP = (
    FaultReason.MEDIA_NOT_SUPPORTED,
    FaultReason.FORMAT_NOT_SUPPORTED,
    FaultReason.NOT_ALLOWED,
    FaultReason.NOT_TRUSTED,
    FaultReason.REFUSED,
)


def trouble(reason: str) -> Trouble:
    """Words for a printer's keyword or a fault; the keyword itself where no list has it."""
    if reason in _TROUBLES:
        return _TROUBLES[reason]
    for fault, said in PRINTING_WORDS[FaultReason].items():
        if fault.value == reason:
            return Trouble(said, _SET_UP if fault in _OF_SET_UP else _CALL)
    return Trouble(reason, _CALL)


def reasons_words(reasons: str) -> str:
    """The words for keywords with commas between."""
    return ", ".join(str(trouble(reason).wrong) for reason in reasons.split(",") if reason)

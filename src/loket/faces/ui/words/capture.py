"""Words for capture: checks of a portrait, fingers, faults of scanners; each fault with what to do."""

from collections.abc import Mapping
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from loket.core.icao.finger_images import FingerPosition
from loket.node.devices.fingers import FingerFaultReason
from loket.node.papers.portrait import PortraitCheckName, PortraitOutcome

CAPTURE_WORDS: dict[type[Enum], Mapping[Enum, Promise]] = {
    PortraitCheckName: {
        PortraitCheckName.FACE_FOUND: pgettext_lazy("portrait check", "A face"),
        PortraitCheckName.ONE_FACE: pgettext_lazy("portrait check", "One face alone"),
        PortraitCheckName.FACING_FRONT: pgettext_lazy("portrait check", "Facing front"),
        PortraitCheckName.EYES_LEVEL: pgettext_lazy("portrait check", "Eyes level"),
        PortraitCheckName.EYES_OPEN: pgettext_lazy("portrait check", "Eyes open"),
        PortraitCheckName.SIZE: pgettext_lazy("portrait check", "Large enough"),
        PortraitCheckName.POSITION: pgettext_lazy("portrait check", "In the middle"),
        PortraitCheckName.MARGIN: pgettext_lazy("portrait check", "Room around the head"),
        PortraitCheckName.SHARPNESS: pgettext_lazy("portrait check", "Sharp"),
        PortraitCheckName.BACKGROUND_UNIFORM: pgettext_lazy("portrait check", "Plain background"),
        PortraitCheckName.BACKGROUND_LIGHT: pgettext_lazy("portrait check", "Light background"),
        PortraitCheckName.NOT_TOO_DARK: pgettext_lazy("portrait check", "Not too dark"),
        PortraitCheckName.NOT_TOO_BRIGHT: pgettext_lazy("portrait check", "Not too bright"),
    },
    PortraitOutcome: {
        PortraitOutcome.PASSED: pgettext_lazy("portrait outcome", "Passed"),
        PortraitOutcome.WARNING: pgettext_lazy("portrait outcome", "Look again"),
        PortraitOutcome.FAILED: pgettext_lazy("portrait outcome", "Failed"),
        PortraitOutcome.UNDETERMINED: pgettext_lazy("portrait outcome", "Cannot be told"),
    },
    FingerPosition: {
        FingerPosition.RIGHT_THUMB: pgettext_lazy("finger", "Right thumb"),
        FingerPosition.RIGHT_INDEX: pgettext_lazy("finger", "Right index finger"),
        FingerPosition.RIGHT_MIDDLE: pgettext_lazy("finger", "Right middle finger"),
        FingerPosition.RIGHT_RING: pgettext_lazy("finger", "Right ring finger"),
        FingerPosition.RIGHT_LITTLE: pgettext_lazy("finger", "Right little finger"),
        FingerPosition.LEFT_THUMB: pgettext_lazy("finger", "Left thumb"),
        FingerPosition.LEFT_INDEX: pgettext_lazy("finger", "Left index finger"),
        FingerPosition.LEFT_MIDDLE: pgettext_lazy("finger", "Left middle finger"),
        FingerPosition.LEFT_RING: pgettext_lazy("finger", "Left ring finger"),
        FingerPosition.LEFT_LITTLE: pgettext_lazy("finger", "Left little finger"),
    },
    FingerFaultReason: {
        FingerFaultReason.NOT_CONNECTED: _("the scanner is not connected"),
        FingerFaultReason.TIMED_OUT: _("the scanner did not answer in time"),
        FingerFaultReason.NO_FINGER: _("no finger was laid down"),
        FingerFaultReason.TOO_DRY: _("the finger is too dry"),
        FingerFaultReason.TOO_WET: _("the finger is too wet"),
        FingerFaultReason.MOVED: _("the finger moved"),
        FingerFaultReason.WRONG_PLACE: _("the finger is not on the middle of the glass"),
        FingerFaultReason.GLASS_DIRTY: _("the glass is dirty"),
    },
}

PORTRAIT_REMEDIES: Mapping[PortraitCheckName, Promise] = {
    PortraitCheckName.FACE_FOUND: _("Let the person look into the camera, without anything before the face."),
    PortraitCheckName.ONE_FACE: _("Let everybody else step out of the picture."),
    PortraitCheckName.FACING_FRONT: _("Let the person face the camera straight."),
    PortraitCheckName.EYES_LEVEL: _("Let the person hold the head upright, or straighten the camera."),
    PortraitCheckName.EYES_OPEN: _(
        "Look whether both eyes are open and free of hair, shine and dark glasses; if not, take another."
    ),
    PortraitCheckName.SIZE: _("Come closer, or set the camera to a higher resolution."),
    PortraitCheckName.POSITION: _(
        "Let the person sit in the middle of the picture; the portrait is cut around the face all the same."
    ),
    PortraitCheckName.MARGIN: _("Move back, so that the head and shoulders have room on all sides."),
    PortraitCheckName.SHARPNESS: _(
        "Clean the lens, wait for the camera to focus, and let the person sit still."
    ),
    PortraitCheckName.BACKGROUND_UNIFORM: _("Put a plain wall or cloth behind the person, without shadows."),
    PortraitCheckName.BACKGROUND_LIGHT: _("Use a white background and light it."),
    PortraitCheckName.NOT_TOO_DARK: _("Put more light on the face, from the front."),
    PortraitCheckName.NOT_TOO_BRIGHT: _("Put less light on the face, or shade the window."),
}
"""What to do where a check of a portrait did not pass."""

FINGER_REMEDIES: Mapping[FingerFaultReason, Promise] = {
    FingerFaultReason.NOT_CONNECTED: _("Plug the scanner in and try again."),
    FingerFaultReason.TIMED_OUT: _("Try again; if it stays so, unplug the scanner and plug it in again."),
    FingerFaultReason.NO_FINGER: _("Ask the person to lay the finger on the glass and keep it there."),
    FingerFaultReason.TOO_DRY: _("Moisten the finger a little, or breathe on it, and try again."),
    FingerFaultReason.TOO_WET: _("Dry the finger and the glass and try again."),
    FingerFaultReason.MOVED: _("Ask the person to keep the finger still and try again."),
    FingerFaultReason.WRONG_PLACE: _("Lay the finger flat on the middle of the glass."),
    FingerFaultReason.GLASS_DIRTY: _("Clean the glass and try again."),
}
"""What to do where a scanner gave no image."""

"""Words of chips: what ends an office's signing, and why no document signer may sign."""

from collections.abc import Mapping
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from loket.node.operations.signing_status import SigningBound

CHIP_WORDS: dict[type[Enum], Mapping[Enum, Promise]] = {
    SigningBound: {
        SigningBound.KEY_USAGE: pgettext_lazy("signing bound", "then the last key is no longer used"),
        SigningBound.QUOTA: pgettext_lazy("signing bound", "then the signatures are used up"),
        SigningBound.REVOCATION_LISTS: pgettext_lazy("signing bound", "then no revocation list is current"),
        SigningBound.NO_SIGNER: pgettext_lazy("signing bound", "no document signer can sign"),
        SigningBound.FOLDER_UNREADABLE: pgettext_lazy("signing bound", "the signers' folder is not in order"),
    },
}
HINDRANCES: Mapping[str, Promise] = {
    "key_not_yet_in_use": pgettext_lazy("hindrance", "a signer's time has not begun"),
    "key_no_longer_in_use": pgettext_lazy("hindrance", "a signer's time is over"),
    "quota_used_up": pgettext_lazy("hindrance", "a signer's signatures are used up"),
    "document_type_not_listed": pgettext_lazy("hindrance", "a signer may not sign this kind of document"),
    "signer_revoked": pgettext_lazy("hindrance", "a signer is revoked"),
    "no_current_revocation_list": pgettext_lazy("hindrance", "the office has no current revocation list"),
    "key_does_not_sign": pgettext_lazy("hindrance", "a signer's key failed"),
}
"""By the values of `core.icao.pki.issuance.Hindrance`, and what the office adds to them."""

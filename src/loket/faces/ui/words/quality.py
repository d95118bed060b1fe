"""Words of the quality test: groups, checks, outcomes and reasons."""

import re
from collections.abc import Mapping
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from loket.core.domain.checks import Check, CheckGroup, CheckName, CheckOutcome, CheckReason

QUALITY_WORDS: dict[type[Enum], Mapping[Enum, Promise]] = {
    CheckGroup: {
        CheckGroup.DATA_PAGE: pgettext_lazy("check group", "Data page"),
        CheckGroup.ACCESS: pgettext_lazy("check group", "Access to the chip"),
        CheckGroup.COMPLETENESS: pgettext_lazy("check group", "Completeness of the chip"),
        CheckGroup.PASSIVE_AUTHENTICATION: pgettext_lazy("check group", "Signature and certificates"),
        CheckGroup.CHIP_GENUINENESS: pgettext_lazy("check group", "Genuineness of the chip"),
        CheckGroup.CROSS_CHECKS: pgettext_lazy("check group", "Page, chip and record compared"),
        CheckGroup.SEAL: pgettext_lazy("check group", "Visible digital seal"),
        CheckGroup.BATCH: pgettext_lazy("check group", "Office's log"),
    },
    CheckOutcome: {
        CheckOutcome.SUCCESSFUL: pgettext_lazy("check outcome", "successful"),
        CheckOutcome.FAILED: pgettext_lazy("check outcome", "failed"),
        CheckOutcome.UNDETERMINED: pgettext_lazy("check outcome", "undetermined"),
        CheckOutcome.NOT_SUPPORTED: pgettext_lazy("check outcome", "not supported"),
        CheckOutcome.ABORTED: pgettext_lazy("check outcome", "broken off"),
    },
    CheckName: {
        CheckName.MRZ_CHECK_DIGITS: pgettext_lazy("check", "Check digits of the zone"),
        CheckName.MRZ_AS_RECORDED: pgettext_lazy("check", "Zone as ordered, character for character"),
        CheckName.DOCUMENT_CODE: pgettext_lazy("check", "Document code"),
        CheckName.DOCUMENT_EXPIRY: pgettext_lazy("check", "Date of expiry"),
        CheckName.INFRARED: pgettext_lazy("check", "Zone readable in infrared light (B900)"),
        CheckName.MRZ_TYPEFACE: pgettext_lazy("check", "Zone in OCR-B"),
        CheckName.MRZ_PLACE: pgettext_lazy("check", "Place of the zone"),
        CheckName.MRZ_PITCH: pgettext_lazy("check", "Distance of the zone's letters"),
        CheckName.MRZ_TILT: pgettext_lazy("check", "Tilt of the zone"),
        CheckName.PORTRAIT_SIZE: pgettext_lazy("check", "Size of the portrait"),
        CheckName.VISUAL_NUMBER: pgettext_lazy("check", "Passport number as people read it"),
        CheckName.VISUAL_NAME: pgettext_lazy("check", "Name as people read it"),
        CheckName.VISUAL_BIRTH_DATE: pgettext_lazy("check", "Date of birth as people read it"),
        CheckName.VISUAL_BIRTH_PLACE: pgettext_lazy("check", "Place of birth"),
        CheckName.VISUAL_SEX: pgettext_lazy("check", "Sex as people read it"),
        CheckName.VISUAL_ISSUE_DATE: pgettext_lazy("check", "Date of issue"),
        CheckName.VISUAL_EXPIRY: pgettext_lazy("check", "Expiry as people read it"),
        CheckName.PORTRAIT_AS_ENROLLED: pgettext_lazy("check", "Printed portrait is the enrolled photo"),
        CheckName.FACE_AS_ENROLLED: pgettext_lazy("check", "Printed face is the enrolled face"),
        CheckName.CHIP_READ: pgettext_lazy("check", "Chip read"),
        CheckName.OPENED_BY_BASIC_ACCESS: pgettext_lazy("check", "Opened with the printed key (BAC)"),
        CheckName.OPENED_BY_PACE: pgettext_lazy("check", "Opened with the printed key (PACE)"),
        CheckName.WRONG_KEY_REFUSED: pgettext_lazy("check", "Wrong key refused"),
        CheckName.CLOSED_BEFORE_ACCESS: pgettext_lazy("check", "Nothing readable without a key"),
        CheckName.WRITE_LOCKED: pgettext_lazy("check", "Locked against writing"),
        CheckName.FILES_AS_LISTED: pgettext_lazy("check", "Files as listed, twice"),
        CheckName.FILES_WHOLE: pgettext_lazy("check", "Files whole"),
        CheckName.CARD_ACCESS_REPEATED: pgettext_lazy("check", "Ways of access signed"),
        CheckName.VERSIONS_AGREE: pgettext_lazy("check", "Versions agree"),
        CheckName.SECURITY_OBJECT: pgettext_lazy("check", "Document security object"),
        CheckName.SECURITY_OBJECT_SIGNATURE: pgettext_lazy("check", "Signature of the document"),
        CheckName.SIGNER_CERTIFICATE: pgettext_lazy("check", "Document signer's certificate"),
        CheckName.SIGNER_ISSUER: pgettext_lazy("check", "Signer certified by our authority"),
        CheckName.SIGNER_VALIDITY: pgettext_lazy("check", "Signer's certificate valid today"),
        CheckName.SIGNER_KEY_USAGE: pgettext_lazy("check", "Signed while the key was in use"),
        CheckName.SIGNER_REVOCATION: pgettext_lazy("check", "Signer not revoked"),
        CheckName.SIGNER_PROFILE: pgettext_lazy("check", "Certificate keeps to Doc 9303-12"),
        CheckName.HASH_FUNCTIONS: pgettext_lazy("check", "Hash functions permitted"),
        CheckName.DATA_GROUP_HASHES: pgettext_lazy("check", "Data groups as signed"),
        CheckName.ISSUING_COUNTRY: pgettext_lazy("check", "Issuing State is the signer's country"),
        CheckName.DOCUMENT_TYPE: pgettext_lazy("check", "Signer may sign this type"),
        CheckName.ACTIVE_AUTHENTICATION: pgettext_lazy("check", "Active authentication"),
        CheckName.CHIP_AUTHENTICATION: pgettext_lazy("check", "Chip authentication"),
        CheckName.CHIP_MAPPING: pgettext_lazy("check", "Chip-authentication mapping (PACE-CAM)"),
        CheckName.CHIP_ZONE_AS_PRINTED: pgettext_lazy("check", "Zone in the chip as printed"),
        CheckName.CHIP_PORTRAIT_READABLE: pgettext_lazy("check", "Portrait in the chip readable"),
        CheckName.CHIP_PORTRAIT_AS_PRINTED: pgettext_lazy("check", "Portrait in the chip as printed"),
        CheckName.CHIP_PORTRAIT_AS_ENROLLED: pgettext_lazy("check", "Portrait in the chip as taken"),
        CheckName.CHIP_DETAILS_AS_RECORDED: pgettext_lazy("check", "Details in the chip as recorded"),
        CheckName.CHIP_AS_LOGGED: pgettext_lazy("check", "Chip is the one that the log names"),
        CheckName.SEAL_READ: pgettext_lazy("check", "Seal read"),
        CheckName.SEAL_SIGNATURE: pgettext_lazy("check", "Seal signed by this office"),
        CheckName.SEAL_ZONE: pgettext_lazy("check", "Seal holds the printed zone"),
        CheckName.SEAL_DAY: pgettext_lazy("check", "Seal holds the day of issue"),
        CheckName.NUMBER_AS_ALLOCATED: pgettext_lazy("check", "Printed number is the allocated blank's"),
        CheckName.NUMBER_UNIQUE: pgettext_lazy("check", "Number used for no other case"),
        CheckName.EARLIER_RECORDS: pgettext_lazy("check", "Failed booklets on record"),
        CheckName.SECOND_OFFICER: pgettext_lazy("check", "Released by a second officer"),
    },
    CheckReason: {
        CheckReason.MRZ_NOT_READ: pgettext_lazy("check reason", "the zone could not be read"),
        CheckReason.CHECK_DIGIT_WRONG: pgettext_lazy("check reason", "a check digit is wrong"),
        CheckReason.DIFFERS_FROM_RECORD: pgettext_lazy("check reason", "it differs from the record"),
        CheckReason.CODE_NOT_OF_THIS_DOCUMENT: pgettext_lazy(
            "check reason", "it is not the code of this kind of document on its day of issue"
        ),
        CheckReason.EXPIRED: pgettext_lazy("check reason", "the date has passed"),
        CheckReason.TERM_NOT_AS_GRANTED: pgettext_lazy("check reason", "it is not the term that was granted"),
        CheckReason.NO_DEVICE: pgettext_lazy("check reason", "no device here can look at it"),
        CheckReason.NOT_MEASURED: pgettext_lazy("check reason", "it could not be measured"),
        CheckReason.OUT_OF_TOLERANCE: pgettext_lazy("check reason", "it is out of tolerance"),
        CheckReason.OTHER_TYPEFACE: pgettext_lazy("check reason", "it is another typeface"),
        CheckReason.NOT_READ_SURELY: pgettext_lazy("check reason", "it was not read surely"),
        CheckReason.DIFFERS_FROM_ZONE: pgettext_lazy("check reason", "it differs from the zone"),
        CheckReason.NOT_ALIKE_ENOUGH: pgettext_lazy(
            "check reason", "it is neither surely alike nor surely another"
        ),
        CheckReason.OTHER_PICTURE: pgettext_lazy("check reason", "it is another picture"),
        CheckReason.OTHER_FACE: pgettext_lazy("check reason", "it is another face"),
        CheckReason.NO_FACE_FOUND: pgettext_lazy("check reason", "no program finds a face in it"),
        CheckReason.NO_MODEL: pgettext_lazy("check reason", "the models that find faces are not installed"),
        CheckReason.CHIP_NOT_READ: pgettext_lazy("check reason", "the chip was not read"),
        CheckReason.KEY_REFUSED: pgettext_lazy("check reason", "the printed key does not open it"),
        CheckReason.NOT_OFFERED: pgettext_lazy("check reason", "the chip does not offer it"),
        CheckReason.WRONG_KEY_ACCEPTED: pgettext_lazy("check reason", "a wrong key opens it"),
        CheckReason.READABLE_BEFORE_ACCESS: pgettext_lazy("check reason", "files can be read without a key"),
        CheckReason.STILL_WRITABLE: pgettext_lazy("check reason", "it can still be written"),
        CheckReason.LISTS_DIFFER: pgettext_lazy("check reason", "lists and files differ"),
        CheckReason.FILE_BREAKS_OFF: pgettext_lazy("check reason", "a file is not as long as it says"),
        CheckReason.NOT_REPEATED: pgettext_lazy("check reason", "a way of access is not signed"),
        CheckReason.VERSIONS_DIFFER: pgettext_lazy("check reason", "the versions differ"),
        CheckReason.NOT_A_SECURITY_OBJECT: pgettext_lazy("check reason", "it is no security object"),
        CheckReason.NOT_SIGNED_SO: pgettext_lazy("check reason", "the signer did not sign this"),
        CheckReason.NOT_A_DOCUMENT_SIGNER: pgettext_lazy(
            "check reason", "the certificate is no document signer's"
        ),
        CheckReason.CURVE_ALTERED: pgettext_lazy("check reason", "the key's curve was altered"),
        CheckReason.NO_TRUSTED_ISSUER: pgettext_lazy("check reason", "no authority that we trust issued it"),
        CheckReason.NOT_VALID: pgettext_lazy("check reason", "the certificate is not valid on that day"),
        CheckReason.KEY_NOT_IN_USE: pgettext_lazy("check reason", "the key was not in use when it signed"),
        CheckReason.SIGNER_REVOKED: pgettext_lazy("check reason", "the signer is revoked"),
        CheckReason.REVOCATION_LIST_STALE: pgettext_lazy("check reason", "the revocation list is stale"),
        CheckReason.PROFILE_NOT_KEPT: pgettext_lazy("check reason", "the certificate breaks the profile"),
        CheckReason.WEAK_HASH: pgettext_lazy("check reason", "a hash function is no longer permitted"),
        CheckReason.HASH_DIFFERS: pgettext_lazy("check reason", "a data group is not what was signed"),
        CheckReason.ANOTHER_COUNTRY: pgettext_lazy("check reason", "another country signed"),
        CheckReason.TYPE_NOT_LISTED: pgettext_lazy("check reason", "the signer may not sign this type"),
        CheckReason.WITHOUT_GROUND: pgettext_lazy("check reason", "what it rests on does not hold"),
        CheckReason.ANSWER_WRONG: pgettext_lazy("check reason", "the chip's answer is wrong"),
        CheckReason.DIFFERS_FROM_PAGE: pgettext_lazy("check reason", "it differs from the page"),
        CheckReason.PORTRAIT_UNREADABLE: pgettext_lazy("check reason", "the portrait cannot be read"),
        CheckReason.PORTRAIT_DIFFERS: pgettext_lazy("check reason", "it is another portrait"),
        CheckReason.NOT_COMPARED: pgettext_lazy("check reason", "there was nothing to compare with"),
        CheckReason.ANOTHER_CHIP: pgettext_lazy("check reason", "it is another chip than the log names"),
        CheckReason.SEAL_NOT_FOUND: pgettext_lazy("check reason", "no seal was found on the page"),
        CheckReason.SEAL_OF_ANOTHER_KIND: pgettext_lazy(
            "check reason", "it is no seal of an emergency travel document"
        ),
        CheckReason.SEAL_SAYS_OTHERWISE: pgettext_lazy("check reason", "the seal says something else"),
        CheckReason.SIGNATURE_WRONG: pgettext_lazy("check reason", "the signature is not this office's"),
        CheckReason.OTHER_NUMBER: pgettext_lazy("check reason", "it is another number"),
        CheckReason.NUMBER_USED_BEFORE: pgettext_lazy("check reason", "another case had this number"),
        CheckReason.RECORD_MISSING: pgettext_lazy("check reason", "a report is missing"),
        CheckReason.SAME_OFFICER: pgettext_lazy("check reason", "the tester did another duty of this case"),
        CheckReason.BY_ORDER: pgettext_lazy("check reason", "by order of the head"),
    },
}

_EVIDENCE: dict[str, Promise] = {
    "differing": pgettext_lazy("evidence", "characters that differ: %(value)s"),
    "places": pgettext_lazy("evidence", "line and place: %(value)s"),
    "fields": pgettext_lazy("evidence", "in: %(value)s"),
    "code": pgettext_lazy("evidence", "code %(value)s"),
    "cases": pgettext_lazy("evidence", "other cases: %(value)s"),
    "booklets": pgettext_lazy("evidence", "booklets: %(value)s"),
    "duties": pgettext_lazy("evidence", "duties: %(value)s"),
    "confidence": pgettext_lazy("evidence", "reader sure to %(value)s %%"),
    "likeness": pgettext_lazy("evidence", "likeness %(value)s"),
    "cosine": pgettext_lazy("evidence", "likeness %(value)s"),
    "least": pgettext_lazy("evidence", "at least %(value)s"),
    "left_mm": pgettext_lazy("evidence", "from the left %(value)s mm"),
    "baseline_mm": pgettext_lazy("evidence", "above the edge %(value)s mm"),
    "pitch_mm": pgettext_lazy("evidence", "distance %(value)s mm"),
    "tilt_deg": pgettext_lazy("evidence", "tilt %(value)s°"),
    "width_mm": pgettext_lazy("evidence", "width %(value)s mm"),
    "height_mm": pgettext_lazy("evidence", "height %(value)s mm"),
}
_SCAN_AGAIN = _("Scan or photograph the page again: whole, sharp, evenly lit; or settle it by eye.")
_MAKE_AGAIN = _("Report the booklet as spoilt and make it again.")
_MENDING: dict[CheckReason, Promise] = {
    CheckReason.NO_DEVICE: _("Nothing to do here: it takes a reader with infrared light."),
    CheckReason.NO_MODEL: _("Nothing to do here: have the models installed."),
    CheckReason.NO_FACE_FOUND: _("Compare the faces yourself."),
    CheckReason.CHIP_NOT_READ: _("Read the chip."),
    CheckReason.NUMBER_USED_BEFORE: _(
        "Keep the booklet here and tell the head: one number may never stand for two."
    ),
    CheckReason.RECORD_MISSING: _("Write the missing report of the earlier booklet."),
    CheckReason.SAME_OFFICER: _("Let a colleague test it."),
}


def evidence_words(evidence: Mapping[str, str]) -> list[str]:
    """The evidence of a check as short phrases; a key that a later version wrote, as it stands."""
    return [
        str(_EVIDENCE[name]) % {"value": re.sub(r",(?=\S)", ", ", value)}
        if name in _EVIDENCE
        else f"{name} {value}"
        for name, value in evidence.items()
    ]


def mending(check: Check) -> Promise:
    """What would mend a check that is not well."""
    usual = _MAKE_AGAIN if check.outcome is CheckOutcome.FAILED else _SCAN_AGAIN
    return usual if check.reason is None else _MENDING.get(check.reason, usual)

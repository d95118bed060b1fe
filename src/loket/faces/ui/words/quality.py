"""Words of the quality test: groups, checks, outcomes and reasons."""

from collections.abc import Mapping
from enum import Enum

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from loket.core.domain.checks import CheckGroup, CheckName, CheckOutcome, CheckReason

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
        CheckName.CHIP_READ: pgettext_lazy("check", "Chip read"),
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
        CheckReason.CHIP_NOT_READ: pgettext_lazy("check reason", "the chip was not read"),
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

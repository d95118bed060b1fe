"""Checks of a quality test (uji kualitas): what was looked at, what came out, why, and by what evidence.

Groups and outcomes are those of BSI TR-03135-1 §5.5 to §5.7 and Doc 9303-11 appendix J. An outcome is never
turned into another: what no device here can look at is not supported, and that is not successful.
"""

from dataclasses import dataclass, field
from enum import StrEnum


class CheckGroup(StrEnum):
    """The eight groups of a quality test, in their order."""

    DATA_PAGE = "data_page"
    ACCESS = "access"
    COMPLETENESS = "completeness"
    PASSIVE_AUTHENTICATION = "passive_authentication"
    CHIP_GENUINENESS = "chip_genuineness"
    CROSS_CHECKS = "cross_checks"
    SEAL = "seal"
    BATCH = "batch"


class CheckOutcome(StrEnum):
    """What came out of a check."""

    SUCCESSFUL = "successful"
    FAILED = "failed"
    UNDETERMINED = "undetermined"
    NOT_SUPPORTED = "not_supported"
    ABORTED = "aborted"


class CheckName(StrEnum):
    """Every check that there is."""

    # 1 data page
    MRZ_CHECK_DIGITS = "mrz_check_digits"
    MRZ_AS_RECORDED = "mrz_as_recorded"
    DOCUMENT_CODE = "document_code"
    DOCUMENT_EXPIRY = "document_expiry"
    INFRARED = "infrared"
    # 2 access
    CHIP_READ = "chip_read"
    # 7 seal
    SEAL_READ = "seal_read"
    SEAL_SIGNATURE = "seal_signature"
    SEAL_ZONE = "seal_zone"
    SEAL_DAY = "seal_day"
    # 8 batch
    NUMBER_AS_ALLOCATED = "number_as_allocated"
    NUMBER_UNIQUE = "number_unique"
    EARLIER_RECORDS = "earlier_records"
    SECOND_OFFICER = "second_officer"


class CheckReason(StrEnum):
    """Why a check did not simply succeed."""

    MRZ_NOT_READ = "mrz_not_read"
    CHECK_DIGIT_WRONG = "check_digit_wrong"
    DIFFERS_FROM_RECORD = "differs_from_record"
    CODE_NOT_OF_THIS_DOCUMENT = "code_not_of_this_document"
    EXPIRED = "expired"
    TERM_NOT_AS_GRANTED = "term_not_as_granted"
    NO_DEVICE = "no_device"
    CHIP_NOT_READ = "chip_not_read"
    SEAL_NOT_FOUND = "seal_not_found"
    SEAL_OF_ANOTHER_KIND = "seal_of_another_kind"
    SEAL_SAYS_OTHERWISE = "seal_says_otherwise"
    SIGNATURE_WRONG = "signature_wrong"
    OTHER_NUMBER = "other_number"
    NUMBER_USED_BEFORE = "number_used_before"
    RECORD_MISSING = "record_missing"
    SAME_OFFICER = "same_officer"
    BY_ORDER = "by_order"


_GROUPS: dict[CheckGroup, tuple[CheckName, ...]] = {
    CheckGroup.DATA_PAGE: (
        CheckName.MRZ_CHECK_DIGITS,
        CheckName.MRZ_AS_RECORDED,
        CheckName.DOCUMENT_CODE,
        CheckName.DOCUMENT_EXPIRY,
        CheckName.INFRARED,
    ),
    CheckGroup.ACCESS: (CheckName.CHIP_READ,),
    CheckGroup.SEAL: (
        CheckName.SEAL_READ,
        CheckName.SEAL_SIGNATURE,
        CheckName.SEAL_ZONE,
        CheckName.SEAL_DAY,
    ),
    CheckGroup.BATCH: (
        CheckName.NUMBER_AS_ALLOCATED,
        CheckName.NUMBER_UNIQUE,
        CheckName.EARLIER_RECORDS,
        CheckName.SECOND_OFFICER,
    ),
}
GROUP_OF: dict[CheckName, CheckGroup] = {name: group for group, names in _GROUPS.items() for name in names}
"""The group of each check."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One check. `evidence`: figures and places by name, as texts; never personal data.

    `reason` is None exactly where nothing is to be said beside the outcome.
    """

    name: CheckName
    outcome: CheckOutcome
    reason: CheckReason | None = None
    evidence: dict[str, str] = field(default_factory=dict)

    @property
    def group(self) -> CheckGroup:
        """The group it belongs to."""
        return GROUP_OF[self.name]


def successful(name: CheckName, reason: CheckReason | None = None, **evidence: str) -> Check:
    """What was looked at is as it has to be."""
    return Check(name=name, outcome=CheckOutcome.SUCCESSFUL, reason=reason, evidence=evidence)


def failed(name: CheckName, reason: CheckReason, **evidence: str) -> Check:
    """What was looked at is not as it has to be."""
    return Check(name=name, outcome=CheckOutcome.FAILED, reason=reason, evidence=evidence)


def undetermined(name: CheckName, reason: CheckReason, **evidence: str) -> Check:
    """It was looked at, and cannot be told."""
    return Check(name=name, outcome=CheckOutcome.UNDETERMINED, reason=reason, evidence=evidence)


def not_supported(name: CheckName, reason: CheckReason, **evidence: str) -> Check:
    """Nothing here can look at it."""
    return Check(name=name, outcome=CheckOutcome.NOT_SUPPORTED, reason=reason, evidence=evidence)


def aborted(name: CheckName, reason: CheckReason, **evidence: str) -> Check:
    """Looking at it was begun and broke off."""
    return Check(name=name, outcome=CheckOutcome.ABORTED, reason=reason, evidence=evidence)

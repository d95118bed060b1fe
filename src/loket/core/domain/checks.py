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
    MRZ_TYPEFACE = "mrz_typeface"
    MRZ_PLACE = "mrz_place"
    MRZ_PITCH = "mrz_pitch"
    MRZ_TILT = "mrz_tilt"
    INFRARED = "infrared"
    PORTRAIT_SIZE = "portrait_size"
    VISUAL_NUMBER = "visual_number"
    VISUAL_NAME = "visual_name"
    VISUAL_BIRTH_DATE = "visual_birth_date"
    VISUAL_BIRTH_PLACE = "visual_birth_place"
    VISUAL_SEX = "visual_sex"
    VISUAL_ISSUE_DATE = "visual_issue_date"
    VISUAL_EXPIRY = "visual_expiry"
    # 2 access
    CHIP_READ = "chip_read"
    OPENED_BY_BASIC_ACCESS = "opened_by_basic_access"
    OPENED_BY_PACE = "opened_by_pace"
    WRONG_KEY_REFUSED = "wrong_key_refused"
    CLOSED_BEFORE_ACCESS = "closed_before_access"
    WRITE_LOCKED = "write_locked"
    # 3 completeness
    FILES_AS_LISTED = "files_as_listed"
    FILES_WHOLE = "files_whole"
    CARD_ACCESS_REPEATED = "card_access_repeated"
    VERSIONS_AGREE = "versions_agree"
    # 4 passive authentication
    SECURITY_OBJECT = "security_object"
    SECURITY_OBJECT_SIGNATURE = "security_object_signature"
    SIGNER_CERTIFICATE = "signer_certificate"
    SIGNER_ISSUER = "signer_issuer"
    SIGNER_VALIDITY = "signer_validity"
    SIGNER_KEY_USAGE = "signer_key_usage"
    SIGNER_REVOCATION = "signer_revocation"
    SIGNER_PROFILE = "signer_profile"
    HASH_FUNCTIONS = "hash_functions"
    DATA_GROUP_HASHES = "data_group_hashes"
    ISSUING_COUNTRY = "issuing_country"
    DOCUMENT_TYPE = "document_type"
    # 5 genuineness
    ACTIVE_AUTHENTICATION = "active_authentication"
    CHIP_AUTHENTICATION = "chip_authentication"
    CHIP_MAPPING = "chip_mapping"
    # 6 cross checks
    CHIP_ZONE_AS_PRINTED = "chip_zone_as_printed"
    CHIP_PORTRAIT_READABLE = "chip_portrait_readable"
    CHIP_PORTRAIT_AS_PRINTED = "chip_portrait_as_printed"
    CHIP_PORTRAIT_AS_ENROLLED = "chip_portrait_as_enrolled"
    CHIP_DETAILS_AS_RECORDED = "chip_details_as_recorded"
    PORTRAIT_AS_ENROLLED = "portrait_as_enrolled"
    FACE_AS_ENROLLED = "face_as_enrolled"
    # 7 seal
    SEAL_READ = "seal_read"
    SEAL_SIGNATURE = "seal_signature"
    SEAL_ZONE = "seal_zone"
    SEAL_DAY = "seal_day"
    # 8 batch
    CHIP_AS_LOGGED = "chip_as_logged"
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
    NOT_MEASURED = "not_measured"
    OUT_OF_TOLERANCE = "out_of_tolerance"
    OTHER_TYPEFACE = "other_typeface"
    NOT_READ_SURELY = "not_read_surely"
    DIFFERS_FROM_ZONE = "differs_from_zone"
    NOT_ALIKE_ENOUGH = "not_alike_enough"
    OTHER_PICTURE = "other_picture"
    OTHER_FACE = "other_face"
    NO_FACE_FOUND = "no_face_found"
    NO_MODEL = "no_model"
    CHIP_NOT_READ = "chip_not_read"
    KEY_REFUSED = "key_refused"
    NOT_OFFERED = "not_offered"
    WRONG_KEY_ACCEPTED = "wrong_key_accepted"
    READABLE_BEFORE_ACCESS = "readable_before_access"
    STILL_WRITABLE = "still_writable"
    LISTS_DIFFER = "lists_differ"
    FILE_BREAKS_OFF = "file_breaks_off"
    NOT_REPEATED = "not_repeated"
    VERSIONS_DIFFER = "versions_differ"
    NOT_A_SECURITY_OBJECT = "not_a_security_object"
    NOT_SIGNED_SO = "not_signed_so"
    NOT_A_DOCUMENT_SIGNER = "not_a_document_signer"
    CURVE_ALTERED = "curve_altered"
    NO_TRUSTED_ISSUER = "no_trusted_issuer"
    NOT_VALID = "not_valid"
    KEY_NOT_IN_USE = "key_not_in_use"
    SIGNER_REVOKED = "signer_revoked"
    REVOCATION_LIST_STALE = "revocation_list_stale"
    PROFILE_NOT_KEPT = "profile_not_kept"
    WEAK_HASH = "weak_hash"
    HASH_DIFFERS = "hash_differs"
    ANOTHER_COUNTRY = "another_country"
    TYPE_NOT_LISTED = "type_not_listed"
    WITHOUT_GROUND = "without_ground"
    ANSWER_WRONG = "answer_wrong"
    DIFFERS_FROM_PAGE = "differs_from_page"
    PORTRAIT_UNREADABLE = "portrait_unreadable"
    PORTRAIT_DIFFERS = "portrait_differs"
    NOT_COMPARED = "not_compared"
    ANOTHER_CHIP = "another_chip"
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
        CheckName.MRZ_TYPEFACE,
        CheckName.MRZ_PLACE,
        CheckName.MRZ_PITCH,
        CheckName.MRZ_TILT,
        CheckName.INFRARED,
        CheckName.PORTRAIT_SIZE,
        CheckName.VISUAL_NUMBER,
        CheckName.VISUAL_NAME,
        CheckName.VISUAL_BIRTH_DATE,
        CheckName.VISUAL_BIRTH_PLACE,
        CheckName.VISUAL_SEX,
        CheckName.VISUAL_ISSUE_DATE,
        CheckName.VISUAL_EXPIRY,
    ),
    CheckGroup.ACCESS: (
        CheckName.CHIP_READ,
        CheckName.OPENED_BY_BASIC_ACCESS,
        CheckName.OPENED_BY_PACE,
        CheckName.WRONG_KEY_REFUSED,
        CheckName.CLOSED_BEFORE_ACCESS,
        CheckName.WRITE_LOCKED,
    ),
    CheckGroup.COMPLETENESS: (
        CheckName.FILES_AS_LISTED,
        CheckName.FILES_WHOLE,
        CheckName.CARD_ACCESS_REPEATED,
        CheckName.VERSIONS_AGREE,
    ),
    CheckGroup.PASSIVE_AUTHENTICATION: (
        CheckName.SECURITY_OBJECT,
        CheckName.SECURITY_OBJECT_SIGNATURE,
        CheckName.SIGNER_CERTIFICATE,
        CheckName.SIGNER_ISSUER,
        CheckName.SIGNER_VALIDITY,
        CheckName.SIGNER_KEY_USAGE,
        CheckName.SIGNER_REVOCATION,
        CheckName.SIGNER_PROFILE,
        CheckName.HASH_FUNCTIONS,
        CheckName.DATA_GROUP_HASHES,
        CheckName.ISSUING_COUNTRY,
        CheckName.DOCUMENT_TYPE,
    ),
    CheckGroup.CHIP_GENUINENESS: (
        CheckName.ACTIVE_AUTHENTICATION,
        CheckName.CHIP_AUTHENTICATION,
        CheckName.CHIP_MAPPING,
    ),
    CheckGroup.CROSS_CHECKS: (
        CheckName.PORTRAIT_AS_ENROLLED,
        CheckName.FACE_AS_ENROLLED,
        CheckName.CHIP_ZONE_AS_PRINTED,
        CheckName.CHIP_PORTRAIT_READABLE,
        CheckName.CHIP_PORTRAIT_AS_PRINTED,
        CheckName.CHIP_PORTRAIT_AS_ENROLLED,
        CheckName.CHIP_DETAILS_AS_RECORDED,
    ),
    CheckGroup.SEAL: (
        CheckName.SEAL_READ,
        CheckName.SEAL_SIGNATURE,
        CheckName.SEAL_ZONE,
        CheckName.SEAL_DAY,
    ),
    CheckGroup.BATCH: (
        CheckName.CHIP_AS_LOGGED,
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


def successful(name: CheckName, /, **evidence: str) -> Check:
    """What was looked at is as it has to be."""
    return Check(name=name, outcome=CheckOutcome.SUCCESSFUL, evidence=evidence)


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

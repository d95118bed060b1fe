"""Refusals: a rule returns what happened, or every reason why not."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Every reason for which an act is refused; its words stand in the catalogues."""

    # officers
    OFFICER_LACKS_ROLE = "officer_lacks_role"
    SAME_OFFICER_DID_ANOTHER_DUTY = "same_officer_did_another_duty"
    OFFICE_IN_QUARANTINE = "office_in_quarantine"
    CLOCK_IMPLAUSIBLE = "clock_implausible"
    ACT_ID_USED = "act_id_used"
    # cases
    CASE_UNKNOWN = "case_unknown"
    CASE_NOT_AT_THIS_STAGE = "case_not_at_this_stage"
    CASE_FORGOTTEN = "case_forgotten"
    CASE_HELD = "case_held"
    CASE_NOT_FINISHED = "case_not_finished"
    OBLIGATIONS_OPEN = "obligations_open"
    CONCERN_OPEN = "concern_open"
    KEPT_UNTIL = "kept_until"
    # registration
    FIELD_MISSING = "field_missing"
    FIELD_TOO_LONG = "field_too_long"
    NOT_PRINTABLE_ON_PAGE = "not_printable_on_page"
    FIELD_MALFORMED = "field_malformed"
    FIELD_HAS_CONTROL_CHARACTERS = "field_has_control_characters"
    NIK_NOT_16_DIGITS = "nik_not_16_digits"
    NIK_SERIAL_ZERO = "nik_serial_zero"
    NAME_SPLIT_NOT_CONFIRMED = "name_split_not_confirmed"
    NAME_SPLIT_LOSES_A_WORD = "name_split_loses_a_word"
    NAME_NOT_IN_MRZ_ALPHABET = "name_not_in_mrz_alphabet"
    BIRTH_DATE_IN_FUTURE = "birth_date_in_future"
    HEIGHT_IMPLAUSIBLE = "height_implausible"
    EMAIL_MALFORMED = "email_malformed"
    OLD_PASSPORT_NUMBER_MISSING = "old_passport_number_missing"
    POLICE_REPORT_MISSING = "police_report_missing"
    CHANGE_NOT_SAID = "change_not_said"
    SAME_DAY_NOT_OFFERED = "same_day_not_offered"
    CHILD_VALIDITY = "child_validity"
    EMERGENCY_SERVICE = "emergency_service"
    EMERGENCY_SAME_DAY = "emergency_same_day"
    EMERGENCY_VALIDITY = "emergency_validity"
    CONSENT_MISSING = "consent_missing"
    CUSTODY_ORDER_MISSING = "custody_order_missing"
    GUARDIAN_MISSING = "guardian_missing"
    ALREADY_IN_PROCESS = "already_in_process"
    # documents
    PAPER_MISSING = "paper_missing"
    PAPER_NOT_SCANNED = "paper_not_scanned"
    ORIGINAL_NOT_SEEN = "original_not_seen"
    OLD_PASSPORT_NOT_READ = "old_passport_not_read"
    OLD_PASSPORT_ZONE_WRONG = "old_passport_zone_wrong"
    OLD_PASSPORT_SCAN_UNREADABLE = "old_passport_scan_unreadable"
    OLD_PASSPORT_DIFFERS = "old_passport_differs"
    OLD_PASSPORT_NOT_NEEDED = "old_passport_not_needed"
    # payment
    NO_FEE_FOR_THIS_DAY = "no_fee_for_this_day"
    BILLING_CODE_ALREADY_ISSUED = "billing_code_already_issued"
    BILLING_CODE_NOT_ISSUED = "billing_code_not_issued"
    AMOUNT_DIFFERS_FROM_FEE = "amount_differs_from_fee"
    BANK_SAYS_NOT_PAID = "bank_says_not_paid"
    # photo and interview
    NOTES_MISSING = "notes_missing"
    PORTRAIT_NO_FACE = "portrait_no_face"
    PORTRAIT_MORE_FACES = "portrait_more_faces"
    PORTRAIT_CHECK_FAILED = "portrait_check_failed"
    FINGER_NOT_READ = "finger_not_read"
    FINGERPRINTS_MISSING = "fingerprints_missing"
    SIGNATURE_MISSING = "signature_missing"
    # prevention list
    NO_PREVENTION_LIST = "no_prevention_list"
    PREVENTION_LIST_UNREADABLE = "prevention_list_unreadable"
    LISTED_PERSON_NEEDS_ADJUDICATION = "listed_person_needs_adjudication"
    # acts done on paper
    NOT_DONE_ON_PAPER = "not_done_on_paper"
    PAPER_SHEET_MALFORMED = "paper_sheet_malformed"
    PAPER_SHEET_ENTERED = "paper_sheet_entered"
    PAPER_TIME_IN_FUTURE = "paper_time_in_future"
    PAPER_TOO_OLD = "paper_too_old"
    PAPER_OUT_OF_ORDER = "paper_out_of_order"
    PAPER_SHEET_NOT_SCANNED = "paper_sheet_not_scanned"
    # notices
    NOTICE_ALREADY_SENT = "notice_already_sent"
    # the day
    DAY_ALREADY_OPENED = "day_already_opened"
    DAY_NOT_OPENED = "day_not_opened"
    EARLIER_DAY_NOT_CLOSED = "earlier_day_not_closed"
    VARIANCE_NOT_EXPLAINED = "variance_not_explained"
    DEPOSIT_EXCEEDS_CASH = "deposit_exceeds_cash"
    # adjudication and endings
    HIT_UNDECIDED = "hit_undecided"
    HIT_CONFIRMED = "hit_confirmed"
    HIT_UNKNOWN = "hit_unknown"
    HIT_DECIDED_BY_YOU = "hit_decided_by_you"
    DUPLICATES_NOT_SEARCHED = "duplicates_not_searched"
    CASE_ENDED = "case_ended"
    GROUND_DOES_NOT_FIT = "ground_does_not_fit"
    REPORT_MISSING = "report_missing"
    REPORT_BY_YOU = "report_by_you"
    REPORT_ALREADY_WRITTEN = "report_already_written"
    FINDING_DOES_NOT_FIT = "finding_does_not_fit"
    DOCUMENTS_COMPLETE = "documents_complete"
    DEFERRAL_OUT_OF_BOUNDS = "deferral_out_of_bounds"
    DEFERRED_UNTIL = "deferred_until"
    NEGLIGENCE_UNDECIDED = "negligence_undecided"
    CANCELLATION_NOT_PROPOSED = "cancellation_not_proposed"
    CANCELLATION_ALREADY_PROPOSED = "cancellation_already_proposed"
    CANCELLATION_UNDECIDED = "cancellation_undecided"
    SUSPICION_NOT_CONFIRMED = "suspicion_not_confirmed"
    NOT_YET_UNCOLLECTED = "not_yet_uncollected"
    BOOK_NOT_CUT = "book_not_cut"
    # corrections, and who works on a case
    NOTHING_CORRECTED = "nothing_corrected"
    CORRECTION_NOT_CONFIRMED = "correction_not_confirmed"
    CORRECTION_NEEDS_NEW_APPLICATION = "correction_needs_new_application"
    CORRECTION_AFTER_PRINT = "correction_after_print"
    CORRECTION_AFTER_HANDOVER = "correction_after_handover"
    COLLEAGUE_UNKNOWN = "colleague_unknown"
    COLLEAGUE_HAS_NO_TURN = "colleague_has_no_turn"
    ALREADY_ASSIGNED = "already_assigned"
    NOT_ASSIGNED = "not_assigned"
    # approval and after
    ADVERSE_ANSWER_OPEN = "adverse_answer_open"
    NO_BOOKLET_IN_STOCK = "no_booklet_in_stock"
    BOOKLET_UNKNOWN = "booklet_unknown"
    BOOKLET_NOT_IN_STOCK = "booklet_not_in_stock"
    BOOKLET_NOT_ALLOCATED_TO_CASE = "booklet_not_allocated_to_case"
    SHIPMENT_UNKNOWN = "shipment_unknown"
    SHIPMENT_ALREADY_RECEIVED = "shipment_already_received"
    SHIPMENT_COUNT_DIFFERS = "shipment_count_differs"
    SHIPMENT_OVERLAPS = "shipment_overlaps"
    OFFICES_NOT_BACK = "offices_not_back"
    PAGE_ALREADY_SUBMITTED = "page_already_submitted"
    NO_SEAL_SIGNER = "no_seal_signer"
    PAGE_NOT_SENT = "page_not_sent"
    ENDORSEMENT_MISSING = "endorsement_missing"
    PAGE_NOT_IN_DOUBT = "page_not_in_doubt"
    CHECK_NOT_SETTLED = "check_not_settled"
    NOT_FOR_THE_EYE = "not_for_the_eye"
    TESTED_BEFORE = "tested_before"
    # handover
    REGISTRY_ANSWER_MISSING_FOR_FIRST_PASSPORT = "registry_answer_missing_for_first_passport"
    PREVENTION_LIST_TOO_OLD = "prevention_list_too_old"
    PAYMENT_DENIED_BY_BANK = "payment_denied_by_bank"
    RECIPIENT_DIFFERS_FROM_RECORD = "recipient_differs_from_record"
    RECIPIENT_IS_A_CHILD = "recipient_is_a_child"
    IDENTITY_NOT_CONFIRMED = "identity_not_confirmed"
    HANDOVER_BOOK_NOT_SIGNED = "handover_book_not_signed"
    AUTHORITY_PAPERS_MISSING = "authority_papers_missing"
    PASSPORT_NUMBER_DIFFERS = "passport_number_differs"
    # head of the office
    SECOND_OFFICER_NEEDED = "second_officer_needed"
    ORDER_NOT_NEEDED = "order_not_needed"
    ORDER_FOR_ONESELF = "order_for_oneself"
    CORRECTED_BY_YOU = "corrected_by_you"
    ORDER_TERM_OUT_OF_BOUNDS = "order_term_out_of_bounds"
    ORDER_NOT_IN_FORCE = "order_not_in_force"
    # the chip and its signers
    CHIP_NOT_WAITING = "chip_not_waiting"
    CHIP_IS_SPOILT = "chip_is_spoilt"
    CHIP_NOT_ENCODED = "chip_not_encoded"
    SIGNER_ALREADY_INSTALLED = "signer_already_installed"
    SIGNER_CANNOT_SIGN = "signer_cannot_sign"
    # officers, their deputy and their sign-ins
    HEAD_HIMSELF_NEEDED = "head_himself_needed"
    LAST_HEAD = "last_head"
    OFFICER_WITHOUT_ROLE = "officer_without_role"
    OFFICER_IS_HEAD = "officer_is_head"
    DEPUTY_TERM_IN_PAST = "deputy_term_in_past"
    DEPUTY_TERM_TOO_LONG = "deputy_term_too_long"
    DEPUTY_TERMS_OVERLAP = "deputy_terms_overlap"
    NO_DEPUTY = "no_deputy"
    SIGN_IN_EXISTS = "sign_in_exists"
    SIGN_IN_MISSING = "sign_in_missing"
    USER_NAME_TAKEN = "user_name_taken"
    HELPS_ONESELF = "helps_oneself"
    SENIOR_OFFICER_NEEDED = "senior_officer_needed"
    # stock of blanks
    SERIES_UNKNOWN = "series_unknown"
    BLANKS_NOT_OF_SHIPMENT = "blanks_not_of_shipment"
    BLANKS_MISSING_AND_DAMAGED = "blanks_missing_and_damaged"
    BLANKS_NOT_HELD = "blanks_not_held"
    BLANKS_IN_OTHER_STATE = "blanks_in_other_state"
    BLANKS_IN_TWO_PLACES = "blanks_in_two_places"
    BLANKS_LIE_THERE = "blanks_lie_there"
    BLANKS_OF_TWO_KINDS = "blanks_of_two_kinds"
    BLANKS_NOT_ONE_RANGE = "blanks_not_one_range"
    TOO_MANY_BLANKS = "too_many_blanks"
    KEEPER_NOT_PRESENT = "keeper_not_present"
    HOLDER_NOT_PRESENT = "holder_not_present"
    TRANSFER_TO_ONESELF = "transfer_to_oneself"
    BOOKLET_OF_ANOTHER_KIND = "booklet_of_another_kind"
    BOOKLET_NOT_AT_HAND = "booklet_not_at_hand"
    BOOKLET_AT_ANOTHER_OFFICE = "booklet_at_another_office"
    ALLOCATION_LOCKED = "allocation_locked"
    VARIANCE_UNKNOWN = "variance_unknown"
    RECOUNT_DIFFERS = "recount_differs"
    MANIFEST_UNREADABLE = "manifest_unreadable"
    MANIFEST_FOR_ANOTHER_OFFICE = "manifest_for_another_office"
    SHIPMENT_KNOWN = "shipment_known"
    SHORTFALL_NOT_OPEN = "shortfall_not_open"
    # headquarters
    VERSION_NOT_NEWER = "version_not_newer"
    LIST_FROM_THE_FUTURE = "list_from_the_future"
    NO_OFFICE_ENROLLED = "no_office_enrolled"
    OFFICE_UNKNOWN = "office_unknown"
    POLICY_OUT_OF_BOUNDS = "policy_out_of_bounds"
    SHIPMENT_NUMBER_USED = "shipment_number_used"
    BOOKLET_RANGE_MALFORMED = "booklet_range_malformed"
    BOOKLETS_ALREADY_SHIPPED = "booklets_already_shipped"
    TRUST_ROOT_NOT_ACCEPTED = "trust_root_not_accepted"
    # uploads
    UPLOAD_NOT_ACCEPTED = "upload_not_accepted"
    PHOTO_MISSING = "photo_missing"


Fact = str | int


@dataclass(frozen=True, slots=True)
class Objection:
    """One reason, the form field it concerns (if any) and facts for its sentence (never personal data)."""

    reason: Reason
    field: str = ""
    facts: Mapping[str, Fact] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Refused:
    """The act did not happen; every reason why not."""

    objections: tuple[Objection, ...]

    @property
    def reasons(self) -> tuple[Reason, ...]:
        """The reasons alone, in order."""
        return tuple(objection.reason for objection in self.objections)


def refuse(*reasons: Reason) -> Refused:
    """Refuse for these reasons, without fields or facts."""
    return Refused(tuple(Objection(reason) for reason in reasons))

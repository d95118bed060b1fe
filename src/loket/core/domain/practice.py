"""What offices do by practice, for which no firm source is known, and periods that can change: data."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields

from loket.core.domain.error import DomainError

_BOOK = re.compile(r"[A-Z0-9]{1,12}")
_FACE_ENCODINGS = ("19794-5", "39794-5")
# Least and most of each number, both included.
_BOUNDS = {
    "keep_paper_file_years": (1, 99),
    "page_name_length": (10, 60),
    "clock_ahead_days": (1, 400),
    "promise_working_days": (1, 60),
    "uncollected_months": (1, 24),
    "deferral_months_least": (1, 120),
    "deferral_months_most": (1, 120),
    "fingerprints_from_age_years": (0, 21),
    "signature_from_age_years": (0, 21),
    "bap_days": (1, 60),
    "head_decision_days": (1, 60),
    "emergency_validity_years": (1, 5),
    "look_again_minutes": (1, 1440),
    "paper_entered_within_days": (1, 366),
    "forecast_working_days": (1, 250),
    "refill_lead_working_days": (1, 250),
    "refill_cover_working_days": (1, 250),
    "refill_box": (1, 10_000),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """The values of office.toml.

    `billing_code_prefix`: first digits of billing codes that the office writes itself (15 digits in all).
    `queue_letter`: before the queue number of the day. `keep_paper_file_years`: how long a paper file is kept
    at the least. `page_name_length`: characters of the name on the data page, spaces included.
    `clock_ahead_days`: how long after the last recorded act the clock is believed without the head.

    As regulated: `promise_working_days`: the service promise, counted from the interview.
    `uncollected_months`: after which a passport that nobody collected may be cancelled.
    `deferral_months_least`, `deferral_months_most`: how long an application may be deferred. `bap_days`,
    `head_decision_days`: for a cancellation, the days for the interview report (BAP) and for the head's
    decision on it. `emergency_validity_years`: of an emergency travel document (SPLP), at the most.

    Ours, no source: `fingerprints_from_age_years`, `signature_from_age_years`: younger children give none.
    `look_again_minutes`: one officer's looks at one file within this time are one sitting, and one entry.
    `paper_entered_within_days`: how old a sheet may be when it is entered. `book_of_…`: what stands before
    year and number of the office's letters and reports. `forecast_working_days`: over how many working days
    the rate is taken at which blanks are used. `refill_lead_working_days`, `refill_cover_working_days`: how
    long a shipment takes from order to receipt, and for how long an office should have blanks when it comes.
    `refill_box`: shipments are proposed in boxes of so many blanks.

    `face_encoding`: how the chip holds the portrait, ISO/IEC 19794-5, or 39794-5 as of 2030 (9303-10 §4.5.6).
    """

    billing_code_prefix: str = "8"
    queue_letter: str = "A"
    keep_paper_file_years: int = 3
    page_name_length: int = 34
    clock_ahead_days: int = 21
    promise_working_days: int = 4
    uncollected_months: int = 1
    deferral_months_least: int = 6
    deferral_months_most: int = 24
    bap_days: int = 2
    head_decision_days: int = 1
    emergency_validity_years: int = 2
    fingerprints_from_age_years: int = 5
    signature_from_age_years: int = 12
    look_again_minutes: int = 15
    paper_entered_within_days: int = 31
    face_encoding: str = "19794-5"
    book_of_return_slips: str = "KEMBALI"
    book_of_refusals: str = "TOLAK"
    book_of_deferrals: str = "TANGGUH"
    book_of_interview_reports: str = "BAP"
    book_of_cancellations: str = "BATAL"
    book_of_spoil_reports: str = "RUSAK"
    forecast_working_days: int = 20
    refill_lead_working_days: int = 10
    refill_cover_working_days: int = 20
    refill_box: int = 50
    book_of_receipts_of_blanks: str = "TERIMA"
    book_of_hand_overs_of_blanks: str = "SERAH"
    book_of_transfers_of_blanks: str = "PINDAH"
    book_of_losses: str = "HILANG"
    book_of_finds: str = "TEMU"
    book_of_returns_of_blanks: str = "RETUR"
    book_of_cancelled_blanks: str = "CABUT"
    book_of_destructions: str = "MUSNAH"
    book_of_recounts: str = "HITUNG"

    def __post_init__(self) -> None:
        if not (self.billing_code_prefix.isascii() and self.billing_code_prefix.isdigit()):
            message = "billing_code_prefix is not digits"
            raise DomainError(message)
        if not (len(self.queue_letter) == 1 and self.queue_letter.isalpha()):
            message = "queue_letter is not one letter"
            raise DomainError(message)
        if self.face_encoding not in _FACE_ENCODINGS:
            message = f"face_encoding is none of {', '.join(_FACE_ENCODINGS)}"
            raise DomainError(message)
        for name, (least, most) in _BOUNDS.items():
            if not least <= getattr(self, name) <= most:
                message = f"{name} is out of bounds ({least} to {most})"
                raise DomainError(message)
        books = [getattr(self, name) for name in BOOKS]
        if len(set(books)) != len(books) or not all(map(_BOOK.fullmatch, books)):
            message = "each book_of_… is 1 to 12 capital letters or digits, and no two are the same"
            raise DomainError(message)
        if self.deferral_months_least > self.deferral_months_most:
            message = "deferral_months_least is more than deferral_months_most"
            raise DomainError(message)


BOOKS = tuple(field.name for field in fields(Practice) if field.name.startswith("book_of_"))


def practice_from(data: Mapping[str, object]) -> Practice:
    """Read the office's practice file (TOML); DomainError names a value that is not understood."""
    kinds = {field.name: field.type for field in fields(Practice)}
    for name, value in data.items():
        if name not in kinds or type(value) is not kinds[name]:
            message = f"office.toml: {name} is not known, or not of its kind"
            raise DomainError(message)
    return Practice(**data)  # type: ignore[arg-type]  # each value was compared with its field's type above

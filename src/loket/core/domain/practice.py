"""What offices do by practice, for which no firm source is known: data that an office can edit."""

from collections.abc import Mapping
from dataclasses import dataclass, fields

from loket.core.domain.error import DomainError


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """The values of office.toml.

    `billing_code_prefix`: first digits of billing codes that the office writes itself (15 digits in all).
    `queue_letter`: before the queue number of the day. `keep_paper_file_years`: how long a paper file is kept
    at the least. `page_name_length`: characters of the name on the data page, spaces included.
    `clock_ahead_days`: how long after the last recorded act the clock is believed without the head.
    """

    billing_code_prefix: str = "8"
    queue_letter: str = "A"
    keep_paper_file_years: int = 3
    page_name_length: int = 34
    clock_ahead_days: int = 21

    def __post_init__(self) -> None:
        if not (self.billing_code_prefix.isascii() and self.billing_code_prefix.isdigit()):
            message = "billing_code_prefix is not digits"
            raise DomainError(message)
        if not (len(self.queue_letter) == 1 and self.queue_letter.isalpha()):
            message = "queue_letter is not one letter"
            raise DomainError(message)
        if not 1 <= self.keep_paper_file_years <= 99 or not 10 <= self.page_name_length <= 60:
            message = "keep_paper_file_years or page_name_length is out of bounds"
            raise DomainError(message)
        if not 1 <= self.clock_ahead_days <= 400:
            message = "clock_ahead_days is out of bounds"
            raise DomainError(message)


def practice_from(data: Mapping[str, object]) -> Practice:
    """Read the office's practice file (TOML); DomainError names a value that is not understood."""
    kinds = {field.name: field.type for field in fields(Practice)}
    for name, value in data.items():
        if name not in kinds or type(value) is not kinds[name]:
            message = f"office.toml: {name} is not known, or not of its kind"
            raise DomainError(message)
    return Practice(**data)  # type: ignore[arg-type]  # each value was compared with its field's type above

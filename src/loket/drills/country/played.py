"""What was seen of one office's weeks: plain data, which a process can send to another."""

from collections.abc import Mapping
from dataclasses import dataclass

WAITING = ("paper", "counter", "deciding", "making", "ready", "held")
"""Where an applicant without a passport stands: on paper only, at the counter, being decided, being made,
ready to be collected, or refused at the handover by the rules."""

STOCK = ("in_stock", "allocated", "issued", "spoilt")
SECURED = ("secured", "here_only")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One look (ms since 1970 UTC): applicants by WAITING, blanks by STOCK, cases by SECURED.

    `owed`: obligations without an answer. `reachable`: whether the centre answers.
    """

    at: int
    reachable: bool
    waiting: Mapping[str, int]
    stock: Mapping[str, int]
    secured: Mapping[str, int]
    issued: int
    owed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Played:
    """One office from the first day to the drain.

    `late`: whose passport was promised by now. Days count from the day on which the centre was lost; None:
    not within the weeks that were played. `secured_again_at`, `answered_again_at` (ms): when nothing of the
    outage was only in the office any more, and when nothing of it waited for an answer (0: never).
    `refused`: how often the rules refused an act, by reason. `late_by_day`: ISO date → late at closing time.
    `trace`: a digest of every act (who, what, when, on which case), the same for the same seed.
    """

    needs_centre: bool
    came: int
    registered: int
    issued: int
    provisional: int
    provisional_unsettled: int
    waiting: int
    late: int
    most_on_paper: int
    refused: Mapping[str, int]
    applicants_refused: int
    ordered: int
    in_process_when_lost: int
    without_passport_at_trial: int
    late_at_trial: int
    issued_while_gone: int
    issued_on_first_trial_day: int
    most_late: int
    late_by_day: Mapping[str, int]
    longest_wait_days: int
    days_until_backlog_gone: int | None
    secured_again_at: int
    answered_again_at: int
    obligations: int
    obligations_open: int
    spoilt: int
    pages_read_by_ocr: int
    entries: int
    entries_lost: int
    numbers_issued_twice: int
    trace: str
    violations: tuple[str, ...]
    samples: tuple[Sample, ...]

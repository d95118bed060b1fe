"""Group 8: what the office's log says around a passport (one of a batch, as TR-03135-1 has it)."""

from dataclasses import replace

from loket.core.domain.checks import Check, CheckName, CheckReason, failed, successful, undetermined
from loket.core.domain.quality.data_page import readable, unless_misread
from loket.core.domain.quality.observations import BatchObservation, Observations
from loket.core.icao.check_digit import FILLER


def batch_checks(seen: Observations) -> tuple[Check, ...]:
    """All checks of the batch."""
    return (
        _number_as_allocated(seen),
        _number_unique(seen.batch),
        _earlier_records(seen),
        _second_officer(seen.batch),
    )


def _number_as_allocated(seen: Observations) -> Check:
    """The number on the page is that of the blank which this case was given."""
    name = CheckName.NUMBER_AS_ALLOCATED
    lines = readable(seen.page)
    if lines is None:
        return undetermined(name, CheckReason.MRZ_NOT_READ)
    if not seen.batch.bound:
        return failed(name, CheckReason.OTHER_NUMBER)
    if lines[1][:9].rstrip(FILLER) != seen.ordered.booklet:
        return unless_misread(seen.page, failed(name, CheckReason.OTHER_NUMBER))
    return successful(name)


def _number_unique(batch: BatchObservation) -> Check:
    """No other case has, or ever had, a booklet of this number."""
    if batch.holders:
        return failed(CheckName.NUMBER_UNIQUE, CheckReason.NUMBER_USED_BEFORE, cases=str(batch.holders))
    return successful(CheckName.NUMBER_UNIQUE)


def _earlier_records(seen: Observations) -> Check:
    """Rejected and made again: each booklet that failed before is kept on record, with its report."""
    name = CheckName.EARLIER_RECORDS
    others = set(seen.batch.earlier_failed) - {seen.ordered.booklet}
    missing = others - set(seen.batch.reported)
    if missing:
        return failed(name, CheckReason.RECORD_MISSING, booklets=",".join(sorted(missing)))
    return successful(name, booklets=",".join(sorted(others))) if others else successful(name)


def _second_officer(batch: BatchObservation) -> Check:
    """Release by two: who tests has neither captured nor approved, unless the head ordered it."""
    name = CheckName.SECOND_OFFICER
    if not batch.also_did:
        return successful(name)
    duties = ",".join(batch.also_did)
    if batch.waived:
        return replace(successful(name, duties=duties), reason=CheckReason.BY_ORDER)
    return failed(name, CheckReason.SAME_OFFICER, duties=duties)

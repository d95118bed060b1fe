"""Group 7: the visible digital seal, where the document carries one (Doc 9303-13)."""

from loket.core.domain.checks import Check, CheckName, CheckReason, failed, successful, undetermined
from loket.core.domain.quality.data_page import readable, unless_misread
from loket.core.domain.quality.observations import Observations, SealObservation
from loket.core.domain.terms import WITH_SEAL


def seal_checks(seen: Observations) -> tuple[Check, ...]:
    """All checks of the seal; none for a document without one."""
    if seen.ordered.kind not in WITH_SEAL:
        return ()
    seal = seen.seal
    if seal is None or not seal.found:
        return (undetermined(CheckName.SEAL_READ, CheckReason.SEAL_NOT_FOUND),)
    if not seal.readable:
        return (failed(CheckName.SEAL_READ, CheckReason.SEAL_OF_ANOTHER_KIND),)
    return (successful(CheckName.SEAL_READ), _signature(seal), _zone(seen, seal), _day(seen, seal))


def _signature(seal: SealObservation) -> Check:
    """The office's own signer has signed these very bytes."""
    if not seal.signed:
        return failed(CheckName.SEAL_SIGNATURE, CheckReason.SIGNATURE_WRONG)
    return successful(CheckName.SEAL_SIGNATURE)


def _zone(seen: Observations, seal: SealObservation) -> Check:
    """The seal holds the zone that stands on the page, as far as a seal holds it."""
    name = CheckName.SEAL_ZONE
    lines = readable(seen.page)
    if lines is None:
        return undetermined(name, CheckReason.MRZ_NOT_READ)
    upper, lower = seal.zone
    if not lower or (upper, lower) != (lines[0], lines[1][: len(lower)]):
        return unless_misread(seen.page, failed(name, CheckReason.SEAL_SAYS_OTHERWISE))
    return successful(name)


def _day(seen: Observations, seal: SealObservation) -> Check:
    """The seal says the day on which the document was issued."""
    if seal.issued != seen.ordered.record.issued_on:
        return failed(CheckName.SEAL_DAY, CheckReason.SEAL_SAYS_OTHERWISE)
    return successful(CheckName.SEAL_DAY)

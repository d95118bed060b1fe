"""Groups 2 to 6: the chip, where the document has one."""

from loket.core.domain.checks import Check, CheckName, CheckReason, successful, undetermined
from loket.core.domain.quality.observations import Observations


def chip_checks(seen: Observations) -> tuple[Check, ...]:
    """All checks of the chip; none for a document without one."""
    if not seen.ordered.has_chip:
        return ()
    if seen.chip is None:
        return (undetermined(CheckName.CHIP_READ, CheckReason.CHIP_NOT_READ),)
    return (successful(CheckName.CHIP_READ),)

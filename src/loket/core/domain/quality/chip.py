"""Groups 2 to 6 and the chip's part of group 8: the chip, where the document has one."""

from loket.core.domain.checks import Check, CheckName, CheckReason, successful, undetermined
from loket.core.domain.quality.chip_access import access_checks, completeness_checks
from loket.core.domain.quality.geometry import surely_read
from loket.core.domain.quality.observations import KeyTried, Observations


def chip_checks(seen: Observations) -> tuple[Check, ...]:
    """All checks of the chip; none for a document without one."""
    if not seen.ordered.has_chip:
        return ()
    if seen.chip is None:
        return (undetermined(CheckName.CHIP_READ, CheckReason.CHIP_NOT_READ),)
    access = seen.chip.access
    if KeyTried.OPENED not in (access.basic, access.pace) and not surely_read(seen.page):
        # The key may be wrong only because the picture of the page is poor.
        return (undetermined(CheckName.CHIP_READ, CheckReason.MRZ_NOT_READ),)
    # What reads certificates and files is loaded where there is a chip to test.
    from loket.core.domain.quality.chip_contents import contents_checks, logged_check
    from loket.core.domain.quality.chip_trust import trust_checks

    trusted, genuine = trust_checks(seen.chip)
    return (
        successful(CheckName.CHIP_READ, files=str(len(seen.chip.files))),
        *access_checks(access),
        *completeness_checks(seen.chip),
        *trusted,
        *genuine,
        *contents_checks(seen.chip, seen.page),
        logged_check(seen.chip),
    )

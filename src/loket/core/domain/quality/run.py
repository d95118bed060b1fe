"""Running a quality test over what was observed, and what it comes to."""

from collections.abc import Iterable
from dataclasses import dataclass

from loket.core.domain.checks import GROUP_OF, Check, CheckGroup, CheckName, CheckOutcome
from loket.core.domain.quality.batch import batch_checks
from loket.core.domain.quality.chip import chip_checks
from loket.core.domain.quality.data_page import data_page_checks
from loket.core.domain.quality.geometry import portrait_size
from loket.core.domain.quality.observations import Observations
from loket.core.domain.quality.portrait import portrait_checks
from loket.core.domain.quality.seal import seal_checks
from loket.core.domain.quality.visual_zone import visual_zone_checks

OF_THE_SEAL = frozenset(
    {CheckName.SEAL_READ, CheckName.SEAL_SIGNATURE, CheckName.SEAL_ZONE, CheckName.SEAL_DAY}
)
_GROUPS_OF_THE_CHIP = (
    CheckGroup.ACCESS,
    CheckGroup.COMPLETENESS,
    CheckGroup.PASSIVE_AUTHENTICATION,
    CheckGroup.CHIP_GENUINENESS,
    CheckGroup.CROSS_CHECKS,
)
OF_THE_CHIP = frozenset(name for name, group in GROUP_OF.items() if group in _GROUPS_OF_THE_CHIP) - {
    CheckName.PORTRAIT_AS_ENROLLED,
    CheckName.FACE_AS_ENROLLED,
} | {CheckName.CHIP_AS_LOGGED}
"""What a passport with a chip has to pass beside: an office writes all of it, and so reads all of it."""
_BESIDE = frozenset({CheckName.INFRARED, CheckName.FACE_AS_ENROLLED, CheckName.VISUAL_NUMBER})
REQUIRED = frozenset(CheckName) - OF_THE_CHIP - OF_THE_SEAL - _BESIDE
"""What every passport has to pass. No office has a light for the infrared, and no program sees a face in
every portrait, nor is OCR of text sure of a number with many noughts, which the zone has too: that is said,
and not required; another face or another number fails all the same."""
BY_EYE = frozenset(
    {
        CheckName.MRZ_TYPEFACE,
        CheckName.MRZ_PLACE,
        CheckName.MRZ_PITCH,
        CheckName.MRZ_TILT,
        CheckName.PORTRAIT_SIZE,
        CheckName.PORTRAIT_AS_ENROLLED,
        CheckName.VISUAL_NUMBER,
        CheckName.VISUAL_NAME,
        CheckName.VISUAL_BIRTH_DATE,
        CheckName.VISUAL_BIRTH_PLACE,
        CheckName.VISUAL_SEX,
        CheckName.VISUAL_ISSUE_DATE,
        CheckName.VISUAL_EXPIRY,
    }
)
"""What an officer's eyes, or a ruler, may settle where no program can; what machines read is not among it."""


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a test comes to: failed if any check failed, open while a required one is not settled."""

    failed: tuple[CheckName, ...]
    open: tuple[CheckName, ...]

    @property
    def passed(self) -> bool:
        """Nothing failed and nothing is open."""
        return not self.failed and not self.open


def required(*, has_chip: bool, has_seal: bool = False) -> frozenset[CheckName]:
    """Which checks a document has to pass: an electronic one its chip's too, a sealed one its seal's."""
    return REQUIRED | (OF_THE_CHIP if has_chip else frozenset()) | (OF_THE_SEAL if has_seal else frozenset())


def run_quality_test(seen: Observations) -> tuple[Check, ...]:
    """All checks of all groups that apply to this kind of document, in the order of the groups."""
    return (
        *data_page_checks(seen),
        portrait_size(seen.page),
        *visual_zone_checks(seen.ordered, seen.page),
        *chip_checks(seen),
        *portrait_checks(seen.page),
        *seal_checks(seen),
        *batch_checks(seen),
    )


def judge(
    checks: Iterable[Check],
    *,
    has_chip: bool,
    has_seal: bool = False,
    confirmed: frozenset[CheckName] = frozenset(),
) -> Judgement:
    """What the checks come to. `confirmed`: what an officer has looked at with his own eyes, and found right.

    A required check counts as settled when it is successful, or when eyes may settle it and did; one that was
    not run at all is open. Eyes never overrule a failure.
    """
    outcomes = {check.name: check.outcome for check in checks}
    failed = {name for name, outcome in outcomes.items() if outcome is CheckOutcome.FAILED}
    settled = {name for name, outcome in outcomes.items() if outcome is CheckOutcome.SUCCESSFUL}
    still_open = required(has_chip=has_chip, has_seal=has_seal) - settled - failed - (confirmed & BY_EYE)
    return Judgement(
        failed=tuple(name for name in CheckName if name in failed),
        open=tuple(name for name in CheckName if name in still_open),
    )

"""An applicant on the way through the office, and which act each stage waits for."""

from dataclasses import dataclass, field

from loket.core.domain.refusals import Reason
from loket.core.domain.terms import Stage
from loket.drills.country.arrivals import Comer

REGISTER = "register_applicant"
TAKE_ON_PAPER = "take_on_paper"
HAND_OVER = "hand_over"
GIVE_ORDER = "give_order"
SPOIL = "spoil_booklet"
TEST_QUALITY = "test_quality"

ACT_OF: dict[Stage, str] = {
    Stage.DOCUMENTS: "check_documents",
    Stage.PAYMENT: "record_payment",
    Stage.PHOTO: "take_photo",
    Stage.INTERVIEW: "record_interview",
    Stage.LOOK_UP: "look_up_prevention_list",
    Stage.APPROVAL: "approve_application",
    Stage.ALLOCATION: "allocate_booklet",
    Stage.PRINTING: "print_data_page",
    Stage.READ_BACK: TEST_QUALITY,
    Stage.FILING: "archive_file",
}
"""What an officer does next of their own accord; a handover waits for the applicant."""

DESKS: dict[str, tuple[str, ...]] = {
    "rahmawati": ("record_payment", "check_documents", REGISTER),
    "iwan": ("record_interview", "take_photo"),
    "dewi": ("approve_application", "look_up_prevention_list"),
    "budi": ("print_data_page", "allocate_booklet"),
    "tini": (TEST_QUALITY, SPOIL),
    "anton": (HAND_OVER, "archive_file"),
    "kepala": (GIVE_ORDER,),
}
"""Which officer does which acts; what stands first is done first, so that who was begun with is finished."""


@dataclass(slots=True)
class Going:
    """How far one applicant is. `since`: when this stage was reached; `not_before`: when it is taken up (ms).

    `stage` is None until the application stands in the log. `refused`: why the last handover was refused.
    """

    comer: Comer
    since: int
    case: str = ""
    stage: Stage | None = None
    not_before: int = 0
    on_paper: bool = False
    present: bool = False
    refused: tuple[Reason, ...] = ()
    refusals: list[Reason] = field(default_factory=list)
    ordered: bool = False
    pages: int = 0
    issued_at: int | None = None
    provisional: bool = False

    @property
    def number(self) -> int:
        """The applicant's number in this run."""
        return self.comer.person.number

"""The interviewer's list: what is taken of this applicant, what is there, and what comes next."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from loket.core.domain.rows import Case
from loket.core.domain.rules.capture import asked_for, still_to_take
from loket.core.domain.terms import Capture, Stage
from loket.faces.ui.words.terms import word
from loket.node.operations.node import current_node

INTERVIEW = "record_interview"
STEM_OF = {
    Capture.PHOTO: "take_photo",
    Capture.FINGERPRINTS: "take_fingerprints",
    Capture.SIGNATURE: "take_signature",
}
STEMS_AT = {
    Stage.PHOTO: ("take_photo",),
    Stage.INTERVIEW: (*STEM_OF.values(), INTERVIEW),
}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the list; `path` is empty where it cannot be opened yet."""

    title: Promise
    path: str
    done: bool
    now: bool


def next_stem(case: Case) -> str:
    """The act that comes next at the interviewer's station."""
    node = current_node()
    lacking = still_to_take(case, node.practice, node.day_of(node.clock()))
    return STEM_OF[lacking[0]] if lacking else INTERVIEW


def steps_of(case: Case, stem: str) -> list[Step]:
    """The list as it stands; `stem`: the act that is shown."""
    node = current_node()
    today = node.day_of(node.clock())
    lacking = still_to_take(case, node.practice, today)
    open_now = STEMS_AT.get(case.stage, ())
    listed = [
        Step(word(one), _path(case, STEM_OF[one], open_now), one not in lacking, STEM_OF[one] == stem)
        for one in asked_for(case, node.practice, today)
    ]
    interviewed = case.interviewed_at is not None
    return [*listed, Step(_("Interview"), _path(case, INTERVIEW, open_now), interviewed, stem == INTERVIEW)]


def _path(case: Case, stem: str, open_now: tuple[str, ...]) -> str:
    return f"/cases/{case.case}/{stem}" if stem in open_now else ""

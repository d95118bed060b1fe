"""Take the ten fingers from the office's scanner; show what is there, what failed and what is explained."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules.capture import unexplained
from loket.core.domain.terms import FingerMissing, Role, Stage
from loket.core.icao.finger_images import FingerPosition
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.counter.acts.choices import choices
from loket.faces.counter.capture_steps import Step, steps_of
from loket.faces.counter.desk import office_desk
from loket.faces.ui.access import OfficerRequest
from loket.faces.ui.forms import ActForm
from loket.faces.ui.words.capture import FINGER_REMEDIES
from loket.faces.ui.words.terms import word
from loket.node.devices.fingers import FingerFault
from loket.node.operations.act import By, Done
from loket.node.operations.node import Node, current_node
from loket.node.operations.take_fingerprints import earlier_views, take_fingerprints

POOR_QUALITY = 40
"""Quality of 100 below which an image is shown as poor; nothing is refused for it. Ours: devices differ."""
# As the applicant sees both hands, backs up: place in the drawing, and how far each finger reaches.
_DRAWN = {
    FingerPosition.LEFT_LITTLE: (20, 52),
    FingerPosition.LEFT_RING: (62, 24),
    FingerPosition.LEFT_MIDDLE: (104, 14),
    FingerPosition.LEFT_INDEX: (146, 28),
    FingerPosition.LEFT_THUMB: (194, 82),
    FingerPosition.RIGHT_THUMB: (254, 82),
    FingerPosition.RIGHT_INDEX: (302, 28),
    FingerPosition.RIGHT_MIDDLE: (344, 14),
    FingerPosition.RIGHT_RING: (386, 24),
    FingerPosition.RIGHT_LITTLE: (428, 52),
}
_WORDS = {
    "taken": (_("taken"), "ok", "\N{BLACK CIRCLE}"),
    "poor": (_("taken, poor"), "warn", "\N{BLACK UP-POINTING TRIANGLE}"),
    "missing": (_("cannot be taken"), "none", "\N{WHITE CIRCLE}"),
    "lacking": (_("not taken yet"), "stop", "\N{BLACK SQUARE}"),
}
# What the one scanner of this office gave no image of last, and of whose fingers: a record keeps no faults.
_last_faults: dict[str, tuple[FingerFault, ...]] = {}


def _reasons() -> list[tuple[str, Any]]:
    return [("", "–"), *choices(FingerMissing)()]


class TakeFingerprintsForm(ActForm):
    """`again`: taken once more; `missing_N`: why finger N cannot be taken; `missing_all`: all that lack."""

    again = forms.TypedMultipleChoiceField(
        required=False, coerce=int, choices=[(int(one), "") for one in FingerPosition]
    )
    missing_all = forms.ChoiceField(required=False, choices=_reasons)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for position in FingerPosition:
            self.fields[f"missing_{position}"] = forms.ChoiceField(
                required=False,
                choices=_reasons,
                label=word(position),  # type: ignore[arg-type]  # lazy: each reader has a language
            )

    def _focus_first(self) -> None:
        """The button has the focus: Enter takes the fingers."""


@dataclass(frozen=True, slots=True)
class Finger:
    """One finger as it stands: its state in a word, a class and a shape; `x`, `top` in the drawing."""

    position: int
    name: Promise
    state: Promise
    tag: str
    shape: str
    x: int
    top: int
    field: Any
    taken: bool
    quality: int | None
    fault: Promise | str
    remedy: Promise | str


@dataclass(frozen=True, slots=True)
class FingersPage:
    """What stands beside the form: both hands, from the left little finger on; `connected`: a scanner is."""

    steps: list[Step]
    left: list[Finger]
    right: list[Finger]
    connected: bool
    begun: bool
    whole: bool

    @property
    def both(self) -> list[Finger]:
        """Left hand first."""
        return self.left + self.right


def _about(_request: OfficerRequest, case: Case, form: ActForm) -> FingersPage:
    views = {view.position: view.quality for view in earlier_views(current_node(), case)}
    faults = {fault.position: fault for fault in _last_faults.get(case.case, ())}
    taken = set(case.fingerprints.fingers) if case.fingerprints else set()
    lacking = unexplained(case)
    listed = []
    for position, (x, top) in _DRAWN.items():
        quality = views.get(position)
        state = "taken" if position in taken else "lacking" if position in lacking else "missing"
        if state == "taken" and quality is not None and quality < POOR_QUALITY:
            state = "poor"
        fault = faults.get(position)
        listed.append(
            Finger(
                position,
                word(position),
                *_WORDS[state],
                x,
                top,
                form[f"missing_{position}"],
                position in taken,
                quality,
                word(fault.reason) if fault else "",
                FINGER_REMEDIES[fault.reason] if fault else "",
            )
        )
    return FingersPage(
        steps_of(case, ACT.stem),
        listed[:5],
        listed[5:],
        office_desk().fingers is not None,
        bool(taken),
        not lacking,
    )


def _initial(case: Case) -> Cleaned:
    missing = case.fingerprints.missing if case.fingerprints else ()
    return {f"missing_{one.finger}": one.why for one in missing}


def _perform(node: Node, by: By, case: str, cleaned: Cleaned) -> Done | Refused:
    missing = {
        position: FingerMissing(cleaned[f"missing_{position}"])
        for position in FingerPosition
        if cleaned[f"missing_{position}"]
    }
    again = {FingerPosition(one) for one in cleaned["again"]}
    rest = FingerMissing(cleaned["missing_all"]) if cleaned["missing_all"] else None
    done = take_fingerprints(
        node, by, case, scanner=office_desk().fingers, again=again, missing=missing, rest=rest
    )
    _last_faults.clear()
    if done.faults:
        _last_faults[case] = done.faults
    return done.result


ACT = CaseAct(
    stem="take_fingerprints",
    title=_("Take the fingerprints"),
    form=TakeFingerprintsForm,
    roles=(Role.INTERVIEWER,),
    stages=(Stage.INTERVIEW,),
    perform=_perform,
    initial=_initial,
    about=_about,
)

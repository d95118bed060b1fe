"""The stage bar of a case: what is done, where it is now, what is still to come."""

from dataclasses import dataclass

from loket.core.domain.rows import Case
from loket.core.domain.terms import Service, Stage

# Stages that stand in the bar of a case only where it comes to them.
_ONLY_WHERE = (Stage.INTERVIEW_REPORT, Stage.ADJUDICATION, Stage.ENDED, Stage.ARCHIVED, Stage.FORGOTTEN)
_WAY = tuple(stage for stage in Stage if stage not in _ONLY_WHERE)
_REPORTED = (Service.LOST, Service.DAMAGED)


@dataclass(frozen=True, slots=True)
class Step:
    """One stage of the bar: "done", "now" or "todo"."""

    stage: Stage
    state: str


def steps(case: Case) -> list[Step]:
    """The stages of this case in order; an ended one shows what was done, and its end."""
    if case.ending is not None:
        done = [Step(stage, "done") for stage in _way(case) if _was_done(case, stage)]
        return [*done, Step(Stage.ENDED, "now" if case.stage is Stage.ENDED else "done")]
    way = _way(case)
    place = way.index(case.stage) if case.stage in way else len(way)
    return [
        Step(stage, "done" if number < place else "now" if number == place else "todo")
        for number, stage in enumerate(way)
    ]


def _way(case: Case) -> list[Stage]:
    way = list(_WAY)
    if case.service in _REPORTED or case.stage is Stage.INTERVIEW_REPORT:
        way.insert(way.index(Stage.PAYMENT), Stage.INTERVIEW_REPORT)
    if case.stage is Stage.ADJUDICATION:
        goes_on = case.interrupted if case.interrupted in way else Stage.APPROVAL
        way.insert(way.index(goes_on), Stage.ADJUDICATION)
    return way


def _was_done(case: Case, stage: Stage) -> bool:
    """Whether an ended case has this stage behind it, by what is written down of it."""
    return {
        Stage.DOCUMENTS: bool(case.originals_seen),
        Stage.INTERVIEW_REPORT: bool(case.reports),
        Stage.PAYMENT: case.payment is not None,
        Stage.PHOTO: case.photo is not None,
        Stage.INTERVIEW: case.interviewed_at is not None,
        Stage.LOOK_UP: case.look_up is not None,
        Stage.APPROVAL: case.approved_at is not None,
        Stage.ALLOCATION: bool(case.booklet),
        Stage.PRINTING: case.page is not None,
        Stage.READ_BACK: case.ready_at is not None,
        Stage.HANDOVER: case.handover is not None,
        Stage.FILING: bool(case.shelf),
    }[stage]

"""A day's flow through the stages: which cases came to each, which went on, which wait, and since when."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from loket.core.domain import events as e
from loket.core.domain.rows import Case, TimelineLine
from loket.core.domain.terms import Stage

# The entry that takes a case on from a stage.
_LEAVES = {
    e.DocumentsChecked.KIND: Stage.DOCUMENTS,
    e.InterviewReportWritten.KIND: Stage.INTERVIEW_REPORT,
    e.PaymentRecorded.KIND: Stage.PAYMENT,
    e.PhotoTaken.KIND: Stage.PHOTO,
    e.InterviewRecorded.KIND: Stage.INTERVIEW,
    e.PreventionListLookedUp.KIND: Stage.LOOK_UP,
    e.ApplicationApproved.KIND: Stage.APPROVAL,
    e.BookletAllocated.KIND: Stage.ALLOCATION,
    e.DataPageSubmitted.KIND: Stage.PRINTING,
    e.DataPagePrinted.KIND: Stage.READ_BACK,
    e.QualityTestPassed.KIND: Stage.READ_BACK,
    e.PassportHandedOver.KIND: Stage.HANDOVER,
    e.FileArchived.KIND: Stage.FILING,
}
FLOWING = (
    Stage.DOCUMENTS,
    Stage.INTERVIEW_REPORT,
    Stage.PAYMENT,
    Stage.PHOTO,
    Stage.INTERVIEW,
    Stage.LOOK_UP,
    Stage.ADJUDICATION,
    Stage.APPROVAL,
    Stage.ALLOCATION,
    Stage.PRINTING,
    Stage.READ_BACK,
    Stage.HANDOVER,
    Stage.FILING,
    Stage.ENDED,
)
"""The stages at which a case waits for somebody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StageFlow:
    """One stage: the ids of the cases that came to it and went on from it, in the order in which they did.

    `waiting`: how many are there now; `oldest_since`: since when the longest waits (ms), None where nobody
    does.
    """

    stage: Stage
    came: tuple[str, ...]
    went: tuple[str, ...]
    waiting: int
    oldest_since: int | None


def flow(
    lines: Iterable[TimelineLine],
    cases: Mapping[str, Case],
    *,
    waiting: Mapping[Stage, int],
    oldest_since: Mapping[Stage, int],
) -> tuple[StageFlow, ...]:
    """The flow of one day. `lines`: its entries; `cases`: the rows of their cases as they stand now.

    A case that came back to a stage and left it again counts there once. An ending says that a case came to
    its end; the stage from which it was taken shows it as gone by what waits there.
    """
    came: dict[Stage, dict[str, None]] = {stage: {} for stage in Stage}
    went: dict[Stage, dict[str, None]] = {stage: {} for stage in Stage}
    ordered = sorted(lines, key=lambda line: (line.case, line.number))
    for case, own in groupby(ordered, key=lambda line: line.case):
        if case in cases:
            _follow(case, list(own), cases[case], came, went)
    return tuple(
        StageFlow(
            stage=stage,
            came=tuple(came[stage]),
            went=tuple(went[stage]),
            waiting=waiting.get(stage, 0),
            oldest_since=oldest_since.get(stage),
        )
        for stage in FLOWING
    )


def _follow(
    case: str,
    lines: Sequence[TimelineLine],
    now: Case,
    came: Mapping[Stage, dict[str, None]],
    went: Mapping[Stage, dict[str, None]],
) -> None:
    """Note one case's way through the day: what each entry left, and so where the one before led."""
    left = [_LEAVES[line.event] for line in lines if line.event in _LEAVES]
    registered = any(line.event == e.ApplicationRegistered.KIND for line in lines)
    for stage in left:
        went[stage][case] = None
    for stage in left if registered else left[1:]:
        came[stage][case] = None
    # Where the case is now it came today, if that is since an entry of today.
    if lines and now.stage_since >= lines[0].at:
        came[now.stage][case] = None
        # A repeated look-up or portrait leaves a case where it was.
        went[now.stage].pop(case, None)

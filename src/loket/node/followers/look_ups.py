"""Looking cases up again when the office has read a newer prevention list."""

import logging
from threading import Event as Flag

from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case, Obligation, PreventionList
from loket.core.domain.rules.issuance import LOOK_UP_STAGES
from loket.core.domain.terms import ObligationKind, Stage
from loket.node.operations.act import SYSTEM, By
from loket.node.operations.look_up_prevention_list import look_up_prevention_list
from loket.node.operations.node import Node
from loket.node.store.reading import Reading

NOT_YET_HANDED_OVER = (
    Stage.APPROVAL,
    Stage.ALLOCATION,
    Stage.PRINTING,
    Stage.READ_BACK,
    Stage.HANDOVER,
)

_log = logging.getLogger(__name__)


class LookUpFollower:
    """Follows the office's log for newer lists."""

    def __init__(self, node: Node) -> None:
        self._node = node
        self._wake = Flag()

    def wake(self) -> None:
        """Another log was read."""
        self._wake.set()

    def run(self, stop: Flag, *, every_seconds: float = 5.0) -> None:
        """Look up until told to stop."""
        while not stop.is_set():
            self._wake.clear()
            looked_up = self.run_once()
            if looked_up:
                _log.info("looked %d cases up in a newer prevention list", looked_up)
            self._wake.wait(every_seconds)

    def run_once(self) -> int:
        """Look up what the current list was not asked about yet; returns how many look-ups were written.

        A list whose file is not here yet is refused, and asked again in a later round.
        """
        node = self._node
        with node.store.reading() as reading:
            current = reading.get(PreventionList, (node.name, "current"))
            cases = [] if current is None else self._waiting(reading, current)
        if current is None:
            return 0
        written = 0
        for case in cases:
            done = look_up_prevention_list(node, By(SYSTEM, f"list-{current.version}/{case}"), case)
            written += not isinstance(done, Refused) and not done.repeated
        return written

    def _waiting(self, reading: Reading, current: PreventionList) -> list[str]:
        office = self._node.name
        owed = [
            one.case
            for one in reading.select(Obligation, {"office": office, "open": True}, order_by=("opened_at",))
            if one.kind is ObligationKind.CURRENT_PREVENTION_LIST
        ]
        inside = reading.select(
            Case, {"office": office, "stage": NOT_YET_HANDED_OVER}, order_by=("stage_since",)
        )
        rows = {row.case: row for row in inside}
        for case in owed:
            row = reading.get(Case, (office, case))
            # One that is adjudicated is looked up again when it goes on; one that has ended, no more.
            if row is not None and row.stage in LOOK_UP_STAGES:
                rows[case] = row
        return [
            case
            for case, row in rows.items()
            if row.look_up is not None
            and row.look_up.list_version < current.version
            and reading.act_index(f"list-{current.version}/{case}") is None
        ]

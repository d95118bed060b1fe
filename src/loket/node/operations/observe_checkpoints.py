"""Write the daily checkpoint of every office into the national log, where every office mirrors it."""

from loket.core.domain.events import CheckpointObserved
from loket.core.domain.origins import OFFICE_LOG, log_of
from loket.core.domain.refusals import Reason, Refused, refuse
from loket.core.domain.rows import ObservedCheckpoint
from loket.node.operations.act import SYSTEM, By, Desk
from loket.node.operations.centre_act import NATIONAL, perform_at_centre
from loket.node.operations.node import Node


def observe_checkpoints(node: Node, now: int) -> int:
    """Observe each office log that grew since it was last observed, once a day; returns how many.

    `now` in ms decides the day. A log stored here was verified against its signed checkpoint before.
    """
    day = node.day_of(now).isoformat()
    with node.store.reading() as reading:
        heads = [head for head in reading.heads() if not head.own and log_of(head.origin) == OFFICE_LOG]
    return sum(_observe(node, head.origin, f"observe/{head.origin}/{day}") for head in heads)


def _observe(node: Node, origin: str, act: str) -> bool:
    def decide(desk: Desk) -> CheckpointObserved | Refused:
        head = desk.writing.head(origin)
        known = desk.writing.get(ObservedCheckpoint, (node.name, origin))
        if head is None or head.size <= (known.size if known else 0):
            return refuse(Reason.VERSION_NOT_NEWER)
        return CheckpointObserved(origin=origin, size=head.size, root=head.root)

    with node.store.reading() as reading:
        if reading.act_index(act) is not None:
            return False
    done = perform_at_centre(node, By(SYSTEM, act), NATIONAL, decide)
    return not isinstance(done, Refused) and not done.repeated

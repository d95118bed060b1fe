"""Take what another node wrote into this node's order: an own entry "read ORIGIN to SIZE, root R"."""

from loket.core.domain.events import LogRead
from loket.core.domain.rows import ReadLog
from loket.core.domain.terms import Role
from loket.core.tlog.checkpoint import Checkpoint
from loket.node.operations.act import SYSTEM
from loket.node.operations.node import Node


def read_log(node: Node, checkpoint: Checkpoint) -> bool:
    """Append and fold "read" up to this verified checkpoint.

    False if that far was read already, or while the clock waits for the head. The entries are stored here.
    Its own entry makes the node's next checkpoint a cosignature of this one.
    """
    with node.store.writing() as writing:
        before = writing.get(ReadLog, (node.name, checkpoint.origin))
        if before is not None and before.size >= checkpoint.size:
            return False
        if node.clock_is_implausible(writing, node.clock()):
            return False  # its time would stand in the log; the head is asked to look
        act = f"read/{checkpoint.origin}/{checkpoint.size}"
        event = LogRead(origin=checkpoint.origin, size=checkpoint.size, root=checkpoint.root)
        node.append(writing, event, officer=SYSTEM, role=Role.SYSTEM, act=act)
    return True

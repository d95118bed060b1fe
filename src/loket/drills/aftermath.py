"""What must hold of a small office after it was stopped: each check says what is wrong, or nothing."""

from collections.abc import Mapping

from loket.core.tlog.error import TlogError
from loket.core.tlog.verify import verify_log
from loket.drills.small_office import OFFICE, ORIGIN, act_id
from loket.node.operations.node import Node
from loket.node.operations.rebuild import rebuild
from loket.node.store.log_files import LogDatabase


def missing_acts(node: Node, acknowledged: Mapping[int, int]) -> list[str]:
    """Every act (number → index) that was acknowledged stands at its index."""
    with node.store.reading() as reading:
        return [
            f"act {number} was acknowledged at {index}"
            for number, index in acknowledged.items()
            if reading.act_index(act_id(number)) != (ORIGIN, index)
        ]


def wrong_in_log(node: Node) -> list[str]:
    """The log verifies from its entries to its signed root, no act stands in it twice, and all is in rows."""
    with node.store.reading() as reading:
        head = reading.head(ORIGIN)
        if head is None:
            return []
        source = LogDatabase(reading, ORIGIN, node.signed_head(ORIGIN))
        try:
            verify_log(source, [node.keys.logs[ORIGIN].vkey])
        except TlogError as error:
            return [f"the log does not verify: {error}"]
        return [] if head.projected_to == head.size else ["entries without rows"]


def wrong_in_rows(node: Node) -> list[str]:
    """The rows are what the log says."""
    return [f"{one.row_type}: {one.stands}" for one in rebuild(node, OFFICE).differences]

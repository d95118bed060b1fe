"""What can be read of a node, as of one state of its database."""

from loket.node.store.links import Link
from loket.node.store.reading_holdings import HoldingReading
from loket.node.store.reading_log import LogReading
from loket.node.store.reading_rows import RowReading


class Reading(RowReading, LogReading, HoldingReading):
    """A snapshot; good until the `with` that gave it ends."""

    def __init__(self, link: Link) -> None:
        super().__init__(link)

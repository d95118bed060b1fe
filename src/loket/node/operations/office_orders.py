"""The head's orders for the whole office that hold today."""

from loket.core.domain.rows import StandingOrder
from loket.core.domain.rules.standing_orders import in_force
from loket.node.operations.node import Node
from loket.node.store.reading import Reading


def orders_in_force(node: Node, reading: Reading) -> list[StandingOrder]:
    """The standing orders of today, the oldest first."""
    today = node.day_of(node.clock())
    held = reading.select(StandingOrder, {"office": node.name}, between={"until": (today, None)})
    return sorted((one for one in held if in_force(one, today)), key=lambda one: one.at)

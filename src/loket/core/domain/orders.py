"""Orders of the head: their ids, and whether one was given."""

from collections.abc import Sequence

from loket.core.domain.rows import Case, Order
from loket.core.domain.terms import Duty, OrderKind


def order_id(case: str, kind: OrderKind, duty: Duty | None) -> str:
    """The id of the head's order of this kind for a case (and a duty, where it waives four eyes)."""
    return f"{case}:{kind}:{duty}" if duty else f"{case}:{kind}"


def has_order(orders: Sequence[Order], case: Case, kind: OrderKind) -> bool:
    """Whether the head gave an order of this kind for this case."""
    return any(order.case == case.case and order.kind is kind for order in orders)

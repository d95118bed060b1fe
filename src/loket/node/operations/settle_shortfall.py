"""Headquarters says what became of blanks that an office did not find in a shipment."""

from loket.core.domain.events import ShortfallSettled
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Shipment
from loket.core.domain.rules import shipping
from loket.core.domain.stock_terms import ShortfallOutcome
from loket.node.operations.act import By, Desk, Done
from loket.node.operations.centre_act import perform_at_centre, to_office
from loket.node.operations.node import Node


def settle_shortfall(
    node: Node, by: By, office: str, *, shipment: str, outcome: ShortfallOutcome, text: str
) -> Done | Refused:
    """The office's open case ends when it has read this."""

    def decide(desk: Desk) -> ShortfallSettled | Refused:
        known = desk.writing.get(Shipment, (office, shipment))
        settled = desk.writing.get(Shipment, (node.name, shipment))
        # Settled here, and not read there yet.
        again = settled is not None and settled.outcome is not None
        return shipping.settle_shortfall(
            None if again else known, officer=desk.officer, outcome=outcome, text=text
        )

    return perform_at_centre(node, by, to_office(office), decide)

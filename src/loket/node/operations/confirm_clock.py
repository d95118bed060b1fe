"""The head confirms a clock that is far ahead of the last recorded act."""

from loket.core.domain.events import ClockConfirmed
from loket.core.domain.policy import DAY_MS
from loket.core.domain.refusals import Refused
from loket.core.domain.rules import closing
from loket.core.domain.terms import Role
from loket.node.operations.act import By, Desk, Done, perform
from loket.node.operations.node import Node


def confirm_clock(node: Node, by: By) -> Done | Refused:
    """From this entry on its time is the latest signed one, and acts go on."""

    def decide(desk: Desk) -> ClockConfirmed | Refused:
        return closing.confirm_clock(
            officer=desk.officer,
            days_ahead=desk.clock_ahead_ms // DAY_MS,
            implausible=desk.clock_is_implausible,
        )

    return perform(node, by, Role.HEAD, decide, whatever_the_clock=True)

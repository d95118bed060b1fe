"""Publish the outage policy: how far an office may go with answers outstanding."""

from loket.core.domain.events import PolicyPublished
from loket.core.domain.refusals import Refused
from loket.core.domain.rules import centre
from loket.node.operations.act import By, Desk, Done
from loket.node.operations.centre_act import NATIONAL, perform_at_centre
from loket.node.operations.node import Node


def publish_policy(
    node: Node, by: By, *, version: int, hand_over_renewal_list_days: int, list_fresh_hours: int
) -> Done | Refused:
    """It takes effect in an office when that office reads it."""

    def decide(desk: Desk) -> PolicyPublished | Refused:
        return centre.publish_policy(
            officer=desk.officer,
            current=desk.policy,
            version=version,
            hand_over_renewal_list_days=hand_over_renewal_list_days,
            list_fresh_hours=list_fresh_hours,
        )

    return perform_at_centre(node, by, NATIONAL, decide)

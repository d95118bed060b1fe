"""Appoint a deputy of the head for a time, or end the term early; both are entries."""

from datetime import date

from loket.core.domain.events import DeputyAppointed, DeputyEnded
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Officer
from loket.core.domain.rules import officers as rules
from loket.core.domain.terms import Role
from loket.node.operations.act import By, Desk, Done, perform
from loket.node.operations.grant_role import as_granted
from loket.node.operations.node import Node


def appoint_deputy(node: Node, by: By, *, officer: str, first_day: date, last_day: date) -> Done | Refused:
    """Give an officer the head's powers from the first to the last day."""

    def decide(desk: Desk) -> DeputyAppointed | Refused:
        everybody = desk.writing.select(Officer, {"office": node.name})
        return rules.appoint_deputy(
            by=as_granted(desk, by.officer),
            officer=as_granted(desk, officer),
            others=[one for one in everybody if one.officer != officer],
            first_day=first_day,
            last_day=last_day,
            today=desk.today,
        )

    return perform(node, by, Role.HEAD, decide)


def end_deputy(node: Node, by: By, *, officer: str) -> Done | Refused:
    """End a term that runs or is still to come."""

    def decide(desk: Desk) -> DeputyEnded | Refused:
        return rules.end_deputy(
            by=as_granted(desk, by.officer), officer=as_granted(desk, officer), today=desk.today
        )

    return perform(node, by, Role.HEAD, decide)

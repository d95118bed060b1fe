"""Hand a passport over: right book, right person, signed line, and the outage policy's leave."""

from dataclasses import dataclass

from loket.core.domain.events import HandoverBookLine, PassportHandedOver
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case, PreventionList
from loket.core.domain.rules import closing
from loket.core.domain.terms import Recipient, Role, Stage
from loket.node.operations.act import By, Desk, Done, perform_on_case
from loket.node.operations.look_up_prevention_list import look_up_prevention_list
from loket.node.operations.node import Node


@dataclass(frozen=True, slots=True, kw_only=True)
class AtTheCounter:
    """What the handover officer saw and wrote."""

    recipient: Recipient
    signed_for: HandoverBookLine
    identity_confirmed: bool
    book_signed: bool
    passport_number_read: str


def hand_over(node: Node, by: By, case: str, seen: AtTheCounter) -> Done | Refused:
    """Hand over, or return every reason why not; a newer list is looked up first, by the system."""
    # What was handed over on paper is out: a newer list is looked up after it, by its follower.
    if by.paper is None:
        _look_up_newer_list(node, by, case)

    def decide(desk: Desk, row: Case) -> PassportHandedOver | Refused:
        return closing.hand_over(
            row,
            officer=desk.officer,
            recipient=seen.recipient,
            signed_for=seen.signed_for,
            identity_confirmed=seen.identity_confirmed,
            book_signed=seen.book_signed,
            passport_number_read=seen.passport_number_read,
            line=desk.next_number("handover"),
            obligations=desk.obligations(row),
            orders=desk.orders(row),
            policy=desk.policy,
            now=desk.now,
            on_paper=by.paper is not None,
        )

    return perform_on_case(node, by, Role.HANDOVER_OFFICER, case, decide)


def _look_up_newer_list(node: Node, by: By, case: str) -> None:
    with node.store.reading() as reading:
        row = reading.get(Case, (node.name, case))
        current = reading.get(PreventionList, (node.name, "current"))
    waits = row is not None and row.stage is Stage.HANDOVER and row.look_up is not None
    if waits and current is not None and row.look_up.list_version < current.version:  # type: ignore[union-attr]
        look_up_prevention_list(node, By("system", f"{by.act}/list-{current.version}"), case)

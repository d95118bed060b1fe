"""Send blanks to another office: out of this one's custody at once, into the other's when it counts them."""

from loket.core.domain.blanks import BlankRange
from loket.core.domain.events import BlanksTransferred
from loket.core.domain.refusals import Refused
from loket.core.domain.rules import stock as rules
from loket.core.domain.stock_terms import StockAct
from loket.node.operations.act import By, Desk, Done, officer_of, perform
from loket.node.operations.centre_act import offices_of
from loket.node.operations.move_blanks import acting_role
from loket.node.operations.node import Node
from loket.node.operations.paper_numbers import paper_number
from loket.node.operations.stock import BOOK_OF, named


def transfer_blanks(
    node: Node, by: By, *, blanks: tuple[BlankRange, ...], to_office: str, text: str, second_officer: str
) -> Done | Refused:
    """The centre relays what this entry says as soon as it has it; `second_officer` signed in for it."""

    def decide(desk: Desk) -> BlanksTransferred | Refused:
        return rules.transfer_blanks(
            named(desk.writing, node.name, blanks),
            officer=desk.officer,
            second=officer_of(node, desk.writing, second_officer) if second_officer else None,
            office=node.name,
            to_office=to_office,
            offices=offices_of(node.trust_in(desk.writing)),
            text=text,
            number=paper_number(desk, BOOK_OF[StockAct.TRANSFERRED]),
        )

    return perform(node, by, acting_role(node, by.officer), decide)

"""Hand blanks over from one place of custody to another."""

from loket.core.domain.blanks import BlankRange
from loket.core.domain.events import BlanksMoved
from loket.core.domain.refusals import Refused
from loket.core.domain.rules import stock as rules
from loket.core.domain.stock_terms import Place, StockAct
from loket.core.domain.terms import Role
from loket.node.operations.act import By, Desk, Done, officer_of, perform
from loket.node.operations.node import Node
from loket.node.operations.paper_numbers import paper_number
from loket.node.operations.stock import BOOK_OF, named


def move_blanks(
    node: Node,
    by: By,
    *,
    blanks: tuple[BlankRange, ...],
    to_place: Place,
    to_holder: str,
    second_officer: str,
) -> Done | Refused:
    """Both officers are named in the report; `second_officer` signed in for it (empty: nobody)."""

    def decide(desk: Desk) -> BlanksMoved | Refused:
        return rules.move_blanks(
            named(desk.writing, node.name, blanks),
            officer=desk.officer,
            second=officer_of(node, desk.writing, second_officer) if second_officer else None,
            to_place=to_place,
            to_holder=to_holder,
            number=paper_number(desk, BOOK_OF[StockAct.MOVED]),
        )

    return perform(node, by, acting_role(node, by.officer), decide)


def acting_role(node: Node, officer: str) -> Role:
    """The role in which this officer acts with blanks."""
    roles = (*rules.KEEPERS, Role.PRINTER, Role.QUALITY_TESTER)
    with node.store.reading() as reading:
        held = officer_of(node, reading, officer).roles
    return next((role for role in roles if role in held), Role.ALLOCATOR)

"""Write down that an applicant was told, or cannot be."""

from loket.core.domain import telling
from loket.core.domain.events import NoticeNotSent, NoticeSent
from loket.core.domain.notices import NoticeKind
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.terms import Role
from loket.node.operations.act import SYSTEM, By, Desk, Done, perform_on_case
from loket.node.operations.node import Node


def write_notice(
    node: Node, case: str, notice: NoticeKind, *, about: int, channel: str, fault: str = ""
) -> Done | Refused:
    """Append the notice's entry; `about` is the index of the entry that it tells of."""

    def decide(_desk: Desk, row: Case) -> NoticeSent | NoticeNotSent | Refused:
        return telling.write_notice(row, notice, about=about, channel=channel, fault=fault)

    return perform_on_case(node, By(SYSTEM, f"notice/{case}/{about}"), Role.SYSTEM, case, decide)

"""An officer changes his own password: the entry comes first, then the desk's database.

If the process dies in between, the old password still stands, and doing it again works.
"""

from loket.core.domain.events import SignInChanged
from loket.core.domain.refusals import Refused
from loket.core.domain.rules import officers as rules
from loket.node.operations.act import By, Desk, Done, perform
from loket.node.operations.node import Node
from loket.node.operations.one_time_password import is_the_latest
from loket.node.operations.reset_sign_in import acting_role
from loket.node.store import accounts


def change_password(node: Node, by: By, *, password: str) -> Done | Refused:
    """Give the officer's sign-in this password. That the old one was known, the page has asked."""

    def decide(desk: Desk) -> SignInChanged | Refused:
        return rules.change_password(
            by=desk.officer, has_sign_in=accounts.account_of_officer(by.officer) is not None
        )

    done = perform(node, by, acting_role(node, by.officer), decide)
    if isinstance(done, Done) and is_the_latest(node, by.officer, by.act):
        accounts.set_own_password(by.officer, password, act=by.act)
    return done

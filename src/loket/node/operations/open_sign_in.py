"""Open a sign-in for an officer: the entry comes first, then the desk's database.

If the process dies in between, the log says "opened" of a sign-in that is not there. Nobody can use it, and
doing it again works: the same act goes on with the desk's database, another act writes a second entry.
"""

from loket.core.domain.events import SignInChanged
from loket.core.domain.refusals import Reason, Refused, refuse
from loket.core.domain.rules import officers as rules
from loket.core.domain.terms import Role
from loket.node.operations.act import By, Desk, perform
from loket.node.operations.grant_role import as_granted
from loket.node.operations.node import Node
from loket.node.operations.one_time_password import (
    GOOD_FOR_MS,
    OneTimePassword,
    is_the_latest,
    make_one_time_password,
)
from loket.node.store import accounts


def open_sign_in(node: Node, by: By, *, officer: str, username: str) -> OneTimePassword | Refused:
    """Make the sign-in with a one-time password."""

    def decide(desk: Desk) -> SignInChanged | Refused:
        return rules.open_sign_in(
            by=desk.officer,
            officer=as_granted(desk, officer),
            has_sign_in=accounts.account_of_officer(officer) is not None,
            name_taken=accounts.username_is_taken(username),
        )

    done = perform(node, by, Role.HEAD, decide)
    if isinstance(done, Refused):
        return done
    password = make_one_time_password(node)
    until = node.clock() + GOOD_FOR_MS
    made = is_the_latest(node, officer, by.act) and accounts.open_account(
        officer, username, password, act=by.act, until=until
    )
    known = accounts.account_of_officer(officer)
    if known is None:
        # Somebody else took the name in between.
        return refuse(Reason.USER_NAME_TAKEN)
    return OneTimePassword(done.index, known.username, password if made else "", until)

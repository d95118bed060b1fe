"""Two officers give a locked-out colleague a one-time password: the entry first, then the desk's database.

If the process dies in between, the old password still stands and the log names a reset that nobody could use.
Doing it again works: the same act goes on with the desk's database, another act writes a second entry. An act
whose entry is not the last one about this sign-in changes nothing any more.
"""

from loket.core.domain.events import SignInChanged
from loket.core.domain.refusals import Refused
from loket.core.domain.rules import officers as rules
from loket.core.domain.terms import Role
from loket.node.operations.act import By, Desk, officer_of, perform
from loket.node.operations.grant_role import as_granted
from loket.node.operations.node import Node
from loket.node.operations.one_time_password import (
    GOOD_FOR_MS,
    OneTimePassword,
    is_the_latest,
    make_one_time_password,
)
from loket.node.store import accounts


def reset_sign_in(node: Node, by: By, *, officer: str, second_officer: str) -> OneTimePassword | Refused:
    """Reset an officer's sign-in; `second_officer` has signed in for it (empty: nobody)."""

    def decide(desk: Desk) -> SignInChanged | Refused:
        return rules.reset_sign_in(
            by=desk.officer,
            second=officer_of(node, desk.writing, second_officer) if second_officer else None,
            helped=as_granted(desk, officer),
            has_sign_in=accounts.account_of_officer(officer) is not None,
        )

    done = perform(node, by, acting_role(node, by.officer), decide)
    if isinstance(done, Refused):
        return done
    password = make_one_time_password(node)
    until = node.clock() + GOOD_FOR_MS
    made = is_the_latest(node, officer, by.act) and accounts.set_one_time_password(
        officer, password, act=by.act, until=until
    )
    known = accounts.account_of_officer(officer)
    return OneTimePassword(done.index, known.username if known else "", password if made else "", until)


def acting_role(node: Node, officer: str) -> Role:
    """The role in which an officer helps a colleague: a senior one where he holds it, else his first."""
    with node.store.reading() as reading:
        held = officer_of(node, reading, officer).roles
    return next((role for role in (*rules.SENIORS, *held) if role in held), Role.COUNTER_OFFICER)

"""Sign-ins in the desk's database. What may be done to them, rules decide, and an entry says it first.

`act` names the act that an entry stands for: a change is made once for it, however often it is asked for.
"""

from dataclasses import dataclass

from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction

from loket.node.store.models import Account
from loket.node.store.router import DESK


@dataclass(frozen=True, slots=True)
class SignInAccount:
    """A sign-in. `one_time`: its password is to be changed before anything else."""

    username: str
    officer: str
    one_time: bool


def account_of_officer(officer: str) -> SignInAccount | None:
    """The officer's sign-in, None without one."""
    found = Account.objects.filter(officer=officer).first()
    return None if found is None else SignInAccount(found.username, found.officer, found.must_change)


def all_accounts() -> dict[str, SignInAccount]:
    """Every sign-in, by officer."""
    return {
        one.officer: SignInAccount(one.username, one.officer, one.must_change)
        for one in Account.objects.order_by("officer")
    }


def username_is_taken(username: str) -> bool:
    """Whether somebody signs in with this name."""
    return Account.objects.filter(username=username).exists()


def open_account(officer: str, username: str, password: str, *, act: str, until: int) -> bool:
    """Make a sign-in with a one-time password, good until `until` (ms); False where there is one already."""
    try:
        with transaction.atomic(using=DESK):
            Account.objects.create(
                username=username,
                officer=officer,
                password=make_password(password),
                must_change=True,
                one_time_until=until,
                last_act=act,
            )
    except IntegrityError:
        return False
    return True


def set_one_time_password(officer: str, password: str, *, act: str, until: int) -> bool:
    """Give a sign-in a one-time password, good until `until` (ms); False where this act did so already.

    All sessions of the sign-in end with its old password.
    """
    return _set(officer, password, act=act, must_change=True, until=until)


def set_own_password(officer: str, password: str, *, act: str) -> bool:
    """Give a sign-in the password that its officer chose; False where this act did so already."""
    return _set(officer, password, act=act, must_change=False, until=0)


def _set(officer: str, password: str, *, act: str, must_change: bool, until: int) -> bool:
    # One UPDATE: of two requests with the same act, one changes the password.
    changed = (
        Account.objects.filter(officer=officer)
        .exclude(last_act=act)
        .update(
            password=make_password(password),
            must_change=must_change,
            one_time_until=until,
            last_act=act,
        )
    )
    return changed == 1

"""Whether a user name and a password belong together: the one place that asks, and that slows guessing.

Attempts are counted for a name from one address, so that who guesses elsewhere does not lock out the
officer at the counter; and, with a much higher limit, for a name from everywhere. Names that nobody has
are counted alike and cost the same work: neither the answer, its time nor its pause tells them apart.

A one-time password, given by colleagues or the head, opens nothing but the page that changes it.
"""

import time
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from loket.node.operations.node import current_node
from loket.node.store.attempts import (
    attempt_succeeded,
    count_attempt,
    is_proven,
    lift_pauses,
    take_back_attempt,
)

FREE_ATTEMPTS = 5
"""Attempts for a name from one address before the first pause."""
LONGEST_PAUSE_MS = 15 * 60_000
FREE_ATTEMPTS_FROM_EVERYWHERE = 50
LONGEST_PAUSE_FROM_EVERYWHERE_MS = 60_000
_KEY_HALF = 32  # 128 bits each
_SALT = "loket.faces.ui.credentials"

WRONG = _("User name and password do not belong together.")
PAUSED = _("Too many attempts with this user name. Wait a few minutes, then try again.")
EXPIRED = _("This one-time password is older than a day. Ask two colleagues for a new one.")
ONE_TIME = _("This is a one-time password: sign in with it and choose your own first.")


@dataclass(frozen=True, slots=True)
class Checked:
    """`account`: whose name and password these are; None when they are not, and `wrong` says why.

    `paused`: nobody looked.
    """

    account: Any = None
    paused: bool = False
    wrong: Any = WRONG


def address_of(request: HttpRequest) -> str:
    """Where the request comes from, as the server saw it."""
    return str(request.META.get("REMOTE_ADDR", ""))


def check_credentials(address: str, username: str, password: str, *, one_time: bool = False) -> Checked:
    """Look whether the two belong together; `address`: who asks, as `address_of` says.

    `one_time`: a one-time password is taken too, because nothing can be done with it but to change it.
    """
    now = time.time_ns() // 1_000_000
    here, everywhere = _keys(username, address)
    if not count_attempt(here, now=now, free=FREE_ATTEMPTS, longest_pause=LONGEST_PAUSE_MS):
        return Checked(paused=True, wrong=PAUSED)
    may = count_attempt(
        everywhere,
        now=now,
        free=FREE_ATTEMPTS_FROM_EVERYWHERE,
        longest_pause=LONGEST_PAUSE_FROM_EVERYWHERE_MS,
    )
    # Whoever signed in from here before is not stopped by what others do elsewhere.
    if not may and not is_proven(here, now=now):
        return Checked(paused=True, wrong=PAUSED)
    # For a name that nobody has, Django hashes the password once, as for a name that somebody has.
    account = authenticate(None, username=username, password=password)
    if account is None:
        return Checked()
    attempt_succeeded(here, now=now)
    if may:
        take_back_attempt(everywhere)
    if account.must_change and account.one_time_until < current_node().clock():
        return Checked(wrong=EXPIRED)
    if account.must_change and not one_time:
        return Checked(wrong=ONE_TIME)
    return Checked(account)


def forget_attempts(username: str) -> None:
    """Nobody who tries this name has to wait any more; where it signed in before stays known."""
    lift_pauses(_hashed(username))


def _keys(username: str, address: str) -> tuple[str, str]:
    """The keys of a name from one address, and from everywhere: they begin alike, and tell nothing."""
    name = _hashed(username)
    return name + _hashed("here", username, address), name + _hashed("everywhere", username)


def _hashed(*parts: str) -> str:
    # Lengths first: no two lists of parts make the same text.
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return salted_hmac(_SALT, text, algorithm="sha256").hexdigest()[:_KEY_HALF]

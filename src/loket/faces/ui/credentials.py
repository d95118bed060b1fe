"""Whether a user name and a password belong together: the one place that asks, and that slows guessing.

Attempts are counted for a name from one address, so that who guesses elsewhere does not lock out the
officer at the counter; and, with a much higher limit, for a name from everywhere. Names that nobody has
are counted alike and cost the same work: neither the answer, its time nor its pause tells them apart.
"""

import time
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import authenticate
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from loket.node.store.attempts import attempt_succeeded, count_attempt, is_proven, take_back_attempt

FREE_ATTEMPTS = 5
"""Attempts for a name from one address before the first pause."""
LONGEST_PAUSE_MS = 15 * 60_000
FREE_ATTEMPTS_FROM_EVERYWHERE = 50
LONGEST_PAUSE_FROM_EVERYWHERE_MS = 60_000
_SALT = "loket.faces.ui.credentials"

WRONG = _("User name and password do not belong together.")
PAUSED = _("Too many attempts with this user name. Wait a few minutes, then try again.")


@dataclass(frozen=True, slots=True)
class Checked:
    """`account`: whose name and password these are, None when they are not; `paused`: nobody looked."""

    account: Any = None
    paused: bool = False


def address_of(request: HttpRequest) -> str:
    """Where the request comes from, as the server saw it."""
    return str(request.META.get("REMOTE_ADDR", ""))


def check_credentials(address: str, username: str, password: str) -> Checked:
    """Look whether the two belong together; `address`: who asks, as `address_of` says."""
    now = time.time_ns() // 1_000_000
    here, everywhere = _key("here", username, address), _key("everywhere", username)
    if not count_attempt(here, now=now, free=FREE_ATTEMPTS, longest_pause=LONGEST_PAUSE_MS):
        return Checked(paused=True)
    may = count_attempt(
        everywhere,
        now=now,
        free=FREE_ATTEMPTS_FROM_EVERYWHERE,
        longest_pause=LONGEST_PAUSE_FROM_EVERYWHERE_MS,
    )
    # Whoever signed in from here before is not stopped by what others do elsewhere.
    if not may and not is_proven(here, now=now):
        return Checked(paused=True)
    # For a name that nobody has, Django hashes the password once, as for a name that somebody has.
    account = authenticate(None, username=username, password=password)
    if account is None:
        return Checked()
    attempt_succeeded(here, now=now)
    if may:
        take_back_attempt(everywhere)
    return Checked(account)


def _key(*parts: str) -> str:
    # Lengths first: no two lists of parts make the same text.
    text = "".join(f"{len(part)}:{part}" for part in parts)
    return salted_hmac(_SALT, text, algorithm="sha256").hexdigest()

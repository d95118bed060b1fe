"""Counting attempts to sign in, in the desk's database: each count and its pause are one UPDATE."""

from django.db.models import Case, F, Q, Value, When

from loket.node.store.models import SignInAttempts

FORGET_MS = 24 * 3_600_000
"""After a day without an attempt a key starts anew."""
KEEP_MS = 30 * 24 * 3_600_000
"""How long a row is kept, and so how long a key that signed in counts as proven."""
FIRST_PAUSE_MS = 8_000


def count_attempt(key: str, *, now: int, free: int, longest_pause: int) -> bool:
    """Count an attempt at time `now` (ms) and say whether it may be made: not while the key pauses.

    The attempt is counted before its password is looked at, so attempts at the same time all count. From
    the `free`-th attempt on each one brings a pause for the next, twice as long every time.
    """
    rows = SignInAttempts.objects
    rows.filter(last_at__lt=now - KEEP_MS).delete()
    rows.bulk_create([SignInAttempts(key=key, last_at=now)], ignore_conflicts=True)
    stale = Q(last_at__lt=now - FORGET_MS)
    # A pause that is longer than any comes from a clock that was wrong.
    may = rows.filter(Q(paused_until__lte=now) | Q(paused_until__gt=now + longest_pause), key=key)
    counted = may.update(
        attempts=Case(When(stale, then=Value(1)), default=F("attempts") + 1),
        paused_until=Case(
            When(stale | Q(attempts__lt=free - 1), then=Value(0)),
            *(
                When(attempts=free - 1 + step, then=Value(now + pause))
                for step, pause in enumerate(_pauses(longest_pause))
            ),
            default=Value(now + longest_pause),
        ),
        last_at=now,
    )
    return counted == 1


def _pauses(longest: int) -> list[int]:
    pauses = []
    pause = FIRST_PAUSE_MS
    while pause < longest:
        pauses.append(pause)
        pause *= 2
    return pauses


def attempt_succeeded(key: str, *, now: int) -> None:
    """Start the key anew, and remember that it signed in."""
    SignInAttempts.objects.filter(key=key).update(attempts=0, paused_until=0, proven_at=now)


def take_back_attempt(key: str) -> None:
    """Uncount an attempt that succeeded; those of others stay counted."""
    SignInAttempts.objects.filter(key=key, attempts__gt=0).update(attempts=F("attempts") - 1)


def lift_pauses(start: str) -> None:
    """Forget the attempts of all keys that begin so; that they signed in stays known."""
    SignInAttempts.objects.filter(key__startswith=start).update(attempts=0, paused_until=0)


def is_proven(key: str, *, now: int) -> bool:
    """Whether this key signed in within the last month."""
    return SignInAttempts.objects.filter(key=key, proven_at__gt=now - KEEP_MS).exists()

"""When a document signer may sign, which one signs now, how long an office can go on alone, what to renew.

A signer has two brakes: the period of its private key (Doc 9303-12 §4.1.1.2 recommends three months at most)
and a quota of signatures. Both bound what a stolen key can do.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from loket.core.icao.error import IcaoError
from loket.core.icao.pki.document_types import may_sign_type
from loket.core.icao.pki.periods import Period
from loket.core.icao.pki.revocation import RevocationList, covered_until, list_in_force

USAGE_DAYS: Final = 90
AUTONOMY_DAYS: Final = 60
RENEWAL_DAYS: Final = 30
# The next signer begins this long before the last one ends, so that a clock that is wrong leaves no gap.
OVERLAP: Final = timedelta(days=2)
_SECOND: Final = timedelta(seconds=1)
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignerTerms:
    """On what terms a document signer signs.

    `name` is the subject key identifier of its certificate, hex; its signatures are counted under it.
    """

    name: str
    serial: int
    usage: Period
    quota: int
    document_types: tuple[str, ...]


class Hindrance(StrEnum):
    """Why a signer may not sign."""

    KEY_NOT_YET_IN_USE = "key_not_yet_in_use"
    KEY_NO_LONGER_IN_USE = "key_no_longer_in_use"
    QUOTA_USED_UP = "quota_used_up"
    DOCUMENT_TYPE_NOT_LISTED = "document_type_not_listed"
    SIGNER_REVOKED = "signer_revoked"
    NO_CURRENT_REVOCATION_LIST = "no_current_revocation_list"


@dataclass(frozen=True, slots=True)
class SigningPermitted:
    """The signer may sign; this many signatures are left, this one included."""

    signatures_left: int


@dataclass(frozen=True, slots=True)
class NotPermitted:
    """Every reason why not."""

    hindrances: tuple[Hindrance, ...]


class Bound(StrEnum):
    """What ends an office's autonomy first."""

    KEY_USAGE = "key_usage"
    QUOTA = "quota"
    REVOCATION_LISTS = "revocation_lists"
    NO_SIGNER = "no_signer"


@dataclass(frozen=True, slots=True)
class Autonomy:
    """How many days (with a fraction, 0 and more) an office can sign alone, and what ends it."""

    days: float
    bound: Bound


def may_sign(
    signer: SignerTerms, *, now: datetime, used: int, document_code: str, lists: Iterable[RevocationList]
) -> SigningPermitted | NotPermitted:
    """Say whether the signer may sign one more document with this code (`P`, `PE`…), or every reason why not.

    `used` is how many signatures it made, `lists` the revocation lists that the office holds. Without a
    current list nobody could tell whether the signer still counts, so it does not sign.
    """
    hindrances = []
    if now < signer.usage.start:
        hindrances.append(Hindrance.KEY_NOT_YET_IN_USE)
    if now > signer.usage.end:
        hindrances.append(Hindrance.KEY_NO_LONGER_IN_USE)
    if used >= signer.quota:
        hindrances.append(Hindrance.QUOTA_USED_UP)
    if not may_sign_type(signer.document_types, document_code):
        hindrances.append(Hindrance.DOCUMENT_TYPE_NOT_LISTED)
    in_force = list_in_force(lists, now)
    if in_force is None or not in_force.is_current(now):
        hindrances.append(Hindrance.NO_CURRENT_REVOCATION_LIST)
    if in_force is not None and in_force.revokes(signer.serial, at=now):
        hindrances.append(Hindrance.SIGNER_REVOKED)
    return NotPermitted(tuple(hindrances)) if hindrances else SigningPermitted(signer.quota - used)


def signer_to_use(
    signers: Iterable[SignerTerms],
    *,
    now: datetime,
    used: Mapping[str, int],
    document_code: str,
    lists: Sequence[RevocationList],
) -> SignerTerms | NotPermitted:
    """Return which signer signs now: of those that may, the one whose key ends first; or all reasons."""
    hindrances: dict[Hindrance, None] = {}
    for signer in _in_order(signers):
        judged = may_sign(
            signer, now=now, used=used.get(signer.name, 0), document_code=document_code, lists=lists
        )
        if isinstance(judged, SigningPermitted):
            return signer
        hindrances.update(dict.fromkeys(judged.hindrances))
    return NotPermitted(tuple(hindrances) or (Hindrance.KEY_NOT_YET_IN_USE,))


def autonomy_days(
    signers: Iterable[SignerTerms],
    *,
    now: datetime,
    used: Mapping[str, int],
    rate_per_day: float,
    lists: Sequence[RevocationList],
) -> Autonomy:
    """Return how long an office can sign alone at this many signatures a day (0 and more).

    The least of what its keys, its quotas and its revocation lists allow; signers follow each other as
    `signer_to_use` takes them. A revoked signer counts for nothing.
    """
    if rate_per_day < 0:
        raise IcaoError("rate", "9303-12 4.1.1.2", "is negative")
    in_force = list_in_force(lists, now)
    usable = [
        one for one in _in_order(signers) if in_force is None or not in_force.revokes(one.serial, at=now)
    ]
    until, bound = _signing_until(usable, now, used, rate_per_day)
    covered = covered_until(lists, now) or now
    if covered < until:
        until, bound = covered, Bound.REVOCATION_LISTS
    return Autonomy((until - now) / _DAY, bound)


def periods_to_issue(
    existing: Iterable[Period],
    *,
    now: datetime,
    autonomy: int = AUTONOMY_DAYS,
    renewal: int = RENEWAL_DAYS,
    usage: int = USAGE_DAYS,
) -> tuple[Period, ...]:
    """Return the key-usage periods of the signers that an office needs now, in order; none if it has enough.

    Whoever renews every `renewal` days leaves the office able to sign for `autonomy` days until the next
    renewal comes, and comes late. Each period is of `usage` days and begins two days before the last one
    ends, or now.
    """
    if min(autonomy, renewal) < 0 or not timedelta(days=usage) > OVERLAP:
        raise IcaoError("key usage", "9303-12 4.1.1.2", "the days are not positive")
    reached = now
    for period in sorted(existing, key=lambda one: one.start):
        if period.start <= reached + _SECOND:
            reached = max(reached, period.end)
    wanted = now + timedelta(days=autonomy + renewal)
    issued = []
    while reached < wanted:
        start = max(now, reached - OVERLAP) if reached > now else now
        issued.append(Period(start, start + timedelta(days=usage)))
        reached = issued[-1].end
    return tuple(issued)


def _in_order(signers: Iterable[SignerTerms]) -> list[SignerTerms]:
    return sorted(signers, key=lambda one: (one.usage.end, one.name))


def _signing_until(
    signers: Sequence[SignerTerms], now: datetime, used: Mapping[str, int], rate: float
) -> tuple[datetime, Bound]:
    """Follow the signers one after the other; return when none is left, and what ended the last."""
    left = {one.name: one.quota - used.get(one.name, 0) for one in signers}
    moment, bound = now, Bound.NO_SIGNER
    waiting = list(signers)
    while waiting:
        chosen = next((one for one in waiting if one.usage.holds(moment) and left[one.name] > 0), None)
        if chosen is None:
            # Between two periods a second may be missing, since both ends are included.
            chosen = next(
                (one for one in waiting if one.usage.holds(moment + _SECOND) and left[one.name] > 0), None
            )
        if chosen is None:
            break
        waiting.remove(chosen)
        moment, bound = _end_of(chosen, moment, left[chosen.name], rate)
    return moment, bound


def _end_of(signer: SignerTerms, moment: datetime, left: int, rate: float) -> tuple[datetime, Bound]:
    remaining = signer.usage.end - moment
    if rate > 0 and left / rate < remaining / _DAY:
        return moment + timedelta(days=left / rate), Bound.QUOTA
    return signer.usage.end, Bound.KEY_USAGE

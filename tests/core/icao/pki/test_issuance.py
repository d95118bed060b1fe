"""When a signer may sign, and how long an office can go on alone."""

from datetime import timedelta

import pytest

from builders.pki import NOON, a_csca
from loket.core.icao.pki.issuance import (
    Autonomy,
    Bound,
    Hindrance,
    NotPermitted,
    SignerTerms,
    SigningPermitted,
    autonomy_days,
    may_sign,
    periods_to_issue,
    signer_to_use,
)
from loket.core.icao.pki.periods import Period
from loket.core.icao.pki.revocation import Revocation, RevocationList, lists_signed_ahead

DAY = timedelta(days=1)
SECOND = timedelta(seconds=1)


@pytest.fixture(scope="module")
def csca():
    return a_csca()


@pytest.fixture(scope="module")
def lists(csca):
    """Cover 91.5 days: the last of 46 begins in hour 2,124 and holds 72 hours."""
    return [RevocationList.read(one) for one in lists_signed_ahead(csca, first_number=1, start=NOON)]


def a_signer(name="one", *, start=NOON, days=90, quota=1000, types=("P",), serial=7):
    return SignerTerms(
        name=name, serial=serial, usage=Period(start, start + days * DAY), quota=quota, document_types=types
    )


def ask(signer, lists, *, now=NOON, used=0, code="PP"):
    return may_sign(signer, now=now, used=used, document_code=code, lists=lists)


def test_a_signer_signs_in_its_period_and_below_its_quota(lists):
    assert ask(a_signer(), lists, used=999) == SigningPermitted(1)
    assert ask(a_signer(), lists, now=NOON + 90 * DAY) == SigningPermitted(1000)


@pytest.mark.parametrize(
    ("asked", "hindrance"),
    [
        ({"now": NOON + 90 * DAY + SECOND}, Hindrance.KEY_NO_LONGER_IN_USE),
        ({"used": 1000}, Hindrance.QUOTA_USED_UP),
        ({"used": 1001}, Hindrance.QUOTA_USED_UP),
        ({"code": "ID"}, Hindrance.DOCUMENT_TYPE_NOT_LISTED),
    ],
)
def test_a_signer_does_not_sign_otherwise(lists, asked, hindrance):
    assert ask(a_signer(), lists, **asked) == NotPermitted((hindrance,))


def test_a_key_waits_for_its_period(lists):
    assert ask(a_signer(start=NOON + DAY), lists) == NotPermitted((Hindrance.KEY_NOT_YET_IN_USE,))


def test_a_signer_needs_a_current_revocation_list(lists):
    none = NotPermitted((Hindrance.NO_CURRENT_REVOCATION_LIST,))

    assert ask(a_signer(), []) == none
    # The first begins now and holds three days.
    assert ask(a_signer(), lists[:1], now=NOON + 3 * DAY) == SigningPermitted(1000)
    assert ask(a_signer(), lists[:1], now=NOON + 3 * DAY + SECOND) == none


def test_a_revoked_signer_does_not_sign(csca, lists):
    known = [Revocation(7, NOON + DAY)]
    again = lists_signed_ahead(csca, first_number=47, start=NOON + DAY, revoked=known, days=4)
    held = [*lists, *map(RevocationList.read, again)]

    assert ask(a_signer(), held, now=NOON) == SigningPermitted(1000)
    assert ask(a_signer(), held, now=NOON + DAY) == NotPermitted((Hindrance.SIGNER_REVOKED,))
    assert ask(a_signer(serial=8), held, now=NOON + DAY) == SigningPermitted(1000)
    # A list that is stale still knows.
    assert ask(a_signer(), held, now=NOON + 80 * DAY) == NotPermitted(
        (Hindrance.NO_CURRENT_REVOCATION_LIST, Hindrance.SIGNER_REVOKED)
    )


def test_every_reason_is_said_at_once():
    assert ask(a_signer(start=NOON + DAY, quota=0), [], code="ID") == NotPermitted(
        (
            Hindrance.KEY_NOT_YET_IN_USE,
            Hindrance.QUOTA_USED_UP,
            Hindrance.DOCUMENT_TYPE_NOT_LISTED,
            Hindrance.NO_CURRENT_REVOCATION_LIST,
        )
    )


def choose(signers, lists, *, now=NOON, used=None):
    return signer_to_use(signers, now=now, used=used or {}, document_code="P", lists=lists)


def test_the_signer_whose_key_ends_first_signs(lists):
    first, second = a_signer("first"), a_signer("second", start=NOON + 30 * DAY)

    assert choose([second, first], lists) == first
    assert choose([second, first], lists, now=NOON + 40 * DAY) == first
    assert choose([second, first], lists, now=NOON + 40 * DAY, used={"first": 1000}) == second
    assert choose([second, first], lists, used={"first": 1000}) == NotPermitted(
        (Hindrance.QUOTA_USED_UP, Hindrance.KEY_NOT_YET_IN_USE)
    )


def test_an_office_without_signers_cannot_sign(lists):
    assert isinstance(choose([], lists), NotPermitted)


def alone(signers, lists, *, now=NOON, used=None, rate=10):
    return autonomy_days(signers, now=now, used=used or {}, rate_per_day=rate, lists=lists)


def test_the_least_of_key_quota_and_lists_bounds_the_autonomy(lists):
    # 1000 signatures at 10 a day last 100 days; the key is used for 90, the lists cover 91.5.
    assert alone([a_signer()], lists) == Autonomy(90.0, Bound.KEY_USAGE)
    # 300 signatures last 30 days.
    assert alone([a_signer(quota=300)], lists) == Autonomy(30.0, Bound.QUOTA)
    assert alone([a_signer()], lists, used={"one": 900}) == Autonomy(10.0, Bound.QUOTA)
    # 20 lists: the last one begins in hour 12 + 18 · 48 and holds 72 hours.
    assert alone([a_signer()], lists[:20]) == Autonomy(39.5, Bound.REVOCATION_LISTS)
    assert alone([a_signer()], []) == Autonomy(0.0, Bound.REVOCATION_LISTS)
    assert alone([], lists) == Autonomy(0.0, Bound.NO_SIGNER)
    # An office that signs nothing uses up no quota.
    assert alone([a_signer(quota=1)], lists, rate=0) == Autonomy(90.0, Bound.KEY_USAGE)


def test_signers_that_follow_each_other_add_up(lists):
    first = a_signer("first", days=30)
    overlapping = a_signer("second", start=NOON + 28 * DAY, days=40)
    adjoining = a_signer("second", start=NOON + 30 * DAY + SECOND, days=40)
    late = a_signer("second", start=NOON + 31 * DAY, days=40)

    assert alone([overlapping, first], lists) == Autonomy(68.0, Bound.KEY_USAGE)
    assert alone([adjoining, first], lists).days == pytest.approx(70.0, abs=1e-4)
    assert alone([late, first], lists) == Autonomy(30.0, Bound.KEY_USAGE)


def test_a_used_up_signer_hands_over_to_one_that_is_in_use(lists):
    # 50 signatures at 10 a day: five days; then 150 of the other: fifteen more.
    signers = [a_signer("first", days=30, quota=50), a_signer("second", days=60, quota=150)]

    assert alone(signers, lists) == Autonomy(20.0, Bound.QUOTA)


def test_a_revoked_signer_adds_nothing(csca):
    revoked = lists_signed_ahead(csca, first_number=1, start=NOON, revoked=[Revocation(7, NOON)])
    held = [RevocationList.read(one) for one in revoked]

    assert alone([a_signer(), a_signer("two", days=20, serial=8)], held) == Autonomy(20.0, Bound.KEY_USAGE)


def test_an_office_gets_enough_signers_for_sixty_days_and_one_renewal():
    # 90 days are wanted: one key of 90 days.
    assert periods_to_issue([], now=NOON) == (Period(NOON, NOON + 90 * DAY),)
    # A month later 60 days are left of it, 90 are wanted again: the next begins two days before it ends.
    held = [Period(NOON, NOON + 90 * DAY)]
    later = NOON + 30 * DAY
    assert periods_to_issue(held, now=later) == (Period(NOON + 88 * DAY, NOON + 178 * DAY),)
    assert periods_to_issue([*held, *periods_to_issue(held, now=later)], now=later) == ()


def test_monthly_renewal_leaves_sixty_days_at_every_moment():
    held, now = [], NOON
    for _ in range(24):
        held += periods_to_issue(held, now=now)
        before_the_next = now + 30 * DAY
        reached = now
        for period in sorted(held, key=lambda one: one.start):
            if period.start <= reached:
                reached = max(reached, period.end)
        assert reached - before_the_next >= 60 * DAY
        now = before_the_next


def test_a_gap_is_filled_from_now():
    ended = [Period(NOON - 100 * DAY, NOON - 10 * DAY)]

    assert periods_to_issue(ended, now=NOON) == (Period(NOON, NOON + 90 * DAY),)

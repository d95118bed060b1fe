"""Counting attempts: the pause grows, nothing that comes at the same time is lost, and a day ends it."""

import threading

import pytest
from django.db import connections

import builders.nodes  # noqa: F401 - sets Django up
from loket.node.store.attempts import (
    FIRST_PAUSE_MS,
    FORGET_MS,
    attempt_succeeded,
    count_attempt,
    is_proven,
    take_back_attempt,
)
from loket.node.store.databases import migrate
from loket.node.store.models import SignInAttempts

NOW = 1_800_000_000_000
FREE = 3
LONGEST = 60_000


@pytest.fixture(autouse=True)
def desk(django_db_blocker):
    with django_db_blocker.unblock():
        migrate("default")
        SignInAttempts.objects.all().delete()
        yield
        SignInAttempts.objects.all().delete()


def _count(now=NOW, key="k"):
    return count_attempt(key, now=now, free=FREE, longest_pause=LONGEST)


def _pause():
    row = SignInAttempts.objects.get(key="k")
    return max(0, row.paused_until - row.last_at)


def test_each_attempt_after_the_free_ones_doubles_the_pause_up_to_the_longest():
    now, pauses = NOW, []
    for _ in range(8):
        assert _count(now)
        pauses.append(_pause())
        now += _pause()

    assert pauses == [0, 0, *(FIRST_PAUSE_MS * n for n in (1, 2, 4)), LONGEST, LONGEST, LONGEST]


def test_an_attempt_within_the_pause_is_neither_made_nor_counted():
    for _ in range(FREE):
        assert _count()

    assert not _count(NOW + FIRST_PAUSE_MS - 1)
    assert SignInAttempts.objects.get(key="k").attempts == FREE
    assert _count(NOW + FIRST_PAUSE_MS)


def test_attempts_at_the_same_time_all_count():
    made = []
    start = threading.Barrier(8)

    def attempt():
        start.wait()
        made.append(_count())
        connections.close_all()

    threads = [threading.Thread(target=attempt) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert made.count(True) == FREE
    assert SignInAttempts.objects.get(key="k").attempts == FREE


def test_after_a_day_a_key_starts_anew():
    for _ in range(FREE):
        _count()

    assert _count(NOW + FORGET_MS + 1)
    assert (SignInAttempts.objects.get(key="k").attempts, _pause()) == (1, 0)


def test_a_clock_that_was_years_ahead_pauses_nobody_for_years():
    for _ in range(FREE):
        _count(NOW + 10 * 365 * FORGET_MS)

    assert _count(NOW)


def test_a_success_starts_anew_and_proves_the_key_for_a_month():
    for _ in range(FREE):
        _count()
    attempt_succeeded("k", now=NOW)

    assert _count(NOW + 1)
    assert is_proven("k", now=NOW + 29 * FORGET_MS)
    assert not is_proven("k", now=NOW + 31 * FORGET_MS)
    assert not is_proven("other", now=NOW)


def test_taking_one_attempt_back_leaves_those_of_others():
    _count()
    _count()
    take_back_attempt("k")

    assert SignInAttempts.objects.get(key="k").attempts == 1


def test_old_counters_are_removed():
    _count(key="old")
    _count(NOW + 31 * FORGET_MS)

    assert not SignInAttempts.objects.filter(key="old").exists()

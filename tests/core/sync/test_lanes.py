"""What is sent next: lanes in order, each with its own patience."""

from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.core.sync import lanes
from loket.core.sync.error import SyncError
from loket.core.sync.lanes import (
    ExchangeState,
    Failed,
    Froze,
    Lane,
    Send,
    Sleep,
    Succeeded,
    Thawed,
    WorkFound,
    step,
)

NOW = 1_000_000
POLLED = tuple(lanes.POLLED_MS)


def most(n):
    return n


def least(n):
    return 0


def after(*events, now=NOW, below=most, state=None):
    """The state and the one effect after these events, all at one time; polled lanes were asked before."""
    state = state or reduce(
        lambda one, lane: step(one, Succeeded(lane, more=False), now, below)[0], POLLED, ExchangeState()
    )
    effects = ()
    for event in events:
        state, effects = step(state, event, now, below)
    (effect,) = effects
    return state, effect


def found(*work):
    return WorkFound(frozenset(work))


def test_a_new_exchange_asks_for_the_trust_root_first():
    assert step(ExchangeState(), found(Lane.ENTRIES), NOW, most)[1] == (Send(Lane.TRUST),)


def test_the_most_important_lane_goes_first_and_on_until_it_is_empty():
    state, effect = after(found(Lane.SCANS, Lane.PHOTOS, Lane.ENTRIES))
    assert effect == Send(Lane.ENTRIES)

    state, effect = after(Succeeded(Lane.ENTRIES, more=True), state=state)
    assert effect == Send(Lane.ENTRIES)

    state, effect = after(Succeeded(Lane.ENTRIES, more=False), state=state)
    assert effect == Send(Lane.PHOTOS)

    state, effect = after(Succeeded(Lane.PHOTOS, more=False), state=state)
    assert effect == Send(Lane.SCANS)


def test_new_entries_go_before_the_rest_of_a_scan():
    state, _ = after(found(Lane.SCANS))
    _, effect = after(Succeeded(Lane.SCANS, more=True), found(Lane.SCANS, Lane.ENTRIES), state=state)

    assert effect == Send(Lane.ENTRIES)


def test_a_stuck_scan_delays_no_entry_and_a_stuck_entry_no_scan():
    _, effect = after(found(Lane.SCANS), Failed(Lane.SCANS), found(Lane.SCANS, Lane.ENTRIES))
    assert effect == Send(Lane.ENTRIES)

    _, effect = after(found(Lane.SCANS, Lane.ENTRIES), Failed(Lane.ENTRIES))
    assert effect == Send(Lane.SCANS)


def test_the_wait_doubles_up_to_a_cap_and_is_drawn_from_all_of_it():
    asked = []

    def below(n):
        asked.append(n)
        return n

    state, now = ExchangeState(), NOW
    for _ in range(12):
        state, _ = step(state, Failed(Lane.ENTRIES), now, below)

    assert asked == [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 64_000, 128_000, 256_000] + [300_000] * 3


def test_a_lane_that_only_asks_has_less_patience_so_that_a_peer_that_is_back_is_noticed():
    asked = []

    def below(n):
        asked.append(n)
        return n

    state = ExchangeState()
    for _ in range(8):
        state, _ = step(state, Failed(Lane.LOGS, silent=True), NOW, below)

    assert asked == [1_000, 2_000, 4_000, 8_000, 16_000] + [30_000] * 3


def test_a_peer_that_is_heard_again_in_one_lane_gets_what_met_with_silence_in_others():
    silence = [Failed(lane, silent=True) for lane in (Lane.ENTRIES, Lane.LOGS)] * 8
    state, effect = after(found(Lane.ENTRIES), *silence)
    assert isinstance(effect, Sleep)

    _, effect = after(Succeeded(Lane.LOGS, more=False), state=state)

    assert effect == Send(Lane.ENTRIES)


def test_short_messages_that_arrive_do_not_hurry_long_ones_that_do_not():
    state, _ = after(found(Lane.ENTRIES), *[Failed(Lane.ENTRIES, silent=True)] * 8)

    _, effect = after(Succeeded(Lane.LOGS, more=False), state=state)

    assert isinstance(effect, Sleep)


def test_a_peer_that_is_heard_again_is_not_asked_before_the_time_that_it_asked_for():
    put_off = Failed(Lane.ENTRIES, retry_after_ms=60_000)
    state, _ = after(found(Lane.ENTRIES), put_off, Failed(Lane.LOGS, silent=True))

    _, effect = after(Succeeded(Lane.LOGS, more=False), state=state)

    assert isinstance(effect, Sleep)


def test_a_success_ends_the_back_off():
    state, _ = after(found(Lane.ENTRIES), *[Failed(Lane.ENTRIES)] * 5, Succeeded(Lane.ENTRIES, more=True))

    assert state.lanes[Lane.ENTRIES] == lanes.LaneState(0, NOW, has_work=True)


def test_nothing_is_sent_before_the_time_that_the_peer_asked_for():
    state, effect = after(found(Lane.ENTRIES), Failed(Lane.ENTRIES, retry_after_ms=3_000), below=least)

    assert effect == Sleep(NOW + 3_000)
    assert step(state, found(Lane.ENTRIES), NOW + 2_999, least)[1] == (Sleep(NOW + 3_000),)
    assert step(state, found(Lane.ENTRIES), NOW + 3_000, least)[1] == (Send(Lane.ENTRIES),)


def test_a_polled_lane_asks_again_after_its_pause():
    state, effect = after(found())

    assert effect == Sleep(NOW + lanes.POLLED_MS[Lane.LOGS])
    assert step(state, found(), NOW + lanes.POLLED_MS[Lane.LOGS], most)[1] == (Send(Lane.LOGS),)


def test_a_frozen_exchange_sends_nothing_until_a_person_has_decided():
    state, effect = after(found(Lane.ENTRIES), Froze(), found(Lane.ENTRIES, Lane.CHECKPOINT))
    assert isinstance(effect, Sleep)

    assert after(Thawed(), state=state)[1] == Send(Lane.CHECKPOINT)


def test_a_clock_set_back_by_a_year_does_not_silence_a_lane():
    state, _ = after(found(Lane.ENTRIES), Failed(Lane.ENTRIES))

    assert step(state, found(Lane.ENTRIES), NOW - 31_536_000_000, most)[1] != ()
    assert isinstance(step(state, found(Lane.ENTRIES), NOW - 31_536_000_000, most)[1][0], Send)


def test_retry_after_is_seconds_or_a_date():
    # RFC 9110 §10.2.3: both examples; 1999-12-31 23:59:59 UTC is 946684799
    assert lanes.parse_retry_after("120", NOW) == 120_000
    assert lanes.parse_retry_after("Fri, 31 Dec 1999 23:59:59 GMT", 946_684_790_000) == 9_000
    assert lanes.parse_retry_after("Fri, 31 Dec 1999 23:59:59 GMT", 946_684_800_000) == 0
    assert lanes.parse_retry_after("999999999", NOW) == lanes.LONGEST_RETRY_AFTER_MS


@given(st.text(max_size=60))
def test_any_other_retry_after_is_refused_with_one_error(value):
    try:
        wait = lanes.parse_retry_after(value, NOW)
    except SyncError:
        return
    assert 0 <= wait <= lanes.LONGEST_RETRY_AFTER_MS


events = st.one_of(
    st.builds(WorkFound, st.frozensets(st.sampled_from(Lane))),
    st.builds(Succeeded, st.sampled_from(Lane), st.booleans()),
    st.builds(Failed, st.sampled_from(Lane), st.none() | st.integers(0, 10**9)),
    st.just(Froze()),
    st.just(Thawed()),
)


@given(st.lists(st.tuples(events, st.integers(0, 400_000)), max_size=40), st.randoms(use_true_random=False))
def test_whatever_happens_there_is_one_effect_and_no_lane_with_work_sleeps_past_its_time(happened, rng):
    state, now = ExchangeState(), NOW
    for event, passed in happened:
        now += passed
        state, (effect,) = step(state, event, now, lambda n: rng.randint(0, n))
        due = [
            lane
            for lane, one in state.lanes.items()
            if one.has_work and one.not_before_ms <= now and not state.frozen
        ]
        if due:
            assert effect == Send(due[0])
        else:
            assert isinstance(effect, Sleep)
            assert now < effect.until_ms <= now + lanes.IDLE_MS


@pytest.mark.parametrize("value", ["", "-1", "1.5", "soon", "12345678901234"])
def test_a_malformed_retry_after_is_refused(value):
    with pytest.raises(SyncError):
        lanes.parse_retry_after(value, NOW)

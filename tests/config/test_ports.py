"""Ports that runs on one machine do not take from each other."""

import socket
from contextlib import ExitStack, closing

import pytest

from loket.config.ports import is_busy, three_ports


def test_runs_at_the_same_time_have_ports_of_their_own():
    among = range(17_000, 17_030, 3)
    with ExitStack() as runs:
        firsts = [runs.enter_context(three_ports(among)) for _ in range(3)]

        taken = [port for first in firsts for port in range(first, first + 3)]
        assert len(set(taken)) == 9
        assert all(is_busy(first) for first in firsts)
        # What a node listens on is free until it does.
        for first in firsts:
            for port in (first + 1, first + 2):
                socket.create_server(("127.0.0.1", port)).close()


def test_ports_beside_one_that_is_busy_are_left_alone():
    with closing(socket.create_server(("127.0.0.1", 17_102))), three_ports(range(17_100, 17_130, 3)) as first:
        assert first > 17_100


def test_when_every_three_are_taken_that_is_said():
    among = range(17_300, 17_303, 3)
    with three_ports(among), pytest.raises(OSError, match="no three"), three_ports(among):
        pass


def test_a_run_gives_its_ports_back_even_when_it_fails():
    among = range(17_200, 17_203, 3)
    with pytest.raises(RuntimeError), three_ports(among) as first:
        raise RuntimeError

    assert not is_busy(first)

"""Ports of this machine for a centre and an office that run on it for a while."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

AMONG: Final = range(18_100, 19_000, 3)


def is_busy(port: int) -> bool:
    """Whether something on this machine answers at this port."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def three_ports(among: range = AMONG) -> Iterator[int]:
    """The first of three ports in a row that are the caller's until the end; the other two are free.

    The first is held open meanwhile: whoever looks for ports at the same time cannot hold it too, and takes
    other ones. `among`: where three may begin. OSError: every three are taken.
    """
    for first in among:
        held = _held(first)
        if held is None:
            continue
        with held:
            if not any(is_busy(port) for port in (first + 1, first + 2)):
                yield first
                return
    message = "no three free ports in a row"
    raise OSError(message)


def _held(port: int) -> socket.socket | None:
    """A socket that listens there; None when another one does."""
    held = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        # Without SO_REUSEADDR: of two that come at once one gets it.
        held.bind(("127.0.0.1", port))
        held.listen()
    except OSError:
        held.close()
        return None
    return held

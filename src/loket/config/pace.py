"""What lets many officers share one interpreter: acts go before pages, and memory stays small.

An act runs some twenty statements, and lets go of the interpreter at each. Where eight threads make pages
meanwhile, every statement waits for its turn behind them, with the store's one writing transaction open. So
pages are made two at a time, which is no slower (one interpreter makes them), and turns are short.
"""

import ctypes
import os
import sys
import threading
from collections.abc import Callable, Iterable
from typing import Any

_PAGES_AT_A_TIME = 2
_TURN_SECONDS = 0.001
_M_ARENA_MAX = -8  # malloc.h of glibc
_ARENAS = 2
_READS = frozenset({"GET", "HEAD"})

Wsgi = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def set_pace() -> None:
    """Set the interpreter's turns, recognition to one thread, and the allocator to few arenas; at start."""
    sys.setswitchinterval(_TURN_SECONDS)
    # Tesseract's threads wait by spinning: on a small machine they take the cores from the officers.
    os.environ.setdefault("OMP_THREAD_LIMIT", "1")
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        # An arena for each thread keeps what each thread's largest page once needed.
        mallopt(_M_ARENA_MAX, _ARENAS)


def pages_in_turn(application: Wsgi) -> Wsgi:
    """Let at most two requests that only read be answered at a time; acts never wait for one of them."""
    turn = threading.BoundedSemaphore(_PAGES_AT_A_TIME)

    def answer(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in _READS:
            return application(environ, start_response)
        with turn:
            return application(environ, start_response)

    return answer

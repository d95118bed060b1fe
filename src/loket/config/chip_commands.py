"""`loket chip serve`: a virtual chip for whatever speaks to smart card readers."""

import os
import signal
import socket
import threading
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from loket.config.chip_errors import ChipUsageError
from loket.core.icao.chip.memory import ChipMemory
from loket.core.icao.chip.virtual.chip import VirtualChip
from loket.core.icao.error import IcaoError
from loket.node.devices import chip_tcp

_SUFFIX = ".chip"
_RETRY_SECONDS = 1.0
_CONNECT_SECONDS = 5.0


def chip_file(path: Path) -> Path:
    """Return the chip's file: the one given, or the only one in the folder given; ChipUsageError."""
    if path.is_file():
        return path
    found = sorted(path.glob(f"*{_SUFFIX}"))
    if len(found) != 1:
        raise ChipUsageError(f"{path} is no chip, and holds {len(found)} of them; name one file *{_SUFFIX}")
    return found[0]


def serve_chip(path: Path, *, host: str, port: int, listening: bool, tell: Callable[[str], None]) -> None:
    """Be the chip in this file until SIGTERM or SIGINT; wrong keys are counted in the file.

    Connects to a `vpcd` that listens (its default), again and again while there is none; with `listening` it
    is the reader that connects. ChipUsageError for a file that is no chip or a port that is taken.
    """
    file = chip_file(path)
    try:
        memory = ChipMemory.decode(file.read_bytes())
    except IcaoError as error:
        raise ChipUsageError(f"{file.name} is no chip: {error}") from error
    chip = VirtualChip(memory, os.urandom)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    if listening:
        wait_for_reader(file, chip, host, port, stop, tell)
    else:
        lie_on_reader(file, chip, host, port, stop, tell)


def wait_for_reader(
    file: Path, chip: VirtualChip, host: str, port: int, stop: threading.Event, tell: Callable[[str], None]
) -> None:
    """Be a chip that readers connect to, one after another, until `stop`; ChipUsageError for a taken port."""
    try:
        server = chip_tcp.listen(host, port)
    except OSError as error:
        raise ChipUsageError(f"port {port} of {host} cannot be used: {error.strerror}") from error
    with closing(server):
        tell(f"the chip waits for a reader at {host}:{server.getsockname()[1]}")
        while not stop.is_set():
            line = chip_tcp.accept(server, stop.is_set)
            if line is not None:
                with closing(line):
                    _converse(file, chip, line, stop, tell)


def lie_on_reader(
    file: Path, chip: VirtualChip, host: str, port: int, stop: threading.Event, tell: Callable[[str], None]
) -> None:
    """Be a chip that goes to a reader that listens, and again when that has gone, until `stop`."""
    waiting = False
    while not stop.is_set():
        try:
            line = chip_tcp.connect(host, port, timeout_s=_CONNECT_SECONDS)
        except OSError:
            if not waiting:
                tell(f"no reader listens at {host}:{port}; waiting for one")
            waiting = True
            stop.wait(_RETRY_SECONDS)
            continue
        waiting = False
        tell(f"the chip lies on the reader at {host}:{port}")
        with closing(line):
            _converse(file, chip, line, stop, tell)
        stop.wait(_RETRY_SECONDS)


def _converse(
    file: Path,
    chip: VirtualChip,
    line: socket.socket,
    stop: threading.Event,
    tell: Callable[[str], None],
) -> None:
    chip.reset()
    try:
        chip_tcp.converse(
            line,
            chip,
            keep=lambda changed: _keep(file, changed.memory),
            stopped=stop.is_set,
            sleep=stop.wait,
        )
    except chip_tcp.ConversationBrokenError as error:
        tell(f"the reader is gone: {error}")


def _keep(file: Path, memory: ChipMemory) -> None:
    draft = file.with_suffix(".part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as opened:
        opened.write(memory.encode())
        opened.flush()
        os.fsync(opened.fileno())
    draft.replace(file)

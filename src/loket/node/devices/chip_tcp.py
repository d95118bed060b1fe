"""A virtual chip behind a socket, in the protocol of vsmartcard's reader `vpcd` (docs/formats/chip.md)."""

import socket
import time
from collections.abc import Callable

from loket.core.icao.chip.virtual.chip import ANSWER_TO_RESET, VirtualChip

VPCD_PORT = 35963
_OFF, _ON, _RESET, _ANSWER_TO_RESET = 0, 1, 2, 4
_CONTROL_BYTES = 1
_LENGTH_BYTES = 2
_LONGEST_MESSAGE_BYTES = 0xFFFF
_TOO_LONG = bytes.fromhex("6700")
_POLL_SECONDS = 0.25
_MESSAGE_SECONDS = 10.0


class ConversationBrokenError(Exception):
    """The other side closed in the middle of a message, or took too long over one."""


def converse(
    line: socket.socket,
    chip: VirtualChip,
    *,
    keep: Callable[[VirtualChip], None],
    stopped: Callable[[], bool] = lambda: False,
    sleep: Callable[[float], object] = time.sleep,
) -> None:
    """Be the chip at this line until the other side closes it or `stopped` says so.

    A message is two bytes of length, big end first, then so many bytes. One byte is a control: 0 power off, 1
    power on, 2 reset, which get no answer; 4 asks for the answer to reset. All else is a command APDU. `keep`
    is called before an answer goes out when the memory changed. Raises ConversationBrokenError.
    """
    while True:
        message = _receive(line, stopped)
        if message is None:
            return
        if len(message) == _CONTROL_BYTES:
            if message[0] in {_OFF, _ON, _RESET}:
                chip.reset()
            elif message[0] == _ANSWER_TO_RESET:
                _send(line, ANSWER_TO_RESET)
            continue
        before = chip.memory
        answer = chip.answer(message)
        if chip.memory is not before:
            keep(chip)
        sleep(answer.wait_ms / 1000)
        fits = len(answer.response) <= _LONGEST_MESSAGE_BYTES
        _send(line, answer.response if fits else _TOO_LONG)


def connect(host: str, port: int, *, timeout_s: float) -> socket.socket:
    """Put the card into a reader that listens, as `vpcd` does by default; OSError when there is none."""
    return socket.create_connection((host, port), timeout=timeout_s)


def listen(host: str, port: int) -> socket.socket:
    """Wait for a reader that connects, as `vpcd` can be told to; OSError if the port is taken. 0: any."""
    server = socket.create_server((host, port), backlog=1)
    server.settimeout(_POLL_SECONDS)
    return server


def accept(server: socket.socket, stopped: Callable[[], bool]) -> socket.socket | None:
    """Return the next reader's line; None once `stopped` says so."""
    while not stopped():
        try:
            line, _address = server.accept()
        except TimeoutError:
            continue
        return line
    return None


class RemoteChip:
    """A reader's end of the same line: `transmit` for a terminal."""

    def __init__(self, line: socket.socket, *, timeout_s: float = _MESSAGE_SECONDS) -> None:
        self._line = line
        line.settimeout(timeout_s)

    def power_on(self) -> bytes:
        """Give the chip power; returns its answer to reset."""
        _send(self._line, bytes((_ON,)))
        _send(self._line, bytes((_ANSWER_TO_RESET,)))
        return _whole(self._line)

    def power_off(self) -> None:
        """Take its power away."""
        _send(self._line, bytes((_OFF,)))

    def transmit(self, apdu: bytes) -> bytes:
        """Send a command APDU and return the response APDU; ConversationBrokenError."""
        _send(self._line, apdu)
        return _whole(self._line)


def _whole(line: socket.socket) -> bytes:
    length = int.from_bytes(_exactly(line, _LENGTH_BYTES), "big")
    return _exactly(line, length)


def _send(line: socket.socket, message: bytes) -> None:
    try:
        line.sendall(len(message).to_bytes(_LENGTH_BYTES, "big") + message)
    except OSError as error:
        raise ConversationBrokenError("the other side does not take the answer") from error


def _receive(line: socket.socket, stopped: Callable[[], bool]) -> bytes | None:
    """Wait for a message as long as it takes, then for its rest not longer than `_MESSAGE_SECONDS`."""
    line.settimeout(_POLL_SECONDS)
    while True:
        if stopped():
            return None
        try:
            first = line.recv(1)
        except TimeoutError:
            continue
        except OSError as error:
            raise ConversationBrokenError("the line failed") from error
        if not first:
            return None
        break
    line.settimeout(_MESSAGE_SECONDS)
    length = int.from_bytes(first + _exactly(line, 1), "big")
    return _exactly(line, length)


def _exactly(line: socket.socket, count: int) -> bytes:
    data = bytearray()
    while len(data) < count:
        try:
            piece = line.recv(count - len(data))
        except OSError as error:
            raise ConversationBrokenError("a message was not sent to its end") from error
        if not piece:
            raise ConversationBrokenError("the other side closed in the middle of a message")
        data += piece
    return bytes(data)

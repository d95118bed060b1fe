"""How a terminal sends commands to a chip, in secure messaging once that is open."""

from collections.abc import Callable
from typing import TypeAlias

from loket.core.icao.chip.apdu import Command, Ins, Response, StatusWord
from loket.core.icao.chip.ciphers import SessionKeys
from loket.core.icao.chip.error import ChipRefusalError
from loket.core.icao.chip.secure_messaging import BrokenChannelError, SecureChannel

Transmit: TypeAlias = Callable[[bytes], bytes]
"""Carries a command APDU to a chip and brings its response APDU; what it raises when it cannot is its own."""

_ENDED = frozenset({StatusWord.SECURE_MESSAGING_MISSING, StatusWord.SECURE_MESSAGING_WRONG})


class CardChannel:
    """The terminal's end of the line to one chip."""

    def __init__(self, transmit: Transmit) -> None:
        self._transmit = transmit
        self._channel: SecureChannel | None = None

    @property
    def secure(self) -> bool:
        """Whether secure messaging is open."""
        return self._channel is not None

    def secure_with(self, keys: SessionKeys) -> None:
        """Protect every command from the next on with these keys."""
        self._channel = SecureChannel(keys)

    def close(self) -> None:
        """Forget the keys; the next command goes in clear, which ends the chip's session too."""
        self._channel = None

    def send(self, command: Command) -> Response:
        """Send a command and return the response, whatever its status word.

        ChipError for an answer that is none or, in secure messaging, not of this session, which then is over.
        """
        if self._channel is None:
            return Response.parse(self._transmit(command.encode()))
        try:
            protected = self._channel.protect_command(command)
            return self._opened(command.ins, Response.parse(self._transmit(protected.encode())))
        except BrokenChannelError:
            self.close()
            raise

    def require(self, command: Command, field: str, clause: str) -> bytes:
        """Send a command and return the data of a success; ChipRefusalError for any other status word."""
        response = self.send(command)
        if response.status_word != StatusWord.OK:
            raise ChipRefusalError(field, clause, response.status_word)
        return response.data

    def select(self, p1: int, data: bytes, field: str) -> None:
        """SELECT by name (P1 = 04), identifier of a file (02) or the master file (00); ChipRefusalError."""
        self.require(Command(0x00, Ins.SELECT, p1, 0x0C, data), field, "ISO/IEC 7816-4 11.1.1")

    def _opened(self, ins: int, response: Response) -> Response:
        if self._channel is None or (response.status_word in _ENDED and not response.data):
            raise BrokenChannelError("the chip ended the session")
        # A chip that cannot speak in the session any more answers without data objects.
        if not response.data:
            raise BrokenChannelError(f"the chip answers {response.status_word:04X} outside of the session")
        return self._channel.open_response(ins, response)

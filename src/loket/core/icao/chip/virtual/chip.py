"""A virtual chip: bytes in, bytes out (docs/formats/chip.md)."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from loket.core.icao.chip.apdu import CLA_CHAINING, Command, Ins, Response, StatusWord
from loket.core.icao.chip.curves import RandomBytes
from loket.core.icao.chip.error import ChipError
from loket.core.icao.chip.memory import ChipMemory
from loket.core.icao.chip.secure_messaging import BrokenChannelError, is_protected, is_protected_as_here
from loket.core.icao.chip.virtual import access, authentication, files, personalisation
from loket.core.icao.chip.virtual.session import Access, RefusalError, Session
from loket.core.icao.error import IcaoError

ANSWER_TO_RESET = bytes.fromhex("3B8A80014C4F4B45542D5445535469")
"""ISO/IEC 7816-3 §8.2: T=1, ten historical bytes, exclusive-or of all but the first byte at the end."""

_COMMANDS: Mapping[int, Callable[[Session, Command], Response]] = {
    Ins.MANAGE_SECURITY_ENVIRONMENT: authentication.manage_security_environment,
    Ins.ACTIVATE_FILE: personalisation.activate_file,
    Ins.EXTERNAL_AUTHENTICATE: access.external_authenticate,
    Ins.GET_CHALLENGE: access.get_challenge,
    Ins.GENERAL_AUTHENTICATE: authentication.general_authenticate,
    Ins.INTERNAL_AUTHENTICATE: authentication.internal_authenticate,
    Ins.SELECT: files.select,
    Ins.READ_BINARY: files.read_binary,
    Ins.READ_BINARY_ODD: files.read_binary_odd,
    Ins.GET_DATA: files.get_data,
    Ins.UPDATE_BINARY: personalisation.update_binary,
    Ins.UPDATE_BINARY_ODD: personalisation.update_binary_odd,
    Ins.PUT_DATA: personalisation.put_data,
    Ins.CREATE_FILE: personalisation.create_file,
}


@dataclass(frozen=True, slots=True)
class Answer:
    """A response APDU, and for how many milliseconds whoever carries it must hold it back (wrong keys)."""

    response: bytes
    wait_ms: int = 0


class VirtualChip:
    """A chip under power. `random_bytes` gives its challenges, nonces and session keys.

    `memory` is another value after each command that changed it; to be kept by whoever holds the chip, best
    before the answer goes out. No bytes make it raise.
    """

    def __init__(self, memory: ChipMemory, random_bytes: RandomBytes) -> None:
        self._session = Session(memory, random_bytes)

    @property
    def memory(self) -> ChipMemory:
        """What stays without power."""
        return self._session.memory

    def reset(self) -> bytes:
        """Take the power away and give it back: the session is gone. Returns the answer to reset."""
        self._session = Session(self.memory, self._session.random_bytes)
        return ANSWER_TO_RESET

    def answer(self, apdu: bytes) -> Answer:
        """Do what a command APDU says, as far as it is allowed."""
        session = self._session
        session.wait_ms = 0
        try:
            command = Command.parse(apdu)
        except ChipError:
            return Answer(Response(b"", StatusWord.WRONG_LENGTH).encode())
        response = self._protected(command) if is_protected(command) else self._plain(command)
        return Answer(response.encode(), session.wait_ms)

    def transmit(self, apdu: bytes) -> bytes:
        """Return the response alone, without regard to how long it is to be held back."""
        return self.answer(apdu).response

    def _plain(self, command: Command) -> Response:
        session = self._session
        if session.channel is not None:
            # 9303-11 9.8.2: a command without protection ends the session, and is done without rights.
            session.close()
        response = _perform(session, command)
        session.channel, session.next_channel = session.next_channel, None
        return response

    def _protected(self, command: Command) -> Response:
        session = self._session
        channel = session.channel
        if channel is None or not is_protected_as_here(command):
            session.close()
            return Response(b"", StatusWord.SECURE_MESSAGING_NOT_SUPPORTED)
        try:
            plain = channel.open_command(command)
        except BrokenChannelError as error:
            session.close()
            return Response(b"", error.status_word)
        response = channel.protect_response(plain.ins, _perform(session, plain))
        if session.next_channel is not None:
            session.channel, session.next_channel = session.next_channel, None
        elif session.access is Access.NONE:
            session.close()  # the chip was locked
        return response


def _perform(session: Session, command: Command) -> Response:
    chained = command.cla == CLA_CHAINING
    if command.cla and not (chained and command.ins == Ins.GENERAL_AUTHENTICATE):
        return Response(b"", StatusWord.CHAINING_NOT_SUPPORTED if chained else StatusWord.WRONG_CLASS)
    perform = _COMMANDS.get(command.ins)
    if perform is None:
        return Response(b"", StatusWord.WRONG_INSTRUCTION)
    if command.ins != Ins.GENERAL_AUTHENTICATE:
        session.pace = session.chip_authentication = None
    if command.ins != Ins.EXTERNAL_AUTHENTICATE:
        session.challenge = None
    try:
        return perform(session, command)
    except RefusalError as refusal:
        return Response(b"", refusal.status_word)
    except IcaoError:
        # Keys that are no points, elements that are none, protocols that are not offered.
        return Response(b"", StatusWord.WRONG_DATA)

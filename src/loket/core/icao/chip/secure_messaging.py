"""Secure messaging: commands and responses encrypted and authenticated (9303-11 §9.8, ISO/IEC 7816-4 §10)."""

import hmac
from dataclasses import replace

from loket.core.icao.chip.apdu import (
    CLA_CHAINING,
    CLA_SECURE,
    MAX_NE,
    MAX_SHORT_NE,
    Command,
    Response,
    StatusWord,
)
from loket.core.icao.chip.ciphers import MAC_BYTES, SessionKeys
from loket.core.icao.chip.error import ChipError
from loket.core.icao.error import IcaoError
from loket.core.icao.lds.tlv import Tlv, read_all, write_tlv

_PLAIN_VALUE = 0x85
"""Cryptogram of data objects, without a padding indicator: for instructions with an odd byte."""
_CRYPTOGRAM = 0x87
_EXPECTED = 0x97
_STATUS = 0x99
_CODE = 0x8E
_CODE_OBJECT_BYTES = 2 + MAC_BYTES
_PADDED = b"\x01"
"""ISO/IEC 7816-4 §10.3.2: padding indicator, the content is padded with 80 00 …"""
_CLAUSE = "9303-11 9.8"


class BrokenChannelError(ChipError):
    """A message was not made in this session, which ends; `status_word` is what a chip answers to it."""

    def __init__(self, reason: str, status_word: StatusWord = StatusWord.SECURE_MESSAGING_WRONG) -> None:
        super().__init__("secure messaging", _CLAUSE, reason)
        self.status_word = status_word


class SecureChannel:
    """One session's keys and counter; one object on each side. After BrokenChannelError it is dead."""

    def __init__(self, keys: SessionKeys) -> None:
        self._keys = keys
        self._suite = keys.suite
        self._counter = int.from_bytes(keys.counter, "big")

    @property
    def counter(self) -> bytes:
        """The send sequence counter as it stands."""
        return self._counter.to_bytes(self._suite.block_bytes, "big")

    def protect_command(self, command: Command) -> Command:
        """Return the command as the terminal sends it."""
        self._count()
        cla = command.cla | CLA_SECURE
        objects = self._hide(command.ins, command.data)
        if command.ne:
            objects += write_tlv(_EXPECTED, _write_expected(command))
        header = bytes((cla, command.ins, command.p1, command.p2))
        body = objects + write_tlv(_CODE, self._code(header, objects))
        protected = Command(cla, command.ins, command.p1, command.p2, body, MAX_SHORT_NE)
        return replace(protected, ne=MAX_NE) if protected.extended or command.extended else protected

    def open_response(self, ins: int, response: Response) -> Response:
        """Return the answer to an instruction; BrokenChannelError unless it was made in this session."""
        self._count()
        objects, code = _split(response.data)
        if not hmac.compare_digest(self._code(b"", objects), code):
            raise BrokenChannelError("the authentication code is wrong")
        parts = _read(objects, (_PLAIN_VALUE, _CRYPTOGRAM, _STATUS))
        status = parts.get(_STATUS, b"")
        if len(status) != 2 or int.from_bytes(status, "big") != response.status_word:
            raise BrokenChannelError("the status word is not the one that was authenticated")
        return Response(self._reveal(ins, parts), response.status_word)

    def open_command(self, command: Command) -> Command:
        """Return what the terminal commands; BrokenChannelError unless it did so in this session."""
        self._count()
        objects, code = _split(command.data)
        if not hmac.compare_digest(self._code(command.header, objects), code):
            raise BrokenChannelError("the authentication code is wrong")
        parts = _read(objects, (_PLAIN_VALUE, _CRYPTOGRAM, _EXPECTED))
        expected = parts.get(_EXPECTED)
        return Command(
            command.cla & ~CLA_SECURE,
            command.ins,
            command.p1,
            command.p2,
            self._reveal(command.ins, parts),
            0 if expected is None else _read_expected(expected),
        )

    def protect_response(self, ins: int, response: Response) -> Response:
        """Return the response as the chip sends it; the status word stands outside too."""
        self._count()
        objects = self._hide(ins, response.data) + write_tlv(_STATUS, response.status_word.to_bytes(2, "big"))
        body = objects + write_tlv(_CODE, self._code(b"", objects))
        return Response(body, response.status_word)

    def _count(self) -> None:
        self._counter = (self._counter + 1) % (1 << 8 * self._suite.block_bytes)

    def _hide(self, ins: int, data: bytes) -> bytes:
        if not data:
            return b""
        suite, key = self._suite, self._keys.encryption
        cryptogram = suite.encrypt(key, suite.pad(data), suite.iv_from(key, self.counter))
        return (
            write_tlv(_PLAIN_VALUE, cryptogram) if ins & 1 else write_tlv(_CRYPTOGRAM, _PADDED + cryptogram)
        )

    def _reveal(self, ins: int, parts: dict[int, bytes]) -> bytes:
        if _PLAIN_VALUE in parts and _CRYPTOGRAM in parts:
            raise BrokenChannelError("two cryptograms")
        cryptogram = parts.get(_PLAIN_VALUE)
        if cryptogram is not None and not ins & 1:
            raise BrokenChannelError("a cryptogram of data objects where none belongs")
        # Chips answer an odd instruction in either form.
        if _CRYPTOGRAM in parts:
            marked = parts[_CRYPTOGRAM]
            if marked[:1] != _PADDED:
                raise BrokenChannelError("an unknown padding indicator")
            cryptogram = marked[1:]
        if cryptogram is None:
            return b""
        suite, key = self._suite, self._keys.encryption
        try:
            return suite.unpad(suite.decrypt(key, cryptogram, suite.iv_from(key, self.counter)))
        except ChipError as error:
            raise BrokenChannelError(error.reason) from None

    def _code(self, header: bytes, objects: bytes) -> bytes:
        suite = self._suite
        # ISO/IEC 7816-4 10.2.3.1: header and data objects are padded each; what is empty is not.
        message = (
            self.counter + (suite.pad(header) if header else b"") + (suite.pad(objects) if objects else b"")
        )
        return suite.mac(self._keys.authentication, message)


def is_protected(command: Command) -> bool:
    """Whether the class byte announces secure messaging, in any of its forms."""
    return bool(command.cla & CLA_SECURE)


def is_protected_as_here(command: Command) -> bool:
    """Whether secure messaging is announced as Doc 9303 has it: header authenticated, no chain."""
    return command.cla & CLA_SECURE == CLA_SECURE and not command.cla & CLA_CHAINING


def _split(data: bytes) -> tuple[bytes, bytes]:
    objects, code = data[:-_CODE_OBJECT_BYTES], data[-_CODE_OBJECT_BYTES:]
    if code[:2] != bytes((_CODE, MAC_BYTES)):
        raise BrokenChannelError("the authentication code is missing", StatusWord.SECURE_MESSAGING_MISSING)
    return objects, code[2:]


def _read(objects: bytes, allowed: tuple[int, ...]) -> dict[int, bytes]:
    try:
        elements: tuple[Tlv, ...] = read_all(objects, most=len(allowed))
    except IcaoError as error:
        raise BrokenChannelError(error.reason) from None
    places = [allowed.index(element.tag) if element.tag in allowed else -1 for element in elements]
    if -1 in places or places != sorted(set(places)):
        raise BrokenChannelError("data objects that do not belong here, or not in this order")
    return {element.tag: element.value for element in elements}


def _write_expected(command: Command) -> bytes:
    if command.extended:
        return (command.ne % MAX_NE).to_bytes(2, "big")
    return bytes((command.ne % MAX_SHORT_NE,))


def _read_expected(value: bytes) -> int:
    if len(value) not in {1, 2}:
        raise BrokenChannelError("an impossible expected length")
    return int.from_bytes(value, "big") or (MAX_SHORT_NE if len(value) == 1 else MAX_NE)

"""Commands and responses of a chip (ISO/IEC 7816-4 §5): short and extended lengths."""

from dataclasses import dataclass
from enum import IntEnum
from typing import Self

from loket.core.icao.chip.error import ChipError

MAX_SHORT_DATA = 255
MAX_SHORT_NE = 256
MAX_DATA = 65_535
MAX_NE = 65_536

CLA_SECURE = 0x0C
"""Bits of the class byte: secure messaging, header authenticated (ISO/IEC 7816-4 §5.4.1)."""
CLA_CHAINING = 0x10
"""Bit of the class byte: not the last command of a chain."""


class Ins(IntEnum):
    """Instruction bytes that the chip knows (ISO/IEC 7816-4, -8 and -9)."""

    MANAGE_SECURITY_ENVIRONMENT = 0x22
    ACTIVATE_FILE = 0x44
    EXTERNAL_AUTHENTICATE = 0x82
    GET_CHALLENGE = 0x84
    GENERAL_AUTHENTICATE = 0x86
    INTERNAL_AUTHENTICATE = 0x88
    SELECT = 0xA4
    READ_BINARY = 0xB0
    READ_BINARY_ODD = 0xB1
    GET_DATA = 0xCA
    UPDATE_BINARY = 0xD6
    UPDATE_BINARY_ODD = 0xD7
    PUT_DATA = 0xDA
    CREATE_FILE = 0xE0


class StatusWord(IntEnum):
    """Status words that the chip gives (ISO/IEC 7816-4 §5.6)."""

    OK = 0x9000
    END_OF_FILE = 0x6282
    AUTHENTICATION_FAILED = 0x6300
    MEMORY_FAILURE = 0x6581
    WRONG_LENGTH = 0x6700
    SECURE_MESSAGING_NOT_SUPPORTED = 0x6882
    CHAINING_NOT_SUPPORTED = 0x6884
    SECURITY_NOT_SATISFIED = 0x6982
    AUTHENTICATION_BLOCKED = 0x6983
    CONDITIONS_NOT_SATISFIED = 0x6985
    NO_CURRENT_FILE = 0x6986
    SECURE_MESSAGING_MISSING = 0x6987
    SECURE_MESSAGING_WRONG = 0x6988
    WRONG_DATA = 0x6A80
    FUNCTION_NOT_SUPPORTED = 0x6A81
    FILE_NOT_FOUND = 0x6A82
    NOT_ENOUGH_MEMORY = 0x6A84
    WRONG_PARAMETERS = 0x6A86
    REFERENCE_NOT_FOUND = 0x6A88
    FILE_EXISTS = 0x6A89
    WRONG_OFFSET = 0x6B00
    WRONG_INSTRUCTION = 0x6D00
    WRONG_CLASS = 0x6E00


@dataclass(frozen=True, slots=True)
class Command:
    """One command APDU.

    `data`: at most 65,535 bytes. `ne`: how many bytes are asked for, 0 to 65,536; 256 and 65,536 say "as many
    as there are" in short and extended coding.
    """

    cla: int
    ins: int
    p1: int
    p2: int
    data: bytes = b""
    ne: int = 0

    def __post_init__(self) -> None:
        """Hold every part against its bounds; ChipError."""
        if any(not 0 <= byte <= 0xFF for byte in (self.cla, self.ins, self.p1, self.p2)):
            raise ChipError("command", "ISO/IEC 7816-4 5.1", "a header byte is out of range")
        if len(self.data) > MAX_DATA or not 0 <= self.ne <= MAX_NE:
            raise ChipError("command", "ISO/IEC 7816-4 5.1", "too long for one command")

    @property
    def header(self) -> bytes:
        """CLA, INS, P1, P2."""
        return bytes((self.cla, self.ins, self.p1, self.p2))

    @property
    def extended(self) -> bool:
        """Whether its lengths need extended coding."""
        return len(self.data) > MAX_SHORT_DATA or self.ne > MAX_SHORT_NE

    def encode(self) -> bytes:
        """Return its bytes, in extended coding only where short coding does not suffice."""
        out = self.header
        if self.extended:
            out += b"\0" + len(self.data).to_bytes(2, "big") + self.data if self.data else b""
            if self.ne:
                out += (b"" if self.data else b"\0") + (self.ne % MAX_NE).to_bytes(2, "big")
            return out
        if self.data:
            out += bytes((len(self.data),)) + self.data
        return out + bytes((self.ne % MAX_SHORT_NE,)) if self.ne else out

    @classmethod
    def parse(cls, apdu: bytes) -> Self:
        """Read a command in any of the seven codings (ISO/IEC 7816-3 §12.1.3); ChipError for others."""
        if len(apdu) < 4:
            raise ChipError("command", "ISO/IEC 7816-4 5.1", "shorter than a header")
        data, ne = _body(apdu[4:])
        return cls(apdu[0], apdu[1], apdu[2], apdu[3], data, ne)


def _body(body: bytes) -> tuple[bytes, int]:
    size = len(body)
    if size == 0:
        return b"", 0
    if size == 1:
        return b"", body[0] or MAX_SHORT_NE
    if body[0]:
        lc, rest = body[0], body[1:]
        if len(rest) == lc:
            return rest, 0
        if len(rest) == lc + 1:
            return rest[:-1], rest[-1] or MAX_SHORT_NE
    elif size == 3:
        return b"", int.from_bytes(body[1:], "big") or MAX_NE
    elif size > 3:
        lc, rest = int.from_bytes(body[1:3], "big"), body[3:]
        if lc and len(rest) == lc:
            return rest, 0
        if lc and len(rest) == lc + 2:
            return rest[:-2], int.from_bytes(rest[-2:], "big") or MAX_NE
    raise ChipError("command", "ISO/IEC 7816-4 5.1", "its lengths contradict each other")


@dataclass(frozen=True, slots=True)
class Response:
    """One response APDU: at most 65,536 bytes of data, and the status word."""

    data: bytes
    status_word: int

    def encode(self) -> bytes:
        """Return its bytes."""
        return self.data + self.status_word.to_bytes(2, "big")

    @classmethod
    def parse(cls, apdu: bytes) -> Self:
        """Read a response; ChipError when it has no status word or is longer than any can be."""
        if not 2 <= len(apdu) <= MAX_NE + 2:
            raise ChipError("response", "ISO/IEC 7816-4 5.1", "its length is impossible")
        return cls(apdu[:-2], int.from_bytes(apdu[-2:], "big"))

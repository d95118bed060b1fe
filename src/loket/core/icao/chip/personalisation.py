"""Writing a chip: what is written, and the commands for it (docs/formats/chip.md)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from loket.core.icao.chip import bac
from loket.core.icao.chip.apdu import MAX_SHORT_NE, Command, Ins, Response, StatusWord
from loket.core.icao.chip.card_channel import CardChannel, Transmit
from loket.core.icao.chip.ciphers import Suite
from loket.core.icao.chip.curves import RandomBytes
from loket.core.icao.chip.error import ChipError, ChipRefusalError
from loket.core.icao.chip.keys import ChipKey
from loket.core.icao.chip.passwords import Password, PasswordKind
from loket.core.icao.lds import der
from loket.core.icao.lds.files import LDS1_APPLICATION, ElementaryFile
from loket.core.icao.lds.tlv import write_template, write_tlv

PERSONALISATION_SUITE = Suite.AES_128
FILE_TEMPLATE, FILE_SIZE, FILE_IDENTIFIER = 0x62, 0x80, 0x83
"""File control parameters in CREATE FILE (ISO/IEC 7816-4 §7.4.3)."""
MRZ_OBJECT, CAN_OBJECT, CHIP_KEY_OBJECT, ACTIVE_KEY_OBJECT = 0x0101, 0x0102, 0x0103, 0x0104
"""P1-P2 of PUT DATA, data objects of our own."""
OFFSET_OBJECT, DATA_OBJECT = 0x54, 0x53
"""Offset and data of READ and UPDATE BINARY with an odd instruction (ISO/IEC 7816-4 §11.2.3)."""
SERIAL_OBJECT = 0x0101
"""P1-P2 of GET DATA for the chip's serial number, a data object of our own."""
EXTENDED_LENGTHS = 0x7F66

LONGEST_APDU_BYTES = 32_767
_PIECE_BYTES = 16_384
_CLAUSE = "docs/formats/chip.md"


@dataclass(frozen=True, slots=True, repr=False)
class ChipContent:
    """Everything that a chip gets before it is locked.

    `files`: whole files as they are read later, EF.CardAccess and EF.SOD among them. `password`: of the
    machine readable zone. `can`: of the card access number, if the document prints one.
    """

    files: Mapping[ElementaryFile, bytes]
    password: Password
    can: Password | None = None
    chip_authentication_key: ChipKey | None = None
    active_authentication_key: ChipKey | None = None

    def __post_init__(self) -> None:
        """Refuse what no chip can be given; ChipError."""
        kinds = self.password.kind is PasswordKind.MRZ and (
            self.can is None or self.can.kind is PasswordKind.CAN
        )
        if not kinds or not self.files or not all(self.files.values()):
            raise ChipError("chip content", _CLAUSE, "no file, an empty one, or passwords of the wrong kind")


def atr_info() -> bytes:
    """Return EF.ATR/INFO of our chips: how long commands and responses may be (9303-10 §3.11.1)."""
    longest = der.write_integer(LONGEST_APDU_BYTES)
    return write_template(EXTENDED_LENGTHS, (longest, longest))


class Personaliser:
    """A conversation in which a chip is written: `begin`, `write`, `lock`, in this order.

    ChipRefusalError carries the status word of what the chip would not do: 6300 for a wrong key, 6983 after
    too many.
    """

    def __init__(self, transmit: Transmit, random_bytes: RandomBytes) -> None:
        self._card = CardChannel(transmit)
        self._random_bytes = random_bytes

    def serial(self) -> bytes:
        """Return the chip's serial number: 8 bytes; ChipRefusalError once it is locked."""
        command = Command(0x00, Ins.GET_DATA, SERIAL_OBJECT >> 8, SERIAL_OBJECT & 0xFF, ne=MAX_SHORT_NE)
        return self._card.require(command, "serial", _CLAUSE)

    def begin(self, key: bytes) -> None:
        """Open secure messaging with the personalisation key (16 bytes); ChipError if it is another's."""
        challenge = self._card.require(Command(0x00, Ins.GET_CHALLENGE, 0, 0, ne=8), "challenge", _CLAUSE)
        own, material = self._random_bytes(bac.CHALLENGE_BYTES), self._random_bytes(bac.KEY_MATERIAL_BYTES)
        offer = bac.Offer(own, challenge, material)
        sealed = offer.seal(key, PERSONALISATION_SUITE)
        command = Command(0x00, Ins.EXTERNAL_AUTHENTICATE, 0, 0, sealed, bac.MESSAGE_BYTES)
        message = self._card.require(command, "personalisation key", _CLAUSE)
        answer = bac.Offer.open(key, message, PERSONALISATION_SUITE)
        if answer.other_challenge != own or answer.own_challenge != challenge:
            raise ChipError("personalisation key", _CLAUSE, "the chip answers another challenge")
        self._card.secure_with(bac.session_keys(offer, answer, PERSONALISATION_SUITE))

    def write(self, content: ChipContent) -> None:
        """Write everything, and read each file back; ChipError when one differs."""
        for in_master_file in (True, False):
            files = {
                file: data for file, data in content.files.items() if file.in_master_file is in_master_file
            }
            if files:
                place = b"\x3f\x00" if in_master_file else LDS1_APPLICATION
                self._card.select(0x00 if in_master_file else 0x04, place, "place of the files")
            for file, data in files.items():
                self._write_file(file, data)
        for number, value in _secrets(content):
            self._card.require(
                Command(0x00, Ins.PUT_DATA, number >> 8, number & 0xFF, value), "secret", _CLAUSE
            )

    def lock(self) -> None:
        """Lock the chip: nothing is ever written to it again."""
        self._card.require(Command(0x00, Ins.ACTIVATE_FILE, 0, 0), "lock", _CLAUSE)
        self._card.close()

    def _write_file(self, file: ElementaryFile, data: bytes) -> None:
        parameters = (
            write_tlv(FILE_SIZE, len(data).to_bytes(3, "big")),
            write_tlv(FILE_IDENTIFIER, file.fid.to_bytes(2, "big")),
        )
        command = Command(0x00, Ins.CREATE_FILE, 0, 0, write_template(FILE_TEMPLATE, parameters))
        self._card.require(command, file.title, _CLAUSE)
        for offset in range(0, len(data), _PIECE_BYTES):
            piece = data[offset : offset + _PIECE_BYTES]
            where = write_tlv(OFFSET_OBJECT, offset.to_bytes(3, "big"))
            update = Command(0x00, Ins.UPDATE_BINARY_ODD, 0, 0, where + write_tlv(DATA_OBJECT, piece))
            self._card.require(update, file.title, _CLAUSE)
            if self._read(where, len(piece)) != write_tlv(DATA_OBJECT, piece):
                raise ChipError(file.title, _CLAUSE, "is not what was written")

    def _read(self, where: bytes, size: int) -> bytes:
        # Room for tag and length of what comes back.
        command = Command(0x00, Ins.READ_BINARY_ODD, 0, 0, where, size + 4)
        response: Response = self._card.send(command)
        if response.status_word not in {StatusWord.OK, StatusWord.END_OF_FILE}:
            raise ChipRefusalError("file", _CLAUSE, response.status_word)
        return response.data


def _secrets(content: ChipContent) -> Iterator[tuple[int, bytes]]:
    yield MRZ_OBJECT, content.password.secret
    if content.can is not None:
        yield CAN_OBJECT, content.can.secret
    if content.chip_authentication_key is not None:
        yield CHIP_KEY_OBJECT, content.chip_authentication_key.encode()
    if content.active_authentication_key is not None:
        yield ACTIVE_KEY_OBJECT, content.active_authentication_key.encode()

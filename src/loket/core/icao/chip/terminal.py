"""A terminal: opens a chip, reads its files, and lets it prove that it is no copy (9303-11 §4, §6)."""

from dataclasses import dataclass

from loket.core.icao.chip import bac
from loket.core.icao.chip.active_authentication import CHALLENGE_BYTES
from loket.core.icao.chip.apdu import MAX_NE, MAX_SHORT_NE, Command, Ins, StatusWord
from loket.core.icao.chip.card_channel import CardChannel, Transmit
from loket.core.icao.chip.chip_authentication import ChipAuthenticationTerms
from loket.core.icao.chip.ciphers import SessionKeys, Suite
from loket.core.icao.chip.curves import EphemeralKey, RandomBytes, shared_secret
from loket.core.icao.chip.error import ChipError, ChipRefusalError
from loket.core.icao.chip.passwords import Password
from loket.core.icao.chip.personalisation import EXTENDED_LENGTHS
from loket.core.icao.chip.secure_messaging import BrokenChannelError
from loket.core.icao.chip.terminal_pace import PaceOpened, PaceTerms, open_with_pace, pace_offers
from loket.core.icao.error import IcaoError
from loket.core.icao.lds import der
from loket.core.icao.lds.files import LDS1_APPLICATION, ElementaryFile
from loket.core.icao.lds.tlv import (
    MOST_FILE_BYTES,
    MOST_HEADER_BYTES,
    read_all,
    read_file_length,
    read_only,
    read_tlv,
    write_template,
    write_tlv,
)

SHORT_PIECE_BYTES = 223
"""What fits into a short response with everything that secure messaging puts around it."""
_AROUND_PIECE_BYTES = 64
_FIRST_FAR_OFFSET = 0x8000
_LONGEST_SERIAL_BYTES = 64
_CLAUSE = "9303-11 4"


@dataclass(frozen=True, slots=True)
class BasicOpened:
    """The chip was opened by basic access control."""


class Terminal:
    """One conversation with one chip; `random_bytes` gives challenges and session keys.

    Whatever the chip answers, nothing but IcaoError (ChipError, ChipRefusalError) is raised here; what
    `transmit` raises passes through.
    """

    def __init__(self, transmit: Transmit, random_bytes: RandomBytes) -> None:
        self._card = CardChannel(transmit)
        self._random_bytes = random_bytes
        self._piece_bytes = SHORT_PIECE_BYTES
        self._in_application = False

    @property
    def secure(self) -> bool:
        """Whether secure messaging is open."""
        return self._card.secure

    def pace_offers(self) -> tuple[PaceTerms, ...]:
        """Return how the chip can be opened by PACE, best first; empty without EF.CardAccess."""
        try:
            return pace_offers(self.read(ElementaryFile.CARD_ACCESS))
        except ChipRefusalError:
            return ()

    def open(self, password: Password) -> BasicOpened | PaceOpened:
        """Open the chip with PACE if it offers that, else with basic access control (9303-11 §4.2).

        ChipRefusalError with status word 6300 for a wrong key; ChipError when the chip does not know the key.
        """
        offers = self.pace_offers()
        return self.open_with_pace(password, offers[0]) if offers else self.open_with_bac(password)

    def open_with_pace(self, password: Password, terms: PaceTerms) -> PaceOpened:
        """Open the chip by PACE; raises as `open`. The master file is selected then."""
        opened, keys = open_with_pace(self._card, password, terms, self._random_bytes)
        self._card.secure_with(keys)
        self._in_application = False
        self._learn_lengths()
        return opened

    def open_with_bac(self, password: Password) -> BasicOpened:
        """Open the chip by basic access control; raises as `open`. IcaoError for a card access number."""
        seed = password.bac_seed
        # Which lengths the chip takes is told in the master file, before the application.
        self._learn_lengths()
        self._select_application()
        challenge = self._card.require(
            Command(0x00, Ins.GET_CHALLENGE, 0, 0, ne=8), "challenge", "9303-11 4.3"
        )
        if len(challenge) != bac.CHALLENGE_BYTES:
            raise ChipError("challenge", "9303-11 4.3", "is not of 8 bytes")
        offer = bac.Offer(
            self._random_bytes(bac.CHALLENGE_BYTES), challenge, self._random_bytes(bac.KEY_MATERIAL_BYTES)
        )
        command = Command(0x00, Ins.EXTERNAL_AUTHENTICATE, 0, 0, offer.seal(seed), bac.MESSAGE_BYTES)
        answer = bac.Offer.open(seed, self._card.require(command, "basic access control", "9303-11 4.3"))
        if answer.other_challenge != offer.own_challenge or answer.own_challenge != challenge:
            raise ChipError("basic access control", "9303-11 4.3", "the chip answers another challenge")
        self._card.secure_with(bac.session_keys(offer, answer))
        return BasicOpened()

    def read(self, file: ElementaryFile) -> bytes:
        """Return a whole file; ChipRefusalError when refused or absent, ChipError if it breaks off."""
        self.select(file)
        content = bytearray(self._read_piece(file, 0, self._piece_bytes))
        if file.tag is None:
            # A row of data objects tells nowhere how long it is; one piece holds what is read here of it.
            return bytes(content)
        length = read_file_length(bytes(content[:MOST_HEADER_BYTES]))
        del content[length:]
        while len(content) < length:
            piece = self._read_piece(file, len(content), min(self._piece_bytes, length - len(content)))
            if not piece:
                raise ChipError(file.title, "ISO/IEC 7816-4 11.2.3", "ends before its length")
            content += piece
        return bytes(content)

    def select(self, file: ElementaryFile) -> None:
        """SELECT a file where it is; ChipRefusalError."""
        if file.in_master_file and self._in_application:
            self._card.select(0x00, b"\x3f\x00", "master file")
            self._in_application = False
        elif not file.in_master_file and not self._in_application:
            self._select_application()
        self._card.select(0x02, file.fid.to_bytes(2, "big"), file.title)

    def may_write(self, file: ElementaryFile) -> bool:
        """Whether the chip lets a byte of the file be written over; tried with the byte that is there.

        A chip after its lock must not. The file has to be readable (raises as `read`).
        """
        first = self.read(file)[:1]
        response = self._card.send(Command(0x00, Ins.UPDATE_BINARY, 0, 0, first))
        return response.status_word == StatusWord.OK

    def serial(self) -> bytes:
        """Return the serial number as our own chips give it (docs/formats/chip.md); ChipRefusalError."""
        serial = self._card.require(
            Command(0x00, Ins.GET_DATA, 0x01, 0x01, ne=MAX_SHORT_NE), "serial", _CLAUSE
        )
        if not 1 <= len(serial) <= _LONGEST_SERIAL_BYTES:
            raise ChipError("serial", _CLAUSE, "is of an impossible length")
        return serial

    def authenticate_chip(self, terms: ChipAuthenticationTerms) -> bool:
        """Let the chip agree on new keys; whether it could, which proves the key in `terms` (9303-11 §6.2).

        True says that the chip is no copy only once passive authentication has proven data group 14. Secure
        messaging goes on with the new keys; after False it is over. ChipRefusalError if the chip does not.
        """
        curve = terms.public_key.curve
        own = EphemeralKey.draw(curve, curve.generator, self._random_bytes)
        reference = b""
        if terms.key_id is not None:
            number = terms.key_id.to_bytes(max(1, (terms.key_id.bit_length() + 7) // 8), "big")
            reference = write_tlv(0x84, number)
        if terms.protocol.suite is Suite.TRIPLE_DES:
            self._manage(0x41, 0xA6, write_tlv(0x91, own.public) + reference)
        else:
            identifier = read_tlv(der.write_oid(terms.protocol.identifier))[0].value
            self._manage(0x41, 0xA4, write_tlv(0x80, identifier) + reference)
            data = write_template(0x7C, (write_tlv(0x80, own.public),))
            command = Command(0x00, Ins.GENERAL_AUTHENTICATE, 0, 0, data, MAX_SHORT_NE)
            self._card.require(command, "chip authentication", "9303-11 6.2")
        secret = shared_secret(curve, own.private, terms.public_key.point)
        self._card.secure_with(SessionKeys.derive(terms.protocol.suite, secret))
        try:
            # Only the next answer shows whether the chip has the same keys.
            self.select(ElementaryFile.COM)
        except BrokenChannelError:
            return False
        return True

    def sign_challenge(self, challenge: bytes) -> bytes:
        """Return the chip's signature over 8 bytes, for `signature_holds` (9303-11 §6.1)."""
        if len(challenge) != CHALLENGE_BYTES:
            raise ChipError("challenge", "9303-11 6.1", "is not of 8 bytes")
        if not self._in_application:
            self._select_application()
        extended = self._piece_bytes > SHORT_PIECE_BYTES
        ne = MAX_NE if extended else MAX_SHORT_NE
        command = Command(0x00, Ins.INTERNAL_AUTHENTICATE, 0, 0, challenge, ne)
        return self._card.require(command, "active authentication", "9303-11 6.1")

    def _manage(self, p1: int, p2: int, data: bytes) -> None:
        command = Command(0x00, Ins.MANAGE_SECURITY_ENVIRONMENT, p1, p2, data)
        self._card.require(command, "chip authentication", "9303-11 6.2")

    def _select_application(self) -> None:
        self._card.select(0x04, LDS1_APPLICATION, "application")
        self._in_application = True

    def _read_piece(self, file: ElementaryFile, offset: int, size: int) -> bytes:
        if offset >= MOST_FILE_BYTES:
            raise ChipError(file.title, "ISO/IEC 7816-4 11.2.3", "is longer than any that is read")
        if offset < _FIRST_FAR_OFFSET:
            command = Command(0x00, Ins.READ_BINARY, offset >> 8, offset & 0xFF, ne=size)
            return self._piece(file, command, size)
        # ISO/IEC 7816-4 11.2.3.1: 15 bits of offset end at 32,767
        where = write_tlv(0x54, offset.to_bytes(3, "big"))
        room = size + 4 if self._piece_bytes > SHORT_PIECE_BYTES else min(size + 4, SHORT_PIECE_BYTES)
        command = Command(0x00, Ins.READ_BINARY_ODD, 0, 0, where, room)
        return read_only(self._piece(file, command, room), 0x53, field=file.title)

    def _piece(self, file: ElementaryFile, command: Command, size: int) -> bytes:
        response = self._card.send(command)
        if response.status_word not in {StatusWord.OK, StatusWord.END_OF_FILE}:
            raise ChipRefusalError(file.title, "ISO/IEC 7816-4 11.2.3", response.status_word)
        if len(response.data) > size:
            raise ChipError(file.title, "ISO/IEC 7816-4 11.2.3", "more than was asked for")
        return response.data

    def _learn_lengths(self) -> None:
        """Read in EF.ATR/INFO how long a response may be; without it, short ones are asked for."""
        try:
            self._piece_bytes = piece_bytes(self.read(ElementaryFile.ATR_INFO))
        except BrokenChannelError:
            raise
        except IcaoError:
            # Many chips have no such file, or keep other things in it.
            return


def piece_bytes(atr_info: bytes) -> int:
    """Return how much of a file to ask for at a time, from EF.ATR/INFO (9303-10 §3.11.1); raises IcaoError.

    DO 7F66 says in two numbers how long a command and a response may be.
    """
    for element in read_all(atr_info):
        if element.tag == EXTENDED_LENGTHS:
            command_and_response = read_all(element.value, most=2)
            if len(command_and_response) == 2:
                longest = min(der.read_integer(command_and_response[1].value), MAX_NE)
                return max(SHORT_PIECE_BYTES, longest - _AROUND_PIECE_BYTES)
    return SHORT_PIECE_BYTES

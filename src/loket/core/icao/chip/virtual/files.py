"""SELECT, READ BINARY and GET DATA: what may be read, by whom (9303-10 §3; ISO/IEC 7816-4 §11)."""

from loket.core.icao.chip.apdu import MAX_NE, MAX_SHORT_NE, Command, Response, StatusWord
from loket.core.icao.chip.memory import file_of
from loket.core.icao.chip.personalisation import DATA_OBJECT, OFFSET_OBJECT, SERIAL_OBJECT
from loket.core.icao.chip.virtual.session import Access, RefusalError, Session, done, require
from loket.core.icao.lds.files import LDS1_APPLICATION, ElementaryFile
from loket.core.icao.lds.tlv import read_only, write_length, write_template, write_tlv

MOST_READ_BYTES = 32_768
"""A longer piece is not given in one answer, so that secure messaging finds room around it."""

_MASTER_FILE = b"\x3f\x00"
_OPEN = frozenset({ElementaryFile.ATR_INFO, ElementaryFile.DIR, ElementaryFile.CARD_ACCESS})
_SENSITIVE = frozenset({ElementaryFile.DG3, ElementaryFile.DG4})
_FCP_ABSENT = 0x0C
_BY_NAME, _ELEMENTARY, _BY_IDENTIFIER = 0x04, 0x02, 0x00
_SHORT_IDENTIFIER = 0x80
_HIGHEST_OFFSET_BYTES = 3
_FCI, _SIZE, _IDENTIFIER, _NAME = 0x6F, 0x80, 0x83, 0x84


def select(session: Session, command: Command) -> Response:
    """SELECT the master file, the application, or a file of either; with P2 = 00 the answer says which."""
    require(command.p2 in {_FCP_ABSENT, 0x00}, StatusWord.WRONG_PARAMETERS)
    described = command.p2 == 0x00
    if command.p1 == _BY_NAME:
        require(command.data == LDS1_APPLICATION, StatusWord.FILE_NOT_FOUND)
        session.in_application, session.current = True, None
        return done(write_tlv(_FCI, write_tlv(_NAME, LDS1_APPLICATION)) if described else b"")
    if command.p1 == _BY_IDENTIFIER:
        require(command.data in {b"", _MASTER_FILE}, StatusWord.FILE_NOT_FOUND)
        session.in_application, session.current = False, None
        return done(write_tlv(_FCI, write_tlv(_IDENTIFIER, _MASTER_FILE)) if described else b"")
    require(command.p1 == _ELEMENTARY, StatusWord.WRONG_PARAMETERS)
    require(len(command.data) == 2, StatusWord.WRONG_DATA)
    file = _find(session, int.from_bytes(command.data, "big"))
    session.current = file
    size = len(session.memory.files[file]).to_bytes(3, "big")
    return done(
        write_template(_FCI, (write_tlv(_SIZE, size), write_tlv(_IDENTIFIER, command.data)))
        if described
        else b""
    )


def read_binary(session: Session, command: Command) -> Response:
    """READ BINARY of the current file, or of the one with this short identifier, which becomes it."""
    require(not command.data, StatusWord.WRONG_LENGTH)
    if command.p1 & _SHORT_IDENTIFIER:
        require(not command.p1 & 0x60, StatusWord.WRONG_PARAMETERS)
        session.current = _find_short(session, command.p1 & 0x1F)
        offset = command.p2
    else:
        offset = command.p1 << 8 | command.p2
    data, status = _piece(session, offset, command.ne)
    return Response(data, status)


def read_binary_odd(session: Session, command: Command) -> Response:
    """READ BINARY with the offset in a data object, for what lies beyond 32,767 bytes."""
    place = command.p1 << 8 | command.p2
    if place:
        session.current = _find_short(session, place) if place < 0x1F else _find(session, place)
    offset = offset_of(read_only(command.data, OFFSET_OBJECT, field="offset"))
    data, status = _piece(session, offset, command.ne, around=1 + len(write_length(command.ne)))
    return Response(write_tlv(DATA_OBJECT, data), status)


def get_data(session: Session, command: Command) -> Response:
    """GET DATA of the serial number: before the lock for everybody, after it for who has the key."""
    require(command.p1 << 8 | command.p2 == SERIAL_OBJECT, StatusWord.REFERENCE_NOT_FOUND)
    # A serial that anybody can read would make the holder traceable (9303-11 §4).
    require(not session.memory.locked or session.access is not Access.NONE, StatusWord.SECURITY_NOT_SATISFIED)
    return done(session.memory.serial)


def offset_of(value: bytes) -> int:
    """Return the offset in the value of its data object, at most 3 bytes."""
    require(1 <= len(value) <= _HIGHEST_OFFSET_BYTES, StatusWord.WRONG_DATA)
    return int.from_bytes(value, "big")


def may_read(session: Session, file: ElementaryFile) -> bool:
    """Whether this session may read the file, if there is one.

    Files in the master file that announce protocols are open; EF.CardSecurity needs PACE; data groups 3 and 4
    need terminal authentication too, which this chip does not have.
    """
    if not session.memory.locked:
        return session.access is Access.PERSONALISATION
    if file in _OPEN:
        return True
    if file in _SENSITIVE:
        return False
    if file is ElementaryFile.CARD_SECURITY:
        return session.access is Access.PACE
    return session.access in {Access.BASIC, Access.PACE}


def _find(session: Session, fid: int) -> ElementaryFile:
    return _allowed(session, file_of(fid, in_master_file=not session.in_application))


def _find_short(session: Session, number: int) -> ElementaryFile:
    for file in ElementaryFile:
        if file.short_fid == number and file.in_master_file != session.in_application:
            return _allowed(session, file)
    return _allowed(session, None)


def _allowed(session: Session, file: ElementaryFile | None) -> ElementaryFile:
    if file is None or not may_read(session, file):
        # Nobody without the key learns which files there are.
        without_key = session.in_application and session.access is Access.NONE
        known = file is not None or without_key
        raise RefusalError(StatusWord.SECURITY_NOT_SATISFIED if known else StatusWord.FILE_NOT_FOUND)
    require(file in session.memory.files, StatusWord.FILE_NOT_FOUND)
    return file


def _piece(session: Session, offset: int, ne: int, around: int = 0) -> tuple[bytes, int]:
    """Return what is asked for, less what stands `around` it, and whether that passed the end of the file."""
    file = session.current
    if file is None:
        raise RefusalError(StatusWord.NO_CURRENT_FILE)
    require(may_read(session, file), StatusWord.SECURITY_NOT_SATISFIED)
    content = session.memory.files[file]
    wanted = min(ne, MOST_READ_BYTES) - around
    require(wanted > 0, StatusWord.WRONG_LENGTH)
    require(offset <= len(content), StatusWord.WRONG_OFFSET)
    piece = content[offset : offset + wanted]
    short = len(piece) < wanted and ne not in {MAX_SHORT_NE, MAX_NE}
    return piece, StatusWord.END_OF_FILE if short else StatusWord.OK

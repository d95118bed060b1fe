"""Writing a chip, and the lock after which nothing writes (docs/formats/chip.md; ISO/IEC 7816-9)."""

from dataclasses import replace
from types import MappingProxyType

from loket.core.icao.chip.apdu import Command, Response, StatusWord
from loket.core.icao.chip.keys import ChipKey
from loket.core.icao.chip.memory import CAPACITY_BYTES, MRZ_SECRET_BYTES, file_of
from loket.core.icao.chip.passwords import can_password
from loket.core.icao.chip.personalisation import (
    ACTIVE_KEY_OBJECT,
    CAN_OBJECT,
    CHIP_KEY_OBJECT,
    DATA_OBJECT,
    FILE_IDENTIFIER,
    FILE_SIZE,
    FILE_TEMPLATE,
    MRZ_OBJECT,
    OFFSET_OBJECT,
)
from loket.core.icao.chip.virtual.files import offset_of
from loket.core.icao.chip.virtual.session import Access, RefusalError, Session, done, require
from loket.core.icao.lds.files import ElementaryFile
from loket.core.icao.lds.tlv import read_all, read_only


def create_file(session: Session, command: Command) -> Response:
    """CREATE FILE: an empty file of a known identifier in the selected place; it becomes the current one."""
    _require_right(session)
    require(command.p1 == command.p2 == 0, StatusWord.WRONG_PARAMETERS)
    parts = {
        element.tag: int.from_bytes(element.value, "big")
        for element in read_all(read_only(command.data, FILE_TEMPLATE, field="file parameters"), most=2)
    }
    require(parts.keys() == {FILE_SIZE, FILE_IDENTIFIER}, StatusWord.WRONG_DATA)
    file = file_of(parts[FILE_IDENTIFIER], in_master_file=not session.in_application)
    if file is None:
        raise RefusalError(StatusWord.WRONG_DATA)
    files = session.memory.files
    require(file not in files, StatusWord.FILE_EXISTS)
    size = parts[FILE_SIZE]
    require(size > 0, StatusWord.WRONG_DATA)
    require(size + sum(map(len, files.values())) <= CAPACITY_BYTES, StatusWord.NOT_ENOUGH_MEMORY)
    _write(session, file, bytes(size))
    session.current = file
    return done()


def update_binary(session: Session, command: Command) -> Response:
    """UPDATE BINARY of the current file at an offset up to 32,767."""
    _require_right(session)
    require(not command.p1 & 0x80, StatusWord.WRONG_PARAMETERS)
    return _update(session, command.p1 << 8 | command.p2, command.data)


def update_binary_odd(session: Session, command: Command) -> Response:
    """UPDATE BINARY of the current file with offset and data in data objects."""
    _require_right(session)
    require(command.p1 == command.p2 == 0, StatusWord.WRONG_PARAMETERS)
    parts = {element.tag: element.value for element in read_all(command.data, most=2)}
    require(parts.keys() == {OFFSET_OBJECT, DATA_OBJECT}, StatusWord.WRONG_DATA)
    return _update(session, offset_of(parts[OFFSET_OBJECT]), parts[DATA_OBJECT])


def put_data(session: Session, command: Command) -> Response:
    """PUT DATA: the secret of the zone, the card access number, or one of the chip's own keys."""
    _require_right(session)
    memory = session.memory
    number = command.p1 << 8 | command.p2
    if number == MRZ_OBJECT:
        require(len(command.data) == MRZ_SECRET_BYTES, StatusWord.WRONG_DATA)
        memory = replace(memory, mrz_secret=command.data)
    elif number == CAN_OBJECT:
        can = can_password(command.data.decode("ascii", errors="replace"))
        memory = replace(memory, can=can.secret)
    elif number == CHIP_KEY_OBJECT:
        memory = replace(memory, chip_authentication_key=ChipKey.decode(command.data))
    elif number == ACTIVE_KEY_OBJECT:
        memory = replace(memory, active_authentication_key=ChipKey.decode(command.data))
    else:
        raise RefusalError(StatusWord.REFERENCE_NOT_FOUND)
    session.memory = memory
    return done()


def activate_file(session: Session, command: Command) -> Response:
    """ACTIVATE FILE of the whole chip: the lock. The key that could write is erased."""
    _require_right(session)
    require(command.p1 == command.p2 == 0 and not command.data, StatusWord.WRONG_PARAMETERS)
    memory = session.memory
    # A chip that nobody could open would be locked for ever.
    require(memory.mrz_secret is not None and memory.files, StatusWord.CONDITIONS_NOT_SATISFIED)
    session.memory = replace(memory, locked=True, personalisation_key=None, failures=0)
    session.access, session.current = Access.NONE, None
    return done()


def _require_right(session: Session) -> None:
    require(not session.memory.locked, StatusWord.SECURITY_NOT_SATISFIED)
    require(session.access is Access.PERSONALISATION, StatusWord.SECURITY_NOT_SATISFIED)


def _update(session: Session, offset: int, data: bytes) -> Response:
    file = session.current
    if file is None:
        raise RefusalError(StatusWord.NO_CURRENT_FILE)
    content = session.memory.files[file]
    require(data, StatusWord.WRONG_LENGTH)
    require(offset + len(data) <= len(content), StatusWord.WRONG_OFFSET)
    _write(session, file, content[:offset] + data + content[offset + len(data) :])
    return done()


def _write(session: Session, file: ElementaryFile, content: bytes) -> None:
    files = MappingProxyType({**session.memory.files, file: content})
    session.memory = replace(session.memory, files=files)

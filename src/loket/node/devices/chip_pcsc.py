"""The encoder for real cards on PC/SC readers, through `pyscard`, which is installed beside Loket."""

import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from loket.core.icao.chip.card_channel import Transmit
from loket.core.icao.chip.curves import RandomBytes
from loket.core.icao.chip.personalisation import ChipContent
from loket.core.icao.chip.terminal import Terminal
from loket.core.icao.error import IcaoError
from loket.node.devices.chip_encoder import (
    ChipUnreachableError,
    Encoded,
    EncoderFault,
    EncoderFaultReason,
    job_name,
    write_and_lock,
)

_SUFFIX = ".card.json"
_DRAFT = ".part"


class PcscMissingError(Exception):
    """`pyscard` is not installed here, or finds no PC/SC service; the message says what to do."""


class PcscChipEncoder:
    """Writes the card that lies on one reader, with the commands of docs/formats/chip.md.

    A job's record (serial number, SHA-256 of the content, whether it was locked) is on the disk before the
    first byte is written into the card. `reader`: the beginning of its name as PC/SC lists it.
    """

    def __init__(
        self, folder: Path, reader: str, personalisation_key: bytes, random_bytes: RandomBytes
    ) -> None:
        self._folder = folder
        self._reader = reader
        self._key = personalisation_key
        self._random_bytes = random_bytes
        folder.mkdir(parents=True, exist_ok=True)
        pcsc_library()  # say at once what is missing

    def encode(self, job_id: str, content: ChipContent) -> Encoded | EncoderFault:
        """Write and lock the card on the reader. ValueError for a job_id no file can have."""
        record = self._record(job_id)
        digest = content_digest(content)
        if record is not None and record["content"] != digest:
            return EncoderFault(EncoderFaultReason.JOB_ID_TAKEN)
        if record is not None and record["locked"]:
            return Encoded(job_id, record["chip"])
        line = self._connect()
        if isinstance(line, EncoderFault):
            return line
        if record is not None:
            return self._how_it_ended(job_id, record, content, line)
        result = write_and_lock(
            line,
            self._key,
            content,
            self._random_bytes,
            lambda serial: self._keep(job_id, {"chip": serial, "content": digest, "locked": False}),
        )
        if isinstance(result, EncoderFault):
            return result
        self._keep(job_id, {"chip": result, "content": digest, "locked": True})
        return Encoded(job_id, result)

    def open(self, job_id: str) -> Transmit | None:
        """Return a line to the card on the reader if this job was begun; its serial says which it is."""
        if self._record(job_id) is None:
            return None
        line = self._connect()
        return None if isinstance(line, EncoderFault) else line

    def kept(self) -> frozenset[str]:
        """Return the jobs of which there is a record."""
        found = self._folder.glob(f"*{_SUFFIX}")
        return frozenset(path.name.removesuffix(_SUFFIX) for path in found)

    def forget(self, job_id: str) -> None:
        """Remove the record of a job; the card keeps what it has."""
        self._path(job_id).unlink(missing_ok=True)

    def _how_it_ended(
        self, job_id: str, record: dict[str, Any], content: ChipContent, line: Transmit
    ) -> Encoded | EncoderFault:
        """A job that was begun and never reported: is this its card, and was it locked?"""
        terminal = Terminal(line, self._random_bytes)
        try:
            terminal.open(content.password)
            serial = terminal.serial().hex().upper()
            if serial != record["chip"]:
                return EncoderFault(EncoderFaultReason.ANOTHER_CHIP)
            # A card that was locked has everything: the lock was the last command.
            for file, data in content.files.items():
                if file.data_group not in {3, 4} and terminal.read(file) != data:
                    return EncoderFault(EncoderFaultReason.ANOTHER_CHIP)
        except IcaoError:
            return self._not_locked(record, line)
        except ChipUnreachableError:
            return EncoderFault(EncoderFaultReason.NO_ANSWER)
        self._keep(job_id, record | {"locked": True})
        return Encoded(job_id, serial)

    def _not_locked(self, record: dict[str, Any], line: Transmit) -> EncoderFault:
        from loket.core.icao.chip.personalisation import Personaliser

        try:
            same = Personaliser(line, self._random_bytes).serial().hex().upper() == record["chip"]
        except IcaoError:
            same = False
        except ChipUnreachableError:
            return EncoderFault(EncoderFaultReason.NO_ANSWER)
        return EncoderFault(EncoderFaultReason.HALF_WRITTEN if same else EncoderFaultReason.ANOTHER_CHIP)

    def _connect(self) -> Transmit | EncoderFault:
        return connect_card(self._reader)

    def _record(self, job_id: str) -> dict[str, Any] | None:
        path = self._path(job_id)
        if not path.exists():
            return None
        record: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        return record

    def _keep(self, job_id: str, record: dict[str, Any]) -> None:
        target = self._path(job_id)
        draft = target.with_suffix(_DRAFT)
        with draft.open("w", encoding="utf-8") as file:
            json.dump(record, file, sort_keys=True)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
        descriptor = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def _path(self, job_id: str) -> Path:
        return self._folder / f"{job_name(job_id)}{_SUFFIX}"


def connect_card(reader: str) -> Transmit | EncoderFault:
    """Give power to the card on the first reader whose name begins so; returns a line to it."""
    library = pcsc_library()
    try:
        found = [one for one in library.readers() if str(one).startswith(reader)]
        if not found:
            return EncoderFault(EncoderFaultReason.UNREACHABLE)
        connection = found[0].createConnection()
        connection.connect(library.T1)
    except library.no_card:
        return EncoderFault(EncoderFaultReason.NO_CHIP)
    except library.failures:
        return EncoderFault(EncoderFaultReason.UNREACHABLE)

    def transmit(apdu: bytes) -> bytes:
        try:
            data, first, second = connection.transmit(list(apdu))
        except library.failures as error:
            raise ChipUnreachableError from error
        return bytes((*data, first, second))

    return transmit


def content_digest(content: ChipContent) -> str:
    """Return SHA-256 over everything that a chip gets, in hexadecimal."""
    digest = hashlib.sha256()
    keys = (content.chip_authentication_key, content.active_authentication_key)
    parts = [content.password.secret, content.can.secret if content.can else b""]
    parts += [key.encode() if key else b"" for key in keys]
    for file, data in sorted(content.files.items(), key=lambda one: one[0].name):
        parts += [file.name.encode("ascii"), data]
    for part in parts:
        digest.update(len(part).to_bytes(4, "big") + part)
    return digest.hexdigest()


class _Library:
    """What is used of `pyscard`."""

    def __init__(self, readers: Callable[[], list[Any]], modules: tuple[Any, Any, Any]) -> None:
        connection, exceptions, pcsc_exceptions = modules
        self.readers = readers
        self.T1: int = connection.CardConnection.T1_protocol
        self.no_card: type[Exception] = exceptions.NoCardException
        self.failures: tuple[type[Exception], ...] = (
            exceptions.SmartcardException,
            pcsc_exceptions.BaseSCardException,
        )


def pcsc_library() -> _Library:
    """Return `pyscard`; PcscMissingError, which names the package, when it is not installed."""
    try:
        from smartcard import CardConnection, Exceptions, System
        from smartcard.pcsc import PCSCExceptions
    except ImportError as error:
        raise PcscMissingError(
            "the package pyscard is not installed: pip install pyscard, which needs the headers of PC/SC "
            "(Debian: libpcsclite-dev) and a compiler"
        ) from error
    return _Library(System.readers, (CardConnection, Exceptions, PCSCExceptions))

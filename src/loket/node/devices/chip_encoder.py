"""Chip encoders: a chip is written and locked once; what is in it is read back before anybody says so."""

import errno
import os
import re
import threading
import time
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from loket.core.icao.error import IcaoError

if TYPE_CHECKING:
    # What does the work is imported where it is done: an office without chips does without it.
    from loket.core.icao.chip.card_channel import Transmit
    from loket.core.icao.chip.curves import RandomBytes
    from loket.core.icao.chip.memory import ChipMemory
    from loket.core.icao.chip.personalisation import ChipContent
    from loket.core.icao.chip.virtual.chip import VirtualChip

_JOB_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,63}")
_SUFFIX = ".chip"
_DRAFT = ".part"


class EncoderFaultReason(StrEnum):
    """Why a chip was not written.

    After NO_CHIP, NO_ANSWER, UNREACHABLE and WRONG_KEY the same job may be tried again (a chip bears seven
    wrong keys). HALF_WRITTEN, CHIP_LOCKED and REFUSED spoil the booklet; ANOTHER_CHIP asks for the right one.
    """

    NO_CHIP = "no-chip"
    NO_ANSWER = "chip-does-not-answer"
    UNREACHABLE = "encoder-unreachable"
    WRONG_KEY = "wrong-personalisation-key"
    HALF_WRITTEN = "chip-half-written"
    CHIP_LOCKED = "chip-locked"
    REFUSED = "chip-refuses"
    ANOTHER_CHIP = "another-chip"
    JOB_ID_TAKEN = "job-id-taken"


@dataclass(frozen=True, slots=True)
class Encoded:
    """The chip was written, read back and locked; `serial`: its serial number in hexadecimal."""

    job_id: str
    serial: str


@dataclass(frozen=True, slots=True)
class EncoderFault:
    """The chip was not written and locked."""

    reason: EncoderFaultReason


class ChipUnreachableError(Exception):
    """A command did not come back from the chip: it was taken away, or the reader failed."""


class ChipEncoder(Protocol):
    """What the office asks of an encoder.

    `job_id` names the job for ever and holds no personal data. A chip that is locked is never written again;
    a job that was done is done: the same job with the same content writes nothing twice.
    """

    def encode(self, job_id: str, content: "ChipContent") -> Encoded | EncoderFault:
        """Write and lock the chip for this job; after a crash, called again, say how it ended."""
        ...

    def open(self, job_id: str) -> "Transmit | None":
        """Return a line to the chip of this job, freshly under power; None when there is none to be had.

        The line raises ChipUnreachableError when the chip does not answer.
        """
        ...

    def kept(self) -> frozenset[str]:
        """Name the jobs of which the encoder still keeps something."""
        ...

    def forget(self, job_id: str) -> None:
        """Remove what the encoder keeps of a job. Twice is no error."""
        ...


def job_name(job_id: str) -> str:
    """Return the job's id if a file may be called so; ValueError otherwise."""
    if not _JOB_ID.fullmatch(job_id):
        raise ValueError("a job id is 1 to 64 of A-Z, a-z, 0-9, - and _, not beginning with - or _")
    return job_id


def write_and_lock(
    transmit: "Transmit",
    key: bytes,
    content: "ChipContent",
    random_bytes: "RandomBytes",
    begun: Callable[[str], None],
) -> str | EncoderFault:
    """Write a blank chip and lock it; its serial number in hexadecimal, or why not.

    `begun` is told the serial number after the key was proven and before anything is written, so that a
    crash from there on is seen later.
    """
    from loket.core.icao.chip.apdu import StatusWord
    from loket.core.icao.chip.error import ChipRefusalError
    from loket.core.icao.chip.personalisation import Personaliser

    personaliser = Personaliser(transmit, random_bytes)
    try:
        serial = personaliser.serial().hex().upper()
    except ChipRefusalError as refusal:
        locked = refusal.status_word == StatusWord.SECURITY_NOT_SATISFIED
        return EncoderFault(EncoderFaultReason.CHIP_LOCKED if locked else EncoderFaultReason.REFUSED)
    except IcaoError:
        return EncoderFault(EncoderFaultReason.REFUSED)
    except ChipUnreachableError:
        return EncoderFault(EncoderFaultReason.NO_ANSWER)
    try:
        personaliser.begin(key)
    except ChipRefusalError as refusal:
        wrong = refusal.status_word in {StatusWord.AUTHENTICATION_FAILED, StatusWord.AUTHENTICATION_BLOCKED}
        return EncoderFault(EncoderFaultReason.WRONG_KEY if wrong else EncoderFaultReason.REFUSED)
    except IcaoError:
        return EncoderFault(EncoderFaultReason.REFUSED)
    except ChipUnreachableError:
        return EncoderFault(EncoderFaultReason.NO_ANSWER)
    begun(serial)
    try:
        personaliser.write(content)
        personaliser.lock()
    except IcaoError:
        return EncoderFault(EncoderFaultReason.HALF_WRITTEN)
    except ChipUnreachableError:
        # Perhaps it is locked all the same: the next call will tell.
        return EncoderFault(EncoderFaultReason.NO_ANSWER)
    return serial


class FolderChipEncoder:
    """An encoder of virtual chips, each a file `<job_id>.chip`: for demonstrations, drills and tests.

    Each job takes a new blank chip with this personalisation key. The file is on the disk before the first
    byte is written into the chip, again with the first change, and again with the lock; so a power cut leaves
    a blank chip, one that is half written, or a whole one. A folder belongs to one process. `faults` come in
    this order instead of a chip, one for each call that would write; HALF_WRITTEN writes a part first.
    """

    def __init__(
        self,
        folder: Path,
        personalisation_key: bytes,
        random_bytes: "RandomBytes",
        *,
        faults: Iterable[EncoderFaultReason] = (),
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._folder = folder
        self._key = personalisation_key
        self._random_bytes = random_bytes
        self._faults = deque(faults)
        self._sleep = sleep
        self._one_at_a_time = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True)
        for draft in folder.glob(f"*{_DRAFT}"):
            draft.unlink(missing_ok=True)

    def encode(self, job_id: str, content: "ChipContent") -> Encoded | EncoderFault:
        """Write and lock this job's chip. ValueError for a job_id no file can have."""
        job_name(job_id)
        with self._one_at_a_time:
            try:
                return self._encode(job_id, content)
            except IcaoError:
                # A file that is no chip any more: whatever was written there, nobody can read it.
                return EncoderFault(EncoderFaultReason.HALF_WRITTEN)
            except OSError as error:
                full = error.errno in {errno.ENOSPC, errno.EDQUOT}
                return EncoderFault(EncoderFaultReason.NO_CHIP if full else EncoderFaultReason.UNREACHABLE)

    def open(self, job_id: str) -> "Transmit | None":
        """Return a line to this job's chip; wrong keys are counted in its file.

        None if none was begun, and for a damaged file: such a chip never answers again.
        """
        try:
            memory = self.memory(job_id)
        except IcaoError:
            return None
        if memory is None:
            return None
        from loket.core.icao.chip.virtual.chip import VirtualChip

        chip = VirtualChip(memory, self._random_bytes)
        return lambda apdu: self._answer(job_id, chip, apdu)

    def memory(self, job_id: str) -> "ChipMemory | None":
        """Return what this job's chip holds, None if none was begun; IcaoError if the file is damaged."""
        from loket.core.icao.chip.memory import ChipMemory

        path = self._path(job_id)
        return ChipMemory.decode(path.read_bytes()) if path.exists() else None

    def kept(self) -> frozenset[str]:
        """Return the jobs whose chips lie in the folder."""
        found = self._folder.glob(f"*{_SUFFIX}")
        return frozenset(path.stem for path in found if _JOB_ID.fullmatch(path.stem))

    def forget(self, job_id: str) -> None:
        """Remove this job's chip, also from the disk: it holds somebody's data."""
        self._path(job_id).unlink(missing_ok=True)
        _sync_folder(self._folder)

    def _encode(self, job_id: str, content: "ChipContent") -> Encoded | EncoderFault:
        from loket.core.icao.chip.memory import ChipMemory
        from loket.core.icao.chip.virtual.chip import VirtualChip

        memory = self.memory(job_id)
        if memory is not None and memory.locked:
            if not _holds(memory, content):
                return EncoderFault(EncoderFaultReason.JOB_ID_TAKEN)
            # Also for a chip that was there: the power may have gone between its rename and this.
            _sync_folder(self._folder)
            return Encoded(job_id, memory.serial.hex().upper())
        if memory is not None and memory.half_written:
            return EncoderFault(EncoderFaultReason.HALF_WRITTEN)
        if self._faults and self._faults[0] is not EncoderFaultReason.HALF_WRITTEN:
            return EncoderFault(self._faults.popleft())
        if memory is None:
            memory = ChipMemory.blank(self._key, self._random_bytes)
            self._keep(job_id, memory)
        chip = VirtualChip(memory, self._random_bytes)
        line = _Line(chip, lambda: self._keep(job_id, chip.memory), breaks=bool(self._faults))
        if self._faults:
            self._faults.popleft()
        serial = write_and_lock(line.transmit, self._key, content, self._random_bytes, lambda _serial: None)
        if isinstance(serial, EncoderFault):
            self._keep(job_id, chip.memory)
            return EncoderFault(EncoderFaultReason.HALF_WRITTEN) if chip.memory.half_written else serial
        return Encoded(job_id, serial)

    def _answer(self, job_id: str, chip: "VirtualChip", apdu: bytes) -> bytes:
        before = chip.memory
        answer = chip.answer(apdu)
        if chip.memory is not before:
            self._keep(job_id, chip.memory)
        self._sleep(answer.wait_ms / 1000)
        return answer.response

    def _keep(self, job_id: str, memory: "ChipMemory") -> None:
        target = self._path(job_id)
        draft = target.with_suffix(_DRAFT)
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as file:
            file.write(memory.encode())
            file.flush()
            os.fsync(file.fileno())
        draft.replace(target)
        _sync_folder(self._folder)

    def _path(self, job_id: str) -> Path:
        return self._folder / f"{job_name(job_id)}{_SUFFIX}"


class _Line:
    """The line to a chip that is written: first change and lock are kept before their answers go out."""

    def __init__(self, chip: "VirtualChip", keep: Callable[[], None], *, breaks: bool) -> None:
        self._chip = chip
        self._keep = keep
        self._breaks = breaks

    def transmit(self, apdu: bytes) -> bytes:
        was = self._chip.memory
        if self._breaks and was.half_written and len(was.files) > 1:
            raise ChipUnreachableError
        response = self._chip.transmit(apdu)
        memory = self._chip.memory
        if memory.locked != was.locked or memory.half_written != was.half_written:
            self._keep()
        return response


def _holds(memory: "ChipMemory", content: "ChipContent") -> bool:
    return (
        dict(memory.files) == dict(content.files)
        and memory.mrz_secret == content.password.secret
        and memory.can == (None if content.can is None else content.can.secret)
        and memory.chip_authentication_key == content.chip_authentication_key
        and memory.active_authentication_key == content.active_authentication_key
    )


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

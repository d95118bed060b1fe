"""Files that hold secrets: only their owner reads them, and none is ever overwritten."""

import os
from pathlib import Path
from typing import Final

from loket.node.keys.error import KeysError

TEST_HEADER: Final = b"# TEST KEY: for the demonstration only, it protects nothing\n"
_LONGEST_BYTES: Final = 1_000_000


def write_secret(path: Path, data: bytes) -> None:
    """Write a file that only its owner reads, durably; KeysError if it exists already."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        message = f"{path.name} exists already"
        raise KeysError(message) from None
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Make new files of a folder survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    os.fsync(descriptor)
    os.close(descriptor)


def read_secret(path: Path) -> bytes:
    """Read a file that only its owner may read; KeysError if others can, or if it is missing."""
    try:
        if path.stat().st_mode & 0o077:
            message = f"{path.name} can be read by other users"
            raise KeysError(message)
    except FileNotFoundError:
        message = f"{path.name} is missing"
        raise KeysError(message) from None
    return read_public(path)


def read_public(path: Path) -> bytes:
    """Read a certificate, a list or a note of terms; KeysError if it is missing or far too large."""
    try:
        if path.stat().st_size > _LONGEST_BYTES:
            message = f"{path.name} is too large"
            raise KeysError(message)
        return path.read_bytes()
    except FileNotFoundError:
        message = f"{path.name} is missing"
        raise KeysError(message) from None

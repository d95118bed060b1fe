"""Reading back what stands on a chip, as any reader would: every file that can be selected, whole."""

from collections.abc import Iterable
from typing import Final

from loket.core.icao.chip.apdu import StatusWord
from loket.core.icao.chip.error import ChipRefusalError
from loket.core.icao.chip.terminal import Terminal
from loket.core.icao.lds.files import ElementaryFile

IN_MASTER_FILE: Final = tuple(file for file in ElementaryFile if file.in_master_file)
IN_APPLICATION: Final = tuple(file for file in ElementaryFile if not file.in_master_file)
_PROTECTED: Final = (ElementaryFile.DG3, ElementaryFile.DG4)
"""Opened by terminal authentication only (9303-11 §7), which no office does; a chip hides them."""


def read_files(
    terminal: Terminal, files: Iterable[ElementaryFile] = (*IN_MASTER_FILE, *IN_APPLICATION)
) -> dict[ElementaryFile, bytes]:
    """Return those of the files that the chip has; ChipError when one is refused or breaks off."""
    found = {}
    for file in files:
        try:
            found[file] = terminal.read(file)
        except ChipRefusalError as refusal:
            hidden = file in _PROTECTED and refusal.status_word == StatusWord.SECURITY_NOT_SATISFIED
            if not hidden and refusal.status_word != StatusWord.FILE_NOT_FOUND:
                raise
    return found

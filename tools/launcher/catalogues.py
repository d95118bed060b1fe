"""Compile the message catalogues (.po, kept in the repository) to what gettext reads (.mo, not kept)."""

import os
from pathlib import Path

import polib

from launcher import SRC


def sources() -> list[Path]:
    """Return every catalogue of the work tree."""
    return sorted(SRC.rglob("locale/*/LC_MESSAGES/*.po"))


def compile_stale() -> None:
    """Compile each catalogue that is newer than its compiled form; safe beside others who do the same."""
    for po in sources():
        mo = po.with_suffix(".mo")
        if mo.exists() and mo.stat().st_mtime_ns >= po.stat().st_mtime_ns:
            continue
        draft = mo.with_suffix(f".{os.getpid()}.tmp")
        polib.pofile(str(po)).save_as_mofile(str(draft))
        draft.replace(mo)


if __name__ == "__main__":
    compile_stale()

"""The folder of the office's document signers, read again whenever headquarters' courier has changed it."""

import threading
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    # Certificates are read only where chips are written: an office without signers stays small.
    from loket.core.icao.inspection.anchors import Anchors
    from loket.core.icao.lds.security_object import SecurityObjectWriter
    from loket.core.icao.pki.issuance import SignerTerms
    from loket.core.icao.pki.revocation import RevocationList
    from loket.node.keys.document_signers import DocumentSigner, DocumentSigners

_Stamp = tuple[tuple[str, int, int], ...]


@dataclass(frozen=True, slots=True)
class HeldSigners:
    """What the folder holds, and for each signer what writes its security objects."""

    signers: "DocumentSigners"
    writers: "dict[str, SecurityObjectWriter]"

    @property
    def terms(self) -> "tuple[SignerTerms, ...]":
        """On what terms each signs."""
        return tuple(one.terms for one in self.signers.signers)

    @property
    def lists(self) -> "tuple[RevocationList, ...]":
        """The revocation lists that came with them."""
        return self.signers.lists

    def named(self, name: str) -> "DocumentSigner | None":
        """The signer of this name."""
        return self.signers.named(name)

    def anchors(self, at: datetime) -> "Anchors":
        """What this office trusts at a moment: its own country's authorities and the list in force.

        Of a batch signed ahead one list counts at a time; verifying all of them would cost a second.
        """
        from loket.core.icao.inspection.anchors import read_anchors
        from loket.core.icao.pki.revocation import list_in_force

        in_force = list_in_force(self.signers.lists, at)
        files = [(f"authority {place}", der) for place, der in enumerate(self.signers.authorities, 1)]
        if in_force is not None:
            files.append(("list", in_force.encoded))
        return read_anchors(files)


class SignerFolder:
    """The signers in a folder (docs/formats/pki.md); None where there is no such folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._stamp: _Stamp | None = None
        self._held: HeldSigners | None = None

    def held(self) -> HeldSigners | None:
        """What the folder holds now; KeysError says what is wrong with which file of it."""
        with self._lock:
            stamp = self._stamped()
            if not stamp:
                return None
            if stamp != self._stamp:
                self._held = _load(self._folder)
                self._stamp = stamp
            return self._held

    def _stamped(self) -> _Stamp:
        """Names, sizes and times of the folder's files: what changes when something in it does."""
        files = sorted(path for path in self._folder.rglob("*") if path.is_file())
        looked = [(path, path.stat()) for path in files]
        return tuple(
            (str(path.relative_to(self._folder)), found.st_size, found.st_mtime_ns) for path, found in looked
        )


def _load(folder: Path) -> HeldSigners:
    from loket.core.icao.lds.security_object import SecurityObjectWriter
    from loket.node.keys.document_signers import DocumentSigners

    signers = DocumentSigners.load(folder)
    writers = {one.name: SecurityObjectWriter(one.certificate, one.algorithm) for one in signers.signers}
    return HeldSigners(signers, writers)

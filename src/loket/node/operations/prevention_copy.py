"""The office's copy of the prevention list: an encrypted blob, opened into memory and indexed once."""

from threading import Lock

from loket.core.domain.applicant import Applicant
from loket.core.domain.error import DomainError
from loket.core.domain.prevention import ListedPerson, ListIndex, parse_list
from loket.core.domain.rows import PreventionList
from loket.node.keys.error import KeysError
from loket.node.keys.node_keys import NodeKeys
from loket.node.store.blobs import BlobFolder
from loket.node.store.error import StoreError


class PreventionCopy:
    """Answers which listed persons an applicant may be; None when the copy cannot be read."""

    def __init__(self, blobs: BlobFolder, keys: NodeKeys) -> None:
        self._blobs = blobs
        self._keys = keys
        self._lock = Lock()
        self._opened: tuple[str, ListIndex] | None = None

    def hits(self, current: PreventionList, applicant: Applicant) -> tuple[str, ...] | None:
        """The numbers of the listed persons who may be this applicant."""
        index = self._index(current)
        return None if index is None else index.hits(applicant)

    def person(self, current: PreventionList, number: str) -> ListedPerson | None:
        """The listed person of this number; None where the list has none, or cannot be read."""
        index = self._index(current)
        return None if index is None else index.by_number.get(number)

    def _index(self, current: PreventionList) -> ListIndex | None:
        with self._lock:
            if self._opened is None or self._opened[0] != current.blob.sha256:
                index = self._open(current)
                if index is None:
                    return None
                self._opened = (current.blob.sha256, index)
            return self._opened[1]

    def _open(self, current: PreventionList) -> ListIndex | None:
        try:
            published = parse_list(self._keys.decrypt(self._blobs.get(current.blob.sha256)))
        except (StoreError, KeysError, DomainError):
            # Not here yet, not for this node, or damaged: the look-up is refused with its reason.
            return None
        return ListIndex.of(published) if published.version == current.version else None

"""A case's files: encrypted to the case's own recipient, named by the hash of the ciphertext."""

from loket.core.domain.events import Blob
from loket.core.domain.projecting import KeyAbsentError
from loket.node.operations.node import Node

PHOTOS = "photos"
SCANS = "scans"


def keep_blob(node: Node, case: str, data: bytes, *, lane: str, media_type: str) -> Blob | None:
    """Encrypt and store a file before the entry that names it; None when the case has no key here."""
    try:
        with node.store.reading() as reading:
            key = node.case_key(reading, node.name, case)
    except KeyAbsentError:
        return None
    ciphertext = key.encrypt_blob(data)
    sha256 = node.blobs.put(ciphertext)
    return Blob(sha256=sha256, size=len(ciphertext), lane=lane, media_type=media_type)


def open_blob(node: Node, office: str, case: str, blob: Blob) -> bytes:
    """The clear bytes of a case's file; raises KeyAbsentError when the case is forgotten."""
    with node.store.reading() as reading:
        key = node.case_key(reading, office, case)
    return key.decrypt_blob(node.blobs.get(blob.sha256))

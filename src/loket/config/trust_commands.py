"""The work behind `loket trust`."""

from pathlib import Path

from loket.config.build import build_node
from loket.config.folder import enter
from loket.node.keys.error import TrustError
from loket.node.keys.trust import parse_trust, verify_first, verify_next
from loket.node.operations.cut_off import put_in_force


def trust_text(folder: Path) -> str:
    """The text of the trust root in force."""
    root = build_node(enter(folder), read_only=True).trust()
    if root is None:
        message = "this node has no trust root yet"
        raise TrustError(message)
    return root.text()


def import_trust(folder: Path, file: Path) -> int:
    """Accept a trust root from a file: the first one by its own keys, a later one by its predecessor's."""
    note = file.read_bytes()
    parse_trust(note)  # what is no trust root at all opens no database
    node = build_node(enter(folder))
    known = node.trust()
    root = verify_first(note) if known is None else verify_next(known, note)
    with node.store.writing() as writing:
        put_in_force(node, writing, root, note)
    node.store.close()
    return root.version

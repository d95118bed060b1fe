"""Accept the successor of the trust root that this node knows, wherever it came from."""

from loket.node.keys.trust import parse_trust, verify_next
from loket.node.operations.node import TRUST_NOTE, Node


def accept_trust(node: Node, note: bytes) -> bool:
    """Keep `note` as the trust root in force; False if it is not newer than that.

    TrustError if it is no trust root, not the very next one, or not signed as the one in force requires. The
    first trust root is brought by hand, at enrolment.
    """
    offered = parse_trust(note)
    with node.store.writing() as writing:
        known = node.trust_in(writing)
        if known is None or offered.version <= known.version:
            return False
        root = verify_next(known, note)
        writing.save_note(TRUST_NOTE, node.domain, root.version, note)
    return True

"""Accept the successor of the trust root that this node knows, wherever it came from."""

from loket.node.keys.trust import parse_trust, verify_next
from loket.node.operations.cut_off import put_in_force
from loket.node.operations.node import Node
from loket.node.store.writing import Writing


def accept_trust(node: Node, note: bytes) -> bool:
    """Keep `note` as the trust root in force; False if it is not newer than that.

    TrustError if it is no trust root, not the very next one, or not signed as the one in force requires. The
    first trust root is brought by hand, at enrolment.
    """
    with node.store.writing() as writing:
        return accept_trust_in(node, writing, note)


def accept_trust_in(node: Node, writing: Writing, note: bytes) -> bool:
    """Do so within an open transaction, which a TrustError leaves as it was."""
    offered = parse_trust(note)
    known = node.trust_in(writing)
    if known is None or offered.version <= known.version:
        return False
    put_in_force(node, writing, verify_next(known, note), note)
    return True

"""Put a trust root in force; what its cut-offs cut is taken out of the rows in the same transaction."""

from loket.core.domain.rows import ReadLog
from loket.node.keys.trust import TrustRoot
from loket.node.operations.node import TRUST_NOTE, Node
from loket.node.operations.rebuild import refold
from loket.node.store.writing import Writing


def put_in_force(node: Node, writing: Writing, root: TrustRoot, note: bytes) -> None:
    """Keep a verified trust root as the one in force.

    Whoever's rows hold something from behind a new cut-off (the log's owner, and every owner whose own log
    read it) is folded anew, so that rows and log say the same at every commit (invariants 4 and 12).
    """
    known = node.trust_in(writing)
    writing.save_note(TRUST_NOTE, node.domain, root.version, note)
    owners: set[str] = set()
    for cut in root.cut_offs:
        if known is None or known.cut_off(cut.origin) is None:
            owners |= _cut(writing, cut.origin, cut.size)
    for owner in sorted(owners):
        writing.replace_rows(owner, refold(node, writing, owner))


def _cut(writing: Writing, origin: str, size: int) -> set[str]:
    """Take back how far a log is projected; return whose rows hold more of it than counts from now on."""
    owners = {row.office for row in writing.select(ReadLog, {"origin": origin}) if row.size > size}
    head = writing.head(origin)
    if head is not None and head.projected_to > size:
        writing.set_projected(origin, size)
        owners.add(head.owner_node)
    return owners

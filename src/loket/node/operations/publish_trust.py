"""Publish a trust root that headquarters' keys signed offline; offices find it in the national log."""

from loket.core.domain.events import TrustPublished
from loket.core.domain.refusals import Reason, Refused, refuse
from loket.core.domain.rows import TrustRoot
from loket.core.domain.rules import centre
from loket.node.keys.error import TrustError
from loket.node.keys.trust import parse_trust, verify_first, verify_next
from loket.node.operations.act import By, Desk, Done
from loket.node.operations.centre_act import NATIONAL, perform_at_centre
from loket.node.operations.cut_off import put_in_force
from loket.node.operations.node import TRUST_NOTE, Node


def publish_trust(node: Node, by: By, note: bytes) -> Done | Refused:
    """Verify the note against the root in force, keep it, and write it down, in one transaction.

    A centre without a root takes its first one at enrolment, by hand; publishing that same one is no change.
    """

    def decide(desk: Desk) -> TrustPublished | Refused:
        kept = desk.writing.note(TRUST_NOTE, node.domain)
        try:
            if kept is None:
                root = verify_first(note)
            elif kept == note:
                root = parse_trust(note)
            else:
                root = verify_next(parse_trust(kept), note)
        except TrustError:
            return refuse(Reason.TRUST_ROOT_NOT_ACCEPTED)
        decision = centre.publish_trust(
            officer=desk.officer,
            current=desk.writing.get(TrustRoot, (node.name, "current")),
            version=root.version,
            note=note,
        )
        if isinstance(decision, TrustPublished):
            put_in_force(node, desk.writing, root, note)
        return decision

    return perform_at_centre(node, by, NATIONAL, decide)

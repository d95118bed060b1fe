"""Publish a prevention list: encrypted to every office, named by its hash in the national log."""

from loket.core.domain.events import Blob, PreventionListPublished
from loket.core.domain.prevention import List, encode_list
from loket.core.domain.refusals import Reason, Refused, refuse
from loket.core.domain.rows import PreventionList
from loket.core.domain.rules import centre
from loket.node.keys.age import encrypt_to_all
from loket.node.operations.act import By, Desk, Done, officer_of
from loket.node.operations.case_blobs import SCANS
from loket.node.operations.centre_act import CENTRE, NATIONAL, perform_at_centre
from loket.node.operations.node import Node


def publish_prevention_list(node: Node, by: By, published: List) -> Done | Refused:
    """The offices enrolled now can read it; one that is enrolled later gets the next list."""
    trust = node.trust()
    newest = () if trust is None else trust.newest_nodes()
    recipients = [one.recipient for one in newest if one.name != CENTRE]
    if not recipients:
        return refuse(Reason.NO_OFFICE_ENROLLED)
    with node.store.reading() as reading:
        officer = officer_of(node, reading, by.officer)
        current = reading.get(PreventionList, (node.name, "current"))
    objections = centre.objections_to_list(published, officer=officer, current=current, now=node.clock())
    if objections:
        return Refused(objections)
    ciphertext = encrypt_to_all(recipients, encode_list(published))
    # Durable before the entry that names it, as every blob.
    sha256 = node.blobs.put(ciphertext)
    blob = Blob(sha256=sha256, size=len(ciphertext), lane=SCANS, media_type="application/age")

    def decide(desk: Desk) -> PreventionListPublished | Refused:
        return centre.publish_prevention_list(
            published,
            officer=desk.officer,
            current=desk.writing.get(PreventionList, (node.name, "current")),
            now=desk.clock_ms,
            blob=blob,
            offices=len(recipients),
        )

    return perform_at_centre(node, by, NATIONAL, decide)

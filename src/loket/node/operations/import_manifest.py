"""Take the signed manifest that came with a box, where the centre's log cannot be read."""

from loket.core.domain.events import ManifestImported
from loket.core.domain.refusals import Objection, Reason, Refused
from loket.core.domain.rows import Shipment
from loket.core.domain.rules import stock as rules
from loket.node.operations.act import By, Desk, Done, perform
from loket.node.operations.manifests import ManifestError, read_manifest
from loket.node.operations.move_blanks import acting_role
from loket.node.operations.node import Node


def import_manifest(node: Node, by: By, *, note: bytes) -> Done | Refused:
    """Verified by the centre's key for papers, as the trust root names it; the blanks are counted in next.

    A transfer's manifest of the sending office is not enough: the centre's relay is, so that one office's
    word never puts a number into two offices' custody.
    """

    def decide(desk: Desk) -> ManifestImported | Refused:
        try:
            read = read_manifest(note, domain=node.domain, trust=node.trust_in(desk.writing))
        except ManifestError as error:
            return Refused((Objection(Reason.MANIFEST_UNREADABLE, "manifest", {"what": str(error)}),))
        imported = ManifestImported(
            shipment=read.shipment,
            kind=read.kind,
            series=read.blanks.series,
            digits=read.blanks.digits,
            first=read.blanks.first,
            last=read.blanks.last,
            note=read.note,
            sender=read.sender,
        )
        return rules.import_manifest(
            imported,
            officer=desk.officer,
            office=node.name,
            addressee=read.office,
            known=desk.writing.get(Shipment, (node.name, read.shipment)),
            book=node.series,
        )

    return perform(node, by, acting_role(node, by.officer), decide)

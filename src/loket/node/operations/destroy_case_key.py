"""Destroy the centre's copy of a forgotten case's key, and say so to the office."""

from loket.core.domain.events import CaseKeyDestroyed
from loket.core.domain.refusals import Reason, Refused, refuse
from loket.core.domain.rows import Case
from loket.core.domain.terms import Stage
from loket.node.operations.act import SYSTEM, By, Desk
from loket.node.operations.centre_act import perform_at_centre, to_office
from loket.node.operations.node import Node


def destroy_case_keys(node: Node, office: str) -> int:
    """Destroy the keys of every case that the office forgot; returns how many were destroyed now."""
    with node.store.reading() as reading:
        forgotten = reading.select(Case, {"office": office, "stage": Stage.FORGOTTEN})
        to_destroy = [row.case for row in forgotten if not reading.case_key_destroyed(office, row.case)]
    return sum(destroy_case_key(node, office, case) for case in to_destroy)


def destroy_case_key(node: Node, office: str, case: str) -> bool:
    """Destroy one case's key; a key that comes later is not kept. The acknowledgement is said once."""

    def decide(desk: Desk) -> CaseKeyDestroyed | Refused:
        row = desk.writing.get(Case, (office, case))
        if row is None or not row.forgotten:
            return refuse(Reason.CASE_NOT_FINISHED)
        desk.writing.destroy_case_key(office, case)
        return CaseKeyDestroyed(case=case, holder=node.name)

    done = perform_at_centre(node, By(SYSTEM, f"destroy/{case}"), to_office(office), decide)
    return not isinstance(done, Refused) and not done.repeated

"""Read the old passport's machine readable zone: keyed, typed by a reader, or seen on its scan."""

from loket.core.domain.events import OldPassportRead
from loket.core.domain.projecting import KeyAbsentError
from loket.core.domain.refusals import Objection, Reason, Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules import old_passport
from loket.core.domain.terms import PaperKind, Role
from loket.node.operations.act import By, Desk, Done, perform_on_case
from loket.node.operations.case_blobs import open_blob
from loket.node.operations.node import Node
from loket.node.papers.error import PaperError
from loket.node.papers.old_passport_scan import find_zone
from loket.node.papers.read_back import find_model
from loket.node.store.error import NotHeldError


def read_old_passport(node: Node, by: By, case: str, seen: str | old_passport.Unreadable) -> Done | Refused:
    """Write down the zone's lines (`seen`), every check digit verified, or why they cannot be read."""

    def decide(desk: Desk, row: Case) -> OldPassportRead | Refused:
        return old_passport.read_old_passport(row, officer=desk.officer, seen=seen)

    return perform_on_case(node, by, Role.COUNTER_OFFICER, case, decide)


def read_old_passport_from_scan(node: Node, by: By, case: str) -> Done | Refused:
    """The same, with lines that OCR finds on the newest scan of the old passport in the case."""
    zone = _zone_on_scan(node, case)
    return zone if isinstance(zone, Refused) else read_old_passport(node, by, case, zone)


def _zone_on_scan(node: Node, case: str) -> str | Refused:
    with node.store.reading() as reading:
        row = reading.get(Case, (node.name, case))
    scans = [scan for scan in row.scans if scan.paper is PaperKind.OLD_PASSPORT] if row else []
    if not scans:
        facts = {"paper": PaperKind.OLD_PASSPORT.value}
        return Refused((Objection(Reason.PAPER_NOT_SCANNED, facts=facts),))
    try:
        lines = find_zone(open_blob(node, node.name, case, scans[-1].blob), model=find_model())
    except (KeyAbsentError, NotHeldError):
        lines = None
    except PaperError as error:
        facts = {"why": error.reason.value}
        return Refused((Objection(Reason.UPLOAD_NOT_ACCEPTED, facts=facts),))
    if lines is None:
        return Refused((Objection(Reason.OLD_PASSPORT_SCAN_UNREADABLE),))
    return "\n".join(lines)

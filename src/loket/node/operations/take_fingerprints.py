"""Take fingers from the scanner at this office, one after another, and keep them as one record."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from loket.core.domain.events import FingerprintsTaken
from loket.core.domain.projecting import KeyAbsentError
from loket.core.domain.refusals import Objection, Reason, Refused, refuse
from loket.core.domain.rows import Case, HeldCase, Order
from loket.core.domain.rules import capture
from loket.core.domain.terms import FingerMissing, Role
from loket.core.icao.finger_images import (
    FingerPosition,
    FingerRecord,
    FingerView,
    ImageCompression,
    read_finger_record,
    write_finger_record,
)
from loket.node.devices.fingers import (
    FingerFault,
    FingerFaultReason,
    FingerImage,
    FingerprintScanner,
    finger_record,
)
from loket.node.operations.act import By, Desk, Done, officer_of, perform_on_case
from loket.node.operations.case_blobs import SCANS, keep_blob, open_blob
from loket.node.operations.node import Node
from loket.node.store.error import NotHeldError

FINGERS_TYPE = "application/x-finger-image-record"
"""A record of ISO/IEC 19794-4, for which no media type is registered."""
_NONE_MISSING: Mapping[FingerPosition, FingerMissing] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class FingersDone:
    """What came of the act, and the fingers that the scanner gave no image of."""

    result: Done | Refused
    faults: tuple[FingerFault, ...] = ()


def take_fingerprints(
    node: Node,
    by: By,
    case: str,
    *,
    scanner: FingerprintScanner | None,
    again: Collection[FingerPosition] = (),
    missing: Mapping[FingerPosition, FingerMissing] = _NONE_MISSING,
    rest: FingerMissing | None = None,
) -> FingersDone:
    """Take the fingers that are neither there nor `missing`, and those `again`; other images stay.

    What the scanner gave is kept even when some fingers failed: those are taken again by the same act.
    `missing`: every finger that cannot be taken, and why; `rest`: the same for all others that are not there.
    `scanner` None: none is connected.
    """
    row, refused = _may_take(node, by, case)
    if row is None:
        return FingersDone(refused)
    before = {view.position: view for view in earlier_views(node, row)}
    if rest is not None:
        missing = {one: rest for one in FingerPosition if one not in before} | dict(missing)
    wanted = [one for one in FingerPosition if (one not in before or one in again) and one not in missing]
    taken, faults = _captured(scanner, wanted)
    views = {position: view for position, view in (before | taken).items() if position not in missing}
    if faults and not taken and (missing.items() <= _explained(row).items()):
        return FingersDone(_not_read(faults), faults)
    blob = None
    if views:
        record = write_finger_record(
            FingerRecord(ImageCompression.PNG, tuple(views[position] for position in sorted(views)))
        )
        blob = keep_blob(node, case, record, lane=SCANS, media_type=FINGERS_TYPE)
        if blob is None:
            return FingersDone(refuse(Reason.CASE_UNKNOWN))
    found = capture.Fingers(blob=blob, taken=tuple(views), missing=missing)

    def decide(desk: Desk, row: Case) -> FingerprintsTaken | Refused:
        return capture.take_fingerprints(row, officer=desk.officer, fingers=found, orders=desk.orders(row))

    return FingersDone(perform_on_case(node, by, Role.INTERVIEWER, case, decide), faults)


def earlier_views(node: Node, row: Case) -> tuple[FingerView, ...]:
    """The images of the case's last record; none where there is none, or it is not held here."""
    if row.fingerprints is None or row.fingerprints.blob is None:
        return ()
    try:
        data = open_blob(node, node.name, row.case, row.fingerprints.blob)
    except (KeyAbsentError, NotHeldError):
        return ()
    return read_finger_record(data).views


def _may_take(node: Node, by: By, case: str) -> tuple[Case | None, Refused]:
    """Nobody lays a finger down for an act that would be refused."""
    with node.store.reading() as reading:
        row = reading.get(Case, (node.name, case))
        if row is None:
            return None, refuse(Reason.CASE_UNKNOWN)
        if reading.get(HeldCase, (node.name, case)) is not None:
            return None, refuse(Reason.CASE_HELD)
        orders = tuple(reading.select(Order, {"office": node.name, "case": case}))
        objections = capture.objections_to_capture(row, officer_of(node, reading, by.officer), orders)
    return (None if objections else row), Refused(tuple(objections))


def _captured(
    scanner: FingerprintScanner | None, fingers: Collection[FingerPosition]
) -> tuple[dict[FingerPosition, FingerView], tuple[FingerFault, ...]]:
    images: list[FingerImage] = []
    faults: list[FingerFault] = []
    for position in fingers:
        if scanner is None:
            faults.append(FingerFault(position, FingerFaultReason.NOT_CONNECTED))
            continue
        taken = scanner.capture(position)
        if isinstance(taken, FingerFault):
            faults.append(taken)
        else:
            images.append(taken)
    views = finger_record(images).views if images else ()
    return {view.position: view for view in views}, tuple(faults)


def _explained(row: Case) -> dict[FingerPosition, FingerMissing]:
    missing = row.fingerprints.missing if row.fingerprints else ()
    return {FingerPosition(one.finger): FingerMissing(one.why) for one in missing}


def _not_read(faults: tuple[FingerFault, ...]) -> Refused:
    """One objection for each fault; the scanner that is not connected is said once."""
    if all(fault.reason is FingerFaultReason.NOT_CONNECTED for fault in faults):
        faults = faults[:1]
    return Refused(
        tuple(
            Objection(
                Reason.FINGER_NOT_READ,
                "fingers",
                {"finger": int(fault.position), "scanner": fault.reason.value},
            )
            for fault in faults
        )
    )

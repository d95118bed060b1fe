"""Writing the chip of one passport: count a signature, sign, verify as a border would, encode, say so.

Every step stands in the log before the next is begun, so that a crash between any two leaves nothing signed,
a signature counted and lost, or a chip that is written. No chip is written twice, no signature uncounted.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Final

from loket.core.domain.events import (
    ChipEncoded,
    ChipNotEncoded,
    Event,
    PageRecord,
    SecurityObjectSigned,
)
from loket.core.domain.policy import effective_now
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case, DocumentSigner, LatestTime, PersonalisedChip
from loket.core.domain.rules import personalisation
from loket.core.domain.rules.personalisation import moment
from loket.core.domain.terms import ChipFault, ChipState, Role
from loket.core.icao.error import IcaoError
from loket.node.devices.chip_encoder import (
    ChipEncoder,
    ChipUnreachableError,
    Encoded,
    EncoderFault,
    EncoderFaultReason,
)
from loket.node.keys.error import KeysError
from loket.node.operations.act import SYSTEM, By, Desk, Done, perform_on_case
from loket.node.operations.case_blobs import open_blob
from loket.node.operations.node import Node
from loket.node.operations.signer_folder import HeldSigners
from loket.node.papers.error import PaperError
from loket.node.store.error import StoreError

if TYPE_CHECKING:
    from loket.core.icao.chip.card_channel import Transmit
    from loket.core.icao.chip.personalisation import ChipContent
    from loket.core.icao.issuing.contents import FaceEncoding, PassportDetails
    from loket.core.icao.lds.files import ElementaryFile
    from loket.core.icao.mrz import Td3

KEY_DOES_NOT_SIGN: Final = "key_does_not_sign"
"""A hindrance beside those of the certificate: the token or key file failed at the moment of signing."""

_FAULTS: Final = {
    EncoderFaultReason.NO_CHIP: ChipFault.NO_CHIP,
    EncoderFaultReason.NO_ANSWER: ChipFault.ENCODER_UNREACHABLE,
    EncoderFaultReason.UNREACHABLE: ChipFault.ENCODER_UNREACHABLE,
    EncoderFaultReason.WRONG_KEY: ChipFault.CHIP_REFUSES,
    EncoderFaultReason.HALF_WRITTEN: ChipFault.CHIP_HALF_WRITTEN,
    EncoderFaultReason.CHIP_LOCKED: ChipFault.CHIP_LOCKED,
    EncoderFaultReason.REFUSED: ChipFault.CHIP_REFUSES,
    EncoderFaultReason.ANOTHER_CHIP: ChipFault.CHIP_OF_ANOTHER_BOOKLET,
    # Begun for this job with a content that a crash took along, and not locked: half of it stands there.
    EncoderFaultReason.JOB_ID_TAKEN: ChipFault.CHIP_HALF_WRITTEN,
}


@dataclass(frozen=True, slots=True)
class _Locked:
    """A chip that is written and locked: its serial number, SHA-256 of its EF.SOD."""

    serial: str
    security_object: str


def personalise_chip(
    node: Node, encoder: ChipEncoder | None, held: HeldSigners | None, case: Case
) -> Done | Refused:
    """Write the chip that this case waits for, or find how writing it ended before a crash.

    `held` None: the office holds no signers.

    Returns the last entry: `ChipEncoded`, or `ChipNotEncoded` with its fault.
    """
    if encoder is None:
        return _not_encoded(node, case, ChipFault.ENCODER_UNREACHABLE)
    if case.chip is not None and case.chip.state is ChipState.SIGNED:
        ended = _how_it_ended(node, encoder, held, case)
        if isinstance(ended, ChipFault):
            return _not_encoded(node, case, ended)
        if ended is not None:
            return _encoded(node, case, ended)
    try:
        details = chip_details(node, case, portrait=_portrait(node, case))
    except (PaperError, StoreError, KeysError):
        return _not_encoded(node, case, ChipFault.PORTRAIT_MISSING)
    counted = _count_signature(node, held, case)
    signed = counted.event if isinstance(counted, Done) else None
    if held is None or not isinstance(signed, SecurityObjectSigned):
        return counted
    return _sign_and_encode(node, encoder, held, case, details, signed.signer)


def _sign_and_encode(
    node: Node, encoder: ChipEncoder, held: HeldSigners, case: Case, details: "PassportDetails", signer: str
) -> Done | Refused:
    from loket.core.icao.issuing.contents import ChipKeys, chip_content, signed_files, unsigned_files

    keys, at, found = ChipKeys.draw(node.random_bytes), moment(time_to_judge_by(node)), held.named(signer)
    if found is None:
        return _not_encoded(node, case, ChipFault.NO_SIGNER, hindrances=(KEY_DOES_NOT_SIGN,))
    try:
        unsigned = unsigned_files(details, keys, face=_face(node))
        files = signed_files(unsigned, keys, held.writers[signer], at=at, sign=found.sign)
    except KeysError:
        return _not_encoded(node, case, ChipFault.NO_SIGNER, hindrances=(KEY_DOES_NOT_SIGN,))
    differing = _differing(node, held, case, files, at)
    if differing:
        return _not_encoded(node, case, ChipFault.DOCUMENT_DOES_NOT_VERIFY, differing=differing)
    result = _encode(encoder, _job(case), chip_content(files, details.zone, keys))
    if isinstance(result, EncoderFault):
        return _not_encoded(node, case, _FAULTS[result.reason])
    return _encoded(node, case, _Locked(result.serial, _sha256_of_sod(files)))


def _differing(
    node: Node, held: HeldSigners, case: Case, files: "Mapping[ElementaryFile, bytes]", at: datetime
) -> tuple[str, ...]:
    """What keeps a document back: checks of a border that it does not pass, or a zone that is not printed."""
    from loket.core.icao.issuing.release import what_keeps_back

    wrong = what_keeps_back(files, held.anchors(at), at, challenge=node.random_bytes(8))
    return wrong if _is_printed(case, files) else (*wrong, "dg1_as_printed")


def _is_printed(case: Case, files: "Mapping[ElementaryFile, bytes]") -> bool:
    from loket.core.icao.lds.files import ElementaryFile
    from loket.core.icao.lds.zone_group import read_dg1_lines

    record = case.page.record if case.page else None
    if record is None:
        return False
    try:
        lines = read_dg1_lines(files.get(ElementaryFile.DG1, b""))
    except IcaoError:
        return False
    return lines == (record.mrz_upper, record.mrz_lower)


def _how_it_ended(
    node: Node, encoder: ChipEncoder, held: HeldSigners | None, case: Case
) -> _Locked | ChipFault | None:
    """What the encoder's chip says of a job whose signature was counted and whose end nobody wrote down.

    None: nothing was locked; signing anew, which is counted again, finds out whether half of it was written.
    """
    if _job(case) not in encoder.kept():
        return None
    line = encoder.open(_job(case))
    if line is None:
        return ChipFault.NO_CHIP
    try:
        if not _is_locked(line, node):
            return None
        read = _read_back(node, encoder, case)
    except ChipUnreachableError:
        return ChipFault.ENCODER_UNREACHABLE
    except IcaoError:
        return ChipFault.CHIP_OF_ANOTHER_BOOKLET  # this passport's zone does not open it
    if read is None or held is None:
        return ChipFault.NO_CHIP
    serial, files = read
    at = moment(time_to_judge_by(node))
    if _differing(node, held, case, files, at):
        return ChipFault.CHIP_LOCKED
    return _Locked(serial, _sha256_of_sod(files))


def _is_locked(line: "Transmit", node: Node) -> bool:
    """Whether nothing can be written any more: only a chip that is not locked tells its serial to anybody."""
    from loket.core.icao.chip.error import ChipRefusalError
    from loket.core.icao.chip.personalisation import Personaliser

    try:
        Personaliser(line, node.random_bytes).serial()
    except ChipRefusalError:
        return True
    return False


def _read_back(
    node: Node, encoder: ChipEncoder, case: Case
) -> "tuple[str, dict[ElementaryFile, bytes]] | None":
    from loket.core.icao.chip.passwords import password_of
    from loket.core.icao.chip.terminal import Terminal
    from loket.core.icao.issuing.reading import read_files

    line, record = encoder.open(_job(case)), case.page.record if case.page else None
    if line is None or record is None:
        return None
    terminal = Terminal(line, node.random_bytes)
    terminal.open(password_of(_zone(record)))
    return terminal.serial().hex().upper(), read_files(terminal)


def _encode(encoder: ChipEncoder, job: str, content: "ChipContent") -> Encoded | EncoderFault:
    """Encode; a chip that stopped answering may be locked all the same, which the same call tells."""
    result = encoder.encode(job, content)
    if isinstance(result, EncoderFault) and result.reason is EncoderFaultReason.NO_ANSWER:
        return encoder.encode(job, content)
    return result


def _count_signature(node: Node, held: HeldSigners | None, case: Case) -> Done | Refused:
    """Write down that a signer signs once more, or why none may; before any key is used."""

    def decide(desk: Desk, row: Case) -> SecurityObjectSigned | ChipNotEncoded | Refused:
        return personalisation.sign_security_object(
            row,
            job=_job(case),
            held=held.terms if held else (),
            signers=desk.writing.select(DocumentSigner, {"office": node.name}),
            lists=held.lists if held else (),
            now=desk.now,
        )

    return _write(node, case, "signature", decide)


def _encoded(node: Node, case: Case, locked: _Locked) -> Done | Refused:
    def decide(desk: Desk, row: Case) -> ChipEncoded | ChipNotEncoded | Refused:
        return personalisation.chip_encoded(
            row,
            job=_job(case),
            chip=locked.serial,
            security_object=locked.security_object,
            known=desk.writing.get(PersonalisedChip, (node.name, locked.serial)),
        )

    return _write(node, case, "encoded", decide)


def _not_encoded(
    node: Node,
    case: Case,
    fault: ChipFault,
    *,
    hindrances: tuple[str, ...] = (),
    differing: tuple[str, ...] = (),
) -> Done | Refused:
    def decide(_desk: Desk, row: Case) -> ChipNotEncoded | Refused:
        return personalisation.chip_not_encoded(
            row, job=_job(case), fault=fault, hindrances=hindrances, differing=differing
        )

    return _write(node, case, "not-encoded", decide)


def _write(
    node: Node, case: Case, step: str, decide: Callable[[Desk, Case], Event | Refused]
) -> Done | Refused:
    # The case's last entry makes the act this one's: after a crash the same step is another act.
    by = By(SYSTEM, f"chip/{_job(case)}/{step}-{case.last_index}")
    return perform_on_case(node, by, Role.SYSTEM, case.case, decide)


def time_to_judge_by(node: Node) -> int:
    """The time by which signers are judged (ms): never before the latest signed time."""
    with node.store.reading() as reading:
        latest = reading.get(LatestTime, (node.name, "current"))
    return effective_now(node.clock(), latest.at if latest else 0)


def _job(case: Case) -> str:
    return case.chip.job if case.chip else ""


def _face(node: Node) -> "FaceEncoding":
    from loket.core.icao.issuing.contents import FaceEncoding

    return FaceEncoding(node.practice.face_encoding)


def _zone(record: PageRecord) -> "Td3":
    from loket.core.icao.mrz import Td3
    from loket.core.icao.mrz_parsing import parse

    zone = parse(f"{record.mrz_upper}\n{record.mrz_lower}")
    if not isinstance(zone, Td3):
        raise IcaoError("zone", "9303-4 4.2", "is not that of a passport")
    return zone


def _sha256_of_sod(files: "Mapping[ElementaryFile, bytes]") -> str:
    from loket.core.icao.lds.files import ElementaryFile

    return hashlib.sha256(files[ElementaryFile.SOD]).hexdigest()


def _portrait(node: Node, case: Case) -> bytes:
    from loket.node.papers.chip_portrait import chip_portrait

    if case.photo is None:
        message = "the case has no photo"
        raise StoreError(message)
    return chip_portrait(open_blob(node, case.office, case.case, case.photo))


def chip_details(node: Node, case: Case, *, portrait: bytes) -> "PassportDetails":
    """What the chip is to say: the page's record, the holder's full name, and the portrait.

    StoreError where the record cannot be read.
    """
    from loket.core.icao.issuing.contents import PassportDetails

    record = case.page.record if case.page else None
    if record is None or case.registration is None:
        message = "the case's record cannot be read"
        raise StoreError(message)
    applicant = case.registration.applicant
    return PassportDetails(
        zone=_zone(record),
        primary_identifier=applicant.primary_identifier,
        secondary_identifier=applicant.secondary_identifier,
        birth_date=record.birth_date,
        birth_place=record.birth_place,
        authority=node.title,
        issued_on=record.issued_on,
        portrait=portrait,
    )

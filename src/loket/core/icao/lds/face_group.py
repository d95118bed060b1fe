"""Data group 2: the face (Doc 9303-10 §4.7.2), as ISO/IEC 19794-5 or ISO/IEC 39794-5 (§4.5.6)."""

from typing import TypeAlias

from loket.core.icao.error import IcaoError
from loket.core.icao.lds.biometrics import (
    CONSTRUCTED_DATA_BLOCK,
    DATA_BLOCK,
    BiometricHeader,
    BiometricTemplate,
    read_templates,
    write_templates,
)
from loket.core.icao.lds.face_blocks import FaceBlock, read_face_block, write_face_block
from loket.core.icao.lds.face_records import FaceRecord, read_face_record, write_face_record
from loket.core.icao.lds.tlv import read_only, write_tlv

Face: TypeAlias = FaceRecord | FaceBlock

_DG2 = 0x75
_FACIAL_FEATURES = 0x02
_NO_SUBTYPE = 0x00
_FORMAT_19794_5 = 0x0008
_FORMAT_39794_5 = 0x002A
_INNER = 0xA1  # between 7F2E and the block (application profile of ISO/IEC 39794-5)
_RECORD_BEGINS = b"FAC\0"


def write_dg2(face: Face) -> bytes:
    """Return data group 2 of one face; raises IcaoError."""
    if isinstance(face, FaceRecord):
        tag, format_type, data = DATA_BLOCK, _FORMAT_19794_5, write_face_record(face)
    else:
        tag, format_type = CONSTRUCTED_DATA_BLOCK, _FORMAT_39794_5
        data = write_tlv(_INNER, write_face_block(face))
    header = BiometricHeader(format_type=format_type, kind=_FACIAL_FEATURES, subtype=_NO_SUBTYPE)
    return write_templates(_DG2, (BiometricTemplate(header, tag, data),))


def read_dg2(data: bytes) -> tuple[Face, ...]:
    """Return the faces of data group 2, nearly always one; each has `pictures`. Raises IcaoError."""
    templates = read_templates(data, _DG2)
    if not templates:
        raise IcaoError("data group 2", "9303-10 4.7.2", "without a face")
    return tuple(map(_read_face, templates))


def _read_face(template: BiometricTemplate) -> Face:
    # The first bytes tell the two apart; either tag may stand around a record of ISO/IEC 19794-5.
    if template.tag == DATA_BLOCK or template.data.startswith(_RECORD_BEGINS):
        return read_face_record(template.data)
    return read_face_block(read_only(template.data, _INNER, field="biometric data block"))

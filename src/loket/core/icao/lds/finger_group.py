"""Data group 3: fingers, as ISO/IEC 19794-4 with WSQ (Doc 9303-10 §4.7.3). Optional."""

from loket.core.icao.error import IcaoError
from loket.core.icao.finger_images import (
    FingerPosition,
    FingerRecord,
    ImageCompression,
    read_finger_record,
    write_finger_record,
)
from loket.core.icao.lds.biometrics import (
    DATA_BLOCK,
    BiometricHeader,
    BiometricTemplate,
    read_templates,
    write_templates,
)

_DG3 = 0x63
_CLAUSE = "9303-10 4.7.3"
_FINGERPRINT = 0x08
_FORMAT_19794_4 = 0x0007
_RIGHT, _LEFT = 0b01, 0b10


def write_dg3(records: tuple[FingerRecord, ...]) -> bytes:
    """Return data group 3, a template for each record of one finger in WSQ; raises IcaoError for others."""
    for record in records:
        if len(record.views) != 1 or record.compression is not ImageCompression.WSQ:
            raise IcaoError("data group 3", _CLAUSE, "a record that is not one finger in WSQ")
    return write_templates(
        _DG3,
        tuple(
            BiometricTemplate(
                BiometricHeader(
                    format_type=_FORMAT_19794_4,
                    kind=_FINGERPRINT,
                    subtype=finger_subtype(record.views[0].position),
                ),
                DATA_BLOCK,
                write_finger_record(record),
            )
            for record in records
        ),
    )


def read_dg3(data: bytes) -> tuple[FingerRecord, ...]:
    """Return the records of data group 3, none where the issuer keeps none; raises IcaoError."""
    return tuple(read_finger_record(template.data) for template in read_templates(data, _DG3))


def finger_subtype(position: FingerPosition) -> int:
    """Return CBEFF's number of a finger: two bits for the hand, above them the finger, thumb first from 1."""
    hand, finger = (_RIGHT, position) if position <= FingerPosition.RIGHT_LITTLE else (_LEFT, position - 5)
    return finger << 2 | hand

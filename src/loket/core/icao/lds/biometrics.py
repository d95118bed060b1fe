"""The frame around faces, fingers and irises: biometric information templates (Doc 9303-10 §4.7.2.1, CBEFF).

`7F61 { 02 number, 7F60 { A1 header, 5F2E or 7F2E data } … }`.
"""

from dataclasses import dataclass

from loket.core.icao.error import IcaoError
from loket.core.icao.lds import der
from loket.core.icao.lds.tlv import Tlv, read_all, read_only, tag_bytes, write_template, write_tlv

DATA_BLOCK = 0x5F2E
"""Tag of a biometric data block of ISO/IEC 19794, which is plain bytes."""
CONSTRUCTED_DATA_BLOCK = 0x7F2E
"""Tag of a biometric data block of ISO/IEC 39794, which is made of elements."""
JTC1_SC37 = 0x0101
"""Owner of the formats of ISO/IEC 19794 and 39794."""

_GROUP = 0x7F61
_TEMPLATE = 0x7F60
_HEADER = 0xA1
_VERSION, _KIND, _SUBTYPE, _CREATED, _VALID, _CREATOR, _OWNER, _TYPE = (
    0x80,
    0x81,
    0x82,
    0x83,
    0x85,
    0x86,
    0x87,
    0x88,
)
_ICAO_HEADER_VERSION = bytes.fromhex("0101")
_MOST_TEMPLATES = 16
_CLAUSE = "9303-10 4.7.2"


@dataclass(frozen=True, slots=True, kw_only=True)
class BiometricHeader:
    """Which format a data block has, and of what it is: CBEFF's numbers. The last four are as stored.

    `kind` is 2 for a face, 8 for a finger, 16 for an iris; `subtype` which finger or eye, 0 for none.
    """

    format_type: int
    format_owner: int = JTC1_SC37
    kind: int | None = None
    subtype: int | None = None
    version: bytes | None = _ICAO_HEADER_VERSION
    created: bytes | None = None
    valid: bytes | None = None
    creator: bytes | None = None


@dataclass(frozen=True, slots=True)
class BiometricTemplate:
    """One face, finger or iris: header, tag of the data block (5F2E or 7F2E), and the block."""

    header: BiometricHeader
    tag: int
    data: bytes


def write_templates(tag: int, templates: tuple[BiometricTemplate, ...]) -> bytes:
    """Return the data group of this tag; raises IcaoError for none or more than 16 templates."""
    if not 1 <= len(templates) <= _MOST_TEMPLATES:
        raise IcaoError("number of templates", _CLAUSE, f"not 1 to {_MOST_TEMPLATES}")
    written = (
        write_template(_TEMPLATE, (_header_bytes(template.header), write_tlv(template.tag, template.data)))
        for template in templates
    )
    group = write_template(_GROUP, (der.write_integer(len(templates)), *written))
    return write_tlv(tag, group)


def read_templates(data: bytes, tag: int) -> tuple[BiometricTemplate, ...]:
    """Read a data group of this tag; none is right where an issuer keeps no fingers. Raises IcaoError."""
    group = read_all(read_only(read_only(data, tag, field="data group"), _GROUP), most=_MOST_TEMPLATES + 2)
    if not group or group[0].tag != der.INTEGER:
        raise IcaoError("number of templates", _CLAUSE, "missing")
    templates = tuple(_read_template(part) for part in group[1:] if part.tag == _TEMPLATE)
    if der.read_integer(group[0].value, "number of templates") != len(templates):
        raise IcaoError("number of templates", _CLAUSE, "not as many as there are")
    return templates


def _header_bytes(header: BiometricHeader) -> bytes:
    elements = (
        (_VERSION, header.version),
        (_KIND, None if header.kind is None else tag_bytes(header.kind)),
        (_SUBTYPE, None if header.subtype is None else tag_bytes(header.subtype)),
        (_CREATED, header.created),
        (_VALID, header.valid),
        (_CREATOR, header.creator),
        (_OWNER, header.format_owner.to_bytes(2, "big")),
        (_TYPE, header.format_type.to_bytes(2, "big")),
    )
    return write_template(_HEADER, (write_tlv(tag, value) for tag, value in elements if value is not None))


def _read_template(template: Tlv) -> BiometricTemplate:
    parts = read_all(template.value, most=8)
    headers = [part.value for part in parts if part.tag == _HEADER]
    blocks = [part for part in parts if part.tag in {DATA_BLOCK, CONSTRUCTED_DATA_BLOCK}]
    if len(headers) != 1 or len(blocks) != 1:
        raise IcaoError("biometric information template", _CLAUSE, "not one header and one data block")
    values = {part.tag: part.value for part in read_all(headers[0], most=16)}
    if not {_OWNER, _TYPE} <= values.keys():
        raise IcaoError("biometric header", _CLAUSE, "format owner or format type missing")
    header = BiometricHeader(
        format_type=int.from_bytes(values[_TYPE][:2], "big"),
        format_owner=int.from_bytes(values[_OWNER][:2], "big"),
        kind=_number(values, _KIND),
        subtype=_number(values, _SUBTYPE),
        version=values.get(_VERSION),
        created=values.get(_CREATED),
        valid=values.get(_VALID),
        creator=values.get(_CREATOR),
    )
    return BiometricTemplate(header, blocks[0].tag, blocks[0].value)


def _number(values: dict[int, bytes], tag: int) -> int | None:
    value = values.get(tag)
    # Three bytes are the longest that CBEFF gives a type.
    return None if value is None else int.from_bytes(value[:3], "big")

"""SecurityInfos: which protocols a chip speaks, and its keys for them (Doc 9303-11 §9.2).

EF.CardAccess is such a set, data group 14 wraps one, EF.CardSecurity signs one. Reading keeps entries
that are not known here. Nobody writes a file anew from what was read: its hash is that of the stored bytes.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from loket.core.icao.error import IcaoError
from loket.core.icao.lds import der
from loket.core.icao.lds.tlv import Tlv, read_all, read_only, read_tlv, write_tlv

_BSI = "0.4.0.127.0.7.2.2"
ID_PK_DH = f"{_BSI}.1.1"
ID_PK_ECDH = f"{_BSI}.1.2"
ID_TA = f"{_BSI}.2"
ID_CA_DH = f"{_BSI}.3.1"
ID_CA_ECDH = f"{_BSI}.3.2"
ID_PACE = f"{_BSI}.4"
ID_PACE_DH_GM = f"{ID_PACE}.1"
ID_PACE_ECDH_GM = f"{ID_PACE}.2"
ID_PACE_DH_IM = f"{ID_PACE}.3"
ID_PACE_ECDH_IM = f"{ID_PACE}.4"
ID_PACE_ECDH_CAM = f"{ID_PACE}.6"
ID_AA = "2.23.136.1.1.5"
ID_EF_DIR = "2.23.136.1.1.13"

TRIPLE_DES, AES_128, AES_192, AES_256 = 1, 2, 3, 4
"""Last arc of a protocol of PACE or chip authentication: cipher and length of its keys (CAM has no 3DES)."""

_DG14 = 0x6E
_MOST_INFOS = 64
_CLAUSE = "9303-11 9.2"
_PACE_MAPPINGS = frozenset({ID_PACE_DH_GM, ID_PACE_ECDH_GM, ID_PACE_DH_IM, ID_PACE_ECDH_IM, ID_PACE_ECDH_CAM})
_CIPHERS = frozenset(map(str, (TRIPLE_DES, AES_128, AES_192, AES_256)))


@dataclass(frozen=True, slots=True)
class PaceInfo:
    """PACE is spoken: protocol with cipher (ID_PACE_ECDH_GM + ".2" …), number of parameters (§9.5.1)."""

    protocol: str
    version: int = 2
    parameter_id: int | None = None


@dataclass(frozen=True, slots=True)
class PaceDomainParameterInfo:
    """Parameters that no number stands for: protocol without cipher, AlgorithmIdentifier as bytes."""

    protocol: str
    domain_parameter: bytes
    parameter_id: int | None = None


@dataclass(frozen=True, slots=True)
class ChipAuthenticationInfo:
    """Chip authentication is spoken: protocol with cipher (ID_CA_ECDH + ".2" …), and with which key."""

    protocol: str
    version: int = 1
    key_id: int | None = None


@dataclass(frozen=True, slots=True)
class ChipAuthenticationPublicKeyInfo:
    """The chip's public key: ID_PK_DH or ID_PK_ECDH, and a SubjectPublicKeyInfo as bytes."""

    protocol: str
    public_key: bytes
    key_id: int | None = None


@dataclass(frozen=True, slots=True)
class ActiveAuthenticationInfo:
    """With which signature the key of data group 15 answers; present if that is an elliptic key."""

    signature_algorithm: str
    version: int = 1
    protocol: str = ID_AA


@dataclass(frozen=True, slots=True)
class TerminalAuthenticationInfo:
    """Terminals must authenticate before fingers and irises are read; `file` names EF.CVCA, as bytes."""

    version: int = 1
    file: bytes | None = None
    protocol: str = ID_TA


@dataclass(frozen=True, slots=True)
class UnknownInfo:
    """An entry that is not known here: `content` is what follows the protocol, as bytes."""

    protocol: str
    content: bytes


SecurityInfo: TypeAlias = (
    PaceInfo
    | PaceDomainParameterInfo
    | ChipAuthenticationInfo
    | ChipAuthenticationPublicKeyInfo
    | ActiveAuthenticationInfo
    | TerminalAuthenticationInfo
    | UnknownInfo
)


def write_security_infos(infos: Iterable[SecurityInfo]) -> bytes:
    """Return a SET OF SecurityInfo in DER: the whole of EF.CardAccess; raises IcaoError for none."""
    written = [write_security_info(info) for info in infos]
    if not 1 <= len(written) <= _MOST_INFOS:
        raise IcaoError("SecurityInfos", _CLAUSE, f"not 1 to {_MOST_INFOS}")
    return der.write_set_of(written)


def read_security_infos(data: bytes) -> tuple[SecurityInfo, ...]:
    """Read EF.CardAccess or what else is a SET OF SecurityInfo, in its order; raises IcaoError."""
    entries = read_all(read_only(data, der.SET, field="SecurityInfos"), most=_MOST_INFOS)
    return tuple(_read_info(entry) for entry in entries)


def write_dg14(infos: Iterable[SecurityInfo]) -> bytes:
    """Return data group 14 (Doc 9303-10 §4.7.14)."""
    return write_tlv(_DG14, write_security_infos(infos))


def read_dg14(data: bytes) -> tuple[SecurityInfo, ...]:
    """Read data group 14; raises IcaoError."""
    return read_security_infos(read_only(data, _DG14, field="data group 14"))


def write_security_info(info: SecurityInfo) -> bytes:
    """Return one SecurityInfo in DER."""
    match info:
        case PaceInfo():
            content = der.write_integer(info.version) + _optional(info.parameter_id)
        case ChipAuthenticationInfo():
            content = der.write_integer(info.version) + _optional(info.key_id)
        case PaceDomainParameterInfo():
            content = info.domain_parameter + _optional(info.parameter_id)
        case ChipAuthenticationPublicKeyInfo():
            content = info.public_key + _optional(info.key_id)
        case ActiveAuthenticationInfo():
            content = der.write_integer(info.version) + der.write_oid(info.signature_algorithm)
        case TerminalAuthenticationInfo():
            content = der.write_integer(info.version) + (info.file or b"")
        case _:
            content = info.content
    return der.write_sequence((der.write_oid(info.protocol), content))


def _optional(number: int | None) -> bytes:
    return b"" if number is None else der.write_integer(number)


def _read_info(entry: Tlv) -> SecurityInfo:
    if entry.tag != der.SEQUENCE:
        raise IcaoError("SecurityInfo", _CLAUSE, "not a SEQUENCE")
    protocol, place = read_tlv(entry.value)
    if protocol.tag != der.OBJECT_IDENTIFIER:
        raise IcaoError("SecurityInfo", _CLAUSE, "does not begin with its protocol")
    oid = der.read_oid(protocol.value)
    content = entry.value[place:]
    reader = _reader_of(oid)
    if reader is None:
        return UnknownInfo(oid, content)
    parts = read_all(content, most=8)
    if not parts:
        raise IcaoError("SecurityInfo", _CLAUSE, "nothing follows the protocol")
    return reader(oid, parts)


def _reader_of(oid: str) -> Callable[[str, tuple[Tlv, ...]], SecurityInfo] | None:
    if oid in _PACE_MAPPINGS:
        return _read_pace_parameters
    if oid in {ID_PK_DH, ID_PK_ECDH}:
        return _read_public_key
    if oid == ID_AA:
        return _read_active_authentication
    if oid == ID_TA:
        return _read_terminal_authentication
    arc, _, cipher = oid.rpartition(".")
    if cipher in _CIPHERS and arc in _PACE_MAPPINGS:
        return _read_pace
    if cipher in _CIPHERS and arc in {ID_CA_DH, ID_CA_ECDH}:
        return _read_chip_authentication
    return None


def _read_pace(oid: str, parts: tuple[Tlv, ...]) -> SecurityInfo:
    return PaceInfo(oid, _integer(parts[0], "version"), _read_optional(parts[1:], "parameterId"))


def _read_pace_parameters(oid: str, parts: tuple[Tlv, ...]) -> SecurityInfo:
    return PaceDomainParameterInfo(oid, _sequence(parts[0]), _read_optional(parts[1:], "parameterId"))


def _read_chip_authentication(oid: str, parts: tuple[Tlv, ...]) -> SecurityInfo:
    return ChipAuthenticationInfo(oid, _integer(parts[0], "version"), _read_optional(parts[1:], "keyId"))


def _read_public_key(oid: str, parts: tuple[Tlv, ...]) -> SecurityInfo:
    return ChipAuthenticationPublicKeyInfo(oid, _sequence(parts[0]), _read_optional(parts[1:], "keyId"))


def _read_active_authentication(_oid: str, parts: tuple[Tlv, ...]) -> SecurityInfo:
    if len(parts) != 2 or parts[1].tag != der.OBJECT_IDENTIFIER:
        raise IcaoError("ActiveAuthenticationInfo", _CLAUSE, "the signature algorithm is missing")
    return ActiveAuthenticationInfo(der.read_oid(parts[1].value), _integer(parts[0], "version"))


def _read_terminal_authentication(_oid: str, parts: tuple[Tlv, ...]) -> SecurityInfo:
    if len(parts) > 2:
        raise IcaoError("TerminalAuthenticationInfo", _CLAUSE, "more than a version and a file")
    return TerminalAuthenticationInfo(
        _integer(parts[0], "version"), _sequence(parts[1]) if parts[1:] else None
    )


def _integer(part: Tlv, field: str) -> int:
    if part.tag != der.INTEGER:
        raise IcaoError(field, _CLAUSE, "not an INTEGER")
    return der.read_integer(part.value, field)


def _read_optional(parts: tuple[Tlv, ...], field: str) -> int | None:
    if len(parts) > 1:
        raise IcaoError(field, _CLAUSE, "something follows it")
    return _integer(parts[0], field) if parts else None


def _sequence(part: Tlv) -> bytes:
    if part.tag != der.SEQUENCE:
        raise IcaoError("SecurityInfo", _CLAUSE, "not a SEQUENCE where one belongs")
    return part.encoded

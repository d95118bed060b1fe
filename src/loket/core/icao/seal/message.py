"""A whole seal: header, features as tag, length and value, signature (Doc 9303-13 §2.1, §2.3, §2.4)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

from loket.core.icao.error import IcaoError
from loket.core.icao.seal.header import ReferenceLength, SealHeader, parse_header

SIGNATURE_TAG = 0xFF
MOST_BYTES = 4096
"""More than any code of one symbol holds."""
_MOST_FEATURES = 254
_CLAUSE = "9303-13 2.3"
_LengthReader: TypeAlias = Callable[[bytes, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Feature:
    """One feature as it stands: its tag (0 to 254) and its bytes."""

    tag: int
    value: bytes

    def __post_init__(self) -> None:
        """Refuse the tag of the signature."""
        if not 0 <= self.tag < SIGNATURE_TAG:
            raise IcaoError("feature", _CLAUSE, "a tag that is not 0 to 254")

    @property
    def encoded(self) -> bytes:
        """Tag, length and value."""
        return bytes([self.tag]) + _length_bytes(len(self.value)) + self.value


@dataclass(frozen=True, slots=True)
class Seal:
    """A seal as it was read or made: `signature` is r and s, each as long as the order of the curve."""

    header: SealHeader
    features: tuple[Feature, ...]
    signature: bytes
    signed_bytes: bytes
    """Header and message as they stand: what the signature is over."""

    @property
    def encoded(self) -> bytes:
        """The bytes that go into the code."""
        return (
            self.signed_bytes + bytes([SIGNATURE_TAG]) + _length_bytes(len(self.signature)) + self.signature
        )


def bytes_to_sign(header: SealHeader, features: Sequence[Feature]) -> bytes:
    """Return header and message; raises IcaoError if there is no feature or one tag stands twice."""
    _check_features(features)
    return header.encoded + b"".join(feature.encoded for feature in features)


def sealed(header: SealHeader, features: Sequence[Feature], signature: bytes) -> Seal:
    """Return the seal of these parts; `signature` was made over `bytes_to_sign`."""
    _check_signature(signature)
    return Seal(header, tuple(features), signature, bytes_to_sign(header, features))


def parse_seal(data: bytes) -> Seal:
    """Read the bytes of a seal; the signature is not verified here. Raises IcaoError.

    What other readings of the format have put into circulation is read too (_READINGS), where the bytes make
    no whole seal by the standard's. The signature is over the bytes as they stand, by whatever reading.
    """
    if len(data) > MOST_BYTES:
        raise IcaoError("seal", "9303-13 2.1", f"more than {MOST_BYTES} bytes")
    refused = []
    for reference_length, lengths in _READINGS:
        try:
            return _parse(data, reference_length, lengths)
        except IcaoError as error:
            refused.append(error)
    raise refused[0]


def _parse(data: bytes, reference_length: ReferenceLength, read_length: _LengthReader) -> Seal:
    header, at = parse_header(data, reference_length)
    features: list[Feature] = []
    while True:
        if at >= len(data):
            raise IcaoError("signature", "9303-13 2.4", "the seal ends without one")
        tag, start = data[at], at
        length, at = read_length(data, at + 1)
        value, at = data[at : at + length], at + length
        if len(value) != length:
            raise IcaoError("feature", _CLAUSE, "the seal ends within its value")
        if tag == SIGNATURE_TAG:
            break
        features.append(Feature(tag, value))
    if at != len(data):
        raise IcaoError("signature", "9303-13 2.4", "bytes behind it")
    _check_features(features)
    _check_signature(value)
    return Seal(header, tuple(features), value, data[:start])


def _one_byte(data: bytes, at: int) -> tuple[int, int]:
    """Read a length of 0 to 254 in one byte (BSI TR-03137-1 §3.2.3)."""
    if at >= len(data):
        raise IcaoError("feature", _CLAUSE, "the seal ends before its length")
    return data[at], at + 1


def _der(data: bytes, at: int) -> tuple[int, int]:
    """Read a length in the definite form of DER (X.690 §8.1.3)."""
    first, at = _one_byte(data, at)
    if first < 0x80:
        return first, at
    size = first & 0x7F
    if not 1 <= size <= 2 or len(data) < at + size:
        raise IcaoError("feature", _CLAUSE, "a length that cannot be")
    return int.from_bytes(data[at : at + size], "big"), at + size


# The standard's reading first. Each has to make a whole seal, to the last byte.
_READINGS: Final = (
    (ReferenceLength.HEXADECIMAL, _der),
    (ReferenceLength.HEXADECIMAL, _one_byte),
    (ReferenceLength.DECIMAL, _der),
    (ReferenceLength.DECIMAL, _one_byte),
    (ReferenceLength.FIXED, _der),
)


def _length_bytes(length: int) -> bytes:
    if length < 0x80:
        return bytes([length])
    size = 1 if length < 0x100 else 2
    return bytes([0x80 | size]) + length.to_bytes(size, "big")


def _check_features(features: Sequence[Feature]) -> None:
    if not 1 <= len(features) <= _MOST_FEATURES:
        raise IcaoError("features", _CLAUSE, "none")
    if len({feature.tag for feature in features}) != len(features):
        # A reader takes the first, another the last: two values of one tag would be two documents in one.
        raise IcaoError("features", _CLAUSE, "one tag stands twice")


def _check_signature(signature: bytes) -> None:
    if not signature or len(signature) % 2:
        raise IcaoError("signature", "9303-13 2.4", "not r and s of one length")

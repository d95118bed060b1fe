"""Lint of what certificates and revocation lists have in common: DER, names, times, keys, algorithms.

Doc 9303-12 §7.1 (DER), tables 5 and 9 (fields), §4.1.6 (algorithms).
"""

from typing import Any, Final

from asn1crypto.algos import SignedDigestAlgorithm

from loket.core.icao.error import IcaoError
from loket.core.icao.pki.curves import CurveParameters, NamedCurve, curve_named, read_parameters
from loket.core.icao.pki.findings import DEEPEST, Findings

TABLE_5: Final = "9303-12 7.1.1 table 5"
_DER: Final = "9303-12 7.1"
_KEYS: Final = "9303-12 4.1.6"
_EXPLICIT: Final = "9303-12 4.1.6.3"
_HASHES: Final = frozenset({"sha224", "sha256", "sha384", "sha512"})
_LAST_UTC_YEAR: Final = 2049
_SHORT_RSA_BITS: Final = 2048
_COUNTRY: Final = "2.5.4.6"
_COMMON_NAME: Final = "2.5.4.3"
_SERIAL_NUMBER: Final = "2.5.4.5"
# Attributes whose syntax is not DirectoryString: mail address, domain component.
_OTHER_SYNTAX: Final = frozenset({"1.2.840.113549.1.9.1", "0.9.2342.19200300.100.1.25"})
_PRINTABLE, _UTF8, _UTC_TIME, _GENERALIZED_TIME = 19, 12, 23, 24
_BOOLEAN, _INTEGER, _BIT_STRING = 1, 2, 3


def lint_der(data: bytes, found: Findings, *, clause: str = _DER) -> None:
    """Note what is BER and not DER: lengths, booleans, integers, bits (X.690 §8.3, §10, §11)."""
    fault = _der_fault(data, 0)
    found.must(clause, f"not DER: {fault}", kept=fault is None)


def lint_algorithm(inner: bytes, outer: bytes, found: Findings) -> None:
    """Note algorithms that differ inside and outside, that hash by SHA-1, or that are not recommended."""
    found.must(TABLE_5, "signature and signatureAlgorithm differ", kept=inner == outer)
    try:
        parsed = SignedDigestAlgorithm.load(outer)
        kind, name = parsed.signature_algo, parsed.hash_algo
    except (ValueError, TypeError, KeyError):
        found.must(_KEYS, "the signature algorithm is not known", kept=False)
        return
    found.must(f"{_KEYS}.4", "the hash function is not SHA-224, 256, 384 or 512", kept=name in _HASHES)
    found.should(
        f"{_KEYS}.1", "RSA signs by PKCS #1 v1.5 instead of RSASSA-PSS", kept=kind != "rsassa_pkcs1v15"
    )


def lint_name(name: Any, whose: str, found: Findings) -> str:
    """Note what is wrong with the name of an `issuer` or a `subject`; return its countryName."""
    pairs = [(pair["type"].dotted, pair["value"]) for relative in name.chosen for pair in relative]
    countries = [value for oid, value in pairs if oid == _COUNTRY]
    found.must("9303-12 7.1.1.1", f"{whose}: countryName is not there once", kept=len(countries) == 1)
    found.must(
        "9303-12 7.1.1.1", f"{whose}: commonName is missing", kept=any(o == _COMMON_NAME for o, _ in pairs)
    )
    for oid, value in pairs:
        if oid in {_COUNTRY, _SERIAL_NUMBER}:
            found.must(
                TABLE_5,
                f"{whose}: countryName or serialNumber is not a PrintableString",
                kept=_string_tag(value) == _PRINTABLE,
            )
        elif oid not in _OTHER_SYNTAX:
            found.must(
                TABLE_5,
                f"{whose}: an attribute is neither PrintableString nor UTF8String",
                kept=_string_tag(value) in {_PRINTABLE, _UTF8},
            )
    country = str(countries[0].native) if countries else ""
    found.must(TABLE_5, f"{whose}: countryName is not in upper case", kept=country == country.upper())
    found.must("9303-12 7.1.1.1", f"{whose}: countryName is not two letters", kept=len(country) == 2)
    return country


def lint_time(time: Any, whose: str, found: Findings, *, clause: str = TABLE_5) -> None:
    """Note a time that is not YYMMDDHHMMSSZ through 2049 and YYYYMMDDHHMMSSZ from 2050."""
    chosen = time.chosen
    contents = bytes(chosen.contents)
    utc = chosen.tag == _UTC_TIME
    digits = contents[:-1].isdigit() and contents.endswith(b"Z")
    found.must(
        clause, f"{whose}: not whole seconds ending in Z", kept=digits and len(contents) == (15, 13)[utc]
    )
    year = chosen.native.year
    found.must(clause, f"{whose}: a time through 2049 is not UTCTime", kept=utc or year > _LAST_UTC_YEAR)


def lint_key(info: Any, found: Findings) -> None:
    """Note a public key whose curve is named, without cofactor, unknown, or whose point is compressed."""
    kind = info["algorithm"]["algorithm"].native
    if kind in {"rsa", "rsassa_pss"}:
        bits = int(info["public_key"].parsed["modulus"].native).bit_length()
        found.should(_KEYS, "an RSA key shorter than 2048 bits", kept=bits >= _SHORT_RSA_BITS)
        return
    if not found.must(_KEYS, "the key is neither RSA nor EC", kept=kind == "ec"):
        return
    point = bytes(info["public_key"].contents)[1:]
    found.must(_EXPLICIT, "the public point is not uncompressed", kept=point[:1] == b"\x04")
    try:
        parameters = read_parameters(info["algorithm"]["parameters"].dump())
    except IcaoError as error:
        found.must(error.clause, f"{error.field}: {error.reason}", kept=False)
        return
    named = isinstance(parameters, NamedCurve)
    found.must(_EXPLICIT, "the curve is named, its parameters are not written out", kept=not named)
    if isinstance(parameters, CurveParameters):
        found.must(_EXPLICIT, "the cofactor is missing", kept=parameters.h is not None)
        found.must(_EXPLICIT, "the base point is not uncompressed", kept=parameters.generator[:1] == b"\x04")
        found.must(
            _EXPLICIT, "the parameters are those of no known curve", kept=curve_named(parameters) is not None
        )


def _string_tag(value: Any) -> int:
    # A DirectoryString is a CHOICE, others are the string itself.
    return int(getattr(value, "chosen", value).tag)


def _der_fault(data: bytes, depth: int) -> str | None:
    """Return the first thing that DER forbids in these elements, or None."""
    if depth > DEEPEST:
        return "elements stand too deep in each other"
    at = 0
    while at < len(data):
        header = _header(data, at)
        if isinstance(header, str):
            return header
        start, size = header
        contents = data[start : start + size]
        constructed = bool(data[at] & 0x20)
        fault = _der_fault(contents, depth + 1) if constructed else _primitive_fault(data[at], contents)
        if fault is not None:
            return fault
        at = start + size
    return None


def _header(data: bytes, at: int) -> tuple[int, int] | str:
    """Return where the contents of the element at `at` begin and how long they are, or what is wrong."""
    if data[at] & 0x1F == 0x1F or at + 1 >= len(data):
        return "a tag that no certificate has, or no length"
    first = data[at + 1]
    if first < 0x80:
        start, size = at + 2, first
    elif first == 0x80:
        return "a length that is left open"
    else:
        start = at + 2 + (first & 0x7F)
        size = int.from_bytes(data[at + 2 : start], "big")
        if size < 0x80 or data[at + 2] == 0:
            return "a length in more octets than it needs"
    if start + size > len(data):
        return "an element longer than what holds it"
    return start, size


def _primitive_fault(tag: int, contents: bytes) -> str | None:
    if tag == _BOOLEAN and contents not in {b"\x00", b"\xff"}:
        return "a boolean that is neither 00 nor FF"
    if tag == _INTEGER:
        padded = len(contents) > 1 and contents[0] in {0, 0xFF} and contents[0] >> 7 == contents[1] >> 7
        return "an integer in more octets than it needs" if padded or not contents else None
    if tag == _BIT_STRING:
        unused = contents[0] if contents else 8
        wrong = unused > 7 or (unused > 0 and (len(contents) < 2 or contents[-1] & ((1 << unused) - 1)))
        return "a bit string with bits that do not count" if wrong else None
    return None

"""Extensions of certificates and revocation lists, each as DER: Doc 9303-12 tables 6, 8 and 10."""

from collections.abc import Iterable
from typing import Final

from loket.core.icao.error import IcaoError
from loket.core.icao.pki import der
from loket.core.icao.pki.distinguished_names import locality
from loket.core.icao.pki.periods import Period

SUBJECT_KEY_IDENTIFIER: Final = "2.5.29.14"
KEY_USAGE: Final = "2.5.29.15"
PRIVATE_KEY_USAGE_PERIOD: Final = "2.5.29.16"
SUBJECT_ALTERNATIVE_NAME: Final = "2.5.29.17"
ISSUER_ALTERNATIVE_NAME: Final = "2.5.29.18"
BASIC_CONSTRAINTS: Final = "2.5.29.19"
CRL_NUMBER: Final = "2.5.29.20"
CRL_DISTRIBUTION_POINTS: Final = "2.5.29.31"
AUTHORITY_KEY_IDENTIFIER: Final = "2.5.29.35"
EXTENDED_KEY_USAGE: Final = "2.5.29.37"
NAME_CHANGE: Final = "2.23.136.1.1.6.1"
DOCUMENT_TYPE_LIST: Final = "2.23.136.1.1.6.2"

# Purposes of a key (9303-12 §7.1.1.3, §7.1.3).
MASTER_LIST_SIGNING: Final = "2.23.136.1.1.3"
DEVIATION_LIST_SIGNING: Final = "2.23.136.1.1.8"
SEAL_SIGNING: Final = "2.23.136.1.1.11.1"

# Bits of KeyUsage (RFC 5280 §4.2.1.3).
DIGITAL_SIGNATURE: Final = 0
KEY_CERT_SIGN: Final = 5
CRL_SIGN: Final = 6

_MAIL: Final = 1
_DIRECTORY_NAME: Final = 4
_ADDRESS: Final = 6


def authority_key_identifier(identifier: bytes) -> bytes:
    """Return who signed: the key identifier alone."""
    return _extension(AUTHORITY_KEY_IDENTIFIER, der.sequence(der.primitive(0, identifier)))


def subject_key_identifier(identifier: bytes) -> bytes:
    """Return the identifier of the certified key."""
    return _extension(SUBJECT_KEY_IDENTIFIER, der.octets(identifier))


def key_usage(*numbers: int) -> bytes:
    """Return what the key may do, by the numbers of the bits; critical."""
    return _extension(KEY_USAGE, der.named_bits(*numbers), critical=True)


def private_key_usage_period(period: Period) -> bytes:
    """Return when the private key signs: both ends, as GeneralizedTime."""
    ends = (period.start, period.end)
    times = (der.contents_of(der.generalized_time(end)) for end in ends)
    parts = (der.primitive(number, time) for number, time in enumerate(times))
    return _extension(PRIVATE_KEY_USAGE_PERIOD, der.sequence(*parts))


def subject_alternative_name(code: str, mail: str) -> bytes:
    """Return the subject's State (code in the machine readable zone) and mail address."""
    return _extension(SUBJECT_ALTERNATIVE_NAME, _names(code, mail))


def issuer_alternative_name(code: str, mail: str) -> bytes:
    """Return the issuer's State (code in the machine readable zone) and mail address."""
    return _extension(ISSUER_ALTERNATIVE_NAME, _names(code, mail))


def certification_authority() -> bytes:
    """Return that the key certifies, and that nothing certifies below it; critical."""
    return _extension(BASIC_CONSTRAINTS, der.sequence(der.boolean(value=True), der.integer(0)), critical=True)


def extended_key_usage(purpose: str) -> bytes:
    """Return the one purpose of the key; critical."""
    return _extension(EXTENDED_KEY_USAGE, der.sequence(der.oid(purpose)), critical=True)


def crl_distribution_points(addresses: Iterable[str]) -> bytes:
    """Return where the one revocation list of the country is found: ldap, http or https."""
    names = [der.primitive(_ADDRESS, _ascii(address)) for address in addresses]
    # One DistributionPoint; its distributionPoint [0] holds fullName [0].
    return _extension(
        CRL_DISTRIBUTION_POINTS, der.sequence(der.sequence(der.tagged(0, der.tagged(0, *names))))
    )


def document_type_list(types: Iterable[str]) -> bytes:
    """Return which document codes the key may sign; one letter means all that begin so."""
    chosen = tuple(types)
    if not chosen or any(len(one) not in {1, 2} for one in chosen):
        raise IcaoError("document type", "9303-12 7.1.1.6", "not one or two letters each, or none at all")
    listed = der.set_of(der.printable(one) for one in chosen)
    return _extension(DOCUMENT_TYPE_LIST, der.sequence(der.integer(0), listed))


def name_change() -> bytes:
    """Return that the authority changed its name with its key."""
    return _extension(NAME_CHANGE, der.null())


def crl_number(number: int) -> bytes:
    """Return the number of a revocation list."""
    return _extension(CRL_NUMBER, der.integer(number))


def _extension(oid: str, value: bytes, *, critical: bool = False) -> bytes:
    # 9303-12 table 5: a default (critical FALSE) MUST NOT be encoded.
    flag = der.boolean(value=True) if critical else b""
    return der.sequence(der.oid(oid), flag, der.octets(value))


def _names(code: str, mail: str) -> bytes:
    address = der.primitive(_MAIL, _ascii(mail)) if mail else b""
    return der.sequence(address, der.tagged(_DIRECTORY_NAME, locality(code)))


def _ascii(text: str) -> bytes:
    if not text.isascii():
        raise IcaoError("address", "RFC 5280 4.2.1.6", "has a character outside ASCII")
    return text.encode("ascii")

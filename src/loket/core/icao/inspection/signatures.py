"""Verifying one signature: RSA PKCS#1 v1.5 and PSS, ECDSA in X9.62 and in plain form."""

import hashlib
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from asn1crypto import algos, core
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa, utils

from loket.core.icao.error import IcaoError
from loket.core.icao.inspection.foreign_asn1 import foreign_asn1, members
from loket.core.icao.inspection.public_keys import AlteredCurveKey, EcPublicKey, PublicKey, RsaPublicKey

_CLAUSE = "9303-12 4.1.6"
HASHES: dict[str, hashes.HashAlgorithm] = {
    "MD5": hashes.MD5(),  # noqa: S303  (old documents: reported as weak)
    "SHA-1": hashes.SHA1(),  # noqa: S303
    "SHA-224": hashes.SHA224(),
    "SHA-256": hashes.SHA256(),
    "SHA-384": hashes.SHA384(),
    "SHA-512": hashes.SHA512(),
}
HASH_OIDS = {
    "1.2.840.113549.2.5": "MD5",
    "1.3.14.3.2.26": "SHA-1",
    "2.16.840.1.101.3.4.2.4": "SHA-224",
    "2.16.840.1.101.3.4.2.1": "SHA-256",
    "2.16.840.1.101.3.4.2.2": "SHA-384",
    "2.16.840.1.101.3.4.2.3": "SHA-512",
}
WEAK_HASHES = frozenset({"MD5", "SHA-1"})
PSS = "1.2.840.113549.1.1.10"
_NULL = b"\x05\x00"
_MGF1 = "1.2.840.113549.1.1.8"


class Padding(Enum):
    """How a signature is made from a digest."""

    PKCS1 = "RSA PKCS#1 v1.5"
    PSS = "RSA-PSS"
    ECDSA = "ECDSA"
    ECDSA_PLAIN = "ECDSA (plain)"


# RFC 8017 A.2.4, RFC 5758, X9.62, BSI TR-03111 §5.2.1.1: identifier, padding, hash (None: the digest's own).
_SCHEMES: dict[str, tuple[Padding, str | None]] = {
    "1.2.840.113549.1.1.1": (Padding.PKCS1, None),
    "1.2.840.113549.1.1.4": (Padding.PKCS1, "MD5"),
    "1.2.840.113549.1.1.5": (Padding.PKCS1, "SHA-1"),
    "1.2.840.113549.1.1.14": (Padding.PKCS1, "SHA-224"),
    "1.2.840.113549.1.1.11": (Padding.PKCS1, "SHA-256"),
    "1.2.840.113549.1.1.12": (Padding.PKCS1, "SHA-384"),
    "1.2.840.113549.1.1.13": (Padding.PKCS1, "SHA-512"),
    "1.3.14.3.2.29": (Padding.PKCS1, "SHA-1"),
    "1.2.840.10045.2.1": (Padding.ECDSA, None),
    "1.2.840.10045.4.1": (Padding.ECDSA, "SHA-1"),
    "1.2.840.10045.4.3.1": (Padding.ECDSA, "SHA-224"),
    "1.2.840.10045.4.3.2": (Padding.ECDSA, "SHA-256"),
    "1.2.840.10045.4.3.3": (Padding.ECDSA, "SHA-384"),
    "1.2.840.10045.4.3.4": (Padding.ECDSA, "SHA-512"),
    "0.4.0.127.0.7.1.1.4.1.1": (Padding.ECDSA_PLAIN, "SHA-1"),
    "0.4.0.127.0.7.1.1.4.1.2": (Padding.ECDSA_PLAIN, "SHA-224"),
    "0.4.0.127.0.7.1.1.4.1.3": (Padding.ECDSA_PLAIN, "SHA-256"),
    "0.4.0.127.0.7.1.1.4.1.4": (Padding.ECDSA_PLAIN, "SHA-384"),
    "0.4.0.127.0.7.1.1.4.1.5": (Padding.ECDSA_PLAIN, "SHA-512"),
}


@dataclass(frozen=True, slots=True)
class Scheme:
    """A signature algorithm with its parameters; `unknown` says in words what nothing here verifies."""

    padding: Padding | None
    hash_name: str
    mgf_hash_name: str = ""
    salt_length: int = 0
    unknown: str = ""

    @property
    def words(self) -> str:
        """The algorithm for people."""
        if self.padding is None:
            return self.unknown
        if self.padding is Padding.PSS:
            return f"RSA-PSS, {self.hash_name}, MGF1 with {self.mgf_hash_name}, salt of {self.salt_length}"
        return f"{self.padding.value}, {self.hash_name}"

    @property
    def weak_hashes(self) -> frozenset[str]:
        """Hash functions in it that are no longer permitted."""
        return WEAK_HASHES & {self.hash_name, self.mgf_hash_name}


class Verdict(Enum):
    """What verifying came to."""

    GOOD = "good"
    BAD = "bad"
    ALTERED_CURVE = "altered curve"
    NOT_SUPPORTED = "not supported"


def hash_name_of(oid: str) -> str | None:
    """Return the name of a hash function, or None if it is not known here."""
    return HASH_OIDS.get(oid)


def digest(hash_name: str, data: bytes) -> bytes:
    """Hash some bytes with a function named in HASHES."""
    return hashlib.new(hash_name.replace("-", "").lower(), data, usedforsecurity=False).digest()


def read_scheme(algorithm: core.Sequence, digest_oid: str | None) -> Scheme:
    """Read an AlgorithmIdentifier of a signature.

    `digest_oid` is the digest algorithm beside it (RFC 5652 §5.3), used where the signature algorithm names
    no hash; None in certificates. Raises IcaoError for parameters that cannot be read.
    """
    return _read_scheme(algorithm, digest_oid)


@foreign_asn1("signature algorithm", _CLAUSE)
def _read_scheme(algorithm: core.Sequence, digest_oid: str | None) -> Scheme:
    oid: str = algorithm["algorithm"].dotted
    if oid == PSS:
        return _pss(algorithm)
    padding_, named = _SCHEMES.get(oid, (None, None))
    if padding_ is None:
        return Scheme(None, "", unknown=f"signature algorithm {oid}")
    hash_name = named or hash_name_of(digest_oid or "")
    if hash_name is None:
        return Scheme(None, "", unknown=f"{padding_.value} with digest algorithm {digest_oid}")
    return Scheme(padding_, hash_name)


def _pss(algorithm: core.Sequence) -> Scheme:
    """Read RSASSA-PSS-params; what is left out is SHA-1, MGF1 with SHA-1 and 20 octets (RFC 8017 A.2.3)."""
    stored = algorithm["parameters"]
    is_given = isinstance(stored, core.Sequence) and stored.contents is not None
    parameters = stored if is_given else algos.RSASSAPSSParams({})
    mask = parameters["mask_gen_algorithm"]
    for each in (parameters["hash_algorithm"], mask["parameters"]):
        check_no_parameters(each)
    hash_name = hash_name_of(parameters["hash_algorithm"]["algorithm"].dotted)
    mgf_hash_name = hash_name_of(mask["parameters"]["algorithm"].dotted)
    if mask["algorithm"].dotted != _MGF1 or hash_name is None or mgf_hash_name is None:
        return Scheme(None, "", unknown="RSA-PSS with a hash or mask function that is not known here")
    if int(parameters["trailer_field"]) != 1:
        return Scheme(None, "", unknown="RSA-PSS with another trailer than BC")
    salt = int(parameters["salt_length"])
    if salt < 0:
        raise IcaoError("signature algorithm", _CLAUSE, "negative length of salt")
    return Scheme(Padding.PSS, hash_name, mgf_hash_name, salt)


def check_no_parameters(algorithm: core.Sequence) -> None:
    """Refuse parameters of an algorithm that has none: they are absent or NULL (RFC 5754 §2, §3)."""
    name, clause = "algorithm identifier", "RFC 5754 3"
    if members(algorithm.contents, name, clause)[1:] not in ([], [_NULL]):
        raise IcaoError(name, clause, "parameters where none belong")


def verify(key: PublicKey, scheme: Scheme, message: bytes, signature: bytes) -> Verdict:
    """Verify one signature over a message. Never raises for what the bytes say."""
    if isinstance(key, AlteredCurveKey):
        return Verdict.ALTERED_CURVE
    if isinstance(key, RsaPublicKey) and scheme.padding in {Padding.PKCS1, Padding.PSS}:
        return _verify_rsa(key, scheme, message, signature)
    if isinstance(key, EcPublicKey) and scheme.padding in {Padding.ECDSA, Padding.ECDSA_PLAIN}:
        return _verify_ec(key, scheme, message, signature)
    if scheme.padding is None or not isinstance(key, RsaPublicKey | EcPublicKey):
        return Verdict.NOT_SUPPORTED
    return Verdict.BAD  # an RSA signature by an elliptic key, or the other way round


@lru_cache(maxsize=256)
def _rsa_key(key: RsaPublicKey) -> rsa.RSAPublicKey | None:
    try:
        return rsa.RSAPublicNumbers(key.exponent, key.modulus).public_key()
    except ValueError:
        return None


def _verify_rsa(key: RsaPublicKey, scheme: Scheme, message: bytes, signature: bytes) -> Verdict:
    if key.pss_only and scheme.padding is not Padding.PSS:
        return Verdict.BAD  # RFC 4055 §1.2
    loaded = _rsa_key(key)
    if loaded is None:
        return Verdict.NOT_SUPPORTED
    padded: padding.PSS | padding.PKCS1v15 = padding.PKCS1v15()
    if scheme.padding is Padding.PSS:
        padded = padding.PSS(padding.MGF1(HASHES[scheme.mgf_hash_name]), scheme.salt_length)
    try:
        loaded.verify(signature, message, padded, HASHES[scheme.hash_name])
    except InvalidSignature:
        return Verdict.BAD
    except (UnsupportedAlgorithm, ValueError):
        return Verdict.NOT_SUPPORTED
    return Verdict.GOOD


@lru_cache(maxsize=256)
def _ec_key(key: EcPublicKey) -> ec.EllipticCurvePublicKey | None:
    if key.curve.by_cryptography is None:
        return None
    try:
        return ec.EllipticCurvePublicNumbers(key.x, key.y, key.curve.by_cryptography).public_key()
    except (ValueError, UnsupportedAlgorithm):
        return None


def _verify_ec(key: EcPublicKey, scheme: Scheme, message: bytes, signature: bytes) -> Verdict:
    try:
        r, s = _r_and_s(key, scheme, signature)
    except ValueError:
        return Verdict.BAD
    loaded = _ec_key(key)
    if loaded is None:
        return _verify_by_ecdsa(key, scheme, message, (r, s))
    try:
        loaded.verify(utils.encode_dss_signature(r, s), message, ec.ECDSA(HASHES[scheme.hash_name]))
    except InvalidSignature:
        return Verdict.BAD
    except UnsupportedAlgorithm:
        return Verdict.NOT_SUPPORTED
    return Verdict.GOOD


def _r_and_s(key: EcPublicKey, scheme: Scheme, signature: bytes) -> tuple[int, int]:
    if scheme.padding is Padding.ECDSA_PLAIN:
        half = (key.curve.order.bit_length() + 7) // 8
        if len(signature) != 2 * half:
            raise ValueError
        return int.from_bytes(signature[:half]), int.from_bytes(signature[half:])
    return utils.decode_dss_signature(signature)


def _verify_by_ecdsa(key: EcPublicKey, scheme: Scheme, message: bytes, numbers: tuple[int, int]) -> Verdict:
    """Verify on a curve that cryptography does not have; only public values are involved."""
    import ecdsa

    order = key.curve.order
    if not all(0 < number < order for number in numbers):
        return Verdict.BAD
    point = ecdsa.ellipticcurve.Point(key.curve.by_ecdsa.curve, key.x, key.y, order)
    verifying = ecdsa.VerifyingKey.from_public_point(point, key.curve.by_ecdsa)
    try:
        good = verifying.verify_digest(
            ecdsa.util.sigencode_string(*numbers, order),
            digest(scheme.hash_name, message),
            sigdecode=ecdsa.util.sigdecode_string,
            allow_truncate=True,
        )
    except ecdsa.BadSignatureError:
        return Verdict.BAD
    return Verdict.GOOD if good else Verdict.BAD


def plain_scheme(oid: str) -> Scheme | None:
    """Return the scheme of an elliptic key's answer in active authentication; None if it is not known here.

    Answers are in plain form whichever identifier names the algorithm (Doc 9303-11 §6.1.2.3).
    """
    padding_, hash_name = _SCHEMES.get(oid, (None, None))
    if padding_ not in {Padding.ECDSA, Padding.ECDSA_PLAIN} or hash_name is None:
        return None
    return Scheme(Padding.ECDSA_PLAIN, hash_name)

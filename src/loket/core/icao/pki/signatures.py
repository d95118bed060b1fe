"""Public keys and signatures of certificates: explicit curves, ECDSA, RSASSA-PSS (Doc 9303-12 §4.1.6).

`cryptography` knows curves by name only. So keys are written here with all their parameters, and read by
comparing all of them (`curves.curve_named`).
"""

from typing import Any, Final, Protocol

from asn1crypto.algos import SignedDigestAlgorithm
from asn1crypto.keys import PublicKeyInfo
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from loket.core.icao.error import IcaoError
from loket.core.icao.lds.algorithms import HashAlgorithm, SignatureAlgorithm
from loket.core.icao.pki import der
from loket.core.icao.pki.curve_arithmetic import system_curve
from loket.core.icao.pki.curves import CurveParameters, NamedCurve, curve_called, curve_named, read_parameters

PublicKey = ec.EllipticCurvePublicKey | rsa.RSAPublicKey

_ID_EC_PUBLIC_KEY: Final = "1.2.840.10045.2.1"
_ID_RSA_ENCRYPTION: Final = "1.2.840.113549.1.1.1"
_ID_RSASSA_PSS: Final = "1.2.840.113549.1.1.10"
_CLAUSE: Final = "9303-12 4.1.6"
_LONGEST_KEY_BYTES: Final = 4096
_RSA_BITS: Final = range(1024, 8192 + 1)

_HASHES: Final[dict[str, type[hashes.HashAlgorithm]]] = {
    "sha1": hashes.SHA1,
    "sha224": hashes.SHA224,
    "sha256": hashes.SHA256,
    "sha384": hashes.SHA384,
    "sha512": hashes.SHA512,
}


def hash_of(algorithm: SignatureAlgorithm) -> hashes.HashAlgorithm:
    """Return the hash function of a signature algorithm, for `cryptography`."""
    return _HASHES[algorithm.hash_algorithm.name.lower().replace("_", "")]()


def pss_of(algorithm: SignatureAlgorithm) -> padding.PSS:
    """Return the padding of RSASSA-PSS, for `cryptography`: MGF1, a salt as long as the hash."""
    return padding.PSS(padding.MGF1(hash_of(algorithm)), algorithm.hash_algorithm.size_bytes)


def algorithm_for(public_key: PublicKey) -> SignatureAlgorithm:
    """Return how this key signs: by a hash as long as its curve's order (BSI TR-03111), or PSS/SHA-256."""
    if isinstance(public_key, rsa.RSAPublicKey):
        return SignatureAlgorithm.RSA_PSS_SHA_256
    if public_key.curve.key_size <= HashAlgorithm.SHA_256.size_bytes * 8:
        return SignatureAlgorithm.ECDSA_SHA_256
    if public_key.curve.key_size <= HashAlgorithm.SHA_384.size_bytes * 8:
        return SignatureAlgorithm.ECDSA_SHA_384
    return SignatureAlgorithm.ECDSA_SHA_512


class SigningKey(Protocol):
    """A private key that signs and is not shown: a file's, or a token's."""

    @property
    def public_key(self) -> PublicKey:
        """The public half."""

    @property
    def algorithm(self) -> SignatureAlgorithm:
        """How it signs."""

    def sign(self, data: bytes) -> bytes:
        """Return the signature of the data, as certificates carry it (ECDSA: a SEQUENCE of r and s)."""


def public_key_info(public_key: PublicKey) -> bytes:
    """Return SubjectPublicKeyInfo (DER): an EC key with explicit parameters and an uncompressed point.

    IcaoError if the key's curve is not one of those that `curves` knows.
    """
    if isinstance(public_key, rsa.RSAPublicKey):
        numbers = public_key.public_numbers()
        key = der.sequence(der.integer(numbers.n), der.integer(numbers.e))
        return der.sequence(der.sequence(der.oid(_ID_RSA_ENCRYPTION), der.null()), der.bits(key))
    curve = curve_called(public_key.curve.name)
    if curve is None:
        raise IcaoError("public key", _CLAUSE, "its curve is none that travel documents use")
    point = public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return der.sequence(der.sequence(der.oid(_ID_EC_PUBLIC_KEY), curve.explicit()), der.bits(point))


def key_identifier(info: bytes) -> bytes:
    """Return the identifier of a key (SubjectPublicKeyInfo): SHA-1 of its bits (RFC 5280 §4.2.1.2)."""
    # No security rests on it: it only finds the key.
    state = hashes.Hash(hashes.SHA1())  # noqa: S303
    state.update(_bits_of(_read_info(info)))
    return state.finalize()


def read_public_key(info: bytes) -> PublicKey:
    """Read SubjectPublicKeyInfo, with a named or explicit curve; IcaoError if it cannot be read or used."""
    parsed = _read_info(info)
    try:
        kind = parsed["algorithm"]["algorithm"].dotted
        if kind == _ID_EC_PUBLIC_KEY:
            return point_on(read_curve(parsed["algorithm"]["parameters"].dump()), _bits_of(parsed))
        if kind in {_ID_RSA_ENCRYPTION, _ID_RSASSA_PSS}:
            return _rsa_key(parsed)
    except (ValueError, TypeError, KeyError, AttributeError, UnsupportedAlgorithm):
        raise IcaoError("public key", _CLAUSE, "the key cannot be read") from None
    raise IcaoError("public key", _CLAUSE, "its algorithm is not supported")


def read_curve(parameters: bytes) -> NamedCurve:
    """Read the parameters of an EC key; IcaoError unless they are, all of them, those of a known curve."""
    read = read_parameters(parameters)
    curve = curve_named(read) if isinstance(read, CurveParameters) else read
    if curve is None:
        raise IcaoError("curve", "9303-12 4.1.6.3", "the explicit parameters are not those of a known curve")
    return curve


def point_on(curve: NamedCurve, point: bytes) -> ec.EllipticCurvePublicKey:
    """Return the key of a point (SEC 1 octets); ValueError unless it is on the curve."""
    known = system_curve(curve)
    if known is None:
        raise IcaoError("public key", _CLAUSE, f"signatures on {curve.name} are not supported")
    # Refuses a point that is not on the curve.
    return ec.EllipticCurvePublicKey.from_encoded_point(known, point)


def digest(hash_name: str, data: bytes) -> bytes:
    """Return the hash by its name (`sha1`, `sha224`, `sha256`, `sha384`, `sha512`); IcaoError for another."""
    if hash_name not in _HASHES:
        raise IcaoError("hash", "9303-12 4.1.6.4", "the hash function is not supported")
    state = hashes.Hash(_HASHES[hash_name]())
    state.update(data)
    return state.finalize()


def signature_holds(
    public_key: PublicKey, algorithm: bytes, data: bytes, signature: bytes, *, hash_name: str | None = None
) -> bool:
    """Return whether it is this key's signature of the data, made by `algorithm` (AlgorithmIdentifier, DER).

    Reads ECDSA, RSASSA-PSS and PKCS #1 v1.5 with SHA-1 and SHA-2; IcaoError for an algorithm that is none of
    these. A signature of the other kind of key is not this one's. `hash_name` is for CMS, where the algorithm
    may name the key alone (RFC 3370 §3.2).
    """
    try:
        parsed = SignedDigestAlgorithm.load(algorithm, strict=True)
        alone = parsed["algorithm"].dotted == _ID_RSA_ENCRYPTION and hash_name is not None
        name, function = parsed.signature_algo, _hash_of(str(hash_name) if alone else parsed.hash_algo)
        if isinstance(public_key, ec.EllipticCurvePublicKey) and name == "ecdsa":
            public_key.verify(signature, data, ec.ECDSA(function))
            return True
        if isinstance(public_key, rsa.RSAPublicKey) and name in {"rsassa_pss", "rsassa_pkcs1v15"}:
            padded = _pss_of(parsed) if name == "rsassa_pss" else padding.PKCS1v15()
            public_key.verify(signature, data, padded, function)
            return True
    except InvalidSignature:
        return False
    except (ValueError, TypeError, KeyError, AttributeError, UnsupportedAlgorithm):
        raise IcaoError("signature", _CLAUSE, "its algorithm cannot be read or is not supported") from None
    if name in {"ecdsa", "rsassa_pss", "rsassa_pkcs1v15"}:
        return False
    raise IcaoError("signature", _CLAUSE, "its algorithm is not supported")


def _hash_of(name: str) -> hashes.HashAlgorithm:
    return _HASHES[name]()


def _pss_of(parsed: Any) -> padding.PSS:
    parameters = parsed["parameters"]
    if parameters["mask_gen_algorithm"]["algorithm"].native != "mgf1":
        raise IcaoError("signature", "RFC 4055 3.1", "the mask is not made by MGF1")
    mask = _hash_of(parameters["mask_gen_algorithm"]["parameters"]["algorithm"].native)
    return padding.PSS(padding.MGF1(mask), int(parameters["salt_length"].native))


def _read_info(info: bytes) -> Any:
    if len(info) > _LONGEST_KEY_BYTES:
        raise IcaoError("public key", _CLAUSE, "the key is too long")
    try:
        return PublicKeyInfo.load(info, strict=True)
    except (ValueError, TypeError):
        raise IcaoError("public key", _CLAUSE, "the key cannot be read") from None


def _bits_of(parsed: Any) -> bytes:
    # The octets of the BIT STRING behind the one that counts unused bits.
    contents = bytes(parsed["public_key"].contents)
    if contents[:1] != b"\x00":
        raise IcaoError("public key", _CLAUSE, "the key is not of whole octets")
    return contents[1:]


def _rsa_key(parsed: Any) -> rsa.RSAPublicKey:
    key = parsed["public_key"].parsed
    modulus, exponent = int(key["modulus"].native), int(key["public_exponent"].native)
    if modulus.bit_length() not in _RSA_BITS:
        raise IcaoError("public key", _CLAUSE, "an RSA key of that length is not supported")
    return rsa.RSAPublicNumbers(exponent, modulus).public_key()

"""Hash and signature algorithms of what an issuer signs (Doc 9303-12 §4.1.6, RFC 4056, 5754 and 5758)."""

import hashlib
from enum import Enum

from loket.core.icao.lds import der

_PSS = "1.2.840.113549.1.1.10"
_MASK_GENERATION = "1.2.840.113549.1.1.8"


class HashAlgorithm(Enum):
    """Those that are written: object identifier, and length of a digest. SHA-1 is never written."""

    SHA_256 = ("2.16.840.1.101.3.4.2.1", 32)
    SHA_384 = ("2.16.840.1.101.3.4.2.2", 48)
    SHA_512 = ("2.16.840.1.101.3.4.2.3", 64)

    def __init__(self, oid: str, size_bytes: int) -> None:
        self.oid = oid
        self.size_bytes = size_bytes

    @property
    def identifier(self) -> bytes:
        """The AlgorithmIdentifier, without parameters (Doc 9303-10 §4.6.2, RFC 5754 §2)."""
        return der.write_sequence((der.write_oid(self.oid),))

    def digest(self, data: bytes) -> bytes:
        """Return the digest of `data`."""
        return _DIGESTS[self](data).digest()


_DIGESTS = {
    HashAlgorithm.SHA_256: hashlib.sha256,
    HashAlgorithm.SHA_384: hashlib.sha384,
    HashAlgorithm.SHA_512: hashlib.sha512,
}


class SignatureAlgorithm(Enum):
    """How a document signer signs. ECDSA signatures are in DER, as most libraries and no token give them."""

    ECDSA_SHA_256 = ("1.2.840.10045.4.3.2", HashAlgorithm.SHA_256)
    ECDSA_SHA_384 = ("1.2.840.10045.4.3.3", HashAlgorithm.SHA_384)
    ECDSA_SHA_512 = ("1.2.840.10045.4.3.4", HashAlgorithm.SHA_512)
    RSA_PSS_SHA_256 = (_PSS, HashAlgorithm.SHA_256)
    RSA_PSS_SHA_384 = (_PSS, HashAlgorithm.SHA_384)
    RSA_PSS_SHA_512 = (_PSS, HashAlgorithm.SHA_512)

    def __init__(self, oid: str, hash_algorithm: HashAlgorithm) -> None:
        self.oid = oid
        self.hash_algorithm = hash_algorithm

    @property
    def identifier(self) -> bytes:
        """The AlgorithmIdentifier; RSA-PSS has one hash for text and mask, and a salt as long as it."""
        if self.oid != _PSS:
            return der.write_sequence((der.write_oid(self.oid),))  # RFC 5758 §3.2: without parameters
        # RFC 4055 §2.1: here, unlike elsewhere, the hash has NULL for its parameters.
        with_null = der.write_sequence((der.write_oid(self.hash_algorithm.oid), der.write_null()))
        mask = der.write_sequence((der.write_oid(_MASK_GENERATION), with_null))
        parameters = (
            der.write_explicit(0, with_null),
            der.write_explicit(1, mask),
            der.write_explicit(2, der.write_integer(self.hash_algorithm.size_bytes)),
        )
        return der.write_sequence((der.write_oid(self.oid), der.write_sequence(parameters)))

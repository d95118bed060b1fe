"""Private keys of the country signing authority and of document signers, in files (PKCS #8, PEM).

Only test keys are made here, and their files say so. Keys in a token are in `token_keys`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from loket.core.icao.error import IcaoError
from loket.core.icao.lds.algorithms import SignatureAlgorithm
from loket.core.icao.pki.signatures import PublicKey, algorithm_for, hash_of, pss_of, public_key_info
from loket.node.keys.error import KeysError
from loket.node.keys.key_files import TEST_HEADER, read_secret, write_secret

RandomBytes = Callable[[int], bytes]
PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey

FEWEST_RSA_BITS: Final = 2048
# FIPS 186-5 A.2.1: this many more bits than the order has make the remainder even enough.
_EXTRA_BYTES: Final = 8


@dataclass(frozen=True, slots=True)
class FileSigningKey:
    """A private key in memory, read from a file; a `loket.core.icao.pki.signatures.SigningKey`."""

    _private: PrivateKey
    _function: hashes.HashAlgorithm = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Find out once how the key signs: an office signs thousands a day with one."""
        object.__setattr__(self, "_function", hash_of(self.algorithm))

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read a key file; KeysError if others can read it, or it holds no key that signs documents."""
        try:
            private = load_pem_private_key(read_secret(path), None)
        except (ValueError, TypeError, UnsupportedAlgorithm):
            message = f"{path.name} is not a private key in PEM"
            raise KeysError(message) from None
        if not isinstance(private, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey):
            message = f"{path.name} is neither an EC nor an RSA key"
            raise KeysError(message)
        if isinstance(private, rsa.RSAPrivateKey) and private.key_size < FEWEST_RSA_BITS:
            message = f"{path.name} is an RSA key shorter than {FEWEST_RSA_BITS} bits"
            raise KeysError(message)
        try:
            public_key_info(private.public_key())
        except IcaoError:
            message = f"{path.name} is on a curve that travel documents do not use"
            raise KeysError(message) from None
        return cls(private)

    @property
    def public_key(self) -> PublicKey:
        """The public half."""
        return self._private.public_key()

    @property
    def algorithm(self) -> SignatureAlgorithm:
        """How it signs."""
        return algorithm_for(self.public_key)

    def sign(self, data: bytes) -> bytes:
        """Return the signature of the data (ECDSA: DER of r and s; RSA: PSS)."""
        if isinstance(self._private, rsa.RSAPrivateKey):
            return self._private.sign(data, pss_of(self.algorithm), self._function)
        return self._private.sign(data, ec.ECDSA(self._function))


def new_elliptic_key(curve: ec.EllipticCurve, random_bytes: RandomBytes) -> ec.EllipticCurvePrivateKey:
    """Return a new key on this curve, from this chance (FIPS 186-5 A.2.1)."""
    order = curve.group_order
    drawn = int.from_bytes(random_bytes((order.bit_length() + 7) // 8 + _EXTRA_BYTES), "big")
    return ec.derive_private_key(drawn % (order - 1) + 1, curve)


def new_rsa_key(bits: int = 4096) -> rsa.RSAPrivateKey:
    """Return a new RSA key; its chance is the library's own, which takes no other."""
    return rsa.generate_private_key(65537, bits)


def write_test_key(path: Path, private: PrivateKey) -> FileSigningKey:
    """Write a new key into a file that says TEST, as its name must; KeysError if it does not. Return it."""
    if not path.name.startswith("TEST"):
        message = f"{path.name}: the file of a test key begins with TEST"
        raise KeysError(message)
    pem = private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    write_secret(path, TEST_HEADER + pem)
    return FileSigningKey.load(path)

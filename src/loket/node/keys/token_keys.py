"""Private keys in a token (PKCS#11): they are made there, sign there, and never leave it.

`pkcs11` is imported when a token is opened, so that nothing of it is loaded where keys are files. Who signs
in to a token does so for the whole process (PKCS #11 §5.6): one session with each token is opened, and stays.
"""

import hmac
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final, Self

from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature

from loket.core.icao.error import IcaoError
from loket.core.icao.lds.algorithms import SignatureAlgorithm
from loket.core.icao.pki import der
from loket.core.icao.pki.curves import NamedCurve
from loket.core.icao.pki.signatures import PublicKey, algorithm_for, point_on, read_curve
from loket.node.keys.error import KeysError

_NAMED: Final = "the token"


@dataclass(frozen=True, slots=True, kw_only=True)
class TokenPlace:
    """Where a key is: the module's library, the token's label, the key's label."""

    module: Path
    token: str
    label: str


@dataclass(frozen=True, slots=True)
class _OpenToken:
    """A session that is signed in, the PIN it was opened with, and whose turn it is."""

    session: Any
    pin: str = field(repr=False)
    turn: threading.Lock


_OPEN: Final[dict[tuple[Path, str], _OpenToken]] = {}
_OPENING: Final = threading.Lock()


class TokenSigningKey:
    """A private key in a token; a `loket.core.icao.pki.signatures.SigningKey`. Threads take turns."""

    def __init__(self, token: _OpenToken, private: Any, public: PublicKey) -> None:
        self._token = token
        self._private = private
        self._public = public

    @classmethod
    def open(cls, place: TokenPlace, *, pin: str) -> Self:
        """Open the key; KeysError if token, key or PIN is wrong, or if the key cannot sign documents."""
        import pkcs11

        token = _opened(place, pin)
        kinds = (pkcs11.ObjectClass.PRIVATE_KEY, pkcs11.ObjectClass.PUBLIC_KEY)
        try:
            with token.turn:
                private, public = (
                    token.session.get_key(object_class=kind, label=place.label) for kind in kinds
                )
                read = _public_key(public)
        except (pkcs11.NoSuchKey, pkcs11.MultipleObjectsReturned):
            message = f"{_NAMED} has not one key pair labelled {place.label}"
            raise KeysError(message) from None
        except (pkcs11.PKCS11Error, IcaoError, ValueError):
            message = f"the key {place.label} of {_NAMED} cannot be used to sign documents"
            raise KeysError(message) from None
        return cls(token, private, read)

    @classmethod
    def make(cls, place: TokenPlace, curve: NamedCurve, *, pin: str) -> Self:
        """Make a new pair on this curve in the token, by its own chance; KeysError if the label is taken.

        The label of a test key begins with TEST.
        """
        import pkcs11

        if not place.label.startswith("TEST"):
            message = f"{place.label}: the label of a test key begins with TEST"
            raise KeysError(message)
        token = _opened(place, pin)
        try:
            with token.turn:
                _generate(token.session, place.label, curve)
        except pkcs11.PKCS11Error:
            message = f"{_NAMED} makes no key on {curve.name}"
            raise KeysError(message) from None
        return cls.open(place, pin=pin)

    @property
    def public_key(self) -> PublicKey:
        """The public half."""
        return self._public

    @property
    def algorithm(self) -> SignatureAlgorithm:
        """How it signs."""
        return algorithm_for(self._public)

    def sign(self, data: bytes) -> bytes:
        """Return the signature of the data (DER of r and s, or PSS); KeysError if the token fails."""
        import pkcs11

        digest = self.algorithm.hash_algorithm.digest(data)
        try:
            with self._token.turn:
                if isinstance(self._public, rsa.RSAPublicKey):
                    return bytes(
                        self._private.sign(
                            digest,
                            mechanism=pkcs11.Mechanism.RSA_PKCS_PSS,
                            mechanism_param=_pss_with_sha_256(),
                        )
                    )
                raw = bytes(self._private.sign(digest, mechanism=pkcs11.Mechanism.ECDSA))
        except pkcs11.PKCS11Error:
            message = f"{_NAMED} did not sign"
            raise KeysError(message) from None
        # PKCS #11 §2.3.1: r and s beside each other, each as long as the order.
        half = len(raw) // 2
        return encode_dss_signature(int.from_bytes(raw[:half], "big"), int.from_bytes(raw[half:], "big"))


def _pss_with_sha_256() -> tuple[Any, Any, int]:
    import pkcs11

    return pkcs11.Mechanism.SHA256, pkcs11.MGF.SHA256, 32


def _opened(place: TokenPlace, pin: str) -> _OpenToken:
    """Return this process's session with the token, opened when it is first asked for."""
    with _OPENING:
        known = _OPEN.get((place.module, place.token))
        if known is None:
            known = _OpenToken(_sign_in(place, pin), pin, threading.Lock())
            _OPEN[place.module, place.token] = known
    if not hmac.compare_digest(known.pin.encode(), pin.encode()):
        message = f"the PIN of the token {place.token} is wrong"
        raise KeysError(message)
    return known


def _sign_in(place: TokenPlace, pin: str) -> Any:
    import pkcs11

    try:
        return pkcs11.lib(str(place.module)).get_token(token_label=place.token).open(user_pin=pin, rw=True)
    except (pkcs11.NoSuchToken, pkcs11.MultipleTokensReturned):
        message = f"there is not one token labelled {place.token}"
        raise KeysError(message) from None
    except pkcs11.PinIncorrect:
        message = f"the PIN of the token {place.token} is wrong"
        raise KeysError(message) from None
    except (pkcs11.PKCS11Error, RuntimeError, OSError):
        message = f"the token {place.token} cannot be opened through {place.module.name}"
        raise KeysError(message) from None


def _generate(session: Any, label: str, curve: NamedCurve) -> None:
    import pkcs11

    if any(True for _ in session.get_objects({pkcs11.Attribute.LABEL: label})):
        message = f"{_NAMED} has something labelled {label} already"
        raise KeysError(message)
    # The identifier as DER: the library's own table of curves has not the brainpool ones.
    parameters = session.create_domain_parameters(
        pkcs11.KeyType.EC, {pkcs11.Attribute.EC_PARAMS: der.oid(curve.oid)}, local=True
    )
    kept = {
        pkcs11.Attribute.SENSITIVE: True,
        pkcs11.Attribute.EXTRACTABLE: False,
        pkcs11.Attribute.SIGN: True,
    }
    parameters.generate_keypair(label=label, store=True, private_template=kept)


def _public_key(public: Any) -> PublicKey:
    import pkcs11

    if public.key_type == pkcs11.KeyType.RSA:
        modulus = int.from_bytes(public[pkcs11.Attribute.MODULUS], "big")
        exponent = int.from_bytes(public[pkcs11.Attribute.PUBLIC_EXPONENT], "big")
        return rsa.RSAPublicNumbers(exponent, modulus).public_key()
    # PKCS #11 §2.3.3: the point is in an OCTET STRING.
    point = der.contents_of(public[pkcs11.Attribute.EC_POINT])
    return point_on(read_curve(public[pkcs11.Attribute.EC_PARAMS]), point)

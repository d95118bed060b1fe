"""PACE with generic and chip-authentication mapping, on curves: what both sides compute (9303-11 §4.4)."""

import hmac
from dataclasses import dataclass
from enum import Enum

from ecdsa.ellipticcurve import INFINITY, PointJacobi

from loket.core.icao.chip.ciphers import PASSWORD, SessionKeys, Suite
from loket.core.icao.chip.curves import Curve, EphemeralKey, agree, shared_secret
from loket.core.icao.chip.error import ChipError
from loket.core.icao.chip.passwords import Password
from loket.core.icao.lds import der
from loket.core.icao.lds import security_infos as infos
from loket.core.icao.lds.tlv import write_template, write_tlv

NONCE_BYTES = 16
_NONCE_LENGTHS = frozenset({16, 32})
_PUBLIC_KEY = 0x7F49
_EC_POINT = 0x86
_CLAUSE = "9303-11 4.4"


class PaceProtocol(Enum):
    """Protocols (9303-11 §9.2.1): agreement, mapping and suite in one object identifier."""

    GM_TRIPLE_DES = (infos.ID_PACE_ECDH_GM, infos.TRIPLE_DES, Suite.TRIPLE_DES)
    GM_AES_128 = (infos.ID_PACE_ECDH_GM, infos.AES_128, Suite.AES_128)
    GM_AES_192 = (infos.ID_PACE_ECDH_GM, infos.AES_192, Suite.AES_192)
    GM_AES_256 = (infos.ID_PACE_ECDH_GM, infos.AES_256, Suite.AES_256)
    CAM_AES_128 = (infos.ID_PACE_ECDH_CAM, infos.AES_128, Suite.AES_128)
    CAM_AES_192 = (infos.ID_PACE_ECDH_CAM, infos.AES_192, Suite.AES_192)
    CAM_AES_256 = (infos.ID_PACE_ECDH_CAM, infos.AES_256, Suite.AES_256)

    @classmethod
    def of_identifier(cls, identifier: str) -> "PaceProtocol":
        """Return the protocol of this object identifier; ChipError for any other."""
        for protocol in cls:
            if protocol.identifier == identifier:
                return protocol
        raise ChipError("PACE protocol", _CLAUSE, "is not supported")

    @property
    def identifier(self) -> str:
        """The object identifier in dotted form."""
        return f"{self.value[0]}.{self.value[1]}"

    @property
    def suite(self) -> Suite:
        """Cipher of the nonce, the tokens and the session."""
        return self.value[2]

    @property
    def authenticates_chip(self) -> bool:
        """Whether the mapping also proves that the chip holds its static key."""
        return self.value[0] == infos.ID_PACE_ECDH_CAM


def encrypt_nonce(suite: Suite, password: Password, nonce: bytes) -> bytes:
    """Return the chip's nonce under the key of the password (9303-11 §4.4.3.1)."""
    return suite.encrypt(suite.derive(password.secret, PASSWORD), nonce)


def decrypt_nonce(suite: Suite, password: Password, cryptogram: bytes) -> bytes:
    """Return the nonce; with another password it is another one, and nobody sees that yet."""
    if len(cryptogram) not in _NONCE_LENGTHS:
        raise ChipError("encrypted nonce", _CLAUSE, "is of no possible length")
    return suite.decrypt(suite.derive(password.secret, PASSWORD), cryptogram)


def map_generator(curve: Curve, nonce: bytes, own: EphemeralKey, other_public: bytes) -> PointJacobi:
    """Return the session's generator s·G + H of generic mapping (9303-11 §4.4.3.3.2).

    Chip-authentication mapping maps in the same way (§4.4.3.3.3). ChipError for a key that is no point, that
    is one's own, or that leads to infinity.
    """
    if hmac.compare_digest(own.public, other_public):
        raise ChipError("mapping key", _CLAUSE, "is the own key sent back")
    shared = agree(curve, own.private, other_public)
    mapped = curve.generator * int.from_bytes(nonce, "big") + shared
    if mapped == INFINITY:
        raise ChipError("mapping key", _CLAUSE, "maps to the point at infinity")
    return PointJacobi.from_affine(mapped.to_affine())


def session_keys(suite: Suite, curve: Curve, own: EphemeralKey, other_public: bytes) -> SessionKeys:
    """Return the session's keys (9303-11 §4.4.3.2); ChipError when the other's key is none, or one's own."""
    if hmac.compare_digest(own.public, other_public):
        raise ChipError("ephemeral key", _CLAUSE, "is the own key sent back")
    return SessionKeys.derive(suite, shared_secret(curve, own.private, other_public))


def authentication_token(protocol: PaceProtocol, keys: SessionKeys, public: bytes) -> bytes:
    """Return the token over the *other* side's ephemeral public key, 8 bytes (9303-11 §4.4.3.4)."""
    return keys.suite.token(keys.authentication, _public_key_object(protocol, public))


def _public_key_object(protocol: PaceProtocol, public: bytes) -> bytes:
    """9303-11 9.4.5: the ephemeral public key with its protocol, without the domain parameters."""
    return write_template(_PUBLIC_KEY, (der.write_oid(protocol.identifier), write_tlv(_EC_POINT, public)))


@dataclass(frozen=True, slots=True, repr=False)
class ChipAuthenticationData:
    """What the chip adds in this mapping: its mapping key divided by its static key (9303-11 §4.4.3.5)."""

    value: bytes

    @classmethod
    def of_keys(cls, curve: Curve, static_private: int, mapping_private: int) -> "ChipAuthenticationData":
        """Return SK_IC⁻¹ · SK_Map,IC modulo the order."""
        order = curve.order
        value = pow(static_private, -1, order) * mapping_private % order
        return cls(value.to_bytes(curve.order_bytes, "big"))

    @classmethod
    def decrypt(cls, keys: SessionKeys, cryptogram: bytes) -> "ChipAuthenticationData":
        """Read what the chip sent; ChipError when it is not of whole blocks or is padded wrongly."""
        suite = keys.suite
        vector = suite.encrypt(keys.encryption, b"\xff" * suite.block_bytes)
        return cls(suite.unpad(suite.decrypt(keys.encryption, cryptogram, vector)))

    def encrypt(self, keys: SessionKeys) -> bytes:
        """Return it as the chip sends it; the initial vector is the encrypted number -1."""
        suite = keys.suite
        vector = suite.encrypt(keys.encryption, b"\xff" * suite.block_bytes)
        return suite.encrypt(keys.encryption, suite.pad(self.value), vector)

    def proves(self, curve: Curve, *, static_public: bytes, mapping_public: bytes) -> bool:
        """Whether the chip that sent `mapping_public` holds the private key of `static_public`.

        Counts only when `static_public` comes from an EF.CardSecurity whose signature was verified. ChipError
        when either key is no point of the curve.
        """
        factor = int.from_bytes(self.value, "big")
        if not 0 < factor < curve.order:
            return False
        return bool(curve.point(static_public) * factor == curve.point(mapping_public))

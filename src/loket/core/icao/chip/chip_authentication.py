"""Chip authentication: the chip agrees on new keys with its static key, and so shows it (9303-11 §6.2)."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from loket.core.icao.chip.ciphers import Suite
from loket.core.icao.chip.error import ChipError
from loket.core.icao.chip.keys import ChipPublicKey
from loket.core.icao.error import IcaoError
from loket.core.icao.lds import security_infos as infos

_CLAUSE = "9303-11 6.2"


class ChipAuthenticationProtocol(Enum):
    """Protocols over curves by the last arc of their object identifier, with the session that they open."""

    TRIPLE_DES = (infos.TRIPLE_DES, Suite.TRIPLE_DES)
    AES_128 = (infos.AES_128, Suite.AES_128)
    AES_192 = (infos.AES_192, Suite.AES_192)
    AES_256 = (infos.AES_256, Suite.AES_256)

    @classmethod
    def of_identifier(cls, identifier: str) -> "ChipAuthenticationProtocol":
        """Return the protocol of this object identifier; ChipError for any other."""
        for protocol in cls:
            if protocol.identifier == identifier:
                return protocol
        raise ChipError("chip authentication", _CLAUSE, "the protocol is not supported")

    @property
    def identifier(self) -> str:
        """The object identifier in dotted form."""
        return f"{infos.ID_CA_ECDH}.{self.value[0]}"

    @property
    def suite(self) -> Suite:
        """Cipher of the session after it."""
        return self.value[1]


@dataclass(frozen=True, slots=True)
class ChipAuthenticationTerms:
    """One way in which a chip can authenticate: protocol, public key, and the key's number if it has one."""

    protocol: ChipAuthenticationProtocol
    public_key: ChipPublicKey
    key_id: int | None


def terms_of(security_infos: Iterable[infos.SecurityInfo]) -> tuple[ChipAuthenticationTerms, ...]:
    """Return in what ways data group 14 lets the chip authenticate; the strongest cipher first.

    Ways that are not supported (integers, a key that cannot be read) are left out.
    """
    listed = tuple(security_infos)
    keys = {
        one.key_id: one.public_key
        for one in listed
        if isinstance(one, infos.ChipAuthenticationPublicKeyInfo) and one.protocol == infos.ID_PK_ECDH
    }
    found = []
    for one in listed:
        if isinstance(one, infos.ChipAuthenticationInfo) and one.key_id in keys:
            try:
                protocol = ChipAuthenticationProtocol.of_identifier(one.protocol)
                key = ChipPublicKey.read(keys[one.key_id])
            except IcaoError:
                continue
            found.append(ChipAuthenticationTerms(protocol, key, one.key_id))
    return tuple(sorted(found, key=lambda terms: -terms.protocol.value[0]))

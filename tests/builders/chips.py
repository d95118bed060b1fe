"""Virtual chips, written and locked, with contents that are nobody's."""

import hashlib
from collections.abc import Iterator
from typing import Any

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from loket.core.icao.chip.active_authentication import ECDSA_PLAIN_SHA256
from loket.core.icao.chip.curves import Curve, RandomBytes
from loket.core.icao.chip.keys import ChipKey
from loket.core.icao.chip.memory import ChipMemory
from loket.core.icao.chip.passwords import can_password, mrz_password
from loket.core.icao.chip.personalisation import ChipContent, Personaliser, atr_info
from loket.core.icao.chip.virtual.chip import VirtualChip
from loket.core.icao.dates import MrzDate
from loket.core.icao.lds import security_infos as infos
from loket.core.icao.lds.files import ElementaryFile
from loket.core.icao.lds.tlv import write_tlv

TEST_PERSONALISATION_KEY = b"TEST key of chip"
# The holder of Doc 9303-11's example of basic access control.
MRZ_PASSWORD = mrz_password("L898902C", MrzDate(69, 8, 6), MrzDate(94, 6, 23))
OTHER_MRZ_PASSWORD = mrz_password("L898902D", MrzDate(69, 8, 6), MrzDate(94, 6, 23))
CAN_PASSWORD = can_password("123456")
COM = bytes.fromhex("60145F0104303130365F36063034303030305C026175")

GM_AES_128 = infos.ID_PACE_ECDH_GM + ".2"
CAM_AES_128 = infos.ID_PACE_ECDH_CAM + ".2"
CA_AES_128 = infos.ID_CA_ECDH + ".2"


def chance(seed: str) -> RandomBytes:
    """Bytes that are the same for the same seed."""

    def blocks() -> Iterator[int]:
        number = 0
        while True:
            yield from hashlib.sha256(f"{seed}/{number}".encode()).digest()
            number += 1

    stream = blocks()
    return lambda count: bytes(next(stream) for _ in range(count))


CHIP_KEY = ChipKey.draw(Curve.NIST_P256, chance("TEST chip authentication"))
ACTIVE_KEY = ChipKey.draw(Curve.NIST_P256, chance("TEST active authentication"))


def key_info(key: ChipKey) -> bytes:
    """The public key as SubjectPublicKeyInfo, written by another implementation."""
    return key.public().loaded().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def a_dg14(protocol: str = CA_AES_128, key: ChipKey = CHIP_KEY, key_id: int | None = None) -> bytes:
    return infos.write_dg14(
        [
            infos.ChipAuthenticationInfo(protocol, 1, key_id),
            infos.ChipAuthenticationPublicKeyInfo(infos.ID_PK_ECDH, key_info(key), key_id),
            infos.ActiveAuthenticationInfo(ECDSA_PLAIN_SHA256),
        ]
    )


def a_card_access(*protocols: str, curve: Curve = Curve.NIST_P256) -> bytes:
    return infos.write_security_infos([infos.PaceInfo(one, 2, curve.value) for one in protocols])


def some_files(**changes: bytes | None) -> dict[ElementaryFile, bytes]:
    """Files by their names in ElementaryFile; None leaves one out."""
    files: dict[str, bytes | None] = {
        "ATR_INFO": atr_info(),
        "CARD_ACCESS": a_card_access(GM_AES_128),
        "COM": COM,
        "SOD": write_tlv(0x77, bytes(range(200))),
        "DG1": write_tlv(0x61, b"P<UTO TEST"),
        "DG2": write_tlv(0x75, chance("portrait")(3000)),
        "DG3": write_tlv(0x63, b"finger"),
        "DG14": a_dg14(),
        "DG15": write_tlv(0x6F, key_info(ACTIVE_KEY)),
    }
    chosen = files | changes
    return {ElementaryFile[name]: data for name, data in chosen.items() if data is not None}


def a_content(files: dict[ElementaryFile, bytes] | None = None, **changes: Any) -> ChipContent:
    values: dict[str, Any] = {
        "files": files or some_files(),
        "password": MRZ_PASSWORD,
        "can": CAN_PASSWORD,
        "chip_authentication_key": CHIP_KEY,
        "active_authentication_key": ACTIVE_KEY,
    }
    return ChipContent(**(values | changes))


def a_blank_chip(seed: str = "chip") -> VirtualChip:
    random_bytes = chance(seed)
    return VirtualChip(ChipMemory.blank(TEST_PERSONALISATION_KEY, random_bytes), random_bytes)


def write(chip: VirtualChip, content: ChipContent) -> None:
    personaliser = Personaliser(chip.transmit, chance("personaliser"))
    personaliser.begin(TEST_PERSONALISATION_KEY)
    personaliser.write(content)
    personaliser.lock()


def a_locked_chip(
    files: dict[ElementaryFile, bytes] | None = None, *, seed: str = "chip", **changes: Any
) -> VirtualChip:
    """A chip as an office hands it out, just put on a reader."""
    chip = a_blank_chip(seed)
    write(chip, a_content(files, **changes))
    chip.reset()
    return chip

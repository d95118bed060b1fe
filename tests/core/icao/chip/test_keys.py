"""A chip's long-lived keys, in every form in which a chip's files name their curve."""

import pytest
from asn1crypto import keys

from builders.chips import CHIP_KEY, a_dg14, chance, key_info
from loket.core.icao.chip.chip_authentication import terms_of
from loket.core.icao.chip.curves import Curve
from loket.core.icao.chip.error import ChipError
from loket.core.icao.chip.keys import ChipKey, ChipPublicKey
from loket.core.icao.error import IcaoError
from loket.core.icao.lds import security_infos as infos
from loket.core.icao.pki.curves import curve_called
from loket.core.icao.pki.signatures import public_key_info

# SubjectPublicKeyInfo in EF.CardSecurity of Doc 9303-11 I.1: standardized domain parameters, number 13
PRINTED = bytes.fromhex(
    "3052300C060704007F0007010202010D034200"
    "041872709494399E7470A6431BE25E83EEE24FEA568C2ED28DB48E05DB3A610DC8"
    "84D256A40E35EFCB59BF6753D3A489D28C7A4D973C2DA138A6E7A4A08F68E16F"
)


def test_the_printed_key_of_the_standard_is_read():
    key = ChipPublicKey.read(PRINTED)

    assert key.curve is Curve.BRAINPOOL_P256R1
    assert key.point == PRINTED[-65:]


def test_a_curve_that_the_system_lacks_is_read_all_the_same():
    # brainpoolP224r1: chips have keys on it, `cryptography` has not
    curve = Curve.BRAINPOOL_P224R1
    point = curve.encode(curve.generator * 7)
    written = keys.PublicKeyInfo(
        {
            "algorithm": {
                "algorithm": "ec",
                "parameters": keys.ECDomainParameters.load(curve_called("brainpoolP224r1").explicit()),
            },
            "public_key": keys.ECPointBitString(point),
        }
    ).dump()

    assert ChipPublicKey.read(written) == ChipPublicKey(curve, point)
    generator = curve.encode(curve.generator)
    other = curve.encode(curve.generator * 2)
    assert written.count(generator) == 1
    with pytest.raises(IcaoError, match="differs from brainpoolP224r1 in generator"):
        ChipPublicKey.read(written.replace(generator, other))


@pytest.mark.parametrize("curve", [Curve.NIST_P256, Curve.NIST_P384, Curve.BRAINPOOL_P256R1])
def test_named_and_explicit_curves_are_the_same_key(curve):
    key = ChipKey.draw(curve, chance("TEST"))
    explicit = public_key_info(key.public().loaded())

    assert explicit != key_info(key)
    assert ChipPublicKey.read(explicit) == ChipPublicKey.read(key_info(key)) == key.public()


def test_two_keys_agree_with_what_ephemeral_keys_agree_on():
    other = CHIP_KEY.curve.private_key(chance("other"))
    public = CHIP_KEY.curve.encode(CHIP_KEY.curve.generator * other)
    point = CHIP_KEY.curve.point(CHIP_KEY.public().point) * other

    assert int.from_bytes(CHIP_KEY.agree(public), "big") == point.to_affine().x()


@pytest.mark.parametrize("place", [1, 2, 4, 14, 16, 20, 60])
def test_a_key_that_was_changed_is_refused_with_the_error_of_the_package(place):
    changed = bytearray(PRINTED)
    changed[place] ^= 0x41

    with pytest.raises(IcaoError):
        ChipPublicKey.read(bytes(changed))


def test_what_is_no_private_key_is_refused():
    for data in (
        b"",
        b"\x0c",
        b"\x0c" + bytes(32),
        b"\x0c" + b"\xff" * 32,
        b"\x0b" + b"\1" * 28,
        b"\x00" + b"\1" * 32,
    ):
        with pytest.raises(ChipError):
            ChipKey.decode(data)
    assert ChipKey.decode(CHIP_KEY.encode()) == CHIP_KEY


def test_the_strongest_way_comes_first_and_unsupported_ones_are_left_out():
    listed = [
        infos.ChipAuthenticationInfo(infos.ID_CA_ECDH + ".1", 1, 1),
        infos.ChipAuthenticationInfo(infos.ID_CA_ECDH + ".4", 1, 2),
        infos.ChipAuthenticationInfo(infos.ID_CA_ECDH + ".4", 1, 9),  # no such key
        infos.ChipAuthenticationInfo(infos.ID_CA_DH + ".2", 1, 1),
        infos.ChipAuthenticationPublicKeyInfo(infos.ID_PK_ECDH, key_info(CHIP_KEY), 1),
        infos.ChipAuthenticationPublicKeyInfo(infos.ID_PK_ECDH, PRINTED, 2),
    ]

    assert [(one.protocol.name, one.key_id) for one in terms_of(listed)] == [
        ("AES_256", 2),
        ("TRIPLE_DES", 1),
    ]
    assert [one.public_key for one in terms_of(infos.read_dg14(a_dg14()))] == [CHIP_KEY.public()]

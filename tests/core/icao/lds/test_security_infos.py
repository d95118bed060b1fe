"""Expected bytes are an Austrian EF.CardAccess as published, and what asn1crypto and cryptography make."""

import pytest
from asn1crypto import core
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from loket.core.icao.error import IcaoError
from loket.core.icao.lds import security_infos as infos
from loket.core.icao.lds.security_infos import (
    ActiveAuthenticationInfo,
    ChipAuthenticationInfo,
    ChipAuthenticationPublicKeyInfo,
    PaceDomainParameterInfo,
    PaceInfo,
    TerminalAuthenticationInfo,
    UnknownInfo,
    read_dg14,
    read_security_infos,
    write_dg14,
    write_security_infos,
)

AUSTRIAN = bytes.fromhex("31143012060a04007f0007020204020202010202010d")
KEY = ec.derive_private_key(7, ec.SECP256R1()).public_key()
PUBLIC_KEY = KEY.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
# X9.42 key agreement parameters (dhpublicnumber), prime 23, generator 5.
PARAMETERS = bytes.fromhex("3011 06072a8648ce3e0201 3006 020117 020105")


class _Info(core.Sequence):
    # asn1crypto completes this list in place.
    _fields = [("protocol", core.ObjectIdentifier), ("a", core.Any), ("b", core.Any, {"optional": True})]  # noqa: RUF012


class _Infos(core.SetOf):
    _child_spec = _Info


KNOWN = [
    (PaceInfo("0.4.0.127.0.7.2.2.4.6.4", 2, 13), core.Integer(2), core.Integer(13)),
    (PaceInfo("0.4.0.127.0.7.2.2.4.1.1"), core.Integer(2), None),
    (
        PaceDomainParameterInfo("0.4.0.127.0.7.2.2.4.1", PARAMETERS, 40),
        core.load(PARAMETERS),
        core.Integer(40),
    ),
    (ChipAuthenticationInfo("0.4.0.127.0.7.2.2.3.2.2", 1, 3), core.Integer(1), core.Integer(3)),
    (ChipAuthenticationInfo("0.4.0.127.0.7.2.2.3.1.1"), core.Integer(1), None),
    (
        ChipAuthenticationPublicKeyInfo("0.4.0.127.0.7.2.2.1.2", PUBLIC_KEY, 3),
        core.load(PUBLIC_KEY),
        core.Integer(3),
    ),
    (
        ActiveAuthenticationInfo("0.4.0.127.0.7.1.1.4.1.3"),
        core.Integer(1),
        core.ObjectIdentifier("0.4.0.127.0.7.1.1.4.1.3"),
    ),
    (TerminalAuthenticationInfo(), core.Integer(1), None),
    (
        TerminalAuthenticationInfo(1, bytes.fromhex("3004 0402011c")),
        core.Integer(1),
        core.load(bytes.fromhex("3004 0402011c")),
    ),
    (UnknownInfo("2.23.136.1.1.13", bytes.fromhex("040141")), core.OctetString(b"A"), None),
    (UnknownInfo("0.4.0.127.0.7.2.2.4.2.9", bytes.fromhex("020102")), core.Integer(2), None),
]


def test_a_published_file_is_read_and_written():
    assert read_security_infos(AUSTRIAN) == (PaceInfo("0.4.0.127.0.7.2.2.4.2.2", 2, 13),)
    assert infos.ID_PACE_ECDH_GM + f".{infos.AES_128}" == "0.4.0.127.0.7.2.2.4.2.2"
    assert write_security_infos([PaceInfo("0.4.0.127.0.7.2.2.4.2.2", 2, 13)]) == AUSTRIAN


@pytest.mark.parametrize(("info", "first", "second"), KNOWN)
def test_each_entry_is_what_another_implementation_writes(info, first, second):
    entry = _Info({"protocol": info.protocol, "a": first})
    if second is not None:
        entry["b"] = second
    data = _Infos([entry]).dump()

    assert write_security_infos([info]) == data
    assert read_security_infos(data) == (info,)


def test_a_set_is_written_in_the_order_of_der():
    written = write_security_infos(info for info, _, _ in KNOWN)

    assert written == _Infos.load(written).untag().dump(force=True)
    assert sorted(map(repr, read_security_infos(written))) == sorted(repr(info) for info, _, _ in KNOWN)


def test_data_group_14_wraps_the_set():
    assert write_dg14([PaceInfo("0.4.0.127.0.7.2.2.4.2.2", 2, 13)]) == b"\x6e\x16" + AUSTRIAN
    assert read_dg14(b"\x6e\x16" + AUSTRIAN) == read_security_infos(AUSTRIAN)


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ("0500", "not a SEQUENCE"),
        ("3003020101", "begin with its protocol"),
        ("300c060a04007f00070202040202", "nothing follows"),
        ("300f060a04007f00070202040202040141", "not an INTEGER"),
        ("3015060a04007f00070202040202020102020101020101", "follows"),
        ("300e060904007f000702020102020101", "not a SEQUENCE where"),
        ("300b0606678108010105020101", "signature algorithm"),
        ("3011060804007f000702020202010105000500", "more than a version"),
    ],
)
def test_entries_that_break_a_rule_are_refused_with_the_reason(entry, reason):
    data = bytes.fromhex(entry)
    with pytest.raises(IcaoError, match=reason):
        read_security_infos(bytes((0x31, len(data))) + data)


def test_a_set_is_neither_empty_nor_without_end():
    with pytest.raises(IcaoError, match="1 to 64"):
        write_security_infos([])
    with pytest.raises(IcaoError, match="more than 64"):
        read_security_infos(b"\x31\x81\x82" + b"\x30\x00" * 65)


@given(st.binary(max_size=40).map(lambda value: bytes((0x31, len(value))) + value) | st.binary(max_size=60))
def test_any_bytes_are_infos_or_an_error(data):
    try:
        read_security_infos(data)
    except IcaoError:
        return


@given(st.integers(0, len(AUSTRIAN) - 1), st.integers(1, 255))
def test_a_damaged_file_is_read_as_something_or_is_an_error(place, change):
    damaged = bytearray(AUSTRIAN)
    damaged[place] ^= change
    try:
        read_security_infos(bytes(damaged))
    except IcaoError:
        return

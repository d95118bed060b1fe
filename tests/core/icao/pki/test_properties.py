"""Whatever bytes come in, the answer is a value or the one typed error; no changed bit stays unnoticed."""

import pytest
from asn1crypto.core import Integer, ObjectIdentifier, Sequence
from hypothesis import given, settings
from hypothesis import strategies as st

from builders.pki import NOON, STATE, YEAR, Key, a_csca, a_document_signer, a_name
from loket.core.icao.error import IcaoError
from loket.core.icao.pki import der
from loket.core.icao.pki.certificate_view import CertificateView
from loket.core.icao.pki.certificates import master_list_signer_certificate
from loket.core.icao.pki.curves import CURVES, curve_called, read_parameters
from loket.core.icao.pki.lint import lint_certificate, lint_revocation_list
from loket.core.icao.pki.master_list import master_list, read_master_list
from loket.core.icao.pki.periods import Period
from loket.core.icao.pki.revocation import Revocation, RevocationList, revocation_list
from loket.core.icao.pki.signatures import public_key_info, read_public_key

CSCA = a_csca()
SIGNER = a_document_signer(CSCA)[0]
LIST_KEY = Key.on()
REVOKED = revocation_list(
    CSCA, number=1, period=Period(NOON, NOON + YEAR / 10), revoked=[Revocation(5, NOON)]
)
MASTER_LIST = master_list(
    [CSCA.certificate],
    signer=master_list_signer_certificate(
        CSCA,
        LIST_KEY.public_key,
        state=STATE,
        name=a_name("TEST ML"),
        serial=3,
        valid=Period(NOON, NOON + YEAR),
    ),
    authority=CSCA.certificate,
    key=LIST_KEY,
    at=NOON,
)
READERS = {
    "certificate": (SIGNER, CertificateView.read),
    "revocation list": (REVOKED, RevocationList.read),
    "master list": (MASTER_LIST, read_master_list),
    "public key": (public_key_info(CSCA.key.public_key), read_public_key),
    "curve": (curve_called("secp256r1").explicit(), read_parameters),
}


def read_or_refuse(read, data):
    try:
        return read(data)
    except IcaoError:
        return None


def changes(size):
    return st.lists(st.tuples(st.integers(0, size - 1), st.integers(0, 255)), min_size=1, max_size=4)


@pytest.mark.parametrize("what", READERS)
@given(data=st.data())
@settings(max_examples=120, deadline=None)
def test_damaged_bytes_are_read_or_refused(what, data):
    good, read = READERS[what]
    damaged = bytearray(good)
    for at, octet in data.draw(changes(len(good))):
        damaged[at] = octet
    cut = data.draw(st.integers(0, len(good)))

    read_or_refuse(read, bytes(damaged))
    read_or_refuse(read, bytes(damaged[:cut]))
    for lint in (lint_certificate, lint_revocation_list):
        assert isinstance(lint(bytes(damaged)), tuple)


@given(data=st.binary(max_size=200))
@settings(max_examples=150, deadline=None)
def test_any_bytes_are_read_or_refused(data):
    for _, read in READERS.values():
        read_or_refuse(read, data)
    assert lint_certificate(data)
    assert lint_revocation_list(data)


@pytest.mark.parametrize("depth", [10, 500, 5000])
def test_what_is_nested_deeply_is_refused(depth):
    nested = b""
    for _ in range(depth):
        nested = der.sequence(nested)
        if len(nested) > 16_000:
            break
    for _, read in READERS.values():
        assert read_or_refuse(read, nested) is None
    assert lint_certificate(nested)


@given(at=st.integers(0, len(SIGNER) - 1), bit=st.integers(0, 7))
@settings(max_examples=200, deadline=None)
def test_no_changed_bit_of_a_certificate_stays_unnoticed(at, bit):
    changed = bytearray(SIGNER)
    changed[at] ^= 1 << bit
    view = read_or_refuse(CertificateView.read, bytes(changed))

    if view is not None:
        # Outside what is signed, only the algorithm's name stands; the lint sees if the inner one differs.
        held = read_or_refuse(lambda one: one.signed_by(public_key_info(CSCA.key.public_key)), view)
        assert not held or lint_certificate(bytes(changed))


@given(value=st.integers(-(1 << 600), 1 << 600))
def test_integers_are_what_asn1crypto_writes(value):
    assert der.integer(value) == Integer(value).dump()


@given(arcs=st.lists(st.integers(0, 1 << 40), max_size=8))
def test_object_identifiers_are_what_asn1crypto_writes(arcs):
    dotted = ".".join(map(str, [2, 23, *arcs]))
    assert der.oid(dotted) == ObjectIdentifier(dotted).dump()


@given(size=st.integers(0, 70_000))
@settings(max_examples=30)
def test_lengths_are_what_asn1crypto_reads(size):
    encoded = der.octets(bytes(size))
    assert bytes(Sequence.load(der.sequence(encoded), strict=True).contents) == encoded
    assert der.contents_of(encoded) == bytes(size)


@given(bits=st.sets(st.integers(0, 15), min_size=1))
def test_named_bits_have_no_trailing_zeroes(bits):
    """X.690 §11.2.2: the last bit of the value is set."""
    encoded = der.named_bits(*bits)
    unused, octets = encoded[2], encoded[3:]
    assert octets[-1] >> unused & 1
    assert {
        8 * place + bit for place, octet in enumerate(octets) for bit in range(8) if octet << bit & 0x80
    } == bits


@pytest.mark.parametrize("curve", CURVES, ids=lambda curve: curve.name)
def test_what_is_written_of_a_curve_is_read(curve):
    assert read_parameters(curve.explicit()) == curve.parameters

"""What is told from files about a chip: which they are, and whether its keys answer."""

import hashlib
from functools import cache

import pytest
from asn1crypto import cms, core
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st

from builders.foreign_documents import (
    NOW,
    Sod,
    a_state,
    dg1,
    explicit_info,
    key_info,
    key_of,
    sign,
    some_files,
    tlv,
    write_sod,
)
from loket.core.icao.inspection.active_authentication import verify_answer
from loket.core.icao.inspection.anchors import read_anchors
from loket.core.icao.inspection.document import inspect_document
from loket.core.icao.inspection.files import identify, kind_of
from loket.core.icao.inspection.public_keys import read_public_key
from loket.core.icao.inspection.report import Outcome, Report
from loket.core.icao.inspection.signatures import Verdict
from loket.core.icao.lds.files import ElementaryFile

CHALLENGE = bytes.fromhex("f173589974bf40c6")


def pkcs8(key) -> bytes:
    return key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def dg15(info: bytes) -> bytes:
    return tlv(0x6F, info)


def dg14(*infos: bytes) -> bytes:
    return tlv(0x6E, tlv(0x31, b"".join(sorted(infos))))


def agreement_info(info: bytes, oid: str) -> bytes:
    return tlv(0x30, core.ObjectIdentifier(oid).dump() + info)


def signature_info(oid: str) -> bytes:
    parts = core.ObjectIdentifier("2.23.136.1.1.5").dump() + core.Integer(1).dump()
    return tlv(0x30, parts + core.ObjectIdentifier(oid).dump())


ECDH, DH = "0.4.0.127.0.7.2.2.1.2", "0.4.0.127.0.7.2.2.1.1"


def report_of(files: dict[int, bytes], *others: bytes, signed: dict[int, bytes] | None = None) -> Report:
    sod = write_sod(signed or files, a_state().signer)
    named = [("s", sod), *((str(number), data) for number, data in files.items())]
    named += [(f"other {at}", data) for at, data in enumerate(others)]
    anchors = read_anchors([("csca", a_state().csca.der)])
    return inspect_document(identify(named), anchors, NOW, challenge=CHALLENGE)


@pytest.fixture(scope="module")
def rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 1024)  # as small as chips of the field have them


def test_an_rsa_key_answers_and_counts_below_passive_authentication(rsa_key):
    files = some_files() | {15: dg15(key_info(rsa_key).dump())}
    report = report_of(files, pkcs8(rsa_key))

    assert report["active_authentication"].outcome is Outcome.SUCCESSFUL
    assert report["active_authentication"].evidence["counts"] is True
    assert report.chip_is_genuine


def test_a_modulus_written_without_the_octet_of_its_sign_is_read_all_the_same(rsa_key):
    numbers = rsa_key.public_key().public_numbers()
    bare = tlv(0x02, numbers.n.to_bytes(128))  # its first bit is a one, as of every modulus of full length
    key = tlv(0x03, b"\x00" + tlv(0x30, bare + core.Integer(numbers.e).dump()))
    algorithm = tlv(0x30, core.ObjectIdentifier("1.2.840.113549.1.1.1").dump() + b"\x05\x00")
    files = some_files() | {15: dg15(tlv(0x30, algorithm + key))}

    assert report_of(files, pkcs8(rsa_key))["active_authentication"].outcome is Outcome.SUCCESSFUL


def test_no_key_beside_the_files_means_nobody_to_ask(rsa_key):
    report = report_of(some_files() | {15: dg15(key_info(rsa_key).dump())})

    assert report["active_authentication"].outcome is Outcome.UNDETERMINED
    assert report["chip_authentication"].outcome is Outcome.NOT_SUPPORTED
    assert not report.chip_is_genuine


def test_another_chips_key_fails(rsa_key):
    files = some_files() | {15: dg15(key_info(rsa_key).dump())}
    report = report_of(files, pkcs8(key_of("rsa", 5)))

    assert report["active_authentication"].outcome is Outcome.FAILED


def test_a_clones_own_key_proves_nothing(rsa_key):
    real = some_files() | {15: dg15(key_info(key_of("rsa", 5)).dump())}
    clone = real | {15: dg15(key_info(rsa_key).dump())}
    report = report_of(clone, pkcs8(rsa_key), signed=real)

    assert report["active_authentication"].outcome is Outcome.UNDETERMINED
    assert "proves nothing" in report["active_authentication"].reason
    assert report["hash_dg15"].outcome is report.overall is Outcome.FAILED


def test_a_key_that_nobody_signed_for_does_not_count(rsa_key):
    files = some_files()
    report = report_of(files | {15: dg15(key_info(rsa_key).dump())}, pkcs8(rsa_key), signed=files)

    assert report["active_authentication"].evidence["counts"] is False
    assert report.overall is Outcome.UNDETERMINED
    assert not report.chip_is_genuine


@pytest.mark.parametrize("is_explicit", [False, True])
def test_an_elliptic_key_answers_with_the_algorithm_of_data_group_14(is_explicit):
    key = key_of("SECP256R1", 21)
    info = (explicit_info(key) if is_explicit else key_info(key)).dump()
    files = some_files() | {15: dg15(info), 14: dg14(signature_info("0.4.0.127.0.7.1.1.4.1.3"))}
    report = report_of(files, pkcs8(key))

    assert report["active_authentication"].outcome is Outcome.SUCCESSFUL


def iso_9796_2(key: rsa.RSAPrivateKey, hash_name: str, trailer: bytes, *, mirrored: bool = False) -> bytes:
    """ISO/IEC 9796-2 scheme 1 from its text: 6A, chosen part, hash of chosen part and challenge, trailer."""
    numbers = key.private_numbers()
    n = numbers.public_numbers.n
    size = n.bit_length() // 8
    room = size - 1 - hashlib.new(hash_name).digest_size - len(trailer)
    chosen = bytes(range(256))[:room]
    block = b"\x6a" + chosen + hashlib.new(hash_name, chosen + CHALLENGE).digest() + trailer
    answer = pow(int.from_bytes(block, "big"), numbers.d, n)
    return (n - answer if mirrored else answer).to_bytes(size, "big")


@pytest.mark.parametrize(
    ("hash_name", "trailer"),
    [
        ("sha1", b"\xbc"),
        ("sha1", b"\x33\xcc"),
        ("sha256", b"\x34\xcc"),
        ("sha224", b"\x38\xcc"),
        ("sha512", b"\x35\xcc"),
    ],
)
@pytest.mark.parametrize("mirrored", [False, True])
def test_answers_of_rsa_chips_verify(rsa_key, hash_name, trailer, mirrored):
    answer = iso_9796_2(rsa_key, hash_name, trailer, mirrored=mirrored)
    key = read_public_key(key_info(rsa_key).dump())

    assert verify_answer(key, CHALLENGE, answer, None) is Verdict.GOOD
    assert verify_answer(key, bytes(8), answer, None) is Verdict.BAD
    assert verify_answer(key, CHALLENGE, answer[:-1] + bytes((answer[-1] ^ 1,)), None) is Verdict.BAD


@pytest.mark.parametrize("curve", ["SECP256R1", "BrainpoolP256R1", "SECP521R1"])
def test_keys_of_data_group_14_agree_with_their_private_key_alone(curve):
    key = key_of(curve, 22)
    files = some_files() | {14: dg14(agreement_info(key_info(key).dump(), ECDH))}

    assert report_of(files, pkcs8(key))["chip_authentication"].outcome is Outcome.SUCCESSFUL
    assert report_of(files, pkcs8(key_of(curve, 23)))["chip_authentication"].outcome is Outcome.FAILED
    assert report_of(files)["chip_authentication"].outcome is Outcome.UNDETERMINED


def test_keys_over_integers_agree_too():
    # PKCS #3: identifier, prime and generator; the value stands in the key.
    numbers = core.Integer(_RFC_3526_1536).dump() + core.Integer(2).dump()
    algorithm = tlv(0x30, core.ObjectIdentifier("1.2.840.113549.1.3.1").dump() + tlv(0x30, numbers))
    secret, other = 3**200, 3**201
    value = core.Integer(pow(2, secret, _RFC_3526_1536)).dump()
    files = some_files() | {14: dg14(agreement_info(tlv(0x30, algorithm + tlv(3, b"\0" + value)), DH))}

    for number, outcome in ((secret, Outcome.SUCCESSFUL), (other, Outcome.FAILED)):
        stored = core.Integer(0).dump() + algorithm + tlv(4, core.Integer(number).dump())
        assert report_of(files, tlv(0x30, stored))["chip_authentication"].outcome is outcome


# RFC 3526 §2.
_RFC_3526_1536 = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"
    "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA237327FFFFFFFFFFFFFFFF",
    16,
)


def test_a_clones_data_group_14_proves_nothing():
    key = key_of("SECP256R1", 22)
    clone = some_files() | {14: dg14(agreement_info(key_info(key).dump(), ECDH))}
    real = some_files() | {14: dg14(agreement_info(key_info(key_of("SECP256R1", 23)).dump(), ECDH))}
    report = report_of(clone, pkcs8(key), signed=real)

    assert report["chip_authentication"].outcome is Outcome.UNDETERMINED
    assert report["hash_dg14"].outcome is Outcome.FAILED


@pytest.mark.parametrize(
    "info",
    [
        tlv(0x30, b""),
        tlv(0x30, tlv(0x30, b"")),
        tlv(0x30, tlv(0x30, b"") + tlv(0x03, b"")),
        tlv(0x30, tlv(0x30, core.ObjectIdentifier("1.2.840.113549.1.3.1").dump()) + tlv(0x03, b"\x00")),
        tlv(
            0x30,
            tlv(0x30, core.ObjectIdentifier("1.2.840.113549.1.3.1").dump() + tlv(0x30, b"\x02\x01\x05"))
            + tlv(0x03, b"\x00\x02\x01\x02"),
        ),
        tlv(
            0x30, tlv(0x30, core.ObjectIdentifier("0.4.0.127.0.7.1.2").dump() + b"\x02\x01\x0d") + b"\x03\x00"
        ),
    ],
)
def test_a_key_with_parts_left_out_is_unreadable_and_breaks_nothing(info):
    files = some_files() | {14: dg14(agreement_info(info, ECDH)), 15: dg15(info)}
    report = report_of(files)

    assert report["chip_authentication"].outcome is Outcome.UNDETERMINED
    assert report["active_authentication"].outcome is Outcome.UNDETERMINED


def test_a_curve_without_key_agreement_here_is_not_supported():
    import ecdsa

    point = ecdsa.SigningKey.from_secret_exponent(5, ecdsa.BRAINPOOLP224r1).verifying_key
    files = some_files() | {14: dg14(agreement_info(point.to_der(), ECDH))}
    report = report_of(files)

    assert report["chip_authentication"].outcome is Outcome.NOT_SUPPORTED
    assert "brainpoolP224r1" in report["chip_authentication"].reason


def test_a_key_on_a_curve_that_only_looks_known_fails():
    key = key_of("SECP256R1", 22)
    altered = explicit_info(key, b=1).dump()
    report = report_of(some_files() | {14: dg14(agreement_info(altered, ECDH))}, pkcs8(key))

    assert report["chip_authentication"].outcome is Outcome.FAILED


def test_a_data_group_that_breaks_off_is_aborted():
    whole = dg14(signature_info("0.4.0.127.0.7.1.1.4.1.3"))
    report = report_of(some_files() | {14: whole[:-3]}, signed=some_files() | {14: whole})

    assert report["chip_authentication"].outcome is Outcome.ABORTED
    assert report["hash_dg14"].outcome is Outcome.FAILED


@pytest.mark.parametrize(
    ("data", "file"),
    [
        (dg1(), ElementaryFile.DG1),
        (dg1()[:-4], ElementaryFile.DG1),
        (dg1() + bytes(7), ElementaryFile.DG1),
        (b"\x61" + bytes((dg1()[1] ^ 4,)) + dg1()[2:], ElementaryFile.DG1),
        (tlv(0x60, b"\x5f\x01\x040107"), ElementaryFile.COM),
        (tlv(0x61, b"\x4f\x07\xa0\x00\x00\x02\x47\x10\x01"), None),  # an entry of EF.DIR
        (b"license: as you like, but name us", None),
        (b"a text that begins like data group one", None),
        (b"", None),
        (b"\x77", None),
        (bytes(40), None),
    ],
)
def test_files_are_told_by_their_content(data, file):
    assert kind_of(data) is file


def test_names_say_nothing():
    sod = write_sod(some_files(), a_state().signer, Sod(bare=True))
    found = identify(
        [("DG2.bin", some_files()[1]), ("README", b"text"), ("x", sod), ("k", pkcs8(key_of("rsa", 5)))]
    )

    assert set(found.data_groups) == {1}
    assert found.security_object == sod
    assert len(found.private_keys) == 1
    assert found.others == ("README",)


def test_other_signed_data_is_not_taken_for_the_security_object():
    # EF.CardSecurity is bare signed data too (Doc 9303-10 §3.11).
    card = sign(b"\x31\x00", a_state().signer, Sod(content_type="0.4.0.127.0.7.3.2.1", bare=True))
    sod = write_sod(some_files(), a_state().signer, Sod(bare=True))

    for order in ([card, sod], [sod, card]):
        found = identify((str(at), data) for at, data in enumerate(order))
        assert found.security_object == sod
        assert found.doubled == ()


def test_two_files_that_claim_to_be_one_are_no_document():
    files = some_files()
    sod = write_sod(files, a_state().signer)
    named = [("a", sod), ("b", files[1]), ("c", dg1()[:-1] + b"1"), ("d", files[2])]
    report = inspect_document(identify(named), None, NOW, challenge=CHALLENGE)

    assert report["hash_dg1"].outcome is Outcome.FAILED


@given(st.binary(max_size=400), st.sampled_from([0x61, 0x6C, 0x6E, 0x6F, 0x75, 0x77, 0x30]))
def test_no_bytes_of_any_kind_break_an_inspection(data, tag):
    files = identify([("a", tlv(tag, data)), ("b", data), ("c", bytes((tag,)) + data)])
    report = inspect_document(
        files, read_anchors([("x", data), ("y", tlv(0x30, data))]), NOW, challenge=CHALLENGE
    )

    assert report.overall is not Outcome.SUCCESSFUL


@given(st.data())
def test_no_wrong_bit_in_a_covered_byte_is_ever_successful(data):
    files = _a_chip()
    named = {"sod": _its_sod()} | {str(number): content for number, content in files.items()}
    which = data.draw(st.sampled_from(sorted(set(named) - {"sod"})))
    content = bytearray(named[which])
    content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    report = inspect_document(
        identify((named | {which: bytes(content)}).items()),
        read_anchors([("csca", a_state().csca.der)]),
        NOW,
        challenge=CHALLENGE,
    )

    assert report.overall is not Outcome.SUCCESSFUL


@cache
def _a_chip() -> dict[int, bytes]:
    return some_files() | {15: dg15(key_info(key_of("rsa", 5)).dump())}


@cache
def _its_sod() -> bytes:
    return write_sod(_a_chip(), a_state().signer)


def covered(sod: bytes) -> list[int]:
    """Return the places that a hash or a signature covers: content, attributes, certificate, signature."""
    certificate = a_state().signer.der
    start = sod.index(certificate)
    info = cms.ContentInfo.load(sod[sod.index(b"\x30", 1) :])["content"]
    signer = info["signer_infos"][0]
    parts = [
        bytes(info["encap_content_info"]["content"]),
        signer["signed_attrs"].dump()[2:],
        bytes(signer["signature"]),
    ]
    places = list(range(start, start + len(certificate)))
    for part in parts:
        at = sod.index(part)
        places += range(at, at + len(part))
    return places


@given(st.data())
def test_no_wrong_bit_in_a_security_object_is_ever_successful(data):
    sod = bytearray(_its_sod())
    sod[data.draw(st.sampled_from(covered(bytes(sod))))] ^= 1 << data.draw(st.integers(0, 7))
    files = [("sod", bytes(sod)), *((str(number), content) for number, content in _a_chip().items())]
    report = inspect_document(
        identify(files), read_anchors([("csca", a_state().csca.der)]), NOW, challenge=CHALLENGE
    )

    assert report.overall is not Outcome.SUCCESSFUL


@pytest.mark.parametrize(("number", "curve"), [(12, "SECP256R1"), (13, "BrainpoolP256R1"), (18, "SECP521R1")])
def test_a_curve_may_be_given_by_its_number(number, curve):
    key = key_of(curve, 22)
    # 9303-11 §9.5.1: the algorithm is the table, its parameter the number in it.
    algorithm = tlv(0x30, core.ObjectIdentifier("0.4.0.127.0.7.1.2").dump() + core.Integer(number).dump())
    point = key.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )
    files = some_files() | {14: dg14(agreement_info(tlv(0x30, algorithm + tlv(3, b"\0" + point)), ECDH))}

    assert report_of(files, pkcs8(key))["chip_authentication"].outcome is Outcome.SUCCESSFUL

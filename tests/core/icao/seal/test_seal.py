"""Seals: published ones of Doc 9303-13 and BSI TR-03137-1, and ones that `cryptography` signed."""

from contextlib import suppress
from datetime import date

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.serialization import load_der_private_key
from hypothesis import given
from hypothesis import strategies as st

from loket.core.icao.error import IcaoError
from loket.core.icao.seal import c40
from loket.core.icao.seal.codings import Stay
from loket.core.icao.seal.header import ReferenceLength, SealHeader, date_bytes, parse_date, parse_header
from loket.core.icao.seal.message import Feature, bytes_to_sign, parse_seal, sealed
from loket.core.icao.seal.signature import (
    KeySigner,
    SignerName,
    hash_of,
    is_signed_by,
    make_seal,
    names_signer,
)
from loket.core.icao.seal.use_cases import (
    EMERGENCY_TRAVEL_DOCUMENT,
    USE_CASES,
    VISA,
    check_features,
    make_features,
    read_features,
    use_case_of,
)

# Published with its key (Doc 9303-7 appendix E): an emergency travel document, header version 4.
PUBLISHED = bytes.fromhex(
    "DC03D9C5D9CAC8A73A990F71347D4E375E0302308A0D62B9D917A4CCA93CA4D0EDFC133C133C133C133C133C3FEF3A2938EE43F1"
    "593D1AE52DBB26751FE64B7C133C136BFF4022F8BD19ECCBA4EF24F204787796DD914FEC61F605B153B22A6EF307D3869938A4E7"
    "E908F0A63B8379880B395C7FDBAC720D7F2836D08E1DA62611614A00120B"
)
PUBLISHED_KEY = (
    "MIGVAgEAMBQGByqGSM49AgEGCSskAwMCCAEBBwR6MHgCAQEEIFurNtlcXTT/OweZOPEd4F5QO8v1kn56es1O/XTSSRtDoAsGCSskAwMC"
    "CAEBB6FEA0IABAgTKnJDs8zCnCcQlwgclqcp7vuOuTYw5TZJjpt84c7SXWinidk77znARxXFrTkV0oHAdU7MCFCL9maH78Yw34g="
)
# BSI TR-03137-1 annex F: a visa, with the zone of a visa B, and annex D: UTF-8 in a header of version 3.
VISA_B = bytes.fromhex(
    "dc036abc6d32c8a72cb10f7134b798155d01022cdd52134a74da1347c6fed95cb89f9fce133c133c133c133c203833734aaf47f0"
    "c32f1a1e20eb2625393afe310403a00000050633be1fed20c6ff38d5573247608c9b64cae022c1c5249660e51ae316d600f974aa"
    "c2129c3f093c35955314026304705cd24c1b8100711bd4411f068e8d93e8b7"
)
CARD = bytes.fromhex(
    "dc026abc6d32c8a519fc0f7134116d04fc0401083fee456d2de019a8020b506572736368776569c39f03054f73636172"
    "04134ac3a2636f62c3a96e69646963747572697573ff40582ed05cb05049b4fe49744d5e70a1982f8b7afb1e90259ce47ba9907e"
    "fcf59483f0a0b421ec760d6fd2284bbac37e136f1e3be6e14a6f6bc012110cff919d0f"
)
ZONE = "PEIDNSUHARTO<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<\nX123456785IDN5003017M3106268<<<<<<<<<<<<<<<<"


@pytest.fixture(scope="module")
def published_key():
    from base64 import b64decode

    return load_der_private_key(b64decode(PUBLISHED_KEY), None)


def a_header(**change):
    return SealHeader(
        **{
            "issuing_country": "UTO",
            "signer": "UTTS",
            "certificate_reference": "5B",
            "issued": date(2026, 1, 5),
            "signed": date(2026, 1, 6),
            "feature_reference": 0x5E,
            "category": 3,
        }
        | change
    )


def test_the_published_seal_is_read_field_for_field():
    seal = parse_seal(PUBLISHED)

    assert seal.header == a_header(issued=date(2020, 1, 1), signed=date(2023, 8, 21))
    assert use_case_of(seal.header) is EMERGENCY_TRAVEL_DOCUMENT
    (zone,) = read_features(EMERGENCY_TRAVEL_DOCUMENT, seal.features)
    assert zone.value == "I<GBRSUPAMANN<<MARY<<<<<<<<<<<<<<<<<\n6525845096USA7008038M2201018<<<<<<06"
    assert seal.encoded == PUBLISHED


def test_the_published_seal_verifies_with_its_published_key(published_key):
    assert is_signed_by(parse_seal(PUBLISHED), published_key.public_key())


@pytest.mark.parametrize("bit", range(0, 8 * len(PUBLISHED), 5))
def test_a_flipped_bit_anywhere_is_noticed(published_key, bit):
    data = bytearray(PUBLISHED)
    data[bit // 8] ^= 1 << bit % 8
    try:
        seal = parse_seal(bytes(data))
    except IcaoError:
        return
    assert not is_signed_by(seal, published_key.public_key())


def test_a_visa_is_read():
    seal = parse_seal(VISA_B)

    check_features(VISA, seal.features)
    assert seal.header.issuing_country == "D"
    assert {one.name: one.value for one in read_features(VISA, seal.features)} == {
        "zone_of_visa_b": "VCD<<DENT<<ARTHUR<PHILIP<<<<<<<<<<<<\n1234567XY7GBR5203116M2005250",
        "duration_of_stay": Stay(days=160, months=0, years=0),
        "passport_number": "47110815P",
    }


def test_a_header_of_version_3_and_utf_8_are_read():
    seal = parse_seal(CARD)
    case = use_case_of(seal.header)

    assert (seal.header.version, seal.header.signer, seal.header.certificate_reference) == (
        3,
        "DETS",
        "00027",
    )
    assert [one.value for one in read_features(case, seal.features)] == [
        "65170839J003",
        "Perschweiß",
        "Oscar",
        "Jâcobénidicturius",
    ]


def test_a_date_is_the_number_of_month_day_and_year():
    # Doc 9303-13 §2.6: 25 March 1957 is 03251957.
    assert date_bytes(date(1957, 3, 25)).hex() == "319ef5"
    assert parse_date(bytes.fromhex("319ef5"), "day") == date(1957, 3, 25)
    with pytest.raises(IcaoError, match="day"):
        parse_date(bytes(3), "day")


CURVES = {
    ec.SECP224R1(): hashes.SHA224(),
    ec.SECP256R1(): hashes.SHA256(),
    ec.BrainpoolP256R1(): hashes.SHA256(),
    ec.BrainpoolP384R1(): hashes.SHA384(),
    ec.BrainpoolP512R1(): hashes.SHA512(),
    ec.SECP521R1(): hashes.SHA512(),
}


@pytest.mark.parametrize("curve", CURVES, ids=lambda curve: curve.name)
def test_a_signature_is_r_and_s_over_header_and_message_with_the_hash_of_the_order(curve):
    key = ec.generate_private_key(curve)
    name = SignerName("UTO", "UT", "TS", 0x5B)

    seal = make_seal(a_header(), (Feature(2, b"x"),), KeySigner(name, key))

    half = len(seal.signature) // 2
    assert half == (curve.key_size + 7) // 8
    r, s = (int.from_bytes(part, "big") for part in (seal.signature[:half], seal.signature[half:]))
    key.public_key().verify(encode_dss_signature(r, s), seal.signed_bytes, ec.ECDSA(CURVES[curve]))
    assert is_signed_by(parse_seal(seal.encoded), key.public_key())
    assert not is_signed_by(parse_seal(seal.encoded), ec.generate_private_key(curve).public_key())


def test_equal_seals_have_equal_signatures_so_a_paper_can_be_made_again(published_key):
    signer = KeySigner(SignerName("UTO", "UT", "TS", 0x5B), published_key)
    features = (Feature(2, b"x"),)

    assert make_seal(a_header(), features, signer) == make_seal(a_header(), features, signer)


def test_a_header_that_names_another_certificate_is_not_signed(published_key):
    with pytest.raises(IcaoError, match="signer"):
        make_seal(a_header(), (Feature(2, b"x"),), KeySigner(SignerName("", "UT", "TS", 7), published_key))


def test_leading_zeroes_of_a_reference_do_not_count_and_what_is_no_number_names_nobody():
    name = SignerName("D", "DE", "TS", 0x27)

    assert names_signer(a_header(version=3, signer="DETS", certificate_reference="00027"), name)
    assert not names_signer(a_header(signer="DETS", certificate_reference="ZZ"), name)


@pytest.mark.parametrize(
    "change",
    [
        {"version": 2},
        {"issuing_country": "uto"},
        {"issuing_country": ""},
        {"signer": "UTT"},
        {"signer": "UT<S"},
        {"certificate_reference": ""},
        {"certificate_reference": "5B", "version": 3},
        {"certificate_reference": "A" * 256},
        {"feature_reference": 0},
        {"category": 255},
    ],
)
def test_a_header_holds_only_what_its_bytes_can_say(change):
    with pytest.raises(IcaoError):
        a_header(**change)


@given(
    st.sampled_from([3, 4]),
    st.text("0123456789ABCDEF", min_size=1, max_size=40),
    st.dates(date(1900, 1, 1), date(2999, 12, 31)),
    st.integers(1, 254),
)
def test_a_header_is_read_as_it_was_written(version, reference, day, number):
    reference = reference[:5].zfill(5) if version == 3 else reference
    header = a_header(version=version, certificate_reference=reference, issued=day, category=number)

    assert parse_header(header.encoded) == (header, len(header.encoded))


def resealed(head, message):
    return head + message + bytes([0xFF, 0x40]) + bytes(range(64))


MESSAGE = bytes([2, 1, 7])
DATES = bytes.fromhex("0f71347d4e375e03")


def test_a_decimal_length_of_the_reference_is_read_where_the_hexadecimal_one_makes_no_seal():
    # BSI TR-03171 as issued: 40 characters of a hash, their length written in decimal.
    reference = "00112233445566778899AABBCCDDEEFF00112233"
    head = bytes([0xDC, 3]) + c40.encode("D  ") + c40.encode("DEZV40" + reference)

    seal = parse_seal(resealed(head + DATES, MESSAGE))

    assert seal.header.certificate_reference == reference
    with pytest.raises(IcaoError):
        parse_header(head + DATES, ReferenceLength.HEXADECIMAL)


def test_a_version_4_with_the_reference_of_version_3_is_read_as_what_it_is():
    head = bytes([0xDC, 3]) + c40.encode("D  ") + c40.encode("DEME00008")

    header = parse_seal(resealed(head + DATES, MESSAGE)).header

    assert (header.version, header.signer, header.certificate_reference) == (3, "DEME", "00008")


def test_a_length_of_one_byte_beyond_127_is_read_where_der_makes_no_seal():
    long = bytes([3, 200]) + bytes(200)

    seal = parse_seal(resealed(a_header().encoded, long))

    assert seal.features == (Feature(3, bytes(200)),)
    # Our own are DER: 81 C8.
    assert seal.features[0].encoded[:3] == bytes([3, 0x81, 200])
    assert parse_seal(sealed(seal.header, seal.features, bytes(64)).encoded).features == seal.features


@pytest.mark.parametrize(
    "tail",
    [
        b"",
        MESSAGE,
        MESSAGE[:2],
        b"\xff\x00",
        b"\xff\x40" + bytes(64),
        MESSAGE + b"\xff\x03abc",
        MESSAGE * 2,
        MESSAGE + b"\xff\x40" + bytes(65),
    ],
)
def test_a_message_that_does_not_end_in_one_signature_is_refused(tail):
    with pytest.raises(IcaoError):
        parse_seal(a_header().encoded + tail)


def test_one_tag_stands_once():
    with pytest.raises(IcaoError, match="twice"):
        bytes_to_sign(a_header(), (Feature(2, b"a"), Feature(2, b"b")))


def test_the_zone_of_a_passport_goes_into_an_emergency_seal_up_to_its_expiry():
    features = make_features(EMERGENCY_TRAVEL_DOCUMENT, {"machine_readable_zone": ZONE})

    (zone,) = read_features(EMERGENCY_TRAVEL_DOCUMENT, features)
    assert zone.value == ZONE[: 44 + 1 + 28]
    assert len(features[0].value) == 48


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({}, "machine_readable_zone"),
        ({"machine_readable_zone": ZONE.lower()}, "machine_readable_zone"),
        ({"machine_readable_zone": "P<UTO"}, "machine_readable_zone"),
        ({"machine_readable_zone": ZONE, "name": "X"}, "feature"),
    ],
)
def test_features_that_a_use_case_does_not_allow_are_refused(values, field):
    with pytest.raises(IcaoError) as refused:
        make_features(EMERGENCY_TRAVEL_DOCUMENT, values)
    assert refused.value.field == field


def test_a_visa_has_exactly_one_zone():
    with pytest.raises(IcaoError, match="exactly one"):
        make_features(VISA, {"duration_of_stay": Stay(30, 0, 0), "passport_number": "47110815P"})


def test_an_unknown_tag_is_kept_as_bytes_and_does_no_harm():
    features = (
        *make_features(EMERGENCY_TRAVEL_DOCUMENT, {"machine_readable_zone": ZONE}),
        Feature(9, b"\x00\xff"),
    )

    check_features(EMERGENCY_TRAVEL_DOCUMENT, features)
    assert read_features(EMERGENCY_TRAVEL_DOCUMENT, features)[1].value == b"\x00\xff"


def test_no_two_use_cases_and_no_two_features_of_one_bear_the_same_number():
    assert len({(one.feature_reference, one.category) for one in USE_CASES}) == len(USE_CASES)
    for case in USE_CASES:
        assert (
            len({rule.tag for rule in case.rules})
            == len({rule.name for rule in case.rules})
            == len(case.rules)
        )


@given(st.binary(max_size=300) | st.binary(max_size=200).map(lambda tail: PUBLISHED[:20] + tail))
def test_no_bytes_raise_anything_but_the_error_of_this_package(data):
    with suppress(IcaoError):
        seal = parse_seal(data)
        read_features(use_case_of(seal.header), seal.features)


@given(st.integers(0, len(PUBLISHED) - 1), st.binary(min_size=1, max_size=3))
def test_no_damage_raises_anything_but_the_error_of_this_package(at, damage):
    with suppress(IcaoError):
        seal = parse_seal(PUBLISHED[:at] + damage + PUBLISHED[at + len(damage) :])
        read_features(use_case_of(seal.header), seal.features)


def test_the_hash_grows_with_the_order():
    assert [hash_of(bits).name for bits in (160, 224, 256, 320, 384, 512, 521)] == [
        "sha224",
        "sha224",
        "sha256",
        "sha384",
        "sha384",
        "sha512",
        "sha512",
    ]


def test_a_signature_of_zeroes_is_none(published_key):
    seal = sealed(a_header(), (Feature(2, b"x"),), bytes(64))

    assert not is_signed_by(seal, published_key.public_key())
    with pytest.raises(InvalidSignature):
        published_key.public_key().verify(encode_dss_signature(0, 0), b"", ec.ECDSA(hashes.SHA256()))

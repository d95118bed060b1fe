"""VDS-NC: the canonical form by the examples of RFC 8785, signatures by `cryptography`."""

import base64
import json
from contextlib import suppress
from datetime import UTC, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from hypothesis import given
from hypothesis import strategies as st

from loket.config.seal_commands import decode_seal, verify_source
from loket.core.icao.error import IcaoError
from loket.core.icao.seal.canonical_json import canonical, read_json
from loket.core.icao.seal.json_seal import parse_json_seal

DATA = {
    "hdr": {"t": "icao.test", "v": 1, "is": "UTO"},
    "msg": {"utci": "U32870", "pid": {"n": "ÅSA Ö", "dn": "ABC12345"}, "r": 1.50, "b": True},
}
# Sorted and written by hand after RFC 8785 §3.2.
CANONICAL = (
    '{"hdr":{"is":"UTO","t":"icao.test","v":1},'
    '"msg":{"b":true,"pid":{"dn":"ABC12345","n":"ÅSA Ö"},"r":1.5,"utci":"U32870"}}'
)


def test_the_example_of_the_rfc_comes_out():
    # RFC 8785 §3.2.2 and its result in §3.2.4.
    text = (
        '{"numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],'
        '"string": "\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/",'
        '"literals": [null, true, false]}'
    )
    assert canonical(read_json(text)).decode() == (
        '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],'
        '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
    )


def test_names_are_sorted_as_utf_16():
    # RFC 8785 §3.2.3: the emoji's surrogates come before the Hebrew letter.
    names = ["\u20ac", "\r", "\ufb33", "1", "\U0001f600", "\u0080", "\u00f6"]

    found = list(json.loads(canonical(dict.fromkeys(names, 0))))

    assert found == ["\r", "1", "\u0080", "\u00f6", "\u20ac", "\U0001f600", "\ufb33"]


# RFC 8785 appendix B.
@pytest.mark.parametrize(
    ("number", "text"),
    [
        (-0.0, "0"),
        (5e-324, "5e-324"),
        (1.7976931348623157e308, "1.7976931348623157e+308"),
        (9007199254740992.0, "9007199254740992"),
        (295147905179352830000.0, "295147905179352830000"),
        (9.999999999999997e22, "9.999999999999997e+22"),
        (1e23, "1e+23"),
        (999999999999999700000.0, "999999999999999700000"),
        (1e21, "1e+21"),
        (9.999999999999997e-7, "9.999999999999997e-7"),
        (0.000001, "0.000001"),
        (333333333.3333332, "333333333.3333332"),
        (-0.0000033333333333333333, "-0.0000033333333333333333"),
        (1424953923781206.2, "1424953923781206.2"),
        (10, "10"),
        (-7, "-7"),
    ],
)
def test_numbers_are_written_as_ecmascript_does(number, text):
    assert canonical(number).decode() == text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_every_number_reads_back_as_itself(number):
    assert float(canonical(number)) == number


@pytest.mark.parametrize("text", ['{"a":1,"a":2}', "NaN", "[", "", "[" * 5000])
def test_what_is_no_json_is_refused(text):
    with pytest.raises(IcaoError):
        read_json(text)


@pytest.mark.parametrize("value", [float("inf"), "\ud800", 10**400, object()])
def test_what_has_no_canonical_form_is_refused(value):
    with pytest.raises(IcaoError):
        canonical(value)


def url64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


@pytest.fixture(scope="module")
def signer():
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "UT"),
            x509.NameAttribute(NameOID.COMMON_NAME, "TEST"),
        ]
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .serial_number(7)
        .public_key(key.public_key())
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2030, 1, 1, tzinfo=UTC))
        .sign(key, hashes.SHA256())
    )
    return key, certificate


def signed(signer, data=DATA, *, as_sequence=False, indent=2):
    key, certificate = signer
    signature = key.sign(CANONICAL.encode(), ec.ECDSA(hashes.SHA256()))
    if not as_sequence:
        r, s = decode_dss_signature(signature)
        signature = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    sig = {"alg": "ES256", "cer": url64(certificate.public_bytes(Encoding.DER)), "sigvl": url64(signature)}
    return json.dumps({"sig": sig, "data": data}, indent=indent, ensure_ascii=False).encode()


def outcomes(report):
    return {one["name"]: one["outcome"] for one in report["checks"]}


@pytest.mark.parametrize("as_sequence", [False, True])
def test_a_seal_is_verified_whatever_its_spaces_and_order(signer, tmp_path, as_sequence):
    (tmp_path / "seal.json").write_bytes(signed(signer, as_sequence=as_sequence))
    (tmp_path / "signer.pem").write_bytes(signer[1].public_bytes(Encoding.PEM))

    report = verify_source(str(tmp_path / "seal.json"), certificates=[tmp_path / "signer.pem"])

    assert report["overall"] == "successful"
    assert parse_json_seal(signed(signer)).signed_bytes == CANONICAL.encode()
    assert report["header"]["issuing_country"] == "UTO"


def test_the_certificate_that_came_along_is_not_trusted_for_that(signer, tmp_path):
    (tmp_path / "seal.json").write_bytes(signed(signer))

    report = verify_source(str(tmp_path / "seal.json"))

    assert outcomes(report)["seal_signature"] == "successful"
    assert (outcomes(report)["signer_certificate"], report["overall"]) == ("undetermined", "undetermined")


def test_another_message_fails(signer, tmp_path):
    other = DATA | {"msg": DATA["msg"] | {"r": 1.51}}
    (tmp_path / "seal.json").write_bytes(signed(signer, other))

    report = verify_source(str(tmp_path / "seal.json"))

    assert (outcomes(report)["seal_signature"], report["overall"]) == ("failed", "failed")


@pytest.mark.parametrize(
    "change",
    [
        {"data": {}},
        {"data": DATA | {"hdr": {"t": "x", "v": True, "is": "UTO"}}},
        {"sig": {"alg": "ES256"}},
        {"sig": {"alg": "ES256", "cer": "!", "sigvl": "AA"}},
    ],
)
def test_what_is_missing_is_named(signer, change):
    whole = json.loads(signed(signer)) | change

    report = decode_seal(json.dumps(whole).encode())

    assert not report["readable"]
    assert report["error"]["field"] in {"hdr", "hdr.v", "sig.cer", "sig.alg"}


@given(st.binary(max_size=200) | st.text(max_size=100).map(str.encode))
def test_no_bytes_raise_anything_but_the_error_of_this_package(data):
    with suppress(IcaoError):
        parse_json_seal(data)
    with suppress(IcaoError):
        parse_json_seal(b'{"data":' + data + b"}")

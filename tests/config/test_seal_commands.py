"""`loket seal` on files that `cryptography` and OpenSSL's formats made."""

import base64
import json
import os
import subprocess
import sys
from datetime import UTC, date, datetime

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from cryptography.x509.oid import NameOID

from loket.config.seal_commands import (
    decode_seal,
    encode_seal,
    find_seal,
    verify_seal,
    wanted_seal,
    write_seal,
)
from loket.config.seal_material import SealUsageError, unwrapped
from loket.core.icao.error import IcaoError

pytestmark = pytest.mark.process

VISA = {
    "use_case": "visa",
    "header": {"issuing_country": "UTO", "issued": "2026-03-02", "signed": "2026-03-03"},
    "features": {
        "zone_of_visa_a": "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n"
        "L898902C<3UTO6908061F9406236ZE184226B<<<<<<<",
        "number_of_entries": 2,
        "duration_of_stay": {"days": 30, "months": 0, "years": 0},
        "passport_number": "L898902C3",
    },
}


def a_name(country, common_name):
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, country),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def a_certificate(key, subject, serial, *, issuer=None, issuer_key=None, last=2030):
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer or subject)
        .serial_number(serial)
        .public_key(key.public_key())
        .not_valid_before(datetime(2026, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(last, 1, 1, tzinfo=UTC))
        .sign(issuer_key or key, hashes.SHA256())
    )


@pytest.fixture(scope="module")
def files(tmp_path_factory):
    """A TEST authority, a TEST signer that it certified, and a stranger, as files."""
    folder = tmp_path_factory.mktemp("TEST-seal-signer")
    authority, signer, stranger = (ec.generate_private_key(ec.SECP256R1()) for _ in range(3))
    root = a_certificate(authority, a_name("UT", "TEST CSCA"), 1)
    own = a_certificate(
        signer, a_name("UT", "TS"), 0xBEEF, issuer=root.subject, issuer_key=authority, last=2027
    )
    other = a_certificate(stranger, a_name("UT", "XX"), 0xBEEF)
    (folder / "root.der").write_bytes(root.public_bytes(Encoding.DER))
    (folder / "signer.pem").write_bytes(own.public_bytes(Encoding.PEM))
    (folder / "other.der").write_bytes(other.public_bytes(Encoding.DER))
    (folder / "signer.key").write_bytes(
        signer.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    (folder / "signer.pub").write_bytes(
        signer.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    )
    return folder


@pytest.fixture(scope="module")
def visa(files):
    return encode_seal(VISA, key=files / "signer.key", certificate=files / "signer.pem")


def outcomes(report):
    return {one["name"]: one["outcome"] for one in report["checks"]}


def test_a_seal_is_made_and_verified_to_the_authority_of_its_signer(files, visa):
    report = verify_seal(visa.encoded, certificates=[files], csca=[files / "root.der"])

    assert report["overall"] == "successful"
    assert set(outcomes(report).values()) == {"successful"}
    assert report["header"]["certificate_reference"] == "BEEF"
    assert report["features"][0]["value"].startswith("V<UTOERIKSSON<<ANNA<MARIA")
    assert report["features"][2]["value"] == {"days": 30, "months": 0, "years": 0}


def test_what_was_not_given_is_undetermined_and_never_successful(files, visa):
    nothing = verify_seal(visa.encoded)
    strangers = verify_seal(visa.encoded, certificates=[files / "other.der"])
    bare = verify_seal(visa.encoded, key=files / "signer.pub")

    assert (nothing["overall"], strangers["overall"]) == ("undetermined", "undetermined")
    assert outcomes(nothing)["seal_signature"] == "undetermined"
    assert bare["overall"] == "successful"
    assert outcomes(bare)["signer_validity"] == "undetermined"


def test_each_wrong_thing_fails_for_its_own_reason(files, visa, tmp_path):
    late = encode_seal(
        VISA | {"header": VISA["header"] | {"signed": "2028-01-01"}},
        key=files / "signer.key",
        certificate=files / "signer.pem",
    )
    changed = visa.encoded.replace(bytes([3, 1, 2]), bytes([3, 1, 9]))  # nine entries instead of two

    def failed(report):
        return [name for name, outcome in outcomes(report).items() if outcome == "failed"]

    assert failed(verify_seal(changed, certificates=[files])) == ["seal_signature"]
    assert failed(verify_seal(late.encoded, certificates=[files])) == ["signer_validity"]
    assert failed(verify_seal(visa.encoded, certificates=[files], csca=[files / "other.der"])) == [
        "signer_chain"
    ]
    assert failed(verify_seal(visa.encoded[:-1], certificates=[files])) == ["seal_structure"]


def test_a_signed_seal_without_a_feature_of_its_use_case_fails_as_such(files):
    bare = encode_seal(
        {
            "header": VISA["header"] | {"feature_reference": 0x5D, "category": 1},
            "features": [{"tag": 5, "hex": "33be1fed20c6"}],
        },
        key=files / "signer.key",
        certificate=files / "signer.pem",
    )

    report = verify_seal(bare.encoded, certificates=[files])

    assert outcomes(report)["use_case"] == "failed"
    assert outcomes(report)["seal_signature"] == "successful"
    assert report["overall"] == "failed"


@pytest.mark.parametrize("name", ["seal.png", "seal.bin", "seal.b64", "seal.hex"])
def test_a_seal_is_found_in_every_form_that_it_is_written_in(visa, tmp_path, name):
    write_seal(visa, tmp_path / name)

    assert find_seal(str(tmp_path / name)) == visa.encoded


def test_a_seal_is_found_in_text_and_in_the_code_of_text(visa):
    assert find_seal(visa.encoded.hex().upper()) == visa.encoded
    assert find_seal(base64.b64encode(visa.encoded).decode()) == visa.encoded
    assert unwrapped(base64.urlsafe_b64encode(visa.encoded).rstrip(b"=")) == visa.encoded


@pytest.mark.parametrize("source", ["no seal!", "00ff", "UTTS"])
def test_what_is_no_seal_is_said(source):
    with pytest.raises(SealUsageError):
        find_seal(source)


def test_a_seal_that_cannot_be_read_says_field_and_clause(visa):
    report = decode_seal(visa.encoded[:20])

    assert report == {
        "readable": False,
        "error": {"field": "signature", "clause": "9303-13 2.4", "reason": "the seal ends without one"},
    }


@pytest.mark.parametrize(
    "change",
    [
        {"use_case": "visa-c"},
        {"header": {}},
        {"header": VISA["header"] | {"issued": "3.3.2026"}},
        {"features": {"duration_of_stay": 30}},
        {"features": []},
        {"features": "x"},
        {"features": [{"tag": 1}]},
    ],
)
def test_what_cannot_be_meant_is_a_question_of_usage_or_of_the_standard(files, change):
    with pytest.raises((SealUsageError, IcaoError)):
        encode_seal(VISA | change, key=files / "signer.key", certificate=files / "signer.pem")


def test_a_certificate_of_another_key_is_refused(files):
    with pytest.raises(SealUsageError, match="another key"):
        encode_seal(VISA, key=files / "signer.key", certificate=files / "other.der")


def test_the_wanted_seal_is_read_from_a_file(tmp_path):
    (tmp_path / "visa.json").write_text(json.dumps(VISA))

    assert wanted_seal(str(tmp_path / "visa.json"))["use_case"] == "visa"
    (tmp_path / "visa.json").write_text("[")
    with pytest.raises(SealUsageError):
        wanted_seal(str(tmp_path / "visa.json"))


def test_the_commands_make_and_verify_a_picture(files, tmp_path):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LOKET_")}
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)

    def seal(*arguments, given=""):
        return subprocess.run(
            [sys.executable, "-P", "-m", "loket", "seal", *map(str, arguments)],
            env=environment,
            input=given,
            capture_output=True,
            text=True,
            timeout=60,
        )

    made = seal(
        *("encode", "-", "--key", files / "signer.key", "--certificate", files / "signer.pem"),
        *("--out", tmp_path / "visa.png"),
        given=json.dumps(VISA),
    )
    verified = seal("verify", tmp_path / "visa.png", "--certificate", files, "--json")
    undetermined = seal("verify", tmp_path / "visa.png")
    wrong = seal("decode", "no seal!")

    assert made.returncode == 0, made.stdout + made.stderr
    assert (verified.returncode, json.loads(verified.stdout)["overall"]) == (0, "successful")
    assert json.loads(verified.stdout)["header"]["issued"] == date(2026, 3, 2).isoformat()
    assert undetermined.returncode == 1
    assert wrong.returncode == 2

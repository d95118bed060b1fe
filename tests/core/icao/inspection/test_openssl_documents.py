"""Security objects by another implementation from end to end: OpenSSL makes keys, certificates and CMS."""

import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from builders.foreign_documents import Sod, lds_content, some_files
from loket.core.icao.inspection.anchors import read_anchors
from loket.core.icao.inspection.document import inspect_document
from loket.core.icao.inspection.files import security_object_alone
from loket.core.icao.inspection.report import Outcome, Report

SUBJECT = "/C=UT/O=TEST/CN=TEST "


def openssl(folder: Path, *arguments: str) -> None:
    done = subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def make_key(folder: Path, name: str, curve: str, *, explicit: bool) -> None:
    if curve == "rsa":
        openssl(folder, "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-out", name)
        return
    how = ["-param_enc", "explicit"] if explicit else []
    openssl(folder, "ecparam", "-name", curve, "-genkey", "-noout", "-out", name, *how)


def make_state(folder: Path, curve: str, *, explicit: bool = False) -> None:
    """Write csca.der, csca.crl, ds.pem and ds.key."""
    make_key(folder, "csca.key", curve, explicit=explicit)
    make_key(folder, "ds.key", curve, explicit=explicit)
    (folder / "ds.ext").write_text(
        "keyUsage=critical,digitalSignature\nauthorityKeyIdentifier=keyid\nsubjectKeyIdentifier=hash\n"
    )
    ca = [
        "-addext",
        "basicConstraints=critical,CA:TRUE,pathlen:0",
        "-addext",
        "keyUsage=critical,keyCertSign,cRLSign",
    ]
    openssl(
        folder,
        "req",
        "-x509",
        "-new",
        "-key",
        "csca.key",
        "-subj",
        SUBJECT + "CSCA",
        "-days",
        "3000",
        *ca,
        "-out",
        "csca.pem",
    )
    openssl(folder, "req", "-new", "-key", "ds.key", "-subj", SUBJECT + "DS", "-out", "ds.csr")
    openssl(
        folder, "x509", "-req", "-in", "ds.csr", "-CA", "csca.pem", "-CAkey", "csca.key",
        "-set_serial", "4711", "-days", "300", "-extfile", "ds.ext", "-out", "ds.pem",
    )  # fmt: skip


def sign(folder: Path, *options: str, content_type: str = "2.23.136.1.1.1") -> bytes:
    (folder / "content").write_bytes(lds_content(some_files(), Sod()))
    openssl(
        folder, "cms", "-sign", "-binary", "-nodetach", "-nosmimecap", "-in", "content", "-signer", "ds.pem",
        "-inkey", "ds.key", "-outform", "DER", "-out", "sod", "-econtent_type", content_type, *options,
    )  # fmt: skip
    return (folder / "sod").read_bytes()


def report_on(folder: Path, sod: bytes) -> Report:
    anchors = read_anchors([("csca.pem", (folder / "csca.pem").read_bytes())])
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    return inspect_document(security_object_alone(sod), anchors, tomorrow, challenge=bytes(8))


@pytest.fixture(scope="module")
def country(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("country")
    make_state(folder, "rsa")
    return folder


PSS = ("-keyopt", "rsa_padding_mode:pss")


@pytest.mark.parametrize(
    "options",
    [
        (),
        ("-stream",),  # indefinite lengths, octets in parts
        ("-keyid",),
        ("-noattr",),
        ("-nocerts",),
        ("-md", "sha512"),
        PSS,
        (*PSS, "-keyopt", "rsa_pss_saltlen:20", "-keyopt", "rsa_mgf1_md:sha384", "-md", "sha256"),
        ("-stream", "-keyid"),
    ],
)
def test_what_openssl_signs_verifies(country, options):
    report = report_on(country, sign(country, *options))

    has_certificate = "-nocerts" not in options
    assert (report["sod_signature"].outcome is Outcome.SUCCESSFUL) is has_certificate
    assert report.overall is (Outcome.SUCCESSFUL if has_certificate else Outcome.UNDETERMINED)


def test_plain_data_is_let_pass_and_said(country):
    report = report_on(country, sign(country, content_type="1.2.840.113549.1.7.1"))

    assert report.overall is Outcome.SUCCESSFUL
    assert "id-data" in report["sod_structure"].reason


@pytest.mark.parametrize("explicit", [False, True])
@pytest.mark.parametrize("curve", ["prime192v1", "brainpoolP224r1", "brainpoolP320r1", "secp384r1"])
def test_curves_verify_whichever_library_has_them(tmp_path, curve, explicit):
    make_state(tmp_path, curve, explicit=explicit)
    sod = sign(tmp_path, "-md", "sha256")

    assert report_on(tmp_path, sod).overall is Outcome.SUCCESSFUL
    broken = sod[:-1] + bytes((sod[-1] ^ 1,))
    assert report_on(tmp_path, broken)["sod_signature"].outcome is Outcome.FAILED


def test_a_curve_that_is_not_known_is_not_supported(tmp_path):
    make_state(tmp_path, "secp256k1")
    report = report_on(tmp_path, sign(tmp_path, "-md", "sha256"))

    assert report["sod_signature"].outcome is Outcome.NOT_SUPPORTED
    assert report.overall is Outcome.UNDETERMINED

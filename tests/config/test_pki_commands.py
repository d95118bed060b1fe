"""`loket pki`: a country of test keys in a folder, from the first authority to lint."""

import json
import random
import shutil
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding
from typer.testing import CliRunner

from loket.cli import app
from loket.config.country_keys import CountryKeys
from loket.config.pki_commands import has_errors, issue_signers, lint_lines, lint_path, show
from loket.core.icao.pki.certificate_view import CertificateView
from loket.core.icao.pki.lint import lint_certificate
from loket.core.icao.pki.revocation import RevocationList
from loket.node.keys.document_signers import DocumentSigners
from loket.node.keys.error import KeysError

NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def chance(seed=7):
    return random.Random(seed).randbytes


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("country") / "headquarters"
    country = CountryKeys.make(folder, chance())
    country.make_authority(NOW)
    country.sign_lists(NOW)
    country.issue_signers("polman", NOW, quota=1000)
    return folder


@pytest.fixture
def country(made, tmp_path):
    shutil.copytree(made, tmp_path / "headquarters")
    return CountryKeys.load(tmp_path / "headquarters", chance(8))


def run(*arguments):
    return CliRunner().invoke(app, ["pki", *map(str, arguments)])


def test_an_office_can_sign_alone_for_sixty_days_until_the_next_renewal(country):
    for renewal in range(4):
        now = NOW + 30 * renewal * DAY
        country.sign_lists(now)
        country.issue_signers("polman", now, quota=1000)
        held = DocumentSigners.load(country.bundle("polman"))

        assert held.autonomy(now=now + 30 * DAY, used={}, rate_per_day=10).days >= 60
    # 210 days of keys, 90 each, two of them shared with the one before.
    assert len(held.signers) == 3


def test_nothing_is_issued_to_an_office_that_has_enough(country):
    assert country.issue_signers("polman", NOW, quota=1000) == ()


def test_everything_says_test(made):
    for path in made.rglob("*"):
        if path.suffix in {".pem", ".der", ".crl", ".ml"}:
            assert path.name.startswith("TEST")
        if path.suffix == ".der":
            assert "TEST" in x509.load_der_x509_certificate(path.read_bytes()).subject.rfc4514_string()
        if path.suffix == ".pem":
            assert b"TEST KEY" in path.read_bytes()
            assert path.stat().st_mode & 0o777 == 0o600
    assert (made / "README.txt").read_text().startswith("TEST KEYS")


def test_the_next_authority_has_a_link_and_waits_two_days(country):
    later = NOW + 100 * DAY
    country.make_authority(later)
    [first, link, second] = [
        CertificateView.read((country.folder / "csca" / name).read_bytes())
        for name in ("TEST-csca-01.der", "TEST-link-01-02.der", "TEST-csca-02.der")
    ]

    assert link.signed_by(first.public_key_info)
    assert link.public_key_info == second.public_key_info
    # 9303-12 §4.1.4.3: the new key is not used for two days, then it signs everything.
    assert country.authority(later + DAY).certificate == first.encoded
    assert country.authority(later + 2 * DAY).certificate == second.encoded
    assert sorted(path.name for path in (country.bundle("polman") / "csca").iterdir()) == [
        "TEST-csca-01.der",
        "TEST-csca-02.der",
        "TEST-link-01-02.der",
    ]


def test_a_revocation_is_in_the_next_batch_and_reaches_the_offices(country):
    [signer] = DocumentSigners.load(country.bundle("polman")).signers
    country.revoke(signer.terms.serial, NOW + DAY)
    assert country.sign_lists(NOW + DAY) == (47, 92)

    held = DocumentSigners.load(country.bundle("polman"))

    assert len(held.lists) == 46
    assert all(one.revokes(signer.terms.serial, at=NOW + DAY) for one in held.lists)
    assert held.autonomy(now=NOW + DAY, used={}, rate_per_day=1).days == 0
    # A new signer takes its place at the next renewal.
    assert country.issue_signers("polman", NOW + DAY, quota=1000) == ("TEST-ds-polman-002",)
    with pytest.raises(KeysError, match="no certificate of this country"):
        country.revoke(5, NOW)


def test_serial_numbers_are_never_given_twice(country):
    same = CountryKeys.load(country.folder, chance(7))
    before = set(same.ledger.serials)
    same.make_authority(NOW + DAY)

    assert len(same.ledger.serials) == len(set(same.ledger.serials)) == len(before) + 2


def test_a_signer_of_seals_has_a_number_that_a_seal_can_carry(country):
    name = country.issue_seal_signer("polman", "PM", NOW)
    certificate = (country.bundle("polman") / "seals" / f"{name}.der").read_bytes()
    read = x509.load_der_x509_certificate(certificate)

    assert read.subject.rfc4514_string() == "CN=PM,C=ID"
    assert len(f"{read.serial_number:x}") == 5
    assert lint_certificate(certificate) == ()


@pytest.mark.parametrize("office", ["", "..", "a/b", "Polman", "x" * 40])
def test_an_office_is_named_plainly(country, office):
    with pytest.raises(KeysError, match="name of an office"):
        country.bundle(office)


def test_what_is_no_country_is_said(tmp_path, country):
    with pytest.raises(KeysError, match="not a folder of country keys"):
        CountryKeys.load(tmp_path, chance())
    with pytest.raises(KeysError, match="exists already"):
        CountryKeys.make(country.folder, chance())
    (country.folder / "ledger.json").write_text("{}")
    with pytest.raises(KeysError, match="cannot be read"):
        CountryKeys.load(country.folder, chance())


def test_all_that_is_made_has_no_findings(country):
    country.make_authority(NOW + DAY, rsa=False)
    country.sign_master_list(NOW + DAY)
    reports = lint_path(country.folder)

    assert {one["what"] for one in reports} == {"csca", "link", "document signer", "revocation list"}
    assert [one for one in reports if one["findings"]] == []


def test_lint_reads_pem_and_says_what_is_wrong(tmp_path):
    key = ec.generate_private_key(ec.SECP256R1())
    from cryptography.hazmat.primitives import hashes

    builder = x509.CertificateBuilder().subject_name(x509.Name([])).issuer_name(x509.Name([]))
    builder = builder.public_key(key.public_key()).serial_number(1).not_valid_before(NOW)
    certificate = builder.not_valid_after(NOW + DAY).sign(key, hashes.SHA256())
    path = tmp_path / "odd.pem"
    path.write_bytes(b"Some words before.\n" + certificate.public_bytes(Encoding.PEM))

    [report] = lint_path(path)

    words = [one["words"] for one in report["findings"]]
    assert "the curve is named, its parameters are not written out" in words
    assert "there are no extensions" in words
    assert has_errors([report])
    assert lint_lines([report])[0].endswith(f"document signer: {len(words)} findings")


def test_the_report_says_what_lasts_how_long(made):
    report = show(made, rate_per_day=10)

    [authority] = report["authorities"]
    assert authority["name"] == "TEST-csca-01"
    [signer] = report["offices"]["polman"]["signers"]
    assert (signer["quota"], signer["document_types"]) == (1000, ["P"])
    assert signer["signs_from"] == NOW.isoformat()
    assert report["revocation_lists"]["held"] == 46


def test_the_commands_make_a_country(tmp_path):
    folder = tmp_path / "hq"
    for arguments in (
        ("make-test-csca", folder),
        ("issue-signers", folder, "--office", "polman", "--quota", "50", "--seal", "PM"),
        ("crls", folder),
        ("master-list", folder),
    ):
        result = run(*arguments)
        assert result.exit_code == 0, result.output

    shown = run("show", folder, "--json", "--rate", "1")
    assert shown.exit_code == 0
    office = json.loads(shown.output)["offices"]["polman"]
    # 50 signatures at one a day; a second passes between issuing and showing.
    assert (office["autonomy_days"], office["bound"]) in {(50, "quota"), (49, "quota")}
    assert "signs alone for" in run("show", folder).output
    linted = run("lint", folder, "--json")
    assert linted.exit_code == 0
    assert len(json.loads(linted.output)["reports"]) > 45
    [*_, last] = sorted((folder / "crls").iterdir())
    # Twice now and for 90 days: 46 lists, or 47 if a step is just about to come.
    assert RevocationList.read(last.read_bytes()).number in {91, 92, 93, 94}


def test_a_key_that_is_none_is_not_certified(country, tmp_path):
    (tmp_path / "key.pem").write_text("nonsense")
    asked = {"quota": 1, "document_types": ["P"], "seal_letters": ""}

    with pytest.raises(KeysError, match=r"key\.pem is not a public key"):
        issue_signers(country.folder, "polman", token_key=tmp_path / "key.pem", **asked)


def test_lint_of_a_file_that_is_nothing_ends_with_one(tmp_path):
    (tmp_path / "a.der").write_bytes(b"nonsense")

    assert run("lint", tmp_path / "a.der").exit_code == 1
    assert run("lint", tmp_path / "a.der", "--json").exit_code == 1

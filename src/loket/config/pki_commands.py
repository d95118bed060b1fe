"""Making, showing and linting keys of travel documents: the work behind `loket pki`."""

import base64
import binascii
import re
import secrets
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat, load_pem_public_key

from loket.config.country_keys import OFFICES, CountryKeys
from loket.core.icao.error import IcaoError
from loket.core.icao.pki.certificate_view import CertificateView, parse
from loket.core.icao.pki.curves import curve_called
from loket.core.icao.pki.findings import Finding, Severity
from loket.core.icao.pki.issuance import Autonomy
from loket.core.icao.pki.lint import kind_of, lint_certificate, lint_revocation_list
from loket.core.icao.pki.master_list import read_master_list
from loket.core.icao.pki.revocation import RevocationList, covered_until, list_in_force
from loket.core.icao.pki.signatures import PublicKey
from loket.node.keys.document_signers import AUTHORITIES, LISTS, DocumentSigners, write_terms
from loket.node.keys.error import KeysError
from loket.node.keys.key_files import read_public, read_secret
from loket.node.keys.token_keys import TokenPlace, TokenSigningKey

QUOTA: Final = 5_000
RATE_PER_DAY: Final = 40
_PEM: Final = re.compile(rb"-----BEGIN ([A-Z0-9 ]+)-----\s+([A-Za-z0-9+/=\s]+?)-----END \1-----")
_ENDINGS: Final = frozenset({".der", ".pem", ".crt", ".cer", ".crl", ".csca", ".dsc", ".ml"})


def now() -> datetime:
    """Return the moment, in whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


def make_test_csca(folder: Path, *, following: bool, rsa: bool) -> list[str]:
    """Make a country of test keys with its first authority, or `following`: the next one, with its link."""
    at = now()
    if following:
        country = CountryKeys.load(folder, secrets.token_bytes)
    else:
        country = CountryKeys.make(folder, secrets.token_bytes)
    made = country.make_authority(at, rsa=rsa)
    first, last = country.sign_lists(at)
    return [f"{made.stem} is made (TEST)", f"revocation lists {first} to {last} are signed ahead"]


def issue_signers(
    folder: Path,
    office: str,
    *,
    quota: int,
    document_types: Iterable[str],
    seal_letters: str,
    token_key: Path | None = None,
) -> list[str]:
    """Issue what an office needs to sign alone; say what was issued and where it lies."""
    country, at = CountryKeys.load(folder, secrets.token_bytes), now()
    public = None if token_key is None else _public_key(token_key)
    names = country.issue_signers(office, at, quota=quota, document_types=document_types, token_key=public)
    lines = [f"{name} is issued, for {quota} signatures" for name in names]
    if seal_letters:
        lines.append(f"{country.issue_seal_signer(office, seal_letters, at)} is issued")
    bundle = country.bundle(office)
    if public is not None:
        # Its key is not here, so that nothing can be loaded here.
        return [*lines, f"for the office: {bundle}; name the token in the signer's .toml"]
    alone = DocumentSigners.load(bundle).autonomy(now=at, used={}, rate_per_day=RATE_PER_DAY)
    lines.append(f"{office} can sign alone for {int(alone.days)} days ({alone.bound})")
    return [*lines, f"for the office: {bundle}"]


def make_token_key(place: TokenPlace, *, curve: str, pin_file: Path, out: Path) -> list[str]:
    """Make a key in a token and write its public half; say what belongs into the signer's terms."""
    chosen = curve_called(curve)
    if chosen is None:
        message = f"there is no curve {curve}"
        raise KeysError(message)
    pin = read_secret(pin_file).decode(errors="replace").strip()
    key = TokenSigningKey.make(place, chosen, pin=pin)
    out.write_bytes(key.public_key.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo))
    return write_terms(QUOTA, place).splitlines()


def _public_key(path: Path) -> PublicKey:
    try:
        key = load_pem_public_key(read_public(path))
    except (ValueError, UnsupportedAlgorithm):
        message = f"{path.name} is not a public key in PEM"
        raise KeysError(message) from None
    if not isinstance(key, ec.EllipticCurvePublicKey | rsa.RSAPublicKey):
        message = f"{path.name} is neither an EC nor an RSA key"
        raise KeysError(message)
    return key


def sign_lists(folder: Path, *, revoke: Sequence[str], days: int) -> list[str]:
    """Revoke certificates by serial number (hex), if any, and sign the next batch of lists."""
    country, at = CountryKeys.load(folder, secrets.token_bytes), now()
    for serial in revoke:
        try:
            number = int(serial, 16)
        except ValueError:
            message = "a serial number is hexadecimal"
            raise KeysError(message) from None
        country.revoke(number, at)
    first, last = country.sign_lists(at, days=days)
    count = len(country.ledger.revoked)
    return [f"revocation lists {first} to {last} are signed; {count} certificates are revoked"]


def sign_master_list(folder: Path, add: Sequence[Path]) -> list[str]:
    """Sign a master list of the country's certificates and of those in these files."""
    country = CountryKeys.load(folder, secrets.token_bytes)
    others = [encoded for path in add for _, encoded in _encoded(path)]
    path = country.sign_master_list(now(), others)
    return [f"{path}: {len(read_master_list(path.read_bytes()).certificates)} certificates"]


def show(folder: Path, *, rate_per_day: float = RATE_PER_DAY) -> dict[str, Any]:
    """Say what a country, or an office's folder, holds, and how long it lasts."""
    at = now()
    offices = folder / OFFICES
    bundles = sorted(offices.iterdir()) if offices.is_dir() else [folder]
    certificates = [
        _certificate(path.stem, CertificateView.read(read_public(path)))
        for path in sorted((folder / AUTHORITIES).glob("*.der"))
    ]
    if not certificates:
        message = f"{folder.name} holds no country signing authority"
        raise KeysError(message)
    lists = [RevocationList.read(read_public(path)) for path in sorted((folder / LISTS).glob("*.crl"))]
    return {
        "authorities": certificates,
        "revocation_lists": _lists(lists, at),
        "offices": {path.name: _office(path, at, rate_per_day) for path in bundles},
    }


def show_lines(report: dict[str, Any]) -> list[str]:
    """Return the report of `show` as lines for a person."""
    lines = [
        f"{one['name']}: serial {one['serial']}, valid until {one['valid_until']}"
        for one in report["authorities"]
    ]
    lists = report["revocation_lists"]
    lines.append(
        f"revocation lists: number {lists['in_force']} in force, covered until {lists['covered_until']}"
    )
    for name, office in report["offices"].items():
        lines.append(f"{name}: signs alone for {office['autonomy_days']} days ({office['bound']})")
        lines += [
            f"  {one['common_name']}: serial {one['serial']}, "
            f"signs {one['signs_from']} to {one['signs_until']}, quota {one['quota']}"
            for one in office["signers"]
        ]
    return lines


def lint_path(path: Path) -> list[dict[str, Any]]:
    """Lint every certificate and list in a file or folder (DER or PEM); master lists by what they hold."""
    files = sorted(one for one in path.rglob("*") if one.suffix in _ENDINGS) if path.is_dir() else [path]
    reports = []
    for file in files:
        for label, encoded in _encoded(file):
            reports += [
                {"file": str(file), "what": what, "findings": [_finding(one) for one in found]}
                for what, found in _linted(label, encoded)
            ]
    return reports


def lint_lines(reports: Sequence[dict[str, Any]]) -> list[str]:
    """Return the reports of `lint_path` as lines for a person."""
    lines = []
    for report in reports:
        state = "no findings" if not report["findings"] else f"{len(report['findings'])} findings"
        lines.append(f"{report['file']}: {report['what']}: {state}")
        lines += [f"  {one['severity']}: {one['words']} (Doc {one['clause']})" for one in report["findings"]]
    return lines


def has_errors(reports: Sequence[dict[str, Any]]) -> bool:
    """Return whether a finding is more than a recommendation."""
    return any(one["severity"] == Severity.ERROR for report in reports for one in report["findings"])


def _linted(label: str, encoded: bytes) -> list[tuple[str, tuple[Finding, ...]]]:
    """Lint what a PEM label says it is; without one, what it can be read as."""
    if label == "X509 CRL":
        return [("revocation list", lint_revocation_list(encoded))]
    try:
        return [(str(kind_of(parse(encoded))), lint_certificate(encoded))]
    except IcaoError:
        if label:
            return [("certificate", lint_certificate(encoded))]
    try:
        RevocationList.read(encoded)
    except IcaoError:
        pass
    else:
        return [("revocation list", lint_revocation_list(encoded))]
    try:
        listed = read_master_list(encoded).certificates
    except IcaoError:
        return [("unknown", lint_certificate(encoded))]
    return [(str(kind_of(parse(one))), lint_certificate(one)) for one in listed]


def _encoded(path: Path) -> list[tuple[str, bytes]]:
    """Return what a file holds: labels and DER of PEM blocks, or the whole file without a label."""
    data = path.read_bytes()
    blocks = [(label.decode(), body) for label, body in _PEM.findall(data)]
    kept = [(label, body) for label, body in blocks if "KEY" not in label and "PARAMETERS" not in label]
    if not blocks:
        return [("", data)]
    try:
        return [(label, base64.b64decode(body)) for label, body in kept]
    except binascii.Error:
        message = f"{path.name} is not PEM"
        raise KeysError(message) from None


def _finding(finding: Finding) -> dict[str, str]:
    return {"clause": finding.clause, "severity": str(finding.severity), "words": finding.words}


def _certificate(name: str, view: CertificateView) -> dict[str, Any]:
    return {
        "name": name,
        "serial": f"{view.serial:x}",
        "key": view.key_identifier.hex(),
        "valid_from": view.valid.start.isoformat(),
        "valid_until": view.valid.end.isoformat(),
    }


def _lists(lists: Sequence[RevocationList], at: datetime) -> dict[str, Any]:
    in_force, covered = list_in_force(lists, at), covered_until(lists, at)
    return {
        "held": len(lists),
        "in_force": None if in_force is None else in_force.number,
        "covered_until": None if covered is None else covered.isoformat(),
        "revoked": [] if in_force is None else [f"{one.serial:x}" for one in in_force.revoked],
    }


def _office(folder: Path, at: datetime, rate_per_day: float) -> dict[str, Any]:
    held = DocumentSigners.load(folder)
    alone: Autonomy = held.autonomy(now=at, used={}, rate_per_day=rate_per_day)
    signers = [(one, CertificateView.read(one.certificate)) for one in held.signers]
    return {
        "autonomy_days": int(alone.days),
        "bound": str(alone.bound),
        "signers": [
            {
                "signer": one.name,
                "common_name": view.common_name,
                "serial": f"{view.serial:x}",
                "signs_from": one.terms.usage.start.isoformat(),
                "signs_until": one.terms.usage.end.isoformat(),
                "quota": one.terms.quota,
                "document_types": list(one.terms.document_types),
            }
            for one, view in signers
        ],
    }

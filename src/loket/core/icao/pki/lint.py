"""Lint of certificates and revocation lists against the profile of Doc 9303-12 §7.1, ours and everybody's.

Nothing here says whether a certificate is to be trusted: signatures and chains are another matter.
"""

from datetime import timedelta
from typing import Any, Final

from asn1crypto.crl import CertificateList

from loket.core.icao.error import IcaoError
from loket.core.icao.pki import extensions as ext
from loket.core.icao.pki.certificate_view import parse
from loket.core.icao.pki.findings import Finding, Findings, Severity
from loket.core.icao.pki.lint_encoding import (
    TABLE_5,
    lint_algorithm,
    lint_der,
    lint_key,
    lint_name,
    lint_time,
)
from loket.core.icao.pki.lint_extensions import AUTHORITIES, Kind, lint_extensions

_TABLE_9: Final = "9303-12 7.1.4 table 9"
_TABLE_10: Final = "9303-12 7.1.4 table 10"
_LONGEST_CRL_BYTES: Final = 4_000_000
_MOST_SERIAL_BYTES: Final = 20
_LONGEST_INTERVAL: Final = timedelta(days=90)
# "Up to 3 months", with the overlap that the footnote of table 1 grants.
_LONGEST_SIGNER_USE: Final = timedelta(days=3 * 31 + 7)
_LONGEST_AUTHORITY_USE: Final = timedelta(days=5 * 366 + 31)
_FORBIDDEN_IN_CRL: Final = {
    "2.5.29.27": "deltaCRLIndicator",
    "2.5.29.28": "issuingDistributionPoint",
    "2.5.29.46": "freshestCRL",
}
_FORBIDDEN_IN_ENTRY: Final = {
    "2.5.29.21": "reasonCode",
    "2.5.29.23": "holdInstructionCode",
    "2.5.29.24": "invalidityDate",
    "2.5.29.29": "certificateIssuer",
}
_UNREADABLE: Final = (ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError)


def lint_certificate(encoded: bytes, kind: Kind | None = None) -> tuple[Finding, ...]:
    """Return every deviation of a certificate (DER) from the profile of its kind, or of what it looks like.

    What is no certificate at all is one finding.
    """
    found = Findings()
    try:
        certificate = parse(encoded)
        lint_der(encoded, found)
        _lint_body(certificate, kind or kind_of(certificate), found)
    except IcaoError as error:
        found.must(error.clause, f"{error.field}: {error.reason}", kept=False)
    except _UNREADABLE:
        found.must("9303-12 7.1", "a part of the certificate cannot be read", kept=False)
    return found.all()


def lint_revocation_list(encoded: bytes) -> tuple[Finding, ...]:
    """Return every deviation of a revocation list (DER); what is none at all is one finding."""
    found = Findings()
    try:
        if len(encoded) > _LONGEST_CRL_BYTES:
            raise IcaoError("revocation list", "9303-12 7.1.4", "is too long")
        parsed = CertificateList.load(encoded, strict=True)
        lint_der(encoded, found)
        _lint_list(parsed, found)
    except IcaoError as error:
        found.must(error.clause, f"{error.field}: {error.reason}", kept=False)
    except _UNREADABLE:
        found.must("9303-12 7.1.4", "the revocation list cannot be read", kept=False)
    return found.all()


def refuse_deviations(encoded: bytes, kind: Kind) -> None:
    """Raise IcaoError with the first error of a certificate (DER) that is about to be handed out."""
    _refuse("certificate", lint_certificate(encoded, kind))


def refuse_list_deviations(encoded: bytes) -> None:
    """Raise IcaoError with the first error of a revocation list (DER) that is about to be handed out."""
    _refuse("revocation list", lint_revocation_list(encoded))


def kind_of(certificate: Any) -> Kind:
    """Return what a parsed certificate looks like: by its constraints, its purposes, and who signed it."""
    constraints = certificate.basic_constraints_value
    if constraints is not None and constraints["ca"].native:
        own, signer = certificate.key_identifier_value, certificate.authority_key_identifier_value
        signed = None if signer is None else signer["key_identifier"].native
        other_key = own is not None and signed is not None and own.native != signed
        renamed = certificate.issuer.dump() != certificate.subject.dump()
        return Kind.LINK if other_key or renamed else Kind.CSCA
    purposes = certificate.extended_key_usage_value
    dotted = [] if purposes is None else [purpose.dotted for purpose in purposes]
    if not dotted:
        return Kind.DOCUMENT_SIGNER
    known = {
        ext.MASTER_LIST_SIGNING: Kind.MASTER_LIST_SIGNER,
        ext.DEVIATION_LIST_SIGNING: Kind.DEVIATION_LIST_SIGNER,
        ext.SEAL_SIGNING: Kind.SEAL_SIGNER,
    }
    return next((known[purpose] for purpose in dotted if purpose in known), Kind.COMMUNICATION)


def _refuse(what: str, findings: tuple[Finding, ...]) -> None:
    for finding in findings:
        if finding.severity is Severity.ERROR:
            raise IcaoError(what, finding.clause, finding.words)


def _lint_body(certificate: Any, kind: Kind, found: Findings) -> None:
    tbs = certificate["tbs_certificate"]
    found.must(TABLE_5, "the version is not 3", kept=tbs["version"].native == "v3")
    serial = tbs["serial_number"]
    short = len(serial.contents) <= _MOST_SERIAL_BYTES and int(serial.native) > 0
    found.must(TABLE_5, "the serial number is not positive in at most 20 octets", kept=short)
    lint_algorithm(tbs["signature"].dump(), certificate["signature_algorithm"].dump(), found)
    issuer = lint_name(tbs["issuer"], "issuer", found)
    subject = lint_name(tbs["subject"], "subject", found)
    found.must(TABLE_5, "issuer and subject are of two countries", kept=issuer == subject)
    for end in ("not_before", "not_after"):
        lint_time(tbs["validity"][end], "validity", found)
    for identifier in ("issuer_unique_id", "subject_unique_id"):
        found.must(TABLE_5, "a unique identifier may not be there", kept=tbs[identifier].native is None)
    lint_key(tbs["subject_public_key_info"], found)
    if not found.must(TABLE_5, "there are no extensions", kept=len(tbs["extensions"]) > 0):
        return
    lint_extensions(certificate, kind, found)
    _lint_periods(certificate, kind, found)
    if kind in AUTHORITIES:
        _lint_authority(certificate, kind, found)
    if kind is Kind.SEAL_SIGNER:
        _lint_seal_signer(certificate, found)


def _lint_periods(certificate: Any, kind: Kind, found: Findings) -> None:
    usage = certificate.private_key_usage_period_value
    if usage is None:
        return
    validity = certificate["tbs_certificate"]["validity"]
    start = usage["not_before"].native or validity["not_before"].native
    end = usage["not_after"].native or validity["not_after"].native
    found.must(
        "9303-12 4.1.1",
        "the private key is used longer than the certificate is valid",
        kept=(validity["not_before"].native <= start <= end <= validity["not_after"].native),
    )
    longest = _LONGEST_AUTHORITY_USE if kind in AUTHORITIES else _LONGEST_SIGNER_USE
    recommended = "5 years" if kind in AUTHORITIES else "3 months"
    if kind in AUTHORITIES | {Kind.DOCUMENT_SIGNER}:
        found.should(
            "9303-12 4.1 table 1",
            f"the private key is used longer than {recommended}",
            kept=end - start <= longest,
        )


def _lint_authority(certificate: Any, kind: Kind, found: Findings) -> None:
    subject, issuer = certificate.subject_alt_name_value, certificate.issuer_alt_name_value
    if kind is Kind.CSCA and subject is not None and issuer is not None:
        found.must(
            "9303-12 7.1.1.2",
            "subjectAltName and issuerAltName of a self-signed certificate differ",
            kept=subject.dump() == issuer.dump(),
        )
    present = {one["extn_id"].dotted for one in certificate["tbs_certificate"]["extensions"]}
    renamed = certificate.issuer.dump() != certificate.subject.dump()
    found.must(
        "9303-12 7.1.1.5",
        "the name changes without nameChange",
        kept=not renamed or ext.NAME_CHANGE in present,
    )


def _lint_seal_signer(certificate: Any, found: Findings) -> None:
    clause = "9303-12 7.1.3"
    pairs = [(pair["type"].native, pair["value"]) for rdn in certificate.subject.chosen for pair in rdn]
    names = sorted(name for name, _ in pairs)
    found.must(
        clause,
        "the subject is not countryName and commonName alone",
        kept=names == ["common_name", "country_name"],
    )
    for name, value in pairs:
        text = str(value.native)
        found.must(clause, f"{name} is not two capital letters", kept=len(text) == 2 and text.isupper())
    algorithm = certificate["tbs_certificate"]["subject_public_key_info"]["algorithm"]["algorithm"].native
    found.must("9303-12 4.1.8", "the key is not an EC key", kept=algorithm == "ec")


def _lint_list(parsed: Any, found: Findings) -> None:
    tbs = parsed["tbs_cert_list"]
    found.must(_TABLE_9, "the version is not 2", kept=tbs["version"].native == "v2")
    lint_algorithm(tbs["signature"].dump(), parsed["signature_algorithm"].dump(), found)
    lint_name(tbs["issuer"], "issuer", found)
    lint_time(tbs["this_update"], "thisUpdate", found, clause=_TABLE_9)
    if found.must(_TABLE_9, "nextUpdate is missing", kept=tbs["next_update"].native is not None):
        lint_time(tbs["next_update"], "nextUpdate", found, clause=_TABLE_9)
        between = tbs["next_update"].native - tbs["this_update"].native
        found.must(
            "9303-12 4.1.5", "the next list comes after more than 90 days", kept=between <= _LONGEST_INTERVAL
        )
    revoked = tbs["revoked_certificates"]
    if revoked.native is not None:
        found.must(_TABLE_9, "revokedCertificates is there and empty", kept=len(revoked) > 0)
        for entry in revoked:
            _lint_entry(entry, found)
    _lint_list_extensions(tbs, found)


def _lint_entry(entry: Any, found: Findings) -> None:
    lint_time(entry["revocation_date"], "revocationDate", found, clause=_TABLE_9)
    if entry["crl_entry_extensions"].native is None:
        return
    for extension in entry["crl_entry_extensions"]:
        oid = extension["extn_id"].dotted
        name = _FORBIDDEN_IN_ENTRY.get(oid, "")
        found.must(_TABLE_10, f"an entry has {name}", kept=not name)


def _lint_list_extensions(tbs: Any, found: Findings) -> None:
    listed = [] if tbs["crl_extensions"].native is None else list(tbs["crl_extensions"])
    present = {one["extn_id"].dotted: one for one in listed}
    for oid, name in _FORBIDDEN_IN_CRL.items():
        found.must(_TABLE_10, f"{name} may not be there", kept=oid not in present)
    for oid, name in (
        (ext.AUTHORITY_KEY_IDENTIFIER, "authorityKeyIdentifier"),
        (ext.CRL_NUMBER, "cRLNumber"),
    ):
        found.must(_TABLE_10, f"{name} is missing", kept=oid in present)
    for extension in present.values():
        found.must(_TABLE_10, "an extension is critical", kept=not extension["critical"].native)
    if ext.CRL_NUMBER in present:
        number = present[ext.CRL_NUMBER]["extn_value"].parsed
        good = len(number.contents) <= _MOST_SERIAL_BYTES and int(number.native) >= 0
        found.must(_TABLE_10, "cRLNumber is negative or longer than 20 octets", kept=good)
    if ext.AUTHORITY_KEY_IDENTIFIER in present:
        identifier = present[ext.AUTHORITY_KEY_IDENTIFIER]["extn_value"].parsed["key_identifier"].native
        found.must(_TABLE_10, "authorityKeyIdentifier has no keyIdentifier", kept=bool(identifier))

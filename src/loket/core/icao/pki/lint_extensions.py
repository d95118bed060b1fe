"""Lint of the extensions of a certificate: Doc 9303-12 table 6 (and table 8 for signers of seals)."""

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Final

from loket.core.icao.error import IcaoError
from loket.core.icao.pki import extensions as ext
from loket.core.icao.pki.document_types import read_document_types
from loket.core.icao.pki.findings import Findings
from loket.core.icao.pki.lint_encoding import lint_der

TABLE_6: Final = "9303-12 7.1.1 table 6"
_TABLE_8: Final = "9303-12 7.1.3 table 8"


class Kind(StrEnum):
    """What a certificate is for: the columns of table 6, and of table 8."""

    CSCA = "csca"
    LINK = "link"
    DOCUMENT_SIGNER = "document signer"
    MASTER_LIST_SIGNER = "master list signer"
    DEVIATION_LIST_SIGNER = "deviation list signer"
    COMMUNICATION = "communication"
    SEAL_SIGNER = "seal signer"


AUTHORITIES: Final = frozenset({Kind.CSCA, Kind.LINK})
_LISTS: Final = frozenset({Kind.MASTER_LIST_SIGNER, Kind.DEVIATION_LIST_SIGNER})
_ALL: Final = frozenset(Kind) - {Kind.SEAL_SIGNER}
_PURPOSES: Final = {
    Kind.MASTER_LIST_SIGNER: ext.MASTER_LIST_SIGNING,
    Kind.DEVIATION_LIST_SIGNER: ext.DEVIATION_LIST_SIGNING,
    Kind.SEAL_SIGNER: ext.SEAL_SIGNING,
}
_NAMES: Final = {
    ext.AUTHORITY_KEY_IDENTIFIER: "authorityKeyIdentifier",
    ext.SUBJECT_KEY_IDENTIFIER: "subjectKeyIdentifier",
    ext.KEY_USAGE: "keyUsage",
    ext.PRIVATE_KEY_USAGE_PERIOD: "privateKeyUsagePeriod",
    ext.SUBJECT_ALTERNATIVE_NAME: "subjectAltName",
    ext.ISSUER_ALTERNATIVE_NAME: "issuerAltName",
    ext.BASIC_CONSTRAINTS: "basicConstraints",
    ext.CRL_DISTRIBUTION_POINTS: "cRLDistributionPoints",
    ext.EXTENDED_KEY_USAGE: "extKeyUsage",
    ext.NAME_CHANGE: "nameChange",
    ext.DOCUMENT_TYPE_LIST: "documentTypeList",
    "2.5.29.9": "subjectDirectoryAttributes",
    "2.5.29.30": "nameConstraints",
    "2.5.29.33": "policyMappings",
    "2.5.29.36": "policyConstraints",
    "2.5.29.46": "freshestCRL",
    "2.5.29.54": "inhibitAnyPolicy",
    "2.16.840.1.113730.1.1": "Netscape certificate type",
}
# Which kinds must have an extension; which must not.
_MANDATORY: Final[Mapping[str, frozenset[Kind]]] = {
    ext.AUTHORITY_KEY_IDENTIFIER: frozenset(Kind) - {Kind.CSCA},
    ext.SUBJECT_KEY_IDENTIFIER: AUTHORITIES,
    ext.KEY_USAGE: _ALL,
    ext.PRIVATE_KEY_USAGE_PERIOD: AUTHORITIES | {Kind.DOCUMENT_SIGNER},
    ext.SUBJECT_ALTERNATIVE_NAME: _ALL,
    ext.ISSUER_ALTERNATIVE_NAME: _ALL,
    ext.BASIC_CONSTRAINTS: AUTHORITIES,
    ext.EXTENDED_KEY_USAGE: _LISTS | {Kind.COMMUNICATION, Kind.SEAL_SIGNER},
    ext.CRL_DISTRIBUTION_POINTS: _ALL - {Kind.COMMUNICATION},
    ext.DOCUMENT_TYPE_LIST: frozenset({Kind.DOCUMENT_SIGNER}),
}
_FORBIDDEN: Final[Mapping[str, frozenset[Kind]]] = {
    ext.BASIC_CONSTRAINTS: _ALL - AUTHORITIES,
    ext.EXTENDED_KEY_USAGE: AUTHORITIES | {Kind.DOCUMENT_SIGNER},
    ext.NAME_CHANGE: _ALL - AUTHORITIES,
    ext.DOCUMENT_TYPE_LIST: _ALL - {Kind.DOCUMENT_SIGNER},
    "2.5.29.9": _ALL,
    "2.5.29.30": _ALL,
    "2.5.29.33": _ALL,
    "2.5.29.36": _ALL,
    "2.5.29.46": _ALL,
    "2.5.29.54": _ALL,
    "2.16.840.1.113730.1.1": _ALL,
}
_CRITICAL: Final = frozenset({ext.KEY_USAGE, ext.BASIC_CONSTRAINTS, ext.EXTENDED_KEY_USAGE})
_OF_SEALS: Final = frozenset({ext.AUTHORITY_KEY_IDENTIFIER, ext.EXTENDED_KEY_USAGE, ext.DOCUMENT_TYPE_LIST})
_CONTACTS: Final = frozenset({"rfc822_name", "dns_name", "uniform_resource_identifier"})
_SCHEMES: Final = ("http://", "https://", "ldap://", "ldaps://")
_LOCALITY, _STATE = "2.5.4.7", "2.5.4.8"


def lint_extensions(certificate: Any, kind: Kind, found: Findings) -> None:
    """Note what table 6 (for seals: table 8) demands or forbids of a parsed certificate's extensions."""
    present = {one["extn_id"].dotted: one for one in certificate["tbs_certificate"]["extensions"]}
    listed = len(certificate["tbs_certificate"]["extensions"])
    found.must("RFC 5280 4.2", "an extension stands there twice", kept=listed == len(present))
    _lint_presence(present, kind, found)
    for oid, extension in present.items():
        called = _NAMES.get(oid, "a private extension")
        critical = bool(extension["critical"].native)
        found.must(TABLE_6, f"{called} has the wrong criticality", kept=critical == (oid in _CRITICAL))
        found.must(
            "9303-12 7.1.1 table 5",
            f"{called}: critical FALSE is written out",
            kept=critical or not _has_flag(extension),
        )
        if oid not in _NAMES:
            continue
        lint_der(bytes(extension["extn_value"].contents), found)
        check = _VALUES.get(oid)
        if check is not None:
            check(extension["extn_value"], kind, found)


def _lint_presence(present: Mapping[str, Any], kind: Kind, found: Findings) -> None:
    table = _TABLE_8 if kind is Kind.SEAL_SIGNER else TABLE_6
    for oid, kinds in _MANDATORY.items():
        found.must(table, f"{_NAMES[oid]} is missing", kept=kind not in kinds or oid in present)
    for oid, kinds in _FORBIDDEN.items():
        found.must(table, f"{_NAMES[oid]} may not be there", kept=kind not in kinds or oid not in present)
    if kind is Kind.SEAL_SIGNER:
        for oid in present.keys() - _OF_SEALS:
            found.must(table, f"{_NAMES.get(oid, 'a private extension')} may not be there", kept=False)


def _has_flag(extension: Any) -> bool:
    # SEQUENCE { extnID, critical BOOLEAN DEFAULT FALSE, extnValue }: the octet behind extnID is 01.
    contents, oid = bytes(extension.contents), extension["extn_id"].dump()
    return contents[len(oid) : len(oid) + 1] == b"\x01"


def _lint_authority_identifier(value: Any, _kind: Kind, found: Findings) -> None:
    identifier = value.parsed["key_identifier"].native
    found.must(TABLE_6, "authorityKeyIdentifier has no keyIdentifier", kept=bool(identifier))


def _lint_key_usage(value: Any, kind: Kind, found: Findings) -> None:
    if kind is Kind.COMMUNICATION:
        return
    wanted = {"key_cert_sign", "crl_sign"} if kind in AUTHORITIES else {"digital_signature"}
    words = "keyCertSign and cRLSign" if kind in AUTHORITIES else "digitalSignature"
    found.must(TABLE_6, f"keyUsage is not {words} alone", kept=set(value.parsed.native) == wanted)


def _lint_usage_period(value: Any, _kind: Kind, found: Findings) -> None:
    ends = [value.parsed[end] for end in ("not_before", "not_after") if value.parsed[end].native is not None]
    found.must(TABLE_6, "privateKeyUsagePeriod has no end", kept=bool(ends))
    for end in ends:
        contents = bytes(end.contents)
        whole = len(contents) == 15 and contents[:-1].isdigit() and contents.endswith(b"Z")
        found.must(TABLE_6, "privateKeyUsagePeriod is not in whole seconds ending in Z", kept=whole)


def _lint_alternative_name(value: Any, _kind: Kind, found: Findings) -> None:
    clause = "9303-12 7.1.1.2"
    names = list(value.parsed)
    directories = [name.chosen for name in names if name.name == "directory_name"]
    found.must(clause, "an alternative name has no directory name", kept=bool(directories))
    attributes = [
        [pair["type"].dotted for relative in name.chosen for pair in relative] for name in directories
    ]
    found.must(
        clause,
        "the directory name of an alternative name is not localityName (and stateOrProvinceName)",
        kept=all(_LOCALITY in one and set(one) <= {_LOCALITY, _STATE} for one in attributes),
    )
    contact = any(name.name in _CONTACTS for name in names)
    found.should(clause, "an alternative name has no mail, DNS or other address", kept=contact)


def _lint_basic_constraints(value: Any, kind: Kind, found: Findings) -> None:
    if kind not in AUTHORITIES:
        return
    found.must(TABLE_6, "basicConstraints is not of an authority", kept=bool(value.parsed["ca"].native))
    length = value.parsed["path_len_constraint"].native
    found.must(TABLE_6, "pathLenConstraint is not 0", kept=length == 0)


def _lint_purposes(value: Any, kind: Kind, found: Findings) -> None:
    wanted = _PURPOSES.get(kind)
    if wanted is not None:
        purposes = [purpose.dotted for purpose in value.parsed]
        found.must(
            "9303-12 7.1.1.3",
            "extKeyUsage is not the purpose of this signer alone",
            kept=purposes == [wanted],
        )


def _lint_distribution_points(value: Any, _kind: Kind, found: Findings) -> None:
    points = list(value.parsed)
    found.must("9303-12 7.1.1.4", "cRLDistributionPoints has no point", kept=bool(points))
    for point in points:
        plain = point["reasons"].native is None and point["crl_issuer"].native is None
        found.must(TABLE_6, "a distribution point has reasons or cRLIssuer", kept=plain)
        place = point["distribution_point"]
        full = place.native is not None and place.name == "full_name"
        if found.must(TABLE_6, "a distribution point has no full name", kept=full):
            addresses = [
                str(name.native) for name in place.chosen if name.name == "uniform_resource_identifier"
            ]
            good = bool(addresses) and all(address.lower().startswith(_SCHEMES) for address in addresses)
            found.must(TABLE_6, "a distribution point is not ldap, http or https", kept=good)


def _lint_name_change(value: Any, _kind: Kind, found: Findings) -> None:
    found.must("9303-12 7.1.1.5", "nameChange is not NULL", kept=bytes(value.contents) == b"\x05\x00")


def _lint_document_types(value: Any, _kind: Kind, found: Findings) -> None:
    try:
        types = read_document_types(bytes(value.contents))
    except IcaoError as error:
        found.must(error.clause, f"documentTypeList: {error.reason}", kept=False)
        return
    found.must("9303-12 7.1.1.6", "documentTypeList is empty", kept=bool(types))


_VALUES: Final[Mapping[str, Callable[[Any, Kind, Findings], None]]] = {
    ext.AUTHORITY_KEY_IDENTIFIER: _lint_authority_identifier,
    ext.KEY_USAGE: _lint_key_usage,
    ext.PRIVATE_KEY_USAGE_PERIOD: _lint_usage_period,
    ext.SUBJECT_ALTERNATIVE_NAME: _lint_alternative_name,
    ext.ISSUER_ALTERNATIVE_NAME: _lint_alternative_name,
    ext.BASIC_CONSTRAINTS: _lint_basic_constraints,
    ext.EXTENDED_KEY_USAGE: _lint_purposes,
    ext.CRL_DISTRIBUTION_POINTS: _lint_distribution_points,
    ext.NAME_CHANGE: _lint_name_change,
    ext.DOCUMENT_TYPE_LIST: _lint_document_types,
}

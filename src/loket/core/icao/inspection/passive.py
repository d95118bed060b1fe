"""Checks of passive authentication over the security object itself and the data groups (Doc 9303-11 §5.1)."""

from datetime import UTC, datetime, timedelta

from loket.core.icao.error import IcaoError
from loket.core.icao.inspection.certificate import Certificate, Period
from loket.core.icao.inspection.files import LdsFiles, is_broken_off, without_padding
from loket.core.icao.inspection.foreign_asn1 import BrokenOffError
from loket.core.icao.inspection.public_keys import AlteredCurveKey
from loket.core.icao.inspection.report import Check, Findings, Outcome
from loket.core.icao.inspection.security_object import SecurityObject, Signer, read_security_object
from loket.core.icao.inspection.signatures import WEAK_HASHES, Verdict, digest, verify
from loket.core.icao.inspection.states import countries_of
from loket.core.icao.lds.tlv import read_all, read_only
from loket.core.icao.lds.zone_group import read_dg1_lines
from loket.core.icao.pki.document_types import may_sign_type

# Read with extended access control only (Doc 9303-11 §7), so that a reader's files lack them for good reason.
_PROTECTED = frozenset({3, 4})
_DATE_OF_ISSUE = 0x5F26


def check_structure(files: LdsFiles) -> tuple[Check, SecurityObject | None]:
    """Read the security object (9303-10 §4.6.2); what cannot be read leaves nothing to check below it."""
    name = "sod_structure"
    seen: Findings = {}
    if files.is_whole_chip:
        seen = {
            "data_groups": [str(number) for number in sorted(files.data_groups)],
            "private_keys": len(files.private_keys),
        }
        passed_over = sorted((*files.others, *files.damaged))
        if passed_over:
            seen["passed_over"] = passed_over
    if files.security_object is None:
        return Check(name, Outcome.UNDETERMINED, "there is no security object", seen, is_required=True), None
    if "EF.SOD" in files.doubled:
        reason = "two different security objects were given"
        return Check(name, Outcome.FAILED, reason, seen, is_required=True), None
    try:
        found = read_security_object(files.security_object)
    except IcaoError as error:
        is_short = isinstance(error, BrokenOffError) and is_broken_off(files.security_object)
        reason = f"{error.field}: {error.reason}"
        return Check(name, Outcome.FAILED, reason, {**seen, "breaks_off": is_short}, is_required=True), None
    if len(found.signers) != 1:
        reason = f"signed by {len(found.signers)}, where one signer belongs"
        return Check(name, Outcome.FAILED, reason, seen, is_required=True), None
    evidence: Findings = seen | {
        "content_type": found.content_type,
        "lds_security_object_version": found.lds_version,
        "hash": found.hash_name or found.hash_oid,
        "listed": [str(number) for number in sorted(found.hashes)],
        "certificates": len(found.certificates),
        "remarks": list(found.remarks),
    }
    if found.lds_versions is not None:
        evidence["lds_version"], evidence["unicode_version"] = found.lds_versions
    weak = sorted(WEAK_HASHES & {found.hash_name or ""})
    words = "a document security object"
    if weak:
        evidence["weak"] = weak
        words += f"; its hash function {weak[0]} is weak"
    if found.remarks:
        words += f"; {'; '.join(found.remarks)}"
    return Check(name, Outcome.SUCCESSFUL, words, evidence, is_required=True), found


def check_signature(security_object: SecurityObject, certificate: Certificate | None) -> Check:
    """Verify content and signed attributes with the signer's key (RFC 5652 §5.4, §5.6)."""
    name = "sod_signature"
    signer = security_object.signers[0]
    evidence: Findings = {
        "algorithm": signer.scheme.words,
        "digest": signer.digest_name or signer.digest_oid,
        "signed_attributes": bool(signer.signed_attributes),
    }
    if signer.signing_time is not None:
        evidence["signing_time"] = f"{signer.signing_time:%Y-%m-%dT%H:%M:%SZ}"
    weak = sorted(signer.scheme.weak_hashes | (WEAK_HASHES & {signer.digest_name or ""}))
    if weak:
        evidence["weak"] = weak
    if certificate is None:
        reason = "without the signer's certificate there is no key to verify with"
        return Check(name, Outcome.UNDETERMINED, reason, evidence, is_required=True)
    evidence["key"] = certificate.key.words
    if isinstance(certificate.key, AlteredCurveKey):
        reason = f"its key proves nothing: {certificate.key.words}"
        return Check(name, Outcome.FAILED, reason, evidence, is_required=True)
    if signer.signed_attributes and signer.digest_name is None:
        reason = f"digest algorithm {signer.digest_oid} is not supported"
        return Check(name, Outcome.NOT_SUPPORTED, reason, evidence, is_required=True)
    wrong = _wrong_attributes(security_object, signer)
    if wrong:
        return Check(name, Outcome.FAILED, wrong, evidence, is_required=True)
    forms = signer.signed_attributes or (security_object.content,)
    verdicts = {verify(certificate.key, signer.scheme, form, signer.signature) for form in forms}
    if Verdict.GOOD in verdicts:
        said = "the signature is the signer's" + (f"; {' and '.join(weak)} is weak" if weak else "")
        return Check(name, Outcome.SUCCESSFUL, said, evidence, is_required=True)
    if Verdict.NOT_SUPPORTED in verdicts:
        reason = f"not supported: {signer.scheme.words} with {certificate.key.words}"
        return Check(name, Outcome.NOT_SUPPORTED, reason, evidence, is_required=True)
    return Check(name, Outcome.FAILED, "the signature is not the signer's", evidence, is_required=True)


def _wrong_attributes(security_object: SecurityObject, signer: Signer) -> str:
    """Say what the signed attributes do not agree with; nothing if they do, or if there are none."""
    if not signer.signed_attributes or signer.digest_name is None:
        return ""
    if signer.content_type != security_object.content_type:
        return "the signed attribute contentType names another content"  # RFC 5652 §11.1
    if signer.message_digest != digest(signer.digest_name, security_object.content):
        return "the signed attribute messageDigest is not the content's hash"  # RFC 5652 §11.2
    return ""


def check_data_groups(files: LdsFiles, security_object: SecurityObject) -> tuple[Check, ...]:
    """Compare each data group, as stored, with its hash: every one that is listed or given."""
    numbers = sorted({*security_object.hashes, *files.data_groups})
    return tuple(check_data_group(number, files, security_object) for number in numbers)


def check_data_group(number: int, files: LdsFiles, security_object: SecurityObject) -> Check:
    """Compare one data group's stored bytes with its hash (Doc 9303-11 §5.1, step 5)."""
    name = f"hash_dg{number}"
    data = files.data_groups.get(number)
    listed = security_object.hashes.get(number)
    if data is None:
        return _not_given(name, number, files)
    if f"EF.DG{number}" in files.doubled:
        reason = "two different files claim to be this data group"
        return Check(name, Outcome.FAILED, reason, is_required=True)
    if listed is None:
        reason = "the security object does not list it: nothing vouches for this file"
        return Check(name, Outcome.UNDETERMINED, reason, {"bytes": len(data)}, is_required=True)
    if security_object.hash_name is None:
        reason = f"hash function {security_object.hash_oid} is not supported"
        return Check(name, Outcome.NOT_SUPPORTED, reason, is_required=True)
    evidence: Findings = {
        "hash": security_object.hash_name,
        "bytes": len(data),
        "listed": listed.hex(),
    }
    if security_object.hash_name in WEAK_HASHES:
        evidence["weak"] = [security_object.hash_name]
    if digest(security_object.hash_name, data) == listed:
        return Check(
            name, Outcome.SUCCESSFUL, "the stored bytes have the listed hash", evidence, is_required=True
        )
    trimmed = without_padding(data)
    if trimmed is not None and digest(security_object.hash_name, trimmed) == listed:
        reason = f"the stored bytes have the listed hash, without {len(data) - len(trimmed)} bytes of padding"
        return Check(name, Outcome.SUCCESSFUL, reason, evidence, is_required=True)
    evidence["found"] = digest(security_object.hash_name, data).hex()
    reason = "the stored bytes have another hash than the one listed"
    if is_broken_off(data):
        reason += "; the file ends before its own length says"
    return Check(name, Outcome.FAILED, reason, evidence, is_required=True)


def _not_given(name: str, number: int, files: LdsFiles) -> Check:
    if not files.is_whole_chip:
        return Check(name, Outcome.UNDETERMINED, "only the security object was given")
    if number in _PROTECTED and not files.damaged:
        reason = "listed and not given: readable with extended access control only"
        return Check(name, Outcome.NOT_SUPPORTED, reason)
    return Check(name, Outcome.UNDETERMINED, "listed and not among the files", is_required=True)


def check_issuer_country(files: LdsFiles, certificate: Certificate | None) -> Check:
    """Whether the zone's issuing State is the country that signed (Doc 9303-12 §7.1.1.1: C; 9303-3 §5)."""
    name = "issuer_country"
    data = files.data_groups.get(1)
    if data is None:
        return Check(name, Outcome.UNDETERMINED, "there is no data group 1 to read the issuing State from")
    if certificate is None:
        reason = "the signer's certificate is not known"
        return Check(name, Outcome.UNDETERMINED, reason, is_required=True)
    try:
        state = read_dg1_lines(_first_element(data))[0][2:5].rstrip("<")
    except IcaoError as error:
        return _unreadable(name, data, error)
    countries = [
        country for country in (certificate.issuer_country, certificate.country) if country is not None
    ]
    evidence: Findings = {"issuing_state": state, "certificate": sorted(set(countries))}
    possible = countries_of(state)
    if not possible:
        reason = "the issuing State's code is not among those of Doc 9303-3 and ISO 3166-1"
        return Check(name, Outcome.UNDETERMINED, reason, evidence, is_required=True)
    if not countries:
        reason = "the signer's certificate names no country"
        return Check(name, Outcome.FAILED, reason, evidence, is_required=True)
    if not {country.upper() for country in countries} <= possible:
        reason = "another country signed than the issuing State in the machine readable zone"
        return Check(name, Outcome.FAILED, reason, evidence, is_required=True)
    return Check(
        name, Outcome.SUCCESSFUL, "the issuing State's own country signed", evidence, is_required=True
    )


def check_document_type(files: LdsFiles, certificate: Certificate | None) -> Check:
    """Whether the signer may sign documents of this code (DocumentTypeList, 9303-12 §7.1.1.6)."""
    name = "document_type"
    if certificate is None:
        return Check(name, Outcome.UNDETERMINED, "the signer's certificate is not known")
    types = certificate.document_types
    if types is None:
        return Check(name, Outcome.NOT_SUPPORTED, "the signer's certificate lists no document types")
    data = files.data_groups.get(1)
    if data is None:
        return Check(name, Outcome.UNDETERMINED, "there is no data group 1 to read the document code from")
    try:
        code = read_dg1_lines(_first_element(data))[0][:2].rstrip("<")
    except IcaoError as error:
        return _unreadable(name, data, error)
    evidence: Findings = {"document_code": code, "listed": list(types)}
    if may_sign_type(tuple(each.rstrip("<") for each in types), code):
        return Check(name, Outcome.SUCCESSFUL, "the document's code is listed", evidence)
    return Check(name, Outcome.FAILED, "the signer may not sign documents of this code", evidence)


def signing_time(files: LdsFiles, security_object: SecurityObject) -> tuple[Period | None, str]:
    """Return when the document was signed and where that stands: the signature, else DG12's day of issue.

    A data group 12 that the security object does not vouch for says nothing.
    """
    stated = security_object.signers[0].signing_time if security_object.signers else None
    if stated is not None:
        return Period(stated, stated), "the signature's signing time"
    if check_data_group(12, files, security_object).outcome is not Outcome.SUCCESSFUL:
        return None, "nothing"
    try:
        issued = _date_of_issue(files.data_groups.get(12))
    except IcaoError:
        issued = None
    return issued, "the date of issue in data group 12"


def _date_of_issue(data: bytes | None) -> Period | None:
    """Read tag 5F26 of data group 12: eight digits, or packed in four bytes (9303-10 §4.7.12)."""
    if data is None:
        return None
    for element in read_all(read_only(_first_element(data), 0x6C, field="data group 12")):
        if element.tag == _DATE_OF_ISSUE:
            digits = element.value.hex() if len(element.value) == 4 else element.value.decode("latin-1")
            if len(digits) != 8 or not (digits.isascii() and digits.isdigit()):
                return None
            try:
                day = datetime(int(digits[:4]), int(digits[4:6]), int(digits[6:]), tzinfo=UTC)
            except ValueError:
                return None
            return Period(day, day + timedelta(days=1, seconds=-1))
    return None


def _first_element(data: bytes) -> bytes:
    return without_padding(data) or data


def _unreadable(name: str, data: bytes, error: IcaoError) -> Check:
    if is_broken_off(data):
        return Check(name, Outcome.ABORTED, "data group 1 breaks off", is_required=True)
    return Check(name, Outcome.UNDETERMINED, f"{error.field}: {error.reason}", is_required=True)

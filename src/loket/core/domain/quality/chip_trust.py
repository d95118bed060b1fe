"""Group 4: passive authentication and the profile of what signed; group 5: whether the chip is no copy.

Inspection judges the document as a border would (`core/icao/inspection`); here its words become the checks of
the quality test. What rests on something that failed is broken off, so that a fault shows once, where it is.
"""

from collections.abc import Mapping

from loket.core.domain.checks import (
    Check,
    CheckName,
    CheckOutcome,
    CheckReason,
    aborted,
    failed,
    not_supported,
    successful,
    undetermined,
)
from loket.core.domain.quality.observations import ChipObservation
from loket.core.icao.chip.active_authentication import signature_holds
from loket.core.icao.error import IcaoError
from loket.core.icao.inspection.certificate import Certificate
from loket.core.icao.inspection.document import inspect_document
from loket.core.icao.inspection.files import LdsFiles
from loket.core.icao.inspection.public_keys import AlteredCurveKey
from loket.core.icao.inspection.report import Check as Inspected
from loket.core.icao.inspection.report import Outcome, Report
from loket.core.icao.inspection.security_object import read_security_object
from loket.core.icao.inspection.trust import signer_of
from loket.core.icao.issuing.contents import data_groups
from loket.core.icao.lds.files import ElementaryFile
from loket.core.icao.lds.groups import read_dg15
from loket.core.icao.lds.security_infos import ActiveAuthenticationInfo, read_dg14
from loket.core.icao.pki.findings import Severity
from loket.core.icao.pki.lint import lint_certificate
from loket.core.icao.pki.lint_extensions import Kind
from loket.core.icao.pki.signatures import read_public_key

_INSPECTED: Mapping[CheckName, tuple[str, CheckReason]] = {
    CheckName.SECURITY_OBJECT: ("sod_structure", CheckReason.NOT_A_SECURITY_OBJECT),
    CheckName.SECURITY_OBJECT_SIGNATURE: ("sod_signature", CheckReason.NOT_SIGNED_SO),
    CheckName.SIGNER_CERTIFICATE: ("signer_certificate", CheckReason.NOT_A_DOCUMENT_SIGNER),
    CheckName.SIGNER_ISSUER: ("signer_chain", CheckReason.NO_TRUSTED_ISSUER),
    CheckName.SIGNER_VALIDITY: ("signer_validity", CheckReason.NOT_VALID),
    CheckName.SIGNER_KEY_USAGE: ("signer_key_usage_period", CheckReason.KEY_NOT_IN_USE),
    CheckName.SIGNER_REVOCATION: ("revocation", CheckReason.SIGNER_REVOKED),
    CheckName.ISSUING_COUNTRY: ("issuer_country", CheckReason.ANOTHER_COUNTRY),
    CheckName.DOCUMENT_TYPE: ("document_type", CheckReason.TYPE_NOT_LISTED),
}
_OUTCOMES = {outcome: CheckOutcome(outcome.value) for outcome in Outcome}
_LONGEST_WORDS = 300


def trust_checks(chip: ChipObservation) -> tuple[tuple[Check, ...], tuple[Check, ...]]:
    """All checks of groups 4 and 5. An answer of the chip counts only where all of group 4 is successful."""
    report = inspect_document(
        LdsFiles(
            security_object=chip.files.get(ElementaryFile.SOD),
            data_groups=data_groups(chip.files),
            common=chip.files.get(ElementaryFile.COM),
        ),
        chip.anchors,
        chip.at,
        challenge=chip.answers.challenge,
    )
    signer = _signer(chip)
    found = {name: _inspected(name, report) for name in _INSPECTED}
    if signer is not None and isinstance(signer.key, AlteredCurveKey):
        name = CheckName.SIGNER_CERTIFICATE
        found[name] = failed(name, CheckReason.CURVE_ALTERED, says=signer.key.words)
        for other in (CheckName.SECURITY_OBJECT_SIGNATURE, CheckName.SIGNER_PROFILE):
            found[other] = aborted(other, CheckReason.WITHOUT_GROUND)
    found.setdefault(CheckName.SIGNER_PROFILE, _profile(signer))
    found[CheckName.HASH_FUNCTIONS] = _hash_functions(report)
    found[CheckName.DATA_GROUP_HASHES] = _hashes(report)
    trusted = tuple(found[name] for name in CheckName if name in found)
    holds = all(check.outcome is CheckOutcome.SUCCESSFUL for check in trusted)
    return trusted, tuple(_counted(check, holds=holds) for check in _genuine(chip, holds=holds))


def _inspected(name: CheckName, report: Report) -> Check:
    """One check of the inspection under the name that the quality test has for it."""
    theirs, reason = _INSPECTED[name]
    if theirs not in report:
        return aborted(name, CheckReason.WITHOUT_GROUND)
    said = report[theirs]
    evidence = {"says": said.reason[:_LONGEST_WORDS]}
    if said.outcome is Outcome.SUCCESSFUL:
        return successful(name)
    if said.outcome is Outcome.FAILED:
        stale = name is CheckName.SIGNER_REVOCATION and _is_stale(said)
        return failed(name, CheckReason.REVOCATION_LIST_STALE if stale else reason, **evidence)
    return Check(
        name=name, outcome=_OUTCOMES[said.outcome], reason=CheckReason.WITHOUT_GROUND, evidence=evidence
    )


def _is_stale(revocation: Inspected) -> bool:
    # The one other reason for which it fails names when the certificate was revoked.
    return "revoked since" not in revocation.reason


def _signer(chip: ChipObservation) -> Certificate | None:
    try:
        signed = read_security_object(chip.files.get(ElementaryFile.SOD, b""))
    except IcaoError:
        return None
    return signer_of(signed, ())


def _profile(signer: Certificate | None) -> Check:
    """The signer's certificate keeps to the profile of Doc 9303-12 §7.1."""
    name = CheckName.SIGNER_PROFILE
    if signer is None:
        return undetermined(name, CheckReason.WITHOUT_GROUND)
    findings = lint_certificate(signer.der, Kind.DOCUMENT_SIGNER)
    wrong = [one for one in findings if one.severity is Severity.ERROR]
    if wrong:
        clauses = ",".join(dict.fromkeys(one.clause for one in wrong))
        return failed(name, CheckReason.PROFILE_NOT_KEPT, clauses=clauses)
    return successful(name)


def _hash_functions(report: Report) -> Check:
    """No hash function that Doc 9303 no longer permits, anywhere in what was signed (9303-10 §4.6.2)."""
    name = CheckName.HASH_FUNCTIONS
    if "sod_signature" not in report:
        return aborted(name, CheckReason.WITHOUT_GROUND)
    if report.weaknesses:
        return failed(name, CheckReason.WEAK_HASH, functions=",".join(report.weaknesses))
    return successful(name)


def _hashes(report: Report) -> Check:
    """The stored bytes of every data group have the hash that was signed (9303-11 §5.1)."""
    name = CheckName.DATA_GROUP_HASHES
    found = [check for check in report.checks if check.name.startswith("hash_dg")]
    wrong = [check.name.removeprefix("hash_dg") for check in found if check.outcome is Outcome.FAILED]
    if wrong:
        return failed(name, CheckReason.HASH_DIFFERS, data_groups=",".join(wrong))
    if not found or any(check.outcome is not Outcome.SUCCESSFUL for check in found):
        return undetermined(name, CheckReason.WITHOUT_GROUND)
    return successful(name, data_groups=str(len(found)))


# ------------------------------------------------------------------------------------------ genuineness


def _genuine(chip: ChipObservation, *, holds: bool) -> tuple[Check, ...]:
    answers = chip.answers
    mapping = _answered(CheckName.CHIP_MAPPING, answer=answers.mapped)
    if answers.mapped and not answers.mapping_signed and holds:
        mapping = failed(CheckName.CHIP_MAPPING, CheckReason.NOT_SIGNED_SO)
    return (_active(chip), _answered(CheckName.CHIP_AUTHENTICATION, answer=answers.agreed), mapping)


def _answered(name: CheckName, *, answer: bool | None) -> Check:
    if answer is None:
        return not_supported(name, CheckReason.NOT_OFFERED)
    return successful(name) if answer else failed(name, CheckReason.ANSWER_WRONG)


def _active(chip: ChipObservation) -> Check:
    """The chip signed a challenge with the key of data group 15 (9303-11 §6.1)."""
    name = CheckName.ACTIVE_AUTHENTICATION
    stored, signature = chip.files.get(ElementaryFile.DG15), chip.answers.signature
    if stored is None:
        return not_supported(name, CheckReason.NOT_OFFERED)
    if signature is None:
        return failed(name, CheckReason.ANSWER_WRONG)
    try:
        infos = read_dg14(chip.files.get(ElementaryFile.DG14, b""))
        algorithms = [one.signature_algorithm for one in infos if isinstance(one, ActiveAuthenticationInfo)]
        holds = signature_holds(
            read_public_key(read_dg15(stored)),
            chip.answers.challenge,
            signature,
            algorithm=algorithms[0] if algorithms else None,
        )
    except IcaoError as error:
        return not_supported(name, CheckReason.WITHOUT_GROUND, says=f"{error.field}: {error.reason}")
    return _answered(name, answer=holds)


def _counted(check: Check, *, holds: bool) -> Check:
    """Anybody can make a key and answer with it: without passive authentication an answer proves nothing."""
    if holds or check.outcome is not CheckOutcome.SUCCESSFUL:
        return check
    return undetermined(check.name, CheckReason.WITHOUT_GROUND)

"""Inspecting one document: every check in its order, as passive authentication goes (Doc 9303-11 §5.1).

report = inspect_document(identify(files), read_anchors(given), now, challenge=eight_random_bytes)
"""

from datetime import datetime

from loket.core.icao.inspection.anchors import Anchors
from loket.core.icao.inspection.certificate import Period
from loket.core.icao.inspection.chain import Chain, chain_of
from loket.core.icao.inspection.files import LdsFiles
from loket.core.icao.inspection.genuineness import check_active_authentication, check_chip_authentication
from loket.core.icao.inspection.passive import (
    check_data_groups,
    check_document_type,
    check_issuer_country,
    check_signature,
    check_structure,
    signing_time,
)
from loket.core.icao.inspection.report import Check, Outcome, Report
from loket.core.icao.inspection.security_object import SecurityObject
from loket.core.icao.inspection.trust import (
    check_key_usage_period,
    check_revocation,
    check_signer_certificate,
    check_signer_chain,
    check_signer_validity,
    signer_of,
)

_ON_THE_SECURITY_OBJECT = (
    ("sod_signature", True),
    ("signer_certificate", True),
    ("signer_chain", True),
    ("signer_validity", True),
    ("signer_key_usage_period", False),
    ("revocation", False),
    ("issuer_country", False),
    ("document_type", False),
)


def inspect_document(
    files: LdsFiles,
    anchors: Anchors | None,
    now: datetime,
    *,
    challenge: bytes,
    signed_at: datetime | None = None,
) -> Report:
    """Make every check of one document; raises nothing for what its bytes say.

    `anchors` is what the inspecting side trusts, or None; `now` the moment judged by (with a time zone);
    `challenge` 8 or more random bytes, for the chip's keys; `signed_at` when the document was signed, where
    whoever inspects knows that better than the document says.
    """
    structure, security_object = check_structure(files)
    checks = [structure]
    if security_object is None:
        checks += _aborted(structure)
    else:
        checks += _on_signer(files, security_object, anchors, now, signed_at)
        checks += check_data_groups(files, security_object)
        signer = signer_of(security_object, anchors.certificates if anchors else ())
        checks.append(check_issuer_country(files, signer))
        checks.append(check_document_type(files, signer))
    before = {check.name: check for check in checks}
    checks.append(check_chip_authentication(files, security_object, before, challenge))
    checks.append(check_active_authentication(files, security_object, before, challenge))
    return Report(tuple(checks))


def _on_signer(
    files: LdsFiles,
    security_object: SecurityObject,
    anchors: Anchors | None,
    now: datetime,
    signed_at: datetime | None,
) -> list[Check]:
    given = anchors.certificates if anchors is not None else ()
    signer = signer_of(security_object, given)
    chain = Chain() if signer is None else chain_of(signer, given, now)
    stated, source = signing_time(files, security_object)
    if signed_at is not None:
        stated, source = Period(signed_at, signed_at), "whoever inspects"
    return [
        check_signature(security_object, signer),
        check_signer_certificate(signer, security_object),
        check_signer_chain(signer, chain, anchors),
        check_signer_validity(signer, chain, now),
        check_key_usage_period(signer, stated, source, now),
        check_revocation(signer, chain, anchors, now),
    ]


def _aborted(structure: Check) -> list[Check]:
    """Name the checks that the security object leaves no ground for."""
    reason = f"not carried out: {structure.reason}"
    return [
        Check(name, Outcome.ABORTED, reason, is_required=is_required)
        for name, is_required in _ON_THE_SECURITY_OBJECT
    ]

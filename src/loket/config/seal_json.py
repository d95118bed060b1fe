"""Verifying a seal that is JSON (VDS-NC): the work behind `loket seal decode` and `verify` for one."""

from collections.abc import Sequence
from typing import Any

from loket.config.seal_papers import check
from loket.core.icao.error import IcaoError
from loket.core.icao.inspection.certificate import Certificate, read_certificate
from loket.core.icao.inspection.signatures import Verdict
from loket.core.icao.pki.certificate_view import CertificateView
from loket.core.icao.seal.json_seal import JsonSeal, parse_json_seal

Report = dict[str, Any]


def is_json_seal(data: bytes) -> bool:
    """Whether these bytes could be a seal that is JSON."""
    return data.lstrip()[:1] == b"{"


def decode_json_seal(data: bytes) -> Report:
    """Return what such a seal says, or which rule it breaks."""
    try:
        seal = parse_json_seal(data)
    except IcaoError as error:
        said = {"field": error.field, "clause": error.clause, "reason": error.reason}
        return {"readable": False, "error": said}
    return {"readable": True, **_shown(seal)}


def _shown(seal: JsonSeal) -> Report:
    return {
        "use_case": seal.kind,
        "header": {"version": seal.version, "issuing_country": seal.issuing_state, "type": seal.kind},
        "features": [
            {"tag": name, "name": name, "value": value, "hex": ""} for name, value in seal.message.items()
        ],
        "signature": seal.signature.hex(),
    }


def json_checks(
    data: bytes, known: Sequence[CertificateView], anchors: Sequence[CertificateView]
) -> tuple[Report, list[Report]]:
    """Return what such a seal says and its checks.

    The certificate that came with it counts for `signer_certificate` only if it is one of those given, or was
    issued by one of the given authorities: anybody can sign with a certificate of his own.
    """
    decoded = decode_json_seal(data)
    if not decoded["readable"]:
        error = decoded["error"]
        reason = f"{error['field']}: {error['reason']}"
        return decoded, [check("seal_structure", "failed", reason, error["clause"])]
    seal = parse_json_seal(data)
    checks = [check("seal_structure", "successful")]
    try:
        certificate = read_certificate(seal.certificate)
    except IcaoError as error:
        return decoded, [*checks, check("signer_certificate", "failed", f"{error.field}: {error.reason}")]
    chain = _chain(certificate, anchors)
    given = any(view.encoded == seal.certificate for view in known)
    trusted = given or chain["outcome"] == "successful"
    checks.append(
        check(
            "signer_certificate",
            "successful" if trusted else "undetermined",
            "" if trusted else "it came with the seal, and no given certificate vouches for it",
            certificate.words,
        )
    )
    return decoded, [*checks, _signature(seal, certificate), chain]


def _signature(seal: JsonSeal, certificate: Certificate) -> Report:
    verdict = seal.verdict(certificate.key)
    if verdict is Verdict.NOT_SUPPORTED:
        return check("seal_signature", "not_supported", "nothing here verifies this", seal.algorithm)
    good = verdict is Verdict.GOOD
    reason = "" if good else "not made by this key over this data"
    return check("seal_signature", "successful" if good else "failed", reason, seal.algorithm)


def _chain(certificate: Certificate, anchors: Sequence[CertificateView]) -> Report:
    if not anchors:
        return check("signer_chain", "undetermined", "no certificate of a signing authority was given")
    for anchor in (read_certificate(view.encoded) for view in anchors):
        if certificate.verified_by(anchor.key) is Verdict.GOOD:
            return check("signer_chain", "successful", evidence=anchor.words)
    return check("signer_chain", "failed", "none of the given authorities issued the certificate")

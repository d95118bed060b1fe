"""Reading, verifying and making visible digital seals: the work behind `loket seal`."""

import base64
import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from loket.config import seal_keys
from loket.config.seal_json import decode_json_seal, is_json_seal, json_checks
from loket.config.seal_keys import KnownSigner
from loket.config.seal_material import SealUsageError, material_of, payloads
from loket.config.seal_papers import check, content_check, is_paper_note, note_checks
from loket.core.icao.error import IcaoError
from loket.core.icao.inspection.certificate import read_certificate
from loket.core.icao.inspection.signatures import Verdict
from loket.core.icao.pki.certificate_view import CertificateView
from loket.core.icao.pki.signatures import read_public_key
from loket.core.icao.seal.codings import Coding, Stay, Value
from loket.core.icao.seal.header import MAGIC, SealHeader
from loket.core.icao.seal.message import Feature, Seal, parse_seal
from loket.core.icao.seal.rules import UseCase
from loket.core.icao.seal.signature import KeySigner, SignerName, make_seal, name_of
from loket.core.icao.seal.use_cases import (
    OFFICE_PAPER,
    check_features,
    make_features,
    read_features,
    use_case_named,
    use_case_of,
)
from loket.core.icao.seal.verifying import verdict_of

Report = dict[str, Any]


def find_seal(source: str) -> bytes:
    """Return the bytes of the one seal that an argument means or that a picture's codes hold."""
    return _only_seal(payloads(material_of(source)))


def _only_seal(found: Sequence[bytes]) -> bytes:
    found = [data for data in found if data[:1] == bytes([MAGIC]) or is_json_seal(data)]
    if len(found) > 1:
        raise SealUsageError(f"{len(found)} seals are in it; give a picture of one")
    if not found:
        raise SealUsageError("no seal: its bytes would begin with DC, or be a JSON object")
    return found[0]


def decode_seal(data: bytes) -> Report:
    """Return header, features and signature of a seal, or which rule it breaks; nothing is verified."""
    if is_json_seal(data):
        return decode_json_seal(data)
    try:
        seal = parse_seal(data)
        return {"readable": True, **_shown(seal)}
    except IcaoError as error:
        return {"readable": False, "error": _said(error)}


def _shown(seal: Seal) -> Report:
    case = use_case_of(seal.header)
    header = asdict(seal.header) | {
        "issued": seal.header.issued.isoformat(),
        "signed": seal.header.signed.isoformat(),
    }
    return {
        "use_case": case.name if case else "unknown",
        "header": header,
        "features": [_feature(case, one) for one in seal.features],
        "signature": seal.signature.hex(),
        "hex": seal.encoded.hex(),
    }


def _feature(case: UseCase | None, feature: Feature) -> Report:
    """A feature as it reads; one that its use case cannot read as its bytes, with what is wrong."""
    raw = {"tag": feature.tag, "hex": feature.value.hex()}
    try:
        (one,) = read_features(case, (feature,))
    except IcaoError as error:
        return raw | {"name": error.field, "value": feature.value.hex(), "error": _said(error)}
    return raw | {"name": one.name, "value": _plain(one.value)}


def _plain(value: Value) -> Any:
    if isinstance(value, Stay):
        return asdict(value)
    if isinstance(value, date):
        return value.isoformat()
    return value.hex() if isinstance(value, bytes) else value


def _said(error: IcaoError) -> Report:
    return {"field": error.field, "clause": error.clause, "reason": error.reason}


def verify_source(
    source: str,
    *,
    certificates: Sequence[Path] = (),
    key: Path | None = None,
    csca: Sequence[Path] = (),
    trust: Path | None = None,
) -> Report:
    """Verify what an argument means: a seal, or the signed note of an older paper of an office.

    A paper that is given as a PDF is also held against the digest in its seal.
    """
    material = material_of(source)
    found = payloads(material)
    notes = [data for data in found if is_paper_note(data)]
    if notes and not any(data[:1] == bytes([MAGIC]) for data in found):
        checks = note_checks(notes[0], trust)
        return {"note": notes[0].decode().split("\n"), "checks": checks, "overall": _overall(checks)}
    report = verify_seal(_only_seal(found), certificates=certificates, key=key, csca=csca)
    if report.get("use_case") == OFFICE_PAPER.name:
        report["checks"].append(content_check(report["features"], material))
        report["overall"] = _overall(report["checks"])
    return report


def verify_seal(
    data: bytes,
    *,
    certificates: Sequence[Path] = (),
    key: Path | None = None,
    csca: Sequence[Path] = (),
) -> Report:
    """Return the seal with a list of checks and what they come to.

    Outcomes: successful, failed, undetermined, not_supported. Overall is failed if any check failed, and
    successful only if the seal was read, its signer was found and its signature is right.
    """
    known = seal_keys.read_certificates(certificates)
    anchors = seal_keys.read_certificates(csca)
    if is_json_seal(data):
        decoded, found = json_checks(data, known, anchors)
        return {**decoded, "checks": found, "overall": _overall(found)}
    bare = None if key is None else KnownSigner(seal_keys.read_public_key(key), None)
    try:
        seal = parse_seal(data)
    except IcaoError as error:
        checks = [check("seal_structure", "failed", f"{error.field}: {error.reason}", f"Doc {error.clause}")]
        return {"checks": checks, "overall": "failed", "error": _said(error)}
    signer = bare or seal_keys.named_by(seal.header, known)
    checks = [
        check("seal_structure", "successful"),
        _use_case(seal),
        _signer(seal, signer, given=bool(known)),
        _signature(seal, signer),
        _validity(seal, signer),
        _chain(signer, anchors),
    ]
    return {**_shown(seal), "checks": checks, "overall": _overall(checks)}


_REQUIRED = frozenset({"seal_structure", "signer_certificate", "seal_signature", "note_signature"})


def _overall(checks: Sequence[Report]) -> str:
    if any(one["outcome"] == "failed" for one in checks):
        return "failed"
    missing = [one for one in checks if one["name"] in _REQUIRED and one["outcome"] != "successful"]
    return "undetermined" if missing else "successful"


def _use_case(seal: Seal) -> Report:
    case = use_case_of(seal.header)
    if case is None:
        return check("use_case", "undetermined", "a use case that is not known here")
    try:
        check_features(case, seal.features)
        read_features(case, seal.features)
    except IcaoError as error:
        return check("use_case", "failed", f"{error.field}: {error.reason}", f"Doc {error.clause}")
    return check("use_case", "successful", evidence=case.name)


def _signer(seal: Seal, signer: KnownSigner | None, *, given: bool) -> Report:
    named = f"{seal.header.signer} {seal.header.certificate_reference}"
    if signer is None:
        reason = "none of the certificates is the one that the header names" if given else "none was given"
        return check("signer_certificate", "undetermined", reason, named)
    what = "the header names it" if signer.certificate else "a bare public key was given in its place"
    return check("signer_certificate", "successful", what, named)


def _signature(seal: Seal, signer: KnownSigner | None) -> Report:
    if signer is None:
        return check("seal_signature", "undetermined", "no key to verify it with")
    verdict = verdict_of(seal, signer.key)
    words = getattr(signer.key, "words", "")
    if verdict is Verdict.NOT_SUPPORTED:
        return check("seal_signature", "not_supported", "nothing here verifies with such a key", words)
    reasons = {
        Verdict.BAD: "not made by this key over this header and message",
        Verdict.ALTERED_CURVE: "the key's curve only resembles a known one",
    }
    outcome = "successful" if verdict is Verdict.GOOD else "failed"
    return check("seal_signature", outcome, reasons.get(verdict, ""), words)


def _validity(seal: Seal, signer: KnownSigner | None) -> Report:
    if signer is None or signer.certificate is None:
        return check("signer_validity", "undetermined", "no certificate")
    valid = signer.certificate.valid
    good = valid.start.date() <= seal.header.signed <= valid.end.date()
    return check(
        "signer_validity",
        "successful" if good else "failed",
        "" if good else "the seal was signed on a day on which the certificate was not valid",
        f"{valid.start.date().isoformat()} to {valid.end.date().isoformat()}",
    )


def _chain(signer: KnownSigner | None, anchors: Sequence[CertificateView]) -> Report:
    if signer is None or signer.certificate is None or not anchors:
        return check("signer_chain", "undetermined", "no certificate of a signing authority was given")
    certificate = read_certificate(signer.certificate.encoded)
    for anchor in map(read_certificate, (one.encoded for one in anchors)):
        if anchor.subject_name != certificate.issuer_name:
            continue
        verdict = certificate.verified_by(anchor.key)
        if verdict is Verdict.GOOD:
            return check("signer_chain", "successful", evidence=f"serial number {anchor.serial:X}")
        if verdict is Verdict.NOT_SUPPORTED:
            return check("signer_chain", "not_supported", "nothing here verifies with the authority's key")
    return check("signer_chain", "failed", "none of the given authorities issued the certificate")


def encode_seal(wanted: Mapping[str, Any], *, key: Path, certificate: Path | None) -> Seal:
    """Return a seal of a JSON object with `use_case`, `header` and `features`, signed with this key.

    The header names the certificate if one is given. Raises SealUsageError for what cannot be meant,
    IcaoError for a value that Doc 9303 does not allow.
    """
    private = seal_keys.read_private_key(key)
    header = dict(_object(wanted.get("header"), "header"))
    if certificate is not None:
        header |= _named(certificate, private.public_key())
    case = use_case_named(str(wanted.get("use_case", "")))
    made = _header(header, case)
    features = _features(wanted.get("features"), case)
    name = SignerName("", made.signer[:2], made.signer[2:], _serial(made))
    return make_seal(made, features, KeySigner(name, private))


def _serial(header: SealHeader) -> int:
    try:
        return int(header.certificate_reference, 16)
    except ValueError:
        raise IcaoError("certificate reference", "9303-13 2.2", "not hexadecimal") from None


def _named(certificate: Path, key: Any) -> dict[str, str]:
    found = seal_keys.read_certificates([certificate])
    if read_public_key(found[0].public_key_info) != key:
        raise SealUsageError("the certificate is of another key")
    name = name_of(found[0])
    return {"signer": name.signer, "certificate_reference": name.reference}


def _header(given: Mapping[str, Any], case: UseCase | None) -> SealHeader:
    numbers = {
        "feature_reference": case.feature_reference if case else given.get("feature_reference"),
        "category": case.category if case else given.get("category"),
        "version": given.get("version", 4),
    }
    texts = {
        name: given.get(name) for name in ("issuing_country", "signer", "certificate_reference", "issued")
    }
    texts["signed"] = given.get("signed", texts["issued"])
    if wrong := [name for name, value in numbers.items() if type(value) is not int]:
        raise SealUsageError(f"header: {', '.join(wrong)}: a number is missing (or name a use_case)")
    if wrong := [name for name, value in texts.items() if not isinstance(value, str)]:
        raise SealUsageError(f"header: {', '.join(wrong)}: a text is missing")
    reference = str(texts["certificate_reference"])
    return SealHeader(
        **numbers,
        issuing_country=str(texts["issuing_country"]).rstrip("<"),
        signer=str(texts["signer"]),
        certificate_reference=reference.rjust(5, "0") if numbers["version"] == 3 else reference,
        issued=_day(texts["issued"], "issued"),
        signed=_day(texts["signed"], "signed"),
    )


def _features(given: Any, case: UseCase | None) -> tuple[Feature, ...]:
    """Features of a known use case by name, or a list of tag and hex for any."""
    if isinstance(given, list):
        features = []
        for one in given:
            held = _object(one, "features")
            try:
                features.append(Feature(int(held["tag"]), bytes.fromhex(held["hex"])))
            except (KeyError, TypeError, ValueError) as error:
                raise SealUsageError("features: each has a tag (a number) and hex") from error
        if case is not None:
            check_features(case, features)
        return tuple(features)
    if case is None:
        raise SealUsageError("features by name need a use_case; without one give a list of tag and hex")
    codings = {rule.name: rule.coding for rule in case.rules}
    named = _object(given, "features")
    return make_features(case, {name: _value(name, one, codings.get(name)) for name, one in named.items()})


def _value(name: str, given: Any, coding: Coding | None) -> Value:
    try:
        if coding is Coding.DATE:
            return date.fromisoformat(given)
        if coding is Coding.STAY:
            return Stay(int(given["days"]), int(given["months"]), int(given["years"]))
        if coding is Coding.BYTES:
            return bytes.fromhex(given)
    except (KeyError, TypeError, ValueError) as error:
        raise SealUsageError(f"features: {name}: not a {coding.value if coding else 'value'}") from error
    if type(given) is int or isinstance(given, str):
        return given
    raise SealUsageError(f"features: {name}: neither a text nor a number")


def _day(text: Any, name: str) -> date:
    try:
        return date.fromisoformat(str(text))
    except ValueError as error:
        raise SealUsageError(f"header: {name}: not YYYY-MM-DD") from error


def _object(value: Any, name: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise SealUsageError(f"{name}: not a JSON object")
    return value


def wanted_seal(source: str) -> Mapping[str, Any]:
    """Read the JSON object of a seal to make, from a file or standard input."""
    try:
        return _object(json.loads(material_of(source)), "the seal")
    except (ValueError, RecursionError) as error:
        raise SealUsageError("not JSON") from error


def write_seal(seal: Seal, out: Path) -> None:
    """Write it as the file's name ends: .png and .svg a DataMatrix, .bin bytes, .b64 base64, else hex."""
    from loket.node.papers.codes import data_matrix_png, data_matrix_svg

    data = seal.encoded
    match out.suffix.lower():
        case ".png":
            out.write_bytes(data_matrix_png(data))
        case ".svg":
            out.write_text(data_matrix_svg(data), "ascii")
        case ".bin":
            out.write_bytes(data)
        case ".b64":
            out.write_text(base64.b64encode(data).decode("ascii") + "\n", "ascii")
        case _:
            out.write_text(data.hex() + "\n", "ascii")


def seal_as_lines(report: Report) -> list[str]:
    """The report in lines for a terminal."""
    lines = []
    if "error" in report:
        error = report["error"]
        lines.append(f"refused: {error['field']}: {error['reason']} (Doc {error['clause']})")
    lines += report.get("note", ())
    if "header" in report:
        lines.append(f"{'use case':<24} {report['use_case']}")
        lines += [f"{name.replace('_', ' '):<24} {value}" for name, value in report["header"].items()]
        for one in report["features"]:
            name = one["name"].replace("_", " ") or f"feature {one['tag']}"
            shown = str(one["value"]).split("\n")
            lines += [f"{name:<24} {shown[0]}", *(f"{'':<24} {line}" for line in shown[1:])]
    for one in report.get("checks", ()):
        said = "; ".join(part for part in (one["reason"], one["evidence"]) if part)
        lines.append(f"{one['outcome']:<14} {one['name']}" + (f": {said}" if said else ""))
    if "overall" in report:
        lines.append(f"overall: {report['overall']}")
    return lines

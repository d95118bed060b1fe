"""Whether the chip is the one that was personalised, as far as files can say: active and chip authentication.

A chip cannot be asked here. Where a specimen's private keys lie beside its files, challenge and answer are
played with them. An answer counts only below a passive authentication that holds: anybody can make a key and
answer with it.
"""

from collections.abc import Mapping, Sequence

from loket.core.icao.error import IcaoError
from loket.core.icao.inspection import active_authentication as aa
from loket.core.icao.inspection import key_agreement as ka
from loket.core.icao.inspection.files import LdsFiles, is_broken_off
from loket.core.icao.inspection.foreign_asn1 import content_of
from loket.core.icao.inspection.private_keys import PrivateKey, read_private_key
from loket.core.icao.inspection.public_keys import (
    AlteredCurveKey,
    EcPublicKey,
    PublicKey,
    RsaPublicKey,
    UnknownKey,
    read_public_key,
)
from loket.core.icao.inspection.report import Check, Findings, Outcome
from loket.core.icao.inspection.security_object import SecurityObject
from loket.core.icao.inspection.signatures import Verdict
from loket.core.icao.lds.security_infos import (
    ActiveAuthenticationInfo,
    ChipAuthenticationPublicKeyInfo,
    SecurityInfo,
    read_dg14,
)

_FOUNDATION = ("sod_structure", "sod_signature", "signer_certificate", "signer_chain", "revocation")
_NOBODY_TO_ASK = "only the chip itself can answer, and there is none here"


def check_active_authentication(
    files: LdsFiles, security_object: SecurityObject | None, before: Mapping[str, Check], challenge: bytes
) -> Check:
    """Play active authentication (Doc 9303-11 §6.1) for data group 15, if its private key is there."""
    name = "active_authentication"
    stored = files.data_groups.get(15)
    if stored is None:
        return _absent(name, 15, security_object, "active authentication")
    try:
        key = read_public_key(content_of(stored, "data group 15", "9303-10 4.7.15"))
        algorithm = _signature_algorithm(files)
    except IcaoError as error:
        return _unreadable(name, 15, stored, error)
    if not isinstance(key, RsaPublicKey | EcPublicKey):
        return _unusable(name, key)
    evidence: Findings = {"key": key.words}
    private = [each for each in _private_keys(files) if not _is_agreement_key(each, files)]
    answers = [aa.answer(each, key, challenge, algorithm) for each in private if aa.suits(each, key)]
    if not answers:
        return Check(name, Outcome.UNDETERMINED, _NOBODY_TO_ASK, evidence)
    if all(answer is None for answer in answers):
        return Check(name, Outcome.NOT_SUPPORTED, f"nothing here answers with {key.words}", evidence)
    verdicts = {
        aa.verify_answer(key, challenge, answer, algorithm) for answer in answers if answer is not None
    }
    if Verdict.GOOD in verdicts:
        said = "the private key beside the files answers a challenge for the key of data group 15"
        return _counted(Check(name, Outcome.SUCCESSFUL, said, evidence), 15, security_object, before)
    reason = "no private key beside the files answers for the key of data group 15"
    return Check(name, Outcome.FAILED, reason, evidence)


def check_chip_authentication(
    files: LdsFiles, security_object: SecurityObject | None, before: Mapping[str, Check], challenge: bytes
) -> Check:
    """Play the key agreement of chip authentication (Doc 9303-11 §6.2) with the keys of data group 14."""
    name = "chip_authentication"
    stored = files.data_groups.get(14)
    if stored is None:
        return _absent(name, 14, security_object, "chip authentication")
    try:
        infos = [info for info in read_dg14(stored) if isinstance(info, ChipAuthenticationPublicKeyInfo)]
        keys = [ka.read_agreement_key(info.public_key) for info in infos]
    except IcaoError as error:
        return _unreadable(name, 14, stored, error)
    if not keys:
        reason = "data group 14 has no key for chip authentication"
        return Check(name, Outcome.NOT_SUPPORTED, reason)
    altered = [key for key in keys if isinstance(key, AlteredCurveKey)]
    if altered:
        return _unusable(name, altered[0])
    evidence: Findings = {"keys": [key.words for key in keys]}
    private = _private_keys(files)
    usable = [key for key in keys if ka.is_supported(key)]
    if not usable:
        reason = f"key agreement is not supported here with {', '.join(key.words for key in keys)}"
        return Check(name, Outcome.NOT_SUPPORTED, reason, evidence)
    suited = [(key, each) for key in usable for each in private if ka.suits(each, key)]
    if not suited:
        return Check(name, Outcome.UNDETERMINED, _NOBODY_TO_ASK, evidence)
    if any(ka.agrees(key, each, challenge) for key, each in suited):
        said = "the private key beside the files agrees on a secret for a key of data group 14"
        return _counted(Check(name, Outcome.SUCCESSFUL, said, evidence), 14, security_object, before)
    if files.data_groups.get(15) is not None and all(_is_signing_key(each, files) for _, each in suited):
        return Check(name, Outcome.UNDETERMINED, _NOBODY_TO_ASK, evidence)
    reason = "no private key beside the files agrees on a secret for the keys of data group 14"
    return Check(name, Outcome.FAILED, reason, evidence)


def _counted(
    answered: Check, number: int, security_object: SecurityObject | None, before: Mapping[str, Check]
) -> Check:
    """Let an answer count only if nothing below it failed, and say what it still hangs on."""
    failed = [
        name
        for name in (*_FOUNDATION, f"hash_dg{number}")
        if name in before and before[name].outcome is Outcome.FAILED
    ]
    if failed or security_object is None:
        said = ", ".join(failed) or "sod_structure"
        reason = f"{answered.reason}, which proves nothing: passive authentication failed ({said})"
        return Check(answered.name, Outcome.UNDETERMINED, reason, answered.evidence)
    if number not in security_object.hashes:
        reason = (
            f"{answered.reason}; it does not count: the security object does not cover data group {number}"
        )
        return Check(answered.name, Outcome.SUCCESSFUL, reason, {**answered.evidence, "counts": False})
    missing = [
        name
        for name in (*_FOUNDATION[:-1], f"hash_dg{number}")
        if name not in before or before[name].outcome is not Outcome.SUCCESSFUL
    ]
    if missing:
        reason = f"{answered.reason}; it counts only once passive authentication holds ({', '.join(missing)})"
        return Check(answered.name, Outcome.SUCCESSFUL, reason, {**answered.evidence, "counts": False})
    return Check(answered.name, Outcome.SUCCESSFUL, answered.reason, {**answered.evidence, "counts": True})


def _absent(name: str, number: int, security_object: SecurityObject | None, what: str) -> Check:
    if security_object is not None and number in security_object.hashes:
        return Check(name, Outcome.UNDETERMINED, f"data group {number} is listed and was not given")
    return Check(name, Outcome.NOT_SUPPORTED, f"the document has no data group {number}, and so no {what}")


def _unreadable(name: str, number: int, stored: bytes, error: IcaoError) -> Check:
    if is_broken_off(stored):
        return Check(name, Outcome.ABORTED, f"data group {number} breaks off")
    return Check(
        name, Outcome.UNDETERMINED, f"data group {number} cannot be read: {error.field}, {error.reason}"
    )


def _unusable(name: str, key: AlteredCurveKey | UnknownKey) -> Check:
    if isinstance(key, AlteredCurveKey):
        return Check(name, Outcome.FAILED, key.words)
    return Check(name, Outcome.NOT_SUPPORTED, f"nothing here works with this key: {key.words}")


def _infos(files: LdsFiles) -> Sequence[SecurityInfo]:
    stored = files.data_groups.get(14)
    return read_dg14(stored) if stored is not None else ()


def _signature_algorithm(files: LdsFiles) -> str | None:
    """Return what data group 14 says about the signature of an elliptic key (Doc 9303-11 §9.2.4)."""
    found = [info for info in _infos(files) if isinstance(info, ActiveAuthenticationInfo)]
    return found[0].signature_algorithm if found else None


def _private_keys(files: LdsFiles) -> list[PrivateKey]:
    found = []
    for stored in files.private_keys:
        try:
            key = read_private_key(stored)
        except IcaoError:
            continue  # counted with the files that were passed over
        if key is not None:
            found.append(key)
    return found


def _is_agreement_key(private: PrivateKey, files: LdsFiles) -> bool:
    """Whether this private key is the one of data group 14, and so says nothing about data group 15."""
    try:
        infos = [info for info in _infos(files) if isinstance(info, ChipAuthenticationPublicKeyInfo)]
        return any(ka.belongs(private, ka.read_agreement_key(info.public_key)) for info in infos)
    except IcaoError:
        return False


def _is_signing_key(private: PrivateKey, files: LdsFiles) -> bool:
    try:
        key: PublicKey = read_public_key(content_of(files.data_groups[15], "data group 15", "9303-10 4.7.15"))
    except IcaoError:
        return False
    return isinstance(key, EcPublicKey) and ka.belongs(private, key)

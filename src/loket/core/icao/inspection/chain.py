"""From a document signer to a given trust anchor (Doc 9303-12 §4, §5 and RFC 5280 §6).

The way has two certificates: the country signing key signs document signers directly, with no authority
between (9303-12 §4.1.2; pathLenConstraint 0). A link certificate takes trust from an old country signing key
to a new one; after it the new key is a trust anchor itself. What the document brings along is never trusted
for that.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from loket.core.icao.inspection.certificate import Certificate
from loket.core.icao.inspection.signatures import Verdict


@dataclass(frozen=True, slots=True)
class Chain:
    """What was found: the issuer first, then old keys that its link certificates lead back to.

    `objections` are reasons why the issuer, whose signature is good, may not sign document signers.
    """

    issuers: tuple[Certificate, ...] = ()
    objections: tuple[str, ...] = ()
    verdicts: frozenset[Verdict] = frozenset()

    @property
    def is_trusted(self) -> bool:
        """Whether a given anchor signed the document signer and may."""
        return bool(self.issuers) and not self.objections


def chain_of(signer: Certificate, given: Iterable[Certificate], now: datetime) -> Chain:
    """Find the given certificate whose key signed this one; the signature decides, names give the order.

    A key may have several certificates (renewed, or by a link): one that is trusted and holds at `now` comes
    before one that is trusted.
    """
    candidates = tuple(given)
    best = Chain()
    verdicts: set[Verdict] = set()
    for candidate in sorted(candidates, key=lambda each: _distance(signer, each)):
        if candidate.der == signer.der:
            continue
        verdict = signer.verified_by(candidate.key)
        if verdict is not Verdict.GOOD:
            if _distance(signer, candidate)[0] < _FAR:
                verdicts.add(verdict)
            continue
        found = _judged(signer, candidate, candidates)
        if found.is_trusted and candidate.validity.holds(now):
            return found
        if not best.issuers or (found.is_trusted and not best.is_trusted):
            best = found
    return Chain(best.issuers, best.objections, frozenset(verdicts))


_FAR = 2


def _distance(signer: Certificate, candidate: Certificate) -> tuple[int, int, int]:
    """Order candidates: named by both key identifier and name first, self-signed before linked."""
    named = signer.authority_key_id is not None and signer.authority_key_id == candidate.subject_key_id
    misses = (not named) + (signer.issuer_name != candidate.subject_name)
    is_foreign = (signer.issuer_country or "").upper() != (candidate.country or "").upper()
    return misses, int(is_foreign), int(not candidate.claims_self_signed)


def _judged(signer: Certificate, issuer: Certificate, given: tuple[Certificate, ...]) -> Chain:
    objections = []
    if not issuer.is_ca:
        objections.append("its issuer is no certification authority (basicConstraints)")
    if issuer.key_usage is not None and "key_cert_sign" not in issuer.key_usage:
        objections.append("its issuer's key may not sign certificates (keyUsage)")
    if issuer.unknown_critical:
        objections.append(
            f"its issuer has critical extensions unknown here: {', '.join(issuer.unknown_critical)}"
        )
    # A signer whose issuer is named without a country speaks of it by its own.
    said = signer.issuer_country or (signer.country if issuer.country else None) or ""
    if said.upper() != (issuer.country or "").upper():
        objections.append("its issuer's certificate is of another country")
    issuers, wrong = _origin(issuer, given)
    return Chain(issuers, tuple(objections + wrong))


def _origin(issuer: Certificate, given: tuple[Certificate, ...]) -> tuple[tuple[Certificate, ...], list[str]]:
    """Say where the issuer's own trust comes from: it is self-signed, a link, or given as an anchor alone."""
    if issuer.claims_self_signed:
        if issuer.verified_by(issuer.key) is Verdict.BAD:
            return (issuer,), ["its issuer's own signature is wrong"]
        return (issuer,), []
    path, seen, at = [issuer], {issuer.der}, issuer
    while not at.claims_self_signed:
        older = [
            each
            for each in given
            if each.der not in seen and each.is_ca and at.verified_by(each.key) is Verdict.GOOD
        ]
        if not older:
            break
        at = min(older, key=lambda each: not each.claims_self_signed)
        seen.add(at.der)
        path.append(at)
    return tuple(path), _wrong_as_link(issuer, path, given)


def _wrong_as_link(issuer: Certificate, path: list[Certificate], given: tuple[Certificate, ...]) -> list[str]:
    """Say why a certificate that another key signed is no link to a country signing key."""
    if len(path) == 1:
        named = any(each.subject_key_id == issuer.authority_key_id for each in given if each.subject_key_id)
        return ["its issuer is not signed by the key it names"] if named else []
    is_country_key = any(
        each.claims_self_signed
        and each.key_info == issuer.key_info
        and each.subject_name == issuer.subject_name
        for each in given
    )
    if issuer.is_self_issued or issuer.changes_name or is_country_key:
        return []
    # 9303-12 §4.1.2 and RFC 5280 §6.1.4 (l), (m): pathLenConstraint 0 leaves no room between.
    return [
        "its issuer is an intermediate authority and no country signing key: no link certificate, no anchor"
    ]

"""Checks about the document signer: its certificate, its issuer, its times, its revocation."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from loket.core.icao.inspection.anchors import Anchors
from loket.core.icao.inspection.certificate import Certificate, Period
from loket.core.icao.inspection.chain import Chain
from loket.core.icao.inspection.public_keys import AlteredCurveKey, UnknownKey
from loket.core.icao.inspection.report import Check, Findings, Outcome
from loket.core.icao.inspection.revocation import RevocationList, lists_about
from loket.core.icao.inspection.security_object import SecurityObject
from loket.core.icao.inspection.signatures import Verdict

# Doc 9303-12 §7.1.4: a CRL is issued at least every 90 days; for one that does not say when the next comes.
_LONGEST_CRL_AGE = timedelta(days=90)
# Doc 9303-12 §7.1.1.3 and 9303-13: purposes of the country's other signers.
_OTHER_PURPOSES = ("2.23.136.1.1.3", "2.23.136.1.1.8", "2.23.136.1.1.11")


def signer_of(security_object: SecurityObject, given: Sequence[Certificate]) -> Certificate | None:
    """Return the certificate that the one SignerInfo names: the document's, else one that was given."""
    if len(security_object.signers) != 1:
        return None
    signer = security_object.signers[0]
    every = (*security_object.certificates, *given)
    return next((each for each in every if signer.is_by(each)), None)


def check_signer_certificate(signer: Certificate | None, security_object: SecurityObject) -> Check:
    """Whether the signer's certificate is there and is one that may sign documents (9303-12 §7.1.1)."""
    name = "signer_certificate"
    if signer is None:
        reason = "the certificate that the signature names is neither in the document nor among those given"
        return Check(name, Outcome.UNDETERMINED, reason, is_required=True)
    objections = _objections(signer)
    evidence: Findings = {
        "subject": signer.words,
        "issuer": signer.issuer,
        "key": signer.key.words,
        "validity": signer.validity.words,
        "in_document": any(signer.der == each.der for each in security_object.certificates),
    }
    if objections:
        return Check(name, Outcome.FAILED, "; ".join(objections), evidence, is_required=True)
    if isinstance(signer.key, UnknownKey):
        reason = f"nothing here can verify with its key: {signer.key.words}"
        return Check(name, Outcome.NOT_SUPPORTED, reason, evidence, is_required=True)
    return Check(name, Outcome.SUCCESSFUL, "a document signer's certificate", evidence, is_required=True)


def _objections(signer: Certificate) -> list[str]:
    found = []
    if isinstance(signer.key, AlteredCurveKey):
        found.append(signer.key.words)
    if signer.is_ca:
        found.append("it is a certification authority's certificate, which signs no documents")
    if signer.key_usage is not None and "digital_signature" not in signer.key_usage:
        found.append("its key may not sign documents (keyUsage)")
    if signer.unknown_critical:
        found.append(f"critical extensions unknown here: {', '.join(signer.unknown_critical)}")
    others = [each for each in signer.purposes or () if each.startswith(_OTHER_PURPOSES)]
    if others:
        found.append(f"it is for another purpose: {', '.join(others)}")
    if not signer.algorithms_agree:
        found.append("it names two different signature algorithms")
    # Test authorities and some of the first years name no country: that is no other country.
    if signer.country and signer.issuer_country and signer.country.upper() != signer.issuer_country.upper():
        found.append("its subject is of another country than its issuer")
    return found


def check_signer_chain(signer: Certificate | None, chain: Chain, anchors: Anchors | None) -> Check:
    """Whether one of the given anchors signed the document signer (9303-12 §5.1)."""
    name = "signer_chain"
    if anchors is None or not anchors.certificates:
        reason = (
            "no trust anchor was given" if anchors is None else "there is no certificate in what was given"
        )
        return Check(name, Outcome.UNDETERMINED, reason, is_required=True)
    if signer is None:
        return Check(name, Outcome.UNDETERMINED, "the signer's certificate is not known", is_required=True)
    evidence: Findings = {
        "anchors": len(anchors.certificates),
        "chain": [each.words for each in chain.issuers],
        "algorithm": signer.scheme.words,
    }
    weak = sorted(signer.scheme.weak_hashes)
    if weak:
        evidence["weak"] = weak
    if chain.is_trusted:
        how = "by a link certificate" if len(chain.issuers) > 1 else "directly"
        said = f"signed by a given anchor, {how}" + _weak_words(weak)
        return Check(name, Outcome.SUCCESSFUL, said, evidence, is_required=True)
    if chain.objections:
        return Check(name, Outcome.FAILED, "; ".join(chain.objections), evidence, is_required=True)
    if Verdict.ALTERED_CURVE in chain.verdicts:
        reason = "the anchor of that name has a key on a curve that passes for a known one and is not"
        return Check(name, Outcome.FAILED, reason, evidence, is_required=True)
    if Verdict.NOT_SUPPORTED in chain.verdicts and Verdict.BAD not in chain.verdicts:
        reason = "nothing here can verify with the key or algorithm of the anchor of that name"
        return Check(name, Outcome.NOT_SUPPORTED, reason, evidence, is_required=True)
    reason = "none of the given anchors signed the document signer's certificate"
    return Check(name, Outcome.FAILED, reason, evidence, is_required=True)


def _weak_words(weak: list[str]) -> str:
    return f"; {' and '.join(weak)} is weak" if weak else ""


def check_signer_validity(signer: Certificate | None, chain: Chain, now: datetime) -> Check:
    """Whether the document signer's certificate, and its issuer's, hold at this moment."""
    name = "signer_validity"
    if signer is None:
        return Check(name, Outcome.UNDETERMINED, "the signer's certificate is not known", is_required=True)
    evidence: Findings = {"at": f"{now:%Y-%m-%d}", "signer": signer.validity.words}
    if not signer.validity.holds(now):
        early = signer.validity.not_before is not None and now < signer.validity.not_before
        reason = f"the signer's certificate {'is not valid yet' if early else 'has expired'}"
        return Check(name, Outcome.FAILED, reason, evidence, is_required=True)
    if chain.is_trusted:
        evidence["issuer"] = chain.issuers[0].validity.words
        if not chain.issuers[0].validity.holds(now):
            reason = "the issuer's certificate has expired or is not valid yet"
            return Check(name, Outcome.FAILED, reason, evidence, is_required=True)
    return Check(name, Outcome.SUCCESSFUL, "valid on that day", evidence, is_required=True)


def check_key_usage_period(
    signer: Certificate | None, signed: Period | None, source: str, now: datetime
) -> Check:
    """Whether the signer's private key was in use when it signed (PrivateKeyUsagePeriod, 9303-12 §7.1.1.2).

    `signed` is when, as far as `source` (words) says: a moment, or a whole day; or None. The document exists
    at `now`, so that a key whose use begins later cannot have signed it.
    """
    name = "signer_key_usage_period"
    if signer is None:
        return Check(name, Outcome.UNDETERMINED, "the signer's certificate is not known")
    period = signer.key_usage_period
    if period is None:
        return Check(name, Outcome.NOT_SUPPORTED, "the certificate does not say when its key was in use")
    evidence: Findings = {"period": period.words}
    if signed is None:
        if period.not_before is not None and now < period.not_before:
            return Check(name, Outcome.FAILED, "the key's use has not begun yet", evidence)
        return Check(name, Outcome.UNDETERMINED, "the document does not say when it was signed", evidence)
    evidence |= {"signed": f"{signed.not_before:%Y-%m-%d}", "source": source}
    if not period.overlaps(signed):
        return Check(name, Outcome.FAILED, "signed outside the time in which the key was in use", evidence)
    return Check(name, Outcome.SUCCESSFUL, "signed while the key was in use", evidence)


def check_revocation(
    signer: Certificate | None, chain: Chain, anchors: Anchors | None, now: datetime
) -> Check:
    """What the given revocation lists say of the signer and its issuer (9303-12 §7.1.4, §5.1)."""
    name = "revocation"
    lists = anchors.revocation_lists if anchors is not None else ()
    if not lists:
        return Check(name, Outcome.UNDETERMINED, "no revocation list was given")
    if signer is None or anchors is None or not chain.is_trusted:
        return Check(
            name, Outcome.UNDETERMINED, "the signer's issuer is not known, and so neither are its lists"
        )
    issuer = chain.issuers[0]
    about = lists_about(signer, issuer, lists, anchors.certificates)
    if not about:
        named = [each for each in lists if each.issuer_name in {signer.issuer_name, issuer.subject_name}]
        reason = "no list of the signer's issuer was given"
        if named:
            reason = "the list under the issuer's name is not signed by one of its keys"
        return Check(name, Outcome.UNDETERMINED, reason, is_required=bool(named))
    return _said_by(about, signer, issuer, now)


def _said_by(
    about: Sequence[RevocationList], signer: Certificate, issuer: Certificate, now: datetime
) -> Check:
    name = "revocation"
    newest = about[0]
    evidence: Findings = {
        "issuer": newest.issuer,
        "this_update": f"{newest.this_update:%Y-%m-%d}",
        "next_update": f"{_ends(newest):%Y-%m-%d}",
    }
    for whose, certificate in (("signer", signer), ("issuer", issuer)):
        dates = [each.revoked[certificate.serial] for each in about if _lists(each, certificate)]
        if any(date <= now for date in dates):
            reason = f"the {whose}'s certificate is revoked since {min(dates):%Y-%m-%d}"
            return Check(name, Outcome.FAILED, reason, evidence, is_required=True)
    about = [each for each in about if not each.unknown_critical]
    if not about:
        reason = "of what is not on it the list says nothing: it has critical extensions unknown here"
        return Check(name, Outcome.UNDETERMINED, reason, evidence, is_required=True)
    if any(each.this_update <= now <= _ends(each) for each in about):
        return Check(name, Outcome.SUCCESSFUL, "not on a list that is in force", evidence, is_required=True)
    if all(now < each.this_update for each in about):
        return Check(name, Outcome.UNDETERMINED, "the lists given were made later than that day", evidence)
    return Check(
        name, Outcome.FAILED, "the newest list is stale: its next one is overdue", evidence, is_required=True
    )


def _lists(each: RevocationList, certificate: Certificate) -> bool:
    """Whether the list names this certificate; a country key's number stands under its issuer's name."""
    is_own = each.issuer_name == certificate.issuer_name or not certificate.is_ca
    return is_own and certificate.serial in each.revoked


def _ends(each: RevocationList) -> datetime:
    return each.next_update if each.next_update is not None else each.this_update + _LONGEST_CRL_AGE

"""Writing the chip of an electronic passport: what may be submitted, signed, and said to be written."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from loket.core.domain.events import (
    ChipEncoded,
    ChipNotEncoded,
    ChipSubmitted,
    DocumentSignerInstalled,
    SecurityObjectSigned,
)
from loket.core.domain.refusals import Objection, Reason, Refused
from loket.core.domain.rows import Case, DocumentSigner, Officer, PersonalisedChip
from loket.core.domain.rules.common import objections_to_role, objections_to_stage
from loket.core.domain.terms import WITH_CHIP, ChipFault, ChipState, Role, Stage

if TYPE_CHECKING:
    # Reading certificates is of no use to a process that writes no chips.
    from loket.core.icao.pki.issuance import Autonomy, NotPermitted, SignerTerms
    from loket.core.icao.pki.revocation import RevocationList

# What an officer can put right so that the same blank is tried again; any other fault spoils it.
CAN_BE_TRIED_AGAIN = (
    ChipFault.NO_SIGNER,
    ChipFault.NO_CHIP,
    ChipFault.ENCODER_UNREACHABLE,
    ChipFault.PORTRAIT_MISSING,
)


def has_chip(case: Case) -> bool:
    """Whether this document carries a chip."""
    return case.kind in WITH_CHIP


def is_written(case: Case) -> bool:
    """Whether the case's chip is written and locked."""
    return case.chip is not None and case.chip.state is ChipState.ENCODED


def install_signer(
    *,
    officer: Officer,
    known: DocumentSigner | None,
    signer: str,
    signs_from: int,
    signs_until: int,
    quota: int,
    certificate: bytes,
) -> DocumentSignerInstalled | Refused:
    """Take a signer into the office's log; its certificate was linted and its key tried before."""
    objections = objections_to_role(officer, Role.SYSTEM, Role.HEAD)
    if known is not None:
        objections.append(Objection(Reason.SIGNER_ALREADY_INSTALLED))
    if signs_from >= signs_until or quota < 1:
        objections.append(Objection(Reason.SIGNER_CANNOT_SIGN))
    if objections:
        return Refused(tuple(objections))
    return DocumentSignerInstalled(
        signer=signer, signs_from=signs_from, signs_until=signs_until, quota=quota, certificate=certificate
    )


def terms_in_force(held: Sequence["SignerTerms"], signers: Sequence[DocumentSigner]) -> list["SignerTerms"]:
    """Return the terms of the signers that the office holds and its log knows.

    The log's quota counts: a file that says more gives no more signatures.
    """
    known = {one.signer: one for one in signers}
    return [replace(one, quota=min(one.quota, known[one.name].quota)) for one in held if one.name in known]


def signer_in_turn(
    held: Sequence["SignerTerms"],
    signers: Sequence[DocumentSigner],
    *,
    lists: Sequence["RevocationList"],
    document_code: str,
    now: int,
) -> "SignerTerms | NotPermitted":
    """Return which of the signers signs at `now` (ms), or every reason why none may."""
    from loket.core.icao.pki.issuance import NotPermitted, signer_to_use

    terms = terms_in_force(held, signers)
    if not terms:
        return NotPermitted(())
    used = {one.signer: one.used for one in signers}
    return signer_to_use(terms, now=moment(now), used=used, document_code=document_code, lists=lists)


def autonomy(
    held: Sequence["SignerTerms"],
    signers: Sequence[DocumentSigner],
    *,
    lists: Sequence["RevocationList"],
    rate_per_day: float,
    now: int,
) -> "Autonomy":
    """Return for how many days from `now` (ms) the office can sign alone, and what runs out first."""
    from loket.core.icao.pki.issuance import autonomy_days

    used = {one.signer: one.used for one in signers}
    terms = terms_in_force(held, signers)
    return autonomy_days(terms, now=moment(now), used=used, rate_per_day=rate_per_day, lists=lists)


def moment(at: int) -> datetime:
    """Return a time in ms as certificates know it, in whole seconds."""
    return datetime.fromtimestamp(at // 1000, UTC)


def submit_chip(case: Case, *, officer: Officer, job: str) -> ChipSubmitted | Refused:
    """Try the chip again after a fault that was put right; the first time it goes with the page."""
    objections = [*objections_to_role(officer, Role.PRINTER), *objections_to_stage(case, Stage.READ_BACK)]
    chip = case.chip
    if chip is None or chip.state is not ChipState.FAILED:
        objections.append(Objection(Reason.CHIP_NOT_WAITING))
    elif chip.fault not in CAN_BE_TRIED_AGAIN:
        objections.append(Objection(Reason.CHIP_IS_SPOILT))
    if objections:
        return Refused(tuple(objections))
    return ChipSubmitted(case=case.case, booklet=case.booklet, job=job)


def _objections(case: Case, job: str, *states: ChipState) -> list[Objection]:
    objections = objections_to_stage(case, Stage.READ_BACK)
    if case.chip is None or case.chip.job != job or case.chip.state not in states:
        objections.append(Objection(Reason.CHIP_NOT_WAITING))
    return objections


def sign_security_object(
    case: Case,
    *,
    job: str,
    held: Sequence["SignerTerms"],
    signers: Sequence[DocumentSigner],
    lists: Sequence["RevocationList"],
    now: int,
) -> SecurityObjectSigned | ChipNotEncoded | Refused:
    """Count one signature of the signer in turn for this chip, or say why none may sign.

    `held`: the terms of the signers in the office's key folder; `signers`: those that its log knows, with
    what they signed; `lists`: the revocation lists that it holds. Also for a chip whose earlier signature was
    lost in a crash: that one stays counted.
    """
    from loket.core.icao.pki.issuance import NotPermitted

    objections = _objections(case, job, ChipState.SUBMITTED, ChipState.SIGNED)
    if objections:
        return Refused(tuple(objections))
    code = case.page.record.document_code if case.page and case.page.record else ""
    chosen = signer_in_turn(held, signers, lists=lists, document_code=code, now=now)
    if isinstance(chosen, NotPermitted):
        hindrances = tuple(one.value for one in chosen.hindrances)
        return ChipNotEncoded(case=case.case, job=job, fault=ChipFault.NO_SIGNER, hindrances=hindrances)
    used = next(one.used for one in signers if one.signer == chosen.name)
    return SecurityObjectSigned(case=case.case, job=job, signer=chosen.name, number=used + 1)


def chip_encoded(
    case: Case, *, job: str, chip: str, security_object: str, known: PersonalisedChip | None
) -> ChipEncoded | ChipNotEncoded | Refused:
    """Say that the chip is written and locked. `known`: what this office wrote to a chip of this serial."""
    objections = _objections(case, job, ChipState.SIGNED)
    if objections:
        return Refused(tuple(objections))
    if known is not None and known.booklet != case.booklet:
        return ChipNotEncoded(case=case.case, job=job, fault=ChipFault.CHIP_OF_ANOTHER_BOOKLET)
    return ChipEncoded(
        case=case.case, job=job, booklet=case.booklet, chip=chip, security_object=security_object
    )


def chip_not_encoded(
    case: Case,
    *,
    job: str,
    fault: ChipFault,
    hindrances: tuple[str, ...] = (),
    differing: tuple[str, ...] = (),
) -> ChipNotEncoded | Refused:
    """Say that the chip was not written, and why.

    `hindrances`: why no signer signs; `differing`: checks that the finished document did not pass.
    """
    objections = _objections(case, job, ChipState.SUBMITTED, ChipState.SIGNED)
    if objections:
        return Refused(tuple(objections))
    return ChipNotEncoded(case=case.case, job=job, fault=fault, hindrances=hindrances, differing=differing)

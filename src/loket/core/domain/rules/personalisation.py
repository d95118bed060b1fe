"""Writing the chip of an electronic passport: what may be submitted, signed, and said to be written."""

from collections.abc import Sequence

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


def signer_in_turn(signers: Sequence[DocumentSigner], *, now: int) -> DocumentSigner | None:
    """The signer to use at `now` (ms): of those that may sign, whose period ends first."""
    able = [one for one in signers if one.signs_from <= now < one.signs_until and one.used < one.quota]
    return min(able, key=lambda one: (one.signs_until, one.signer), default=None)


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
    case: Case, *, job: str, signers: Sequence[DocumentSigner], now: int
) -> SecurityObjectSigned | ChipNotEncoded | Refused:
    """Count one signature of the signer in turn for this chip, or say that none may sign.

    Also for a chip whose earlier signature was lost in a crash: that one stays counted.
    """
    objections = _objections(case, job, ChipState.SUBMITTED, ChipState.SIGNED)
    if objections:
        return Refused(tuple(objections))
    signer = signer_in_turn(signers, now=now)
    if signer is None:
        return ChipNotEncoded(case=case.case, job=job, fault=ChipFault.NO_SIGNER)
    return SecurityObjectSigned(case=case.case, job=job, signer=signer.signer, number=signer.used + 1)


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


def chip_not_encoded(case: Case, *, job: str, fault: ChipFault) -> ChipNotEncoded | Refused:
    """Say that the chip was not written, and why."""
    objections = _objections(case, job, ChipState.SUBMITTED, ChipState.SIGNED)
    return Refused(tuple(objections)) if objections else ChipNotEncoded(case=case.case, job=job, fault=fault)

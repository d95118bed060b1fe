"""The fold of the chip: signers and what they signed, and how far a case's chip is."""

from dataclasses import replace

from loket.core.domain import events as e
from loket.core.domain.error import DomainError
from loket.core.domain.fold_parts import CaseHandler
from loket.core.domain.happened import Happened
from loket.core.domain.row_parts import Chip
from loket.core.domain.rows import Case, DocumentSigner, PersonalisedChip
from loket.core.domain.terms import ChipState
from loket.core.domain.view import Overlay


def signer_installed(
    overlay: Overlay, owner: str, event: e.DocumentSignerInstalled, _happened: Happened
) -> None:
    """A signer the office may use."""
    overlay.put(
        DocumentSigner(
            office=owner,
            signer=event.signer,
            signs_from=event.signs_from,
            signs_until=event.signs_until,
            quota=event.quota,
            certificate=event.certificate,
        )
    )


def _submitted(_overlay: Overlay, case: Case, event: e.ChipSubmitted, _happened: Happened) -> Case:
    return replace(case, chip=Chip(job=event.job, state=ChipState.SUBMITTED))


def _chip(case: Case, job: str) -> Chip:
    if case.chip is None or case.chip.job != job:
        message = "a chip that was never submitted"
        raise DomainError(message)
    return case.chip


def _signed(overlay: Overlay, case: Case, event: e.SecurityObjectSigned, happened: Happened) -> Case:
    signer = overlay.get(DocumentSigner, (case.office, event.signer))
    if signer is None:
        message = "a signer that was never installed"
        raise DomainError(message)
    overlay.put(replace(signer, used=max(signer.used, event.number), used_at=happened.at))
    return replace(case, chip=replace(_chip(case, event.job), state=ChipState.SIGNED, signer=event.signer))


def _encoded(overlay: Overlay, case: Case, event: e.ChipEncoded, happened: Happened) -> Case:
    overlay.put(
        PersonalisedChip(
            office=case.office, chip=event.chip, case=case.case, booklet=event.booklet, at=happened.at
        )
    )
    chip = replace(
        _chip(case, event.job),
        state=ChipState.ENCODED,
        chip=event.chip,
        security_object=event.security_object,
        fault=None,
    )
    return replace(case, chip=chip)


def _not_encoded(_overlay: Overlay, case: Case, event: e.ChipNotEncoded, _happened: Happened) -> Case:
    chip = replace(
        _chip(case, event.job),
        state=ChipState.FAILED,
        fault=event.fault,
        hindrances=event.hindrances,
        differing=event.differing,
    )
    return replace(case, chip=chip)


CHIP_HANDLERS: dict[type[e.Event], CaseHandler] = {
    e.ChipSubmitted: _submitted,
    e.SecurityObjectSigned: _signed,
    e.ChipEncoded: _encoded,
    e.ChipNotEncoded: _not_encoded,
}

"""The emergency travel document (Surat Perjalanan Laksana Paspor, SPLP) for nationals.

Given where no passport can be: for one journey, for at most two years, never extended (UU 6/2011 and
Permenkumham 8/2014). It has no chip, asks for fewer papers, and carries a visible digital seal.
"""

from typing import Final

from loket.core.domain.refusals import Objection, Reason
from loket.core.domain.rows import Case
from loket.core.domain.terms import DocumentKind, PaperKind, Service, Speed

SERVICES: Final = (Service.NEW, Service.LOST)
"""What it is asked for with: there is no passport, or it was lost."""
PAPERS: Final = {
    Service.NEW: (PaperKind.IDENTITY_CARD,),
    Service.LOST: (PaperKind.POLICE_REPORT, PaperKind.IDENTITY_CARD),
}
"""What an adult brings. A child brings what every child brings: its parents have to agree all the same."""


def is_emergency(kind: DocumentKind) -> bool:
    """Whether a document of this kind is one for emergencies."""
    return kind is DocumentKind.EMERGENCY


def objections_to_emergency(
    *, service: Service, speed: Speed, validity_years: int, most_years: int
) -> list[Objection]:
    """Why an emergency travel document cannot be asked for like this; `most_years` is the office's data."""
    objections = []
    if service not in SERVICES:
        objections.append(Objection(Reason.EMERGENCY_SERVICE, "service"))
    if speed is not Speed.REGULAR:
        objections.append(Objection(Reason.EMERGENCY_SAME_DAY, "speed"))
    if not 1 <= validity_years <= most_years:
        objections.append(Objection(Reason.EMERGENCY_VALIDITY, "validity_years", {"most": most_years}))
    return objections


def objections_to_seal(case: Case, *, has_seal_signer: bool) -> list[Objection]:
    """An emergency travel document is printed with its seal, so there has to be somebody who signs it."""
    if is_emergency(case.kind) and not has_seal_signer:
        return [Objection(Reason.NO_SEAL_SIGNER)]
    return []

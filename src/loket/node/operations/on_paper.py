"""Entering an act that was done on paper: its sheet's number, time and scan behind the act's own entry."""

from dataclasses import dataclass

from loket.core.domain.events import Blob, Event, PaperActEntered
from loket.core.domain.refusals import Objection, Reason
from loket.core.domain.rows import CaseCount, PaperSheet, TimelineLine
from loket.core.domain.rules import on_paper
from loket.core.domain.terms import Role
from loket.node.operations.case_blobs import SCANS
from loket.node.operations.node import Node
from loket.node.papers.error import PaperError
from loket.node.papers.images import ImageKind, check_upload
from loket.node.store.writing import Writing

MOST_SHEET_BYTES = 8_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class OnPaper:
    """The act was done on paper: the sheet's number, when (ms), and the scan of the sheet."""

    sheet: str
    done_at: int
    scan: bytes | None = None


def objections_to_time(node: Node, paper: OnPaper) -> list[Objection]:
    """Why nothing can have been done on paper then; asked before anything is decided with that day."""
    return on_paper.objections_to_time(
        paper.done_at, now=node.clock(), most_days=node.practice.paper_entered_within_days
    )


def objections_to_sheet(node: Node, writing: Writing, paper: OnPaper, event: Event) -> list[Objection]:
    """Why this sheet may not stand behind this act."""
    case = getattr(event, "case", "")
    objections = on_paper.objections_to_paper(
        event,
        sheet=paper.sheet,
        done_at=paper.done_at,
        sheet_known=writing.get(PaperSheet, (node.name, paper.sheet)) is not None,
        last=_last_line(node, writing, case),
    )
    if paper.scan is None:
        return [*objections, Objection(Reason.PAPER_SHEET_NOT_SCANNED, "paper_scan")]
    try:
        check_upload(paper.scan, kinds=tuple(ImageKind), max_bytes=MOST_SHEET_BYTES)
    except PaperError as error:
        objections.append(Objection(Reason.UPLOAD_NOT_ACCEPTED, "paper_scan", {"why": error.reason.value}))
    return objections


def _last_line(node: Node, writing: Writing, case: str) -> TimelineLine | None:
    """The last that an officer did to the case; what the system wrote meanwhile has an order of its own."""
    count = writing.get(CaseCount, (node.name, case))
    for number in range(count.lines if count else 0, 0, -1):
        line = writing.get(TimelineLine, (node.name, case, number))
        if line is not None and line.role != Role.SYSTEM and line.event != PaperActEntered.KIND:
            return line
    return None


def paper_entry(node: Node, writing: Writing, paper: OnPaper, event: Event) -> PaperActEntered:
    """The entry behind the act; keeps the sheet's scan with the case's files."""
    case = getattr(event, "case", "")
    blob = None
    if paper.scan is not None:
        checked = check_upload(paper.scan, kinds=tuple(ImageKind), max_bytes=MOST_SHEET_BYTES)
        ciphertext = node.case_key(writing, node.name, case).encrypt_blob(paper.scan)
        blob = Blob(
            sha256=node.blobs.put(ciphertext),
            size=len(ciphertext),
            lane=SCANS,
            media_type=checked.media_type,
        )
    return PaperActEntered(case=case, sheet=paper.sheet, done_at=paper.done_at, about=event.KIND, blob=blob)

"""What is verified of an office's paper beside its seal: its text, and the signed note of older ones."""

import hmac
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from loket.config.seal_material import SealUsageError
from loket.core.tlog import note
from loket.core.tlog.error import TlogError
from loket.node.keys.trust import verify_first

Report = dict[str, Any]
_NOTES = (b"loket paper v1\n", b"loket receipt v1\n", b"loket receipt v2\n")
_MOST_NOTE_BYTES = 4_000


def check(name: str, outcome: str, reason: str = "", evidence: str = "") -> Report:
    """One line of a verification."""
    return {"name": name, "outcome": outcome, "reason": reason, "evidence": evidence}


def is_paper_note(data: bytes) -> bool:
    """Whether a code holds the signed note of an office's paper."""
    return len(data) <= _MOST_NOTE_BYTES and data.startswith(_NOTES)


def note_checks(data: bytes, trust: Path | None) -> list[Report]:
    """Verify a paper's note with the key named papers of any node of a trust root."""
    if trust is None:
        return [check("note_signature", "undetermined", "no trust root was given (--trust)")]
    if not trust.is_file():
        raise SealUsageError(f"there is no {trust.name}")
    root = verify_first(trust.read_bytes())
    try:
        signers = note.verify_note(note.parse(data), [node.papers for node in root.nodes])
    except TlogError as error:
        return [check("note_signature", "failed", str(error))]
    return [check("note_signature", "successful", evidence=signers[0].name)]


def content_check(features: Sequence[Report], material: bytes) -> Report:
    """Hold a paper's text against the digest that its seal carries, if the paper is here as a PDF."""
    name = "paper_content"
    if not material.startswith(b"%PDF-"):
        return check(name, "undetermined", "only a PDF's text can be compared; compare it by eye")
    from loket.node.papers.paper_content import TABLES, digest_of_pdf

    kind = next((one["value"] for one in features if one["name"] == "kind"), "")
    if kind in TABLES:
        return check(name, "undetermined", "a table is compared by eye")
    digest = digest_of_pdf(material)
    sealed = next((one["hex"] for one in features if one["name"] == "content_digest"), "")
    if digest is None:
        return check(name, "undetermined", "a page of another size than the office's papers")
    if not hmac.compare_digest(digest.hex(), sealed):
        return check(name, "failed", "the paper says something else than what was sealed")
    return check(name, "successful")

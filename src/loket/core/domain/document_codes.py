"""Which document code the zone of each kind of travel document opens with."""

from datetime import date
from typing import Final

from loket.core.domain.terms import DocumentKind
from loket.core.icao.document_code import DocumentKind as CodeKind
from loket.core.icao.document_code import document_code

# An electronic passport has the code of an ordinary one: its chip is told by a symbol (9303-4 4.4).
_CODES: Final = {
    DocumentKind.ORDINARY: CodeKind.ORDINARY,
    DocumentKind.ELECTRONIC: CodeKind.ORDINARY,
    DocumentKind.EMERGENCY: CodeKind.EMERGENCY,
}


def code_of(kind: DocumentKind, on: date) -> str:
    """Return the code of a document of this kind that is issued on this day: "P<", from 2026 "PP" or "PE"."""
    return document_code(_CODES[kind], on)

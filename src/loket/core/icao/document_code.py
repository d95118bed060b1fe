"""Which two letters open the zone of a passport issued on a given day (Doc 9303-4 §4.4)."""

from datetime import date
from enum import Enum

# Doc 9303-4 (eighth edition, amendment 2): a second letter issued from this day follows the table below.
SECOND_LETTER_FROM = date(2026, 1, 1)


class DocumentKind(Enum):
    """Kinds of machine readable passport, by the second letter of their document code."""

    ORDINARY = "P"
    EMERGENCY = "E"
    DIPLOMATIC = "D"
    OFFICIAL = "O"
    REFUGEE = "R"
    ALIEN = "T"
    STATELESS = "S"
    LAISSEZ_PASSER = "L"
    MILITARY = "M"


def document_code(kind: DocumentKind, on: date) -> str:
    """Return the document code of a passport of this kind issued on this day: "P<", later "PP", "PE"..."""
    return "P<" if on < SECOND_LETTER_FROM else f"P{kind.value}"

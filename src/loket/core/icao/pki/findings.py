"""What a lint says of a certificate or a revocation list."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Severity(StrEnum):
    """How far a deviation goes."""

    ERROR = "error"  # what the profile demands or forbids
    WARNING = "warning"  # what it recommends


@dataclass(frozen=True, slots=True)
class Finding:
    """One deviation: the clause, how far it goes, and words without the certificate's own text."""

    clause: str
    severity: Severity
    words: str


class Findings:
    """Deviations as they are found, each once."""

    def __init__(self) -> None:
        self._found: dict[Finding, None] = {}

    def must(self, clause: str, words: str, *, kept: bool) -> bool:
        """Note an error unless the demand is kept; return whether it is."""
        return self._note(Finding(clause, Severity.ERROR, words), kept=kept)

    def should(self, clause: str, words: str, *, kept: bool) -> bool:
        """Note a warning unless the recommendation is kept; return whether it is."""
        return self._note(Finding(clause, Severity.WARNING, words), kept=kept)

    def all(self) -> tuple[Finding, ...]:
        """Return what was found, in order."""
        return tuple(self._found)

    def _note(self, finding: Finding, *, kept: bool) -> bool:
        if not kept:
            self._found[finding] = None
        return kept


DEEPEST: Final = 24
"""How deep elements may stand in each other; a certificate with all its extensions needs about ten levels."""

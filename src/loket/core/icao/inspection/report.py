"""What an inspection says: checks with outcome, reason and evidence, and the one word over all of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

Findings: TypeAlias = dict[str, str | int | bool | list[str]]
"""Evidence while it is gathered."""
Evidence: TypeAlias = Mapping[str, str | int | bool | list[str]]


class Outcome(StrEnum):
    """The five outcomes of BSI TR-03135-1; "not supported" is never counted as "successful"."""

    SUCCESSFUL = "successful"
    FAILED = "failed"
    UNDETERMINED = "undetermined"
    NOT_SUPPORTED = "not_supported"
    ABORTED = "aborted"


@dataclass(frozen=True, slots=True)
class Check:
    """One check: its name, how it ended, why in words, and what was seen.

    `is_required` says whether the whole can be successful only if this one is. Reasons and evidence carry
    no personal data: algorithms, numbers of data groups, names and dates of certificates.
    """

    name: str
    outcome: Outcome
    reason: str
    evidence: Evidence = field(default_factory=dict)
    is_required: bool = False

    def as_json(self) -> dict[str, Any]:
        """Return the four members that the command prints."""
        return {
            "name": self.name,
            "outcome": self.outcome.value,
            "reason": self.reason,
            "evidence": dict(self.evidence),
        }


@dataclass(frozen=True, slots=True)
class Report:
    """Every check of one document, in the order in which they were made."""

    checks: tuple[Check, ...]

    @property
    def overall(self) -> Outcome:
        """Failed if any check failed; undetermined if a required one did not succeed; else successful."""
        if any(check.outcome is Outcome.FAILED for check in self.checks):
            return Outcome.FAILED
        required = [check.outcome for check in self.checks if check.is_required]
        if not required or any(outcome is not Outcome.SUCCESSFUL for outcome in required):
            return Outcome.UNDETERMINED
        return Outcome.SUCCESSFUL

    @property
    def chip_is_genuine(self) -> bool:
        """Whether chip or active authentication succeeded below a whole passive authentication."""
        chip = ("chip_authentication", "active_authentication")
        answered = any(self[name].outcome is Outcome.SUCCESSFUL for name in chip if name in self)
        return answered and self.overall is Outcome.SUCCESSFUL

    @property
    def weaknesses(self) -> tuple[str, ...]:
        """Hash functions that the document rests on and Doc 9303 no longer permits, each once, sorted."""
        found: set[str] = set()
        for check in self.checks:
            weak = check.evidence.get("weak", [])
            if isinstance(weak, list):
                found.update(weak)
        return tuple(sorted(found))

    def __contains__(self, name: object) -> bool:
        return any(check.name == name for check in self.checks)

    def __getitem__(self, name: str) -> Check:
        return next(check for check in self.checks if check.name == name)

    def as_json(self) -> dict[str, Any]:
        """Return what `loket document inspect --json` prints."""
        return {"checks": [check.as_json() for check in self.checks], "overall": self.overall.value}

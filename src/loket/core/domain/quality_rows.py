"""The row of one quality test, beside its case's: its checks are many lines and seldom read."""

from dataclasses import dataclass
from typing import ClassVar

from loket.core.domain.checks import Check, CheckName
from loket.core.domain.node_events import Blob
from loket.core.domain.quality_events import QualityFindings


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityTest:
    """One quality test; `number` counts the case's tests from 1. `findings` None where forgotten."""

    KEY: ClassVar = ("office", "case", "number")
    INDEX: ClassVar = ("booklet",)
    office: str
    case: str
    number: int
    booklet: str
    job: str
    passed: bool
    at: int
    by: str
    checks: tuple[Check, ...]
    failed: tuple[CheckName, ...] = ()
    confirmed: tuple[CheckName, ...] = ()
    page: Blob | None = None
    findings: QualityFindings | None = None

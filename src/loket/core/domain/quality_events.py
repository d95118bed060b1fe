"""Events of the quality test (uji kualitas): passed or failed, with every check kept."""

from dataclasses import dataclass, field
from typing import ClassVar

from loket.core.domain.checks import Check, CheckName
from loket.core.domain.node_events import Blob


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityFindings:
    """The sealed part of a quality test: what was read on the page, and what the officer wrote about it.

    `fields`: what was read of the visual zone, by name of the field.
    """

    mrz_upper: str
    mrz_lower: str
    fields: dict[str, str] = field(default_factory=dict)
    remark: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityTestPassed:
    """Every required check was successful, or settled by an officer's eyes (`confirmed`).

    `blob`: the page as it was looked at.
    """

    KIND: ClassVar = "quality_test_passed"
    case: str
    job: str
    booklet: str
    checks: tuple[Check, ...]
    confirmed: tuple[CheckName, ...] = ()
    blob: Blob | None = None
    sealed: QualityFindings | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class QualityTestFailed:
    """At least one check failed (`failed`); the booklet is spoilt and made again, or tested again."""

    KIND: ClassVar = "quality_test_failed"
    case: str
    job: str
    booklet: str
    failed: tuple[CheckName, ...]
    checks: tuple[Check, ...]
    confirmed: tuple[CheckName, ...] = ()
    blob: Blob | None = None
    sealed: QualityFindings | None = None

"""Rows of the chips: the office's document signers, and which chip went into which booklet."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentSigner:
    """One document signer of the office; signs in [`signs_from`, `signs_until`) (ms), `quota` times."""

    KEY: ClassVar = ("office", "signer")
    INDEX: ClassVar = ("signs_until",)
    office: str
    signer: str
    signs_from: int
    signs_until: int
    quota: int
    certificate: bytes
    used: int = 0
    used_at: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalisedChip:
    """A chip that was written and locked, by its serial."""

    KEY: ClassVar = ("office", "chip")
    INDEX: ClassVar = ("case", "booklet")
    office: str
    chip: str
    case: str
    booklet: str
    at: int

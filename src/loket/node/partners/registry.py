"""The population registry (Dukcapil): a port and the adapter over HTTP.

No open interface of the registry is known, so the adapter speaks a small JSON of our own. The question goes
in the body of a POST: a NIK has no place in an address that servers write into their logs.
"""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

import urllib3


@dataclass(frozen=True, slots=True, kw_only=True)
class RegistryQuestion:
    """What is compared: NIK, the whole name and the birth date as keyed."""

    nik: str
    full_name: str
    birth_date: date


@dataclass(frozen=True, slots=True)
class RegistryAgrees:
    """The registry knows this person so; its answer carries a reference."""

    reference: str


@dataclass(frozen=True, slots=True)
class RegistryDiffers:
    """The registry has nobody of this NIK, or another name or birth date for it."""

    reference: str


@dataclass(frozen=True, slots=True)
class RegistryUnreachable:
    """No answer in time; the question is asked again later."""


RegistrySays = RegistryAgrees | RegistryDiffers | RegistryUnreachable


class RegistryPort(Protocol):
    """Asks the registry about one person."""

    def check(self, question: RegistryQuestion) -> RegistrySays:
        """What the registry says now; RegistryUnreachable after the time-out."""


@dataclass(frozen=True, slots=True)
class NoRegistry:
    """A node without a way to the registry: every question stays open."""

    def check(self, question: RegistryQuestion) -> RegistrySays:  # noqa: ARG002
        """Never reachable."""
        return RegistryUnreachable()


class HttpRegistry:
    """POST {address}/registry/checks {nik, full_name, birth_date} → {"agrees": bool, "reference": str}."""

    def __init__(self, address: str, *, timeout_seconds: float = 3.0) -> None:
        self._address = address.rstrip("/")
        self._pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=1.0, read=timeout_seconds), retries=False, maxsize=2
        )

    def check(self, question: RegistryQuestion) -> RegistrySays:
        """Ask the registry; an answer that is not the agreed JSON counts as unreachable."""
        asked = {
            "nik": question.nik,
            "full_name": question.full_name,
            "birth_date": question.birth_date.isoformat(),
        }
        try:
            answer = self._pool.request("POST", f"{self._address}/registry/checks", json=asked)
            said = answer.json() if answer.status == 200 else None
        except (urllib3.exceptions.HTTPError, ValueError):
            return RegistryUnreachable()
        match said:
            case {"agrees": True, "reference": str(reference)} if reference:
                return RegistryAgrees(reference)
            case {"agrees": False, "reference": str(reference)}:
                return RegistryDiffers(reference)
        return RegistryUnreachable()

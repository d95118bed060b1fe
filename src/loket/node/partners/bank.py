"""The state's bank gateway: a port, the adapter over HTTP, and a simulator's rules.

No open interface of the gateway is known (domain: money), so the adapter speaks a small JSON of our own; the
office never waits for it longer than its time-out.
"""

from dataclasses import dataclass
from typing import Protocol

import urllib3

from loket.core.domain.rules.counter import BankConfirmed, BankDenied, BankSays, BankUnreachable


class BankPort(Protocol):
    """Asks the bank about one billing code."""

    def confirm(self, billing_code: str) -> BankSays:
        """What the bank says now; BankUnreachable after the time-out."""


@dataclass(frozen=True, slots=True)
class NoBank:
    """A node without a way to the bank: every payment gets the office's own receipt."""

    def confirm(self, billing_code: str) -> BankSays:  # noqa: ARG002
        """Never reachable."""
        return BankUnreachable()


class HttpBank:
    """GET {address}/bank/payments/{billing_code} → {"paid": bool, "reference": str, "amount_rupiah": int}."""

    def __init__(self, address: str, *, timeout_seconds: float = 1.5) -> None:
        self._address = address.rstrip("/")
        self._pool = urllib3.PoolManager(
            timeout=urllib3.Timeout(connect=0.5, read=timeout_seconds), retries=False, maxsize=2
        )

    def confirm(self, billing_code: str) -> BankSays:
        """Ask the bank; an answer that is not the agreed JSON counts as unreachable, never as paid."""
        try:
            answer = self._pool.request("GET", f"{self._address}/bank/payments/{billing_code}")
            said = answer.json() if answer.status == 200 else None
        except (urllib3.exceptions.HTTPError, ValueError):
            return BankUnreachable()
        match said:
            case {"paid": True, "reference": str(reference), "amount_rupiah": int(amount)} if reference:
                return BankConfirmed(reference, amount)
            case {"paid": False}:
                return BankDenied()
        return BankUnreachable()

"""A bank that answers by rule: the same billing code always gets the same answer."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from loket.core.domain.rules.counter import BankConfirmed, BankDenied, BankSays, BankUnreachable


@dataclass(kw_only=True)
class BankSimulator:
    """`bills`: rupiah paid for a code; other codes are paid with `usual_amount_rupiah`, unless it is None.

    `unpaid`: codes the bank has no payment for. `reachable` and `delay_seconds` are its switches: a bank
    slower than `timeout_seconds` counts as out of reach, without anybody waiting for it.
    """

    usual_amount_rupiah: int | None = None
    bills: Mapping[str, int] = field(default_factory=dict)
    unpaid: frozenset[str] = frozenset()
    reachable: bool = True
    delay_seconds: float = 0.0
    timeout_seconds: float = 1.5

    def confirm(self, billing_code: str) -> BankSays:
        """What the bank says of this code."""
        if not self.reachable or self.delay_seconds > self.timeout_seconds:
            return BankUnreachable()
        amount = self.bills.get(billing_code, self.usual_amount_rupiah)
        if billing_code in self.unpaid or amount is None:
            return BankDenied()
        return BankConfirmed(transaction_number(billing_code), amount)


def transaction_number(billing_code: str) -> str:
    """The simulated bank's 16-character transaction number for a code (the real NTPN has 16 as well)."""
    return hashlib.sha256(b"TEST bank " + billing_code.encode()).hexdigest()[:16].upper()

"""A bank that answers by rule: the same billing code always gets the same answer."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from loket.core.domain.rules.counter import BankConfirmed, BankDenied, BankSays, BankUnreachable


@dataclass(kw_only=True)
class BankSimulator:
    """Whatever was billed is paid, except the codes of `unpaid`.

    `bills`, `billed` and `usual_amount_rupiah`, in this order, say the rupiah of a code; a code that none of
    them knows gets no answer, as from a bank whose own books are late. `reachable` and `delay_seconds` are
    its switches: a bank slower than `timeout_seconds` counts as out of reach, without anybody waiting.
    """

    bills: Mapping[str, int] = field(default_factory=dict)
    billed: Callable[[str], int | None] | None = None
    usual_amount_rupiah: int | None = None
    unpaid: frozenset[str] = frozenset()
    reachable: bool = True
    delay_seconds: float = 0.0
    timeout_seconds: float = 1.5

    def confirm(self, billing_code: str) -> BankSays:
        """What the bank says of this code."""
        if not self.reachable or self.delay_seconds > self.timeout_seconds:
            return BankUnreachable()
        if billing_code in self.unpaid:
            return BankDenied()
        amount = self.bills.get(billing_code)
        if amount is None and self.billed is not None:
            amount = self.billed(billing_code)
        if amount is None:
            amount = self.usual_amount_rupiah
        if amount is None:
            return BankUnreachable()
        return BankConfirmed(transaction_number(billing_code), amount)


def transaction_number(billing_code: str) -> str:
    """The simulated bank's 16-character transaction number for a code (the real NTPN has 16 as well)."""
    return hashlib.sha256(b"TEST bank " + billing_code.encode()).hexdigest()[:16].upper()

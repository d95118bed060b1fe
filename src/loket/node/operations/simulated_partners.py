"""Simulated registry and bank beside a centre, for the demonstration and drills."""

from collections.abc import Callable

from loket.core.domain.rows import Case
from loket.node.operations.answer_obligations import Partners
from loket.node.operations.node import Node
from loket.node.partners.bank_simulator import BankSimulator
from loket.node.partners.registry_simulator import RegistrySimulator


def simulated_partners(node: Node) -> Partners:
    """Partners that agree with what offices say; their switches and exceptions can be set afterwards."""
    return Partners(registry=RegistrySimulator(), bank=BankSimulator(billed=billed_at(node)))


def billed_at(node: Node) -> Callable[[str], int | None]:
    """What a billing code asks for, by the centre's rows of all offices; None while none of them has it.

    It looks through every case, which only a simulator may afford.
    """

    def billed(billing_code: str) -> int | None:
        with node.store.reading() as reading:
            fees = [case.fee for case in reading.select(Case) if case.fee is not None]
        return next((fee.amount_rupiah for fee in fees if fee.billing_code == billing_code), None)

    return billed

"""Record a payment: the bank's reference, or a numbered signed receipt when it is out of reach."""

from loket.core.domain.events import PaymentRecorded
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules import counter
from loket.core.domain.terms import Role, Tender
from loket.node.operations.act import By, Desk, Done, perform_on_case
from loket.node.operations.node import Node


def record_payment(
    node: Node, by: By, case: str, *, amount_rupiah: int, tender: Tender = Tender.PROOF_SEEN
) -> Done | Refused:
    """Ask the bank, outside the transaction and never for long, then write down what is known.

    `tender`: what the office's receipt is for, where the bank cannot be asked.
    """
    with node.store.reading() as reading:
        row = reading.get(Case, (node.name, case))
    bank = (
        node.bank.confirm(row.fee.billing_code)
        if row is not None and row.fee is not None and row.payment is None
        else counter.BankUnreachable()
    )

    def decide(desk: Desk, row: Case) -> PaymentRecorded | Refused:
        book = f"{node.name.upper()}-{desk.today:%Y}"
        return counter.record_payment(
            row,
            officer=desk.officer,
            amount_rupiah=amount_rupiah,
            bank=bank,
            receipt_number=f"{book}-{desk.next_number(f'receipt/{book}'):06d}",
            tender=tender,
        )

    return perform_on_case(node, by, Role.CASHIER, case, decide)

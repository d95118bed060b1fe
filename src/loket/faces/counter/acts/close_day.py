"""Close the office's day: two officers count, and every difference has its reason."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.rules.day import KEEPERS
from loket.faces.counter.acts.act import Cleaned, OfficeAct
from loket.faces.counter.acts.balance import CountRow, count_rows, counted_of, money, things, why, why_of
from loket.faces.counter.acts.open_day import PAGE
from loket.faces.counter.acts.second_officer import SecondOfficerForm
from loket.faces.counter.acts.stock_fields import (
    StockRow,
    add_stock_fields,
    stock_counted,
    stock_rows,
    stock_why,
)
from loket.node.operations.act import By, Done
from loket.node.operations.close_day import close_day
from loket.node.operations.node import Node, current_node
from loket.node.operations.office_day import day_still_open, expected_at_closing
from loket.node.operations.stock import Equation, equations, lying_now


class CloseDayForm(SecondOfficerForm):
    """What was counted of each item, why it differs, what goes to the bank, and who counted with."""

    counted_cash = money()
    why_cash = why()
    counted_receipts = things()
    why_receipts = why()
    counted_printed = things()
    why_printed = why()
    counted_spoilt = things()
    why_spoilt = why()
    counted_handed_over = things()
    why_handed_over = why()
    deposited_rupiah = money()
    # The second officer signs when everything is counted.
    field_order = ("act", "counted_cash", "why_cash")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        node = current_node()
        with node.store.reading() as reading:
            self.lying = lying_now(node, reading)
        add_stock_fields(self, self.lying)

    def rows(self) -> list[CountRow]:
        """The items beside what the log says now; none where no day is open."""
        node = current_node()
        with node.store.reading() as reading:
            opened = day_still_open(node, reading)
            return [] if opened is None else count_rows(self, expected_at_closing(node, reading, opened))

    def equations(self) -> tuple[Equation, ...]:
        """Delivered = blank + allocated + …, by the log, for each kind."""
        node = current_node()
        with node.store.reading() as reading:
            return equations(reading, node.name)

    def stock_rows(self) -> list[StockRow]:
        """Books by kind, place and state, beside what the log says now."""
        return stock_rows(self, self.lying)


def _perform(node: Node, by: By, cleaned: Cleaned) -> Done | Refused:
    return close_day(
        node,
        by,
        counted=counted_of(cleaned),
        why=why_of(cleaned),
        deposited_rupiah=cleaned["deposited_rupiah"] or 0,
        second_officer=cleaned["second_officer"],
        stock_counted=stock_counted(cleaned),
        stock_why=stock_why(cleaned),
    )


ACT = OfficeAct(
    stem="close_day",
    title=_("Close the day"),
    form=CloseDayForm,
    roles=KEEPERS,
    page=PAGE,
    perform=_perform,
)

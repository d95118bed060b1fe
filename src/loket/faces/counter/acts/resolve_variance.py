"""Two officers count again what differed at a close of day."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.rules.stock import KEEPERS
from loket.core.domain.stock_terms import VarianceGround
from loket.faces.counter.acts.act import Cleaned, OfficeAct
from loket.faces.counter.acts.choices import choices
from loket.faces.counter.acts.second_officer import SecondOfficerForm
from loket.faces.counter.acts.stock_fields import (
    STOCK_PAGE,
    StockRow,
    add_stock_fields,
    labelled,
    stock_counted,
    stock_rows,
    written,
)
from loket.faces.ui.forms import text
from loket.faces.ui.words.formats import long_day
from loket.node.operations.act import By, Done
from loket.node.operations.node import Node, current_node
from loket.node.operations.resolve_variance import resolve_variance
from loket.node.operations.stock import lying_now, open_variances


def _variances() -> list[tuple[str, str]]:
    """The closes of day whose count differed and is not resolved."""
    node = current_node()
    with node.store.reading() as reading:
        return [
            (row.variance, long_day(date.fromisoformat(row.variance)))
            for row in open_variances(reading, node.name)
        ]


class ResolveVarianceForm(SecondOfficerForm):
    """Which close of day, everything counted again, why it differed, and the second officer."""

    variance = forms.ChoiceField(choices=_variances)
    ground = forms.ChoiceField(choices=choices(VarianceGround), widget=forms.RadioSelect)
    text = labelled(text(rows=3), _("What happened"))
    field_order = ("act", "variance")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        node = current_node()
        with node.store.reading() as reading:
            self.lying = lying_now(node, reading)
        add_stock_fields(self, self.lying, whys=False)

    def stock_rows(self) -> list[StockRow]:
        """Books by kind, place and state, beside what the log says now."""
        return stock_rows(self, self.lying)


def _perform(node: Node, by: By, cleaned: Cleaned) -> Done | Refused:
    return resolve_variance(
        node,
        by,
        variance=cleaned["variance"],
        ground=VarianceGround(cleaned["ground"]),
        counted=stock_counted(cleaned),
        text=written(cleaned["text"]),
        second_officer=cleaned["second_officer"],
    )


ACT = OfficeAct(
    stem="resolve_variance",
    title=_("Resolve the variance"),
    form=ResolveVarianceForm,
    roles=KEEPERS,
    page=STOCK_PAGE,
    perform=_perform,
)

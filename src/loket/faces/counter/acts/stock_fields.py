"""What the forms of acts with blanks share: numbers that are typed or scanned, and counts by place."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

from loket.core.domain.blanks import BlankRange, parse_blanks
from loket.core.domain.error import DomainError
from loket.core.domain.rules.stock_count import Lying
from loket.core.domain.terms import BalanceItem
from loket.faces.counter.acts.act import Cleaned
from loket.faces.counter.acts.balance import signed, things, why
from loket.faces.counter.waiting import names_of_officers
from loket.faces.ui.forms import ActForm
from loket.faces.ui.words.formats import number
from loket.node.operations.node import current_node
from loket.node.operations.stock import lying_now

STOCK_PAGE = "/stock"
_MOST_LETTERS = 4_000


class BlanksField(forms.CharField):
    """Numbers of blanks, as a scanner or a person types them; cleaned, ranges in order."""

    def __init__(self, *, required: bool = True, rows: int = 2) -> None:
        widget = forms.Textarea(
            attrs={"rows": rows, "autocapitalize": "characters", "autocomplete": "off", "spellcheck": "false"}
        )
        super().__init__(required=required, max_length=_MOST_LETTERS, widget=widget)

    def clean(self, value: Any) -> tuple[BlankRange, ...]:
        """Read the numbers; an error says how they are written."""
        typed = super().clean(value)
        try:
            return parse_blanks(typed)
        except DomainError as error:
            raise ValidationError(
                _("Write numbers as on the blanks, ranges with a hyphen: X1000001-X1000010, X1000015.")
            ) from error


def written(typed: str) -> str:
    """A text of several lines as the log keeps it."""
    return typed.replace("\r\n", "\n").strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class StockRow:
    """One place on the form: what the log says, what was typed, and by how much they differ.

    `why`: None where the form asks for no reason. `differs`: None before anything was counted.
    """

    lying: Lying
    holder: str
    expected: int
    counted: BoundField
    why: BoundField | None
    differs: int | None

    @property
    def says(self) -> str:
        """What the log says, as people write it."""
        return number(self.expected)

    @property
    def difference(self) -> str:
        """By how much they differ, with its sign."""
        return signed(BalanceItem.BLANKS, self.differs or 0)

    @property
    def asks_why(self) -> bool:
        """Whether a reason is asked for, or was given."""
        return self.why is not None and bool(self.differs or self.why.errors or self.why.value())


def add_stock_fields(form: ActForm, lying: Mapping[Lying, int], *, whys: bool = True) -> None:
    """Give the form a field for each place, and one for the reason of a difference."""
    for place in lying:
        form.fields[place.field] = labelled(things(), _("Counted"))
        if whys:
            form.fields[f"why_{place.field}"] = labelled(why(), _("Why do they differ?"))


def labelled(field: forms.Field, label: Any) -> Any:
    """The field with a label of its own."""
    field.label = label
    return field


def stock_rows(form: ActForm, lying: Mapping[Lying, int]) -> list[StockRow]:
    """The places that this form counts, in order; on a form that was sent, with their differences."""
    node = current_node()
    with node.store.reading() as reading:
        names = names_of_officers(node, reading)
    cleaned = getattr(form, "cleaned_data", {}) if form.is_bound else {}
    rows = []
    for place, expected in lying.items():
        typed = cleaned.get(place.field)
        rows.append(
            StockRow(
                lying=place,
                holder=names.get(place.holder, place.holder),
                expected=expected,
                counted=form[place.field],
                why=form[f"why_{place.field}"] if f"why_{place.field}" in form.fields else None,
                differs=None if typed is None else typed - expected,
            )
        )
    return rows


def stock_counted(cleaned: Cleaned) -> dict[Lying, int]:
    """The places that were counted."""
    return {place: cleaned[place.field] for place in _places() if cleaned.get(place.field) is not None}


def stock_why(cleaned: Cleaned) -> dict[Lying, str]:
    """The reasons that were given."""
    return {place: cleaned.get(f"why_{place.field}") or "" for place in _places()}


def _places() -> list[Lying]:
    node = current_node()
    with node.store.reading() as reading:
        return list(lying_now(node, reading))

"""What the forms of opening and closing the day share: an item counted beside what the log says."""

from collections.abc import Mapping
from dataclasses import dataclass

from django import forms
from django.forms import BoundField

from loket.core.domain.terms import BalanceItem
from loket.faces.counter.acts.act import Cleaned
from loket.faces.counter.acts.record_payment import RupiahField
from loket.faces.ui.forms import ActForm, text
from loket.faces.ui.words.formats import number, rupiah

_MOST_RUPIAH = 100_000_000_000
_MOST_COUNT = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class CountRow:
    """One item on the form: what the log says, what was typed, and by how much they differ.

    `differs`: None before anything was counted.
    """

    item: BalanceItem
    expected: int
    counted: BoundField
    why: BoundField
    differs: int | None

    @property
    def says(self) -> str:
        """What the log says, as people write it."""
        return figure(self.item, self.expected)

    @property
    def difference(self) -> str:
        """By how much they differ, with its sign."""
        return signed(self.item, self.differs or 0)

    @property
    def asks_why(self) -> bool:
        """Whether a reason is asked for, or was given."""
        return bool(self.differs) or bool(self.why.errors) or bool(self.why.value())


def figure(item: BalanceItem, value: int) -> str:
    """A count of this item as people write it; cash is in rupiah."""
    return rupiah(value) if item is BalanceItem.CASH else number(value)


def signed(item: BalanceItem, value: int) -> str:
    """A difference with its sign."""
    sign = "+" if value > 0 else "−" if value < 0 else ""
    return f"{sign}{figure(item, abs(value))}"


def money() -> RupiahField:
    """An amount that was counted; where it is left out, the rule asks for it."""
    return RupiahField(required=False, min_value=0, max_value=_MOST_RUPIAH, widget=_input())


def things() -> forms.IntegerField:
    """A number of things that were counted."""
    return forms.IntegerField(required=False, min_value=0, max_value=_MOST_COUNT, widget=_input())


def why() -> forms.CharField:
    """Why what was counted differs from the log."""
    return text(required=False, most=500, autocomplete="off")


def _input() -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})


def counted_of(cleaned: Cleaned) -> dict[BalanceItem, int]:
    """The items that were counted."""
    typed = {item: cleaned.get(f"counted_{item}") for item in BalanceItem}
    return {item: number for item, number in typed.items() if number is not None}


def why_of(cleaned: Cleaned) -> dict[BalanceItem, str]:
    """The reasons that were given."""
    return {item: cleaned.get(f"why_{item}") or "" for item in BalanceItem}


def count_rows(form: ActForm, expected: Mapping[BalanceItem, int]) -> list[CountRow]:
    """The items that this form counts, in order; on a form that was sent, with their differences."""
    cleaned = getattr(form, "cleaned_data", {}) if form.is_bound else {}
    listed = []
    for item in BalanceItem:
        if f"counted_{item}" not in form.fields:
            continue
        typed = cleaned.get(f"counted_{item}")
        listed.append(
            CountRow(
                item=item,
                expected=expected[item],
                counted=form[f"counted_{item}"],
                why=form[f"why_{item}"],
                differs=None if typed is None else typed - expected[item],
            )
        )
    return listed

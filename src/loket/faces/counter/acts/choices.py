"""Choices of a form out of the closed lists of the domain."""

from collections.abc import Callable, Iterable
from enum import Enum
from typing import Any

from django import forms
from django.utils.functional import Promise

from loket.faces.ui.words.terms import word

Choices = Callable[[], list[tuple[str, Promise]]]


def choices(members: Iterable[Enum]) -> Choices:
    """Value and word of each member, in the order of the list."""
    listed = tuple(members)
    return lambda: [(str(member.value), word(member)) for member in listed]


def narrow(form: forms.Form, name: str, members: Iterable[Enum]) -> None:
    """Offer only these answers in a form's field; what was chosen before stays offered, to be refused."""
    listed = list(members)
    field: Any = form.fields[name]
    chosen = form.data.get(name) if form.is_bound else None
    kind = type(listed[0]) if listed else None
    if kind is not None and chosen in {member.value for member in kind}:
        listed += [member for member in kind if member.value == chosen and member not in listed]
    field.choices = [(member.value, word(member)) for member in listed]

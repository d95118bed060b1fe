"""Choices of a form out of the closed lists of the domain."""

from collections.abc import Callable, Iterable
from enum import Enum

from django.utils.functional import Promise

from loket.faces.ui.words.terms import word

Choices = Callable[[], list[tuple[str, Promise]]]


def choices(members: Iterable[Enum]) -> Choices:
    """Value and word of each member, in the order of the list."""
    listed = tuple(members)
    return lambda: [(str(member.value), word(member)) for member in listed]

"""Officers: which roles are in force on a day."""

from dataclasses import replace
from datetime import date

from loket.core.domain.rows import Officer
from loket.core.domain.terms import Role


def is_deputy(officer: Officer, on: date) -> bool:
    """Whether the officer stands in for the head on this day."""
    first, last = officer.deputy_from, officer.deputy_to
    return first is not None and last is not None and first <= on <= last


def in_force(officer: Officer, on: date) -> Officer:
    """The officer with the roles of this day: a deputy has the head's beside his own."""
    if not is_deputy(officer, on) or Role.HEAD in officer.roles:
        return officer
    return replace(officer, roles=tuple(sorted((*officer.roles, Role.HEAD))))

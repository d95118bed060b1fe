"""Filters and tags that all templates have: words for terms, figures as people write them."""

from datetime import date
from enum import Enum
from typing import Any

from django import template
from django.utils.functional import Promise

from loket.core.domain.nik import masked
from loket.faces.ui.words import events, formats
from loket.faces.ui.words.chips import HINDRANCES
from loket.faces.ui.words.fees import fee_part_words
from loket.faces.ui.words.printing import Trouble
from loket.faces.ui.words.printing import trouble as trouble_of
from loket.faces.ui.words.terms import word as word_for
from loket.faces.ui.words.terms import word_of
from loket.node.operations.node import current_node
from loket.node.papers.error import PaperReason

register = template.Library()


@register.filter
def word(member: Enum | None) -> Promise | str:
    """The word for a member of a closed list."""
    return word_for(member) if member is not None else ""


@register.filter
def event(kind: str) -> Promise | str:
    """The sentence for a kind of entry."""
    return events.event_words(kind)


@register.simple_tag
def new_act() -> str:
    """A random id for a form that does one thing however often it is sent."""
    return current_node().new_id()


@register.filter
def trouble(reason: str) -> Trouble:
    """Why a printer stands still or a page could not be made, and what to do."""
    found = trouble_of(reason)
    return Trouble(word_of(PaperReason, reason), found.remedy) if found.wrong == reason else found


@register.filter
def hindrance(reason: str) -> Promise | str:
    """Why a document signer may not sign."""
    return HINDRANCES.get(reason, reason)


@register.filter
def rupiah(amount: int) -> str:
    """Rp 350.000."""
    return formats.rupiah(amount)


@register.filter
def fee_part(what: str) -> Promise | str:
    """The word for a part of a fee: the booklet, or a surcharge."""
    return fee_part_words(what)


@register.filter
def number(value: int) -> str:
    """A count, grouped."""
    return formats.number(value)


@register.filter
def day(value: date | None) -> str:
    """Rabu, 26 Juni 2024."""
    return formats.long_day(value) if value else "–"


@register.filter
def short_day(value: date | None) -> str:
    """26 Jun 2024."""
    return formats.short_day(value) if value else "–"


@register.filter
def moment(at: int | None) -> str:
    """A day and a time."""
    return formats.moment(at) if at is not None else "–"


@register.filter
def short_moment(at: int | None) -> str:
    """A short day and a time."""
    return formats.short_moment(at) if at is not None else "–"


@register.filter
def clock(at: int) -> str:
    """A time of day."""
    return formats.clock(at)


@register.filter
def waited(ms: int) -> str:
    """How long somebody has waited."""
    return formats.waited(ms)


@register.filter
def masked_nik(value: str) -> str:
    """First and last four digits."""
    return masked(value) if value else "–"


@register.filter
def grouped(value: str) -> str:
    """Long numbers in fours."""
    return "\N{NO-BREAK SPACE}".join(value[start : start + 4] for start in range(0, len(value), 4))


@register.filter
def widget_kind(field: Any) -> str:
    """The class name of a field's widget, for the field's template."""
    return type(field.field.widget).__name__

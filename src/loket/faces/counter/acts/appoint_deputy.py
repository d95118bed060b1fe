"""Appoint a deputy of the head for a time, or end the term."""

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Officer
from loket.core.domain.terms import Role
from loket.faces.counter.acts.act import Cleaned, OfficeAct
from loket.faces.ui.forms import ActForm, day
from loket.node.operations.act import By, Done
from loket.node.operations.appoint_deputy import appoint_deputy, end_deputy
from loket.node.operations.node import Node, current_node

PAGE = "/head/deputy"


def _officers() -> list[tuple[str, str]]:
    """Who holds a role and is not head."""
    node = current_node()
    with node.store.reading() as reading:
        rows = reading.select(Officer, {"office": node.name}, order_by=("name",))
    return [(one.officer, one.name) for one in rows if one.roles and Role.HEAD not in one.roles]


class AppointDeputyForm(ActForm):
    """Who, and the first and last day."""

    officer = forms.ChoiceField(choices=_officers)
    first_day = day()
    last_day = day()


class EndDeputyForm(ActForm):
    """Whose term."""

    officer = forms.CharField(max_length=64)


def _appoint(node: Node, by: By, cleaned: Cleaned) -> Done | Refused:
    first, last = cleaned["first_day"], cleaned["last_day"]
    return appoint_deputy(node, by, officer=cleaned["officer"], first_day=first, last_day=last)


def _end(node: Node, by: By, cleaned: Cleaned) -> Done | Refused:
    return end_deputy(node, by, officer=cleaned["officer"])


ACT = OfficeAct(
    stem="appoint_deputy",
    title=_("Appoint a deputy"),
    form=AppointDeputyForm,
    roles=(Role.HEAD,),
    page=PAGE,
    perform=_appoint,
)
END = OfficeAct(
    stem="end_deputy",
    title=_("End the deputy's term"),
    form=EndDeputyForm,
    roles=(Role.HEAD,),
    page=PAGE,
    perform=_end,
)

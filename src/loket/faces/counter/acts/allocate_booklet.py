"""Bind one blank of the office's stock to one approved application."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Booklet, Case, StockVariance
from loket.core.domain.terms import Role, Stage
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.ui.access import OfficerRequest
from loket.faces.ui.forms import ActForm, text
from loket.node.operations.act import By, Done
from loket.node.operations.allocate_booklet import allocate_booklet, blank_at_hand
from loket.node.operations.node import Node, current_node
from loket.node.operations.stock import open_variances


class AllocateBookletForm(ActForm):
    """The number of the blank that was taken, typed or scanned; empty: the lowest at hand."""

    booklet = text(required=False, most=20, autocomplete="off", autocapitalize="characters")


@dataclass(frozen=True, slots=True)
class AtHand:
    """The blank that would be taken, and the counts that stop allocation."""

    booklet: Booklet | None
    variances: list[StockVariance]


def _about(request: OfficerRequest, case: Case, _form: ActForm) -> AtHand:
    node = current_node()
    with node.store.reading() as reading:
        return AtHand(
            blank_at_hand(node, reading, case, request.officer.officer), open_variances(reading, node.name)
        )


def _perform(node: Node, by: By, case: str, cleaned: Cleaned) -> Done | Refused:
    return allocate_booklet(node, by, case, booklet=cleaned["booklet"].strip().upper())


ACT = CaseAct(
    stem="allocate_booklet",
    title=_("Allocate a booklet"),
    form=AllocateBookletForm,
    roles=(Role.ALLOCATOR,),
    stages=(Stage.ALLOCATION,),
    perform=_perform,
    about=_about,
)

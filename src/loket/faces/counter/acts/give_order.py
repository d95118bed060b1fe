"""The head's signed exception for one case."""

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules.interview_report import bears_out
from loket.core.domain.terms import Duty, OrderKind, Role, Stage
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.counter.acts.choices import choices, narrow
from loket.faces.ui.access import OfficerRequest
from loket.faces.ui.forms import ActForm, text
from loket.faces.ui.words.terms import word
from loket.node.operations.act import By, Done
from loket.node.operations.give_order import give_order
from loket.node.operations.node import Node

_DONE = (Stage.FILING, Stage.ENDED, Stage.ARCHIVED, Stage.FORGOTTEN)


def _duties() -> list[tuple[str, object]]:
    return [("", "–"), *((duty.value, word(duty)) for duty in Duty)]


class GiveOrderForm(ActForm):
    """Which exception, for which duty where it waives four eyes, and on what grounds."""

    kind = forms.ChoiceField(
        choices=choices(OrderKind),
        initial=OrderKind.ISSUE_WITHOUT_REGISTRY_ANSWER.value,
        widget=forms.RadioSelect,
    )
    duty = forms.ChoiceField(choices=_duties, required=False)
    why = text(required=False, rows=4)


def _perform(node: Node, by: By, case: str, cleaned: Cleaned) -> Done | Refused:
    kind = OrderKind(cleaned["kind"])
    # The page shows the duty beside both kinds; only one kind has a duty.
    waives = kind is OrderKind.SAME_OFFICER and cleaned["duty"]
    return give_order(
        node,
        by,
        case,
        kind=kind,
        duty=Duty(cleaned["duty"]) if waives else None,
        why=cleaned["why"].replace("\r\n", "\n"),
    )


def _open(case: Case) -> bool:
    return case.stage not in _DONE


def _kinds(case: Case) -> list[OrderKind]:
    """The orders that this case may need: one about an interview report needs its finding."""
    return [kind for kind in OrderKind if bears_out(case, kind)]


def _initial(case: Case) -> Cleaned:
    about_report = (OrderKind.GO_ON_DESPITE_NEGLIGENCE, OrderKind.WAIVE_SURCHARGE)
    asked = next((kind for kind in _kinds(case) if kind in about_report), None)
    return {} if asked is None else {"kind": asked.value}


def _about(_request: OfficerRequest, case: Case, form: ActForm) -> None:
    narrow(form, "kind", _kinds(case))


ACT = CaseAct(
    stem="give_order",
    title=_("Give an order"),
    form=GiveOrderForm,
    roles=(Role.HEAD,),
    stages=tuple(stage for stage in Stage if stage not in _DONE),
    perform=_perform,
    offered=_open,
    initial=_initial,
    about=_about,
)

"""Look the applicant up in the local signed copy of the prevention list."""

from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.terms import Role, Stage
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.ui.forms import ActForm
from loket.node.operations.act import By, Done
from loket.node.operations.look_up_prevention_list import look_up_prevention_list
from loket.node.operations.node import Node


class LookUpPreventionListForm(ActForm):
    """Nothing to fill in: the copy speaks for itself."""


def _perform(node: Node, by: By, case: str, _cleaned: Cleaned) -> Done | Refused:
    return look_up_prevention_list(node, by, case)


ACT = CaseAct(
    stem="look_up_prevention_list",
    title=_("Look up the prevention list"),
    form=LookUpPreventionListForm,
    roles=(
        Role.ADJUDICATOR,
        Role.APPROVER,
    ),
    stages=(
        Stage.LOOK_UP,
        Stage.APPROVAL,
    ),
    perform=_perform,
)

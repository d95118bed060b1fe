"""Give the endorsement page to the printer's queue."""

from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.rules.endorsement import is_owed, may_be_printed
from loket.core.domain.terms import Role, Stage
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.ui.forms import ActForm, text
from loket.node.operations.act import By, Done
from loket.node.operations.node import Node
from loket.node.operations.print_endorsement import print_endorsement


class PrintEndorsementForm(ActForm):
    """Observations, beside the name that stands on the case."""

    observations = text(required=False, rows=3)


def _perform(node: Node, by: By, case: str, cleaned: Cleaned) -> Done | Refused:
    observations = cleaned["observations"].replace("\r\n", "\n")
    return print_endorsement(node, by, case, observations=observations)


ACT = CaseAct(
    stem="print_endorsement",
    title=_("Print the endorsement page"),
    form=PrintEndorsementForm,
    roles=(Role.PRINTER,),
    stages=(Stage.READ_BACK,),
    perform=_perform,
    offered=may_be_printed,
    waits=is_owed,
)

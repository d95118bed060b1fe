"""Give the data page to the printer's queue."""

from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.terms import Role, Stage
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.ui.forms import ActForm
from loket.node.operations.act import By, Done
from loket.node.operations.node import Node
from loket.node.operations.print_data_page import print_data_page


class PrintDataPageForm(ActForm):
    """Nothing to fill in: everything that is printed stands on the case."""


def _perform(node: Node, by: By, case: str, _cleaned: Cleaned) -> Done | Refused:
    return print_data_page(node, by, case)


ACT = CaseAct(
    stem="print_data_page",
    title=_("Print the data page"),
    form=PrintDataPageForm,
    roles=(Role.PRINTER,),
    stages=(Stage.PRINTING,),
    perform=_perform,
)

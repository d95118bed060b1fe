"""Try the chip again, after the fault that the encoder reported was put right."""

from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules.personalisation import CAN_BE_TRIED_AGAIN
from loket.core.domain.terms import ChipState, Role, Stage
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.ui.forms import ActForm
from loket.node.operations.act import By, Done
from loket.node.operations.encode_chip import encode_chip
from loket.node.operations.node import Node


class EncodeChipForm(ActForm):
    """Nothing to fill in: what is written to the chip stands on the case."""


def _perform(node: Node, by: By, case: str, _cleaned: Cleaned) -> Done | Refused:
    return encode_chip(node, by, case)


def _offered(case: Case) -> bool:
    return (
        case.chip is not None
        and case.chip.state is ChipState.FAILED
        and case.chip.fault in CAN_BE_TRIED_AGAIN
    )


ACT = CaseAct(
    stem="encode_chip",
    title=_("Write the chip again"),
    form=EncodeChipForm,
    roles=(Role.PRINTER,),
    stages=(Stage.READ_BACK,),
    perform=_perform,
    offered=_offered,
)

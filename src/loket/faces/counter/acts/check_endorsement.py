"""Compare the printed endorsement page with what was ordered."""

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules.printing import MAY_BE_TESTED
from loket.core.domain.terms import Role, Stage
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.ui.forms import ActForm
from loket.node.operations.act import By, Done
from loket.node.operations.check_endorsement import check_endorsement
from loket.node.operations.node import Node

_AGREES, _DIFFERS = "agrees", "differs"


class CheckEndorsementForm(ActForm):
    """What the officer saw; nothing is chosen beforehand."""

    endorsement_seen = forms.ChoiceField(
        choices=(
            (_AGREES, _("Every letter is as it stands here")),
            (_DIFFERS, _("It differs, or cannot be read")),
        ),
        widget=forms.RadioSelect,
    )


def _perform(node: Node, by: By, case: str, cleaned: Cleaned) -> Done | Refused:
    return check_endorsement(node, by, case, agrees=cleaned["endorsement_seen"] == _AGREES)


def _offered(case: Case) -> bool:
    return case.endorsement is not None and case.endorsement.state in MAY_BE_TESTED


ACT = CaseAct(
    stem="check_endorsement",
    title=_("Check the endorsement page"),
    form=CheckEndorsementForm,
    roles=(Role.QUALITY_TESTER,),
    stages=(Stage.READ_BACK,),
    perform=_perform,
    offered=_offered,
)

"""Say what was found in the printer, where nobody knows what became of a page."""

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.row_parts import Endorsement, Page
from loket.core.domain.rows import Case
from loket.core.domain.rules.printing import in_doubt
from loket.core.domain.terms import PageFound, PageState, Role, Stage
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.counter.acts.choices import choices
from loket.faces.ui.access import OfficerRequest
from loket.faces.ui.forms import ActForm
from loket.node.operations.act import By, Done
from loket.node.operations.look_for_page import look_for_page
from loket.node.operations.node import Node


class LookForPageForm(ActForm):
    """What lay in the printer; nothing is chosen beforehand."""

    found = forms.ChoiceField(choices=choices(PageFound), widget=forms.RadioSelect)


def _perform(node: Node, by: By, case: str, cleaned: Cleaned) -> Done | Refused:
    return look_for_page(node, by, case, found=PageFound(cleaned["found"]))


def _offered(case: Case) -> bool:
    return in_doubt(case) is not None


def _waits(case: Case) -> bool:
    """A printer that stands still goes on when its fault is put right; of the others only eyes know."""
    page = in_doubt(case)
    return page is not None and page.state is not PageState.STOPPED


def _about(_request: OfficerRequest, case: Case, _form: ActForm) -> Page | Endorsement | None:
    """The page that is in doubt."""
    return in_doubt(case)


ACT = CaseAct(
    stem="look_for_page",
    title=_("Say what came out of the printer"),
    form=LookForPageForm,
    roles=(Role.PRINTER, Role.QUALITY_TESTER),
    stages=(Stage.READ_BACK,),
    perform=_perform,
    offered=_offered,
    waits=_waits,
    about=_about,
)

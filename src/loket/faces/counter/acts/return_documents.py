"""Give documents back to the applicant: what is missing, or why the application is withdrawn."""

from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules.endings import RETURNABLE, missing_of
from loket.core.domain.terms import PaperKind, Role, Stage
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.ui.access import OfficerRequest
from loket.faces.ui.forms import ActForm, text
from loket.node.operations.act import By, Done
from loket.node.operations.node import Node
from loket.node.operations.return_documents import return_documents


class ReturnDocumentsForm(ActForm):
    """A remark for the slip, or why it is withdrawn; which papers are missing is worked out."""

    remark = text(required=False, rows=3)


def _about(_request: OfficerRequest, case: Case, _form: ActForm) -> tuple[PaperKind, ...]:
    return missing_of(case) if case.stage is Stage.DOCUMENTS else ()


def _perform(node: Node, by: By, case: str, cleaned: Cleaned) -> Done | Refused:
    return return_documents(node, by, case, why=cleaned["remark"].replace("\r\n", "\n"))


ACT = CaseAct(
    stem="return_documents",
    title=_("Return the documents"),
    form=ReturnDocumentsForm,
    roles=(Role.COUNTER_OFFICER, Role.HEAD),
    stages=RETURNABLE,
    perform=_perform,
    about=_about,
)

"""Read the printed page back: what the printer put out, or a scan of the page."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Reason, Refused, refuse
from loket.core.domain.rows import Case
from loket.core.domain.terms import Role, Stage
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.counter.desk import office_desk
from loket.faces.ui.forms import ActForm
from loket.node.operations.act import By, Done, perform_on_case
from loket.node.operations.node import Node
from loket.node.operations.read_back_page import read_back_page


class ReadBackPageForm(ActForm):
    """A scan of the page; without one, what the printer put out is read."""

    page = forms.FileField(
        required=False, widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"})
    )

    def clean_page(self) -> object:
        """A counter without a printer that shows its output needs the scan."""
        page = self.cleaned_data.get("page")
        if page is None and office_desk().printer is None:
            raise ValidationError(_("Choose a file."))
        return page


def printed_page(case: Case | None) -> bytes | None:
    """What the printer put out for the case's job, None while nothing has or no printer can tell."""
    printer = office_desk().printer
    if printer is None or case is None or case.page is None:
        return None
    return printer.output(case.page.job)


def _perform(node: Node, by: By, case: str, cleaned: Cleaned) -> Done | Refused:
    upload = cleaned["page"]
    if upload is not None:
        return read_back_page(node, by, case, page=upload.read())
    with node.store.reading() as reading:
        row = reading.get(Case, (node.name, case))
    printed = printed_page(row)
    if printed is None:
        # Also when this very act has read it and the printer has forgotten it since: then it says so.
        return perform_on_case(
            node, by, Role.QUALITY_TESTER, case, lambda _desk, _row: refuse(Reason.PAGE_NOT_SENT)
        )
    return read_back_page(node, by, case, page=printed)


ACT = CaseAct(
    stem="read_back_page",
    title=_("Read the page back"),
    form=ReadBackPageForm,
    roles=(Role.QUALITY_TESTER,),
    stages=(Stage.READ_BACK,),
    perform=_perform,
)

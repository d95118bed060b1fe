"""The quality test: the page that the printer put out, or a scan or photo of it, and every check on it."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from loket.core.domain.checks import CheckName
from loket.core.domain.quality.run import BY_EYE
from loket.core.domain.refusals import Reason, Refused, refuse
from loket.core.domain.rows import Case, QualityTest
from loket.core.domain.terms import Role, Stage
from loket.faces.counter.acts.act import CaseAct, Cleaned
from loket.faces.counter.desk import office_desk
from loket.faces.counter.quality_pages import TestShown, shown
from loket.faces.ui.access import OfficerRequest
from loket.faces.ui.forms import ActForm, text
from loket.faces.ui.words.terms import word
from loket.node.operations.act import By, Done, perform_on_case
from loket.node.operations.node import Node, current_node
from loket.node.operations.test_quality import test_quality


class TestQualityForm(ActForm):
    """A scan or photo of the page; without one, what the printer put out is looked at.

    `unsettled`: checks that no program settled just now and that eyes may.
    """

    page = forms.FileField(
        required=False, widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,application/pdf"})
    )
    confirmed = forms.MultipleChoiceField(
        required=False,
        choices=lambda: [(name.value, word(name)) for name in CheckName if name in BY_EYE],
        widget=forms.CheckboxSelectMultiple,
    )
    what_was_seen = text(required=False, rows=3)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.unsettled: tuple[CheckName, ...] = ()

    def clean_page(self) -> object:
        """A counter without a printer that shows its output needs the scan."""
        page = self.cleaned_data.get("page")
        if page is None and office_desk().printer is None:
            raise ValidationError(_("Choose a file."))
        return page

    def refused(self, refused: Refused) -> None:
        """Offer the ticks of what eyes may settle."""
        super().refused(refused)
        waiting = {
            one.facts["test_check"] for one in refused.objections if one.reason is Reason.CHECK_NOT_SETTLED
        }
        self.unsettled = tuple(name for name in CheckName if name in BY_EYE and name.value in waiting)
        field: Any = self.fields["confirmed"]
        field.choices = [choice for choice in field.choices if choice[0] in waiting]


@dataclass(frozen=True, slots=True)
class TestPage:
    """What stands beside the form: whether the printer shows the page, and the last test of this booklet."""

    printed: bool
    last: TestShown | None
    ticks: bool
    remark: bool


def printed_page(case: Case | None) -> bytes | None:
    """What the printer put out for the case's job, None while nothing has or no printer can tell."""
    printer = office_desk().printer
    if printer is None or case is None or case.page is None:
        return None
    return printer.output(case.page.job)


def _about(_request: OfficerRequest, case: Case, form: ActForm) -> TestPage:
    node = current_node()
    with node.store.reading() as reading:
        last = reading.get(QualityTest, (node.name, case.case, case.quality_tests))
    ticks = isinstance(form, TestQualityForm) and bool(form.unsettled)
    here = shown(last, case.kind) if last is not None and last.booklet == case.booklet else None
    return TestPage(printed_page(case) is not None, here, ticks, ticks or here is not None)


def _perform(node: Node, by: By, case: str, cleaned: Cleaned) -> Done | Refused:
    upload = cleaned["page"]
    confirmed = [CheckName(name) for name in cleaned["confirmed"]]
    remark = cleaned["what_was_seen"].replace("\r\n", "\n")
    if upload is not None:
        return test_quality(node, by, case, page=upload.read(), confirmed=confirmed, remark=remark)
    with node.store.reading() as reading:
        row = reading.get(Case, (node.name, case))
    printed = printed_page(row)
    if printed is None:
        # Also when this very act has tested it and the printer has forgotten it since: then it says so.
        return perform_on_case(
            node, by, Role.QUALITY_TESTER, case, lambda _desk, _row: refuse(Reason.PAGE_NOT_SENT)
        )
    return test_quality(node, by, case, page=printed, confirmed=confirmed, remark=remark)


ACT = CaseAct(
    stem="test_quality",
    title=_("Test the passport's quality"),
    form=TestQualityForm,
    roles=(Role.QUALITY_TESTER,),
    stages=(Stage.READ_BACK,),
    perform=_perform,
    about=_about,
)

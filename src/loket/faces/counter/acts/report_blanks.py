"""Report blanks that no case has: spoilt, lost, found, returned, cancelled, destroyed."""

from django import forms
from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.rules.stock import KEEPERS, REPORTABLE
from loket.core.domain.stock_terms import StockAct
from loket.core.domain.terms import Role, SpoilCause
from loket.faces.counter.acts.act import Cleaned, OfficeAct
from loket.faces.counter.acts.choices import choices
from loket.faces.counter.acts.second_officer import SecondOfficerForm
from loket.faces.counter.acts.stock_fields import STOCK_PAGE, BlanksField, labelled, written
from loket.faces.ui.forms import text
from loket.node.operations.act import By, Done
from loket.node.operations.node import Node
from loket.node.operations.report_blanks import report_blanks


class ReportBlanksForm(SecondOfficerForm):
    """What happened to which blanks, and the second officer, who saw it."""

    what = forms.ChoiceField(choices=choices(REPORTABLE), widget=forms.RadioSelect)
    blanks = BlanksField()
    cause = forms.ChoiceField(choices=choices(SpoilCause), initial=SpoilCause.DAMAGED_BLANK, required=False)
    text = labelled(text(rows=3), _("What happened"))
    field_order = ("act", "what", "blanks", "cause", "text")


def _perform(node: Node, by: By, cleaned: Cleaned) -> Done | Refused:
    return report_blanks(
        node,
        by,
        what=StockAct(cleaned["what"]),
        blanks=cleaned["blanks"],
        cause=SpoilCause(cleaned["cause"] or SpoilCause.OTHER),
        text=written(cleaned["text"]),
        second_officer=cleaned["second_officer"],
    )


ACT = OfficeAct(
    stem="report_blanks",
    title=_("Report blanks"),
    form=ReportBlanksForm,
    roles=(*KEEPERS, Role.PRINTER, Role.QUALITY_TESTER),
    page=STOCK_PAGE,
    perform=_perform,
)

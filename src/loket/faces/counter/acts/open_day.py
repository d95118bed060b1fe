"""Open the office's day: the cash in the drawer and the blanks in stock, counted by hand."""

from django.utils.translation import gettext_lazy as _

from loket.core.domain.refusals import Refused
from loket.core.domain.rules.day import KEEPERS
from loket.faces.counter.acts.act import Cleaned, OfficeAct
from loket.faces.counter.acts.balance import CountRow, count_rows, counted_of, money, things, why, why_of
from loket.faces.ui.forms import ActForm
from loket.node.operations.act import By, Done
from loket.node.operations.node import Node, current_node
from loket.node.operations.office_day import expected_at_opening
from loket.node.operations.open_day import open_day

PAGE = "/day"


class OpenDayForm(ActForm):
    """What was counted of each item, and why it differs."""

    counted_cash = money()
    why_cash = why()
    counted_blanks = things()
    why_blanks = why()

    def rows(self) -> list[CountRow]:
        """The items beside what the log says now."""
        node = current_node()
        with node.store.reading() as reading:
            return count_rows(self, expected_at_opening(node, reading))


def _perform(node: Node, by: By, cleaned: Cleaned) -> Done | Refused:
    return open_day(node, by, counted=counted_of(cleaned), why=why_of(cleaned))


ACT = OfficeAct(
    stem="open_day",
    title=_("Open the day"),
    form=OpenDayForm,
    roles=KEEPERS,
    page=PAGE,
    perform=_perform,
)

"""The office's day: what is counted beside what the log says, the past days, and the slip of a close."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from loket.core.domain.office_events import BalanceLine
from loket.core.domain.rows import OfficeDay
from loket.core.domain.stock_events import StockLine
from loket.core.domain.terms import BalanceItem
from loket.faces.counter.acts.act import OfficeAct
from loket.faces.counter.acts.balance import figure, signed
from loket.faces.counter.acts.registry import OFFICE_ACTS, may
from loket.faces.counter.desk import office_desk
from loket.faces.counter.frame import page
from loket.faces.counter.waiting import names_of_officers
from loket.faces.ui.access import OfficerRequest, any_officer
from loket.faces.ui.languages import in_both
from loket.faces.ui.words.formats import clock, long_day, moment, number, rupiah
from loket.faces.ui.words.terms import word
from loket.node.operations.node import Node, current_node
from loket.node.operations.office_day import day_still_open
from loket.node.operations.paper_seals import paper_seal
from loket.node.papers.office_papers import Signatory
from loket.node.papers.office_tables import Column, Line, make_table_paper
from loket.node.papers.typesetting import drawable
from loket.node.store.reading import Reading

_PAST = 30
_FOOTER = _("What the log says is counted from the entries since the last close.")


@dataclass(frozen=True, slots=True)
class Difference:
    """One item that did not agree: by how much, as people write it, and why."""

    item: Promise | str
    amount: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PastDay:
    """A day with its differences, the names of who kept it, and whether it is closed."""

    day: date
    row: OfficeDay
    opened_by: str
    closed_by: str
    second_officer: str
    differing: tuple[Difference, ...]
    names: Mapping[str, str]

    @property
    def closed(self) -> bool:
        """Whether the day was closed."""
        return self.row.closed_at is not None


def act_of_now(node: Node, reading: Reading) -> OfficeAct | None:
    """What is to be done with the day: open it, close it, or nothing when it was closed."""
    if day_still_open(node, reading) is not None:
        return OFFICE_ACTS["close_day"]
    today = reading.get(OfficeDay, (node.name, node.day_of(node.clock()).isoformat()))
    return None if today is not None and today.opened_at is not None else OFFICE_ACTS["open_day"]


@any_officer
@never_cache
@require_safe
def day(request: OfficerRequest) -> HttpResponse:
    """The day as it stands, with the form of what is to be done next."""
    node = current_node()
    with node.store.reading() as reading:
        act = act_of_now(node, reading)
    form = act.form() if act is not None and may(act, request.officer) else None
    return page(request, "counter/day.html", {"act": act, "form": form, **day_context(request)})


def day_context(request: OfficerRequest) -> dict[str, Any]:
    """What stands around the form."""
    node = current_node()
    with node.store.reading() as reading:
        opened = day_still_open(node, reading)
        act = act_of_now(node, reading)
        days = reading.select(OfficeDay, {"office": node.name}, order_by=("-day",), limit=_PAST)
        names = names_of_officers(node, reading)
    today = node.day_of(node.clock())
    return {
        "to_do": act,
        "today": today,
        "on_day_page": True,
        "opened": past_day(opened, names) if opened else None,
        "overdue": opened is not None and opened.day != today.isoformat(),
        "works_today": node.calendar.is_working(today),
        "days": [past_day(row, names) for row in days],
        "written_index": request.GET.get("written", ""),
    }


def past_day(row: OfficeDay, names: Mapping[str, str]) -> PastDay:
    """A day's row with names, and the lines that differ."""
    lines = (*row.opening, *row.closing)
    # By place: what is too many here and too few there is no difference in the sum.
    stock = [line for line in row.stock if line.counted != line.expected]
    of_stock = tuple(
        Difference(_lying(line, names), signed(BalanceItem.BLANKS, line.counted - line.expected), line.why)
        for line in stock
    )
    return PastDay(
        day=date.fromisoformat(row.day),
        row=row,
        opened_by=names.get(row.opened_by, row.opened_by),
        closed_by=names.get(row.closed_by, row.closed_by),
        second_officer=names.get(row.second_officer, row.second_officer),
        differing=(
            *(
                Difference(word(line.item), signed(line.item, line.counted - line.expected), line.why)
                for line in lines
                if line.counted != line.expected and not (stock and _is_sum(line, row))
            ),
            *of_stock,
        ),
        names=names,
    )


@any_officer
@never_cache
@require_safe
def close_slip(request: OfficerRequest, day: str) -> HttpResponse:  # noqa: ARG001
    """The slip of a closed day: to sign by both officers, and to file."""
    node = current_node()
    with node.store.reading() as reading:
        row = reading.get(OfficeDay, (node.name, day))
        names = names_of_officers(node, reading)
    if row is None or row.closed_at is None:
        raise Http404
    answer = HttpResponse(slip_of(past_day(row, names), node=node), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{row.day}.pdf"'
    return answer


def slip_of(closed: PastDay, *, node: Node) -> bytes:
    """The slip as PDF."""
    title = in_both(lambda: str(_("Close of the day")))
    row = closed.row
    cash = next((line.counted for line in row.closing if line.item is BalanceItem.CASH), 0)
    lines = [_slip_line(line) for line in row.closing]
    if row.stock:
        lines.append(Line(*_both(_("Blanks and books")), ()))
        lines += [_stock_line(line, closed.names) for line in row.stock]
    for caption, amount in (
        (_("Deposited at the bank"), row.deposited_rupiah),
        (_("Left in the drawer"), cash - row.deposited_rupiah),
    ):
        lines.append(Line(*_both(caption), ("", rupiah(amount), "")))
    with override("id"):
        until = moment(row.closed_at or 0)
        if until.startswith(long_day(closed.day)):
            until = clock(row.closed_at or 0)
        about = f"{long_day(closed.day)} · {clock(row.opened_at or 0)} – {until}"
    capacity = [" / ".join(_both(text)) for text in (_("Counted by"), _("Counted with"))]
    return make_table_paper(
        title_id=title["id"],
        title_en=title["en"],
        office=office_desk().title,
        about=about,
        columns=[
            Column(*_both(_("The log says")), number=True),
            Column(*_both(_("Counted")), number=True),
            Column(*_both(_("Difference, and why")), number=False),
        ],
        lines=lines,
        signatories=[
            Signatory(capacity[0], drawable(closed.closed_by)),
            Signatory(capacity[1], drawable(closed.second_officer)),
        ],
        footer=in_both(lambda: str(_FOOTER))["id"],
        seal=paper_seal(node, kind="day-slip", number=row.day, day=closed.day),
    )


def _slip_line(line: BalanceLine) -> Line:
    differs = line.counted - line.expected
    said = drawable(f"{signed(line.item, differs)}: {' '.join(line.why.split())}") if differs else ""
    with override("id"):
        figures = figure(line.item, line.expected), figure(line.item, line.counted)
    return Line(*_both(word(line.item)), (*figures, said))


def _stock_line(line: StockLine, names: Mapping[str, str]) -> Line:
    differs = line.counted - line.expected
    why = " ".join(line.why.split())
    said = drawable(f"{signed(BalanceItem.BLANKS, differs)}: {why}") if differs else ""
    with override("id"):
        figures = number(line.expected), number(line.counted)
    caption = in_both(lambda: _lying(line, names))
    return Line(drawable(caption["id"]), drawable(caption["en"]), (*figures, said))


def _lying(line: StockLine, names: Mapping[str, str]) -> str:
    """Kind, state and place of a line of the stock."""
    holder = f", {names.get(line.holder, line.holder)}" if line.holder else ""
    return f"{word(line.kind)}, {word(line.state)}: {word(line.place)}{holder}"


def _is_sum(line: BalanceLine, row: OfficeDay) -> bool:
    """Whether this is the closing's sum of blanks, whose parts are said place by place."""
    return line.item is BalanceItem.BLANKS and line in row.closing


def _both(text: Promise) -> tuple[str, str]:
    said = in_both(lambda: str(text))
    return said["id"], said["en"]

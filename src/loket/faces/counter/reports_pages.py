"""Reports of a day, a week or a month: as a page, as PDF and as CSV; figures only, nobody's data."""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import Http404, HttpResponse
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from loket.core.domain.counting import OF_MONEY, Counted, Figure
from loket.core.domain.error import DomainError
from loket.core.domain.reporting import Period, PeriodKind, next_period, period_of, previous_period
from loket.core.domain.terms import Service
from loket.faces.counter.case_lists import SEES_THE_SECTION
from loket.faces.counter.desk import office_desk
from loket.faces.counter.frame import page
from loket.faces.ui.access import OfficerRequest, officers
from loket.faces.ui.charts import Chart, Group, columns
from loket.faces.ui.languages import in_both
from loket.faces.ui.words.formats import long_day, number, rupiah, short_day
from loket.faces.ui.words.terms import word
from loket.node.operations.node import Node, current_node
from loket.node.operations.paper_seals import paper_seal
from loket.node.operations.reports import report
from loket.node.papers.office_tables import Column, Line, make_table_paper

_GROUPS: tuple[tuple[Promise, tuple[Figure, ...]], ...] = (
    (_("Applications"), (Figure.REGISTERED, Figure.INTERVIEWED, Figure.APPROVED)),
    (
        _("Passports"),
        (
            Figure.PRINTED,
            Figure.READY,
            Figure.READY_LATE,
            Figure.HANDED_OVER,
            Figure.PROVISIONAL,
        ),
    ),
    (_("Ended without a passport"), (Figure.RETURNED, Figure.REFUSED, Figure.DEFERRED, Figure.CANCELLED)),
    (_("Money"), (Figure.FEES, Figure.FEES_RUPIAH, Figure.RECEIPTS, Figure.RECEIPTS_RUPIAH)),
    (_("Blanks"), (Figure.BLANKS_RECEIVED, Figure.BLANKS_ALLOCATED, Figure.SPOILT)),
    (
        _("In the outage"),
        (Figure.SHEETS, Figure.OBLIGATIONS_OPENED, Figure.OBLIGATIONS_ANSWERED),
    ),
)
_PARTS = frozenset({Figure.PROVISIONAL, Figure.READY_LATE})
_SERIES = (_("Registered"), _("Ready"), _("Handed over"))
_TITLES = {
    PeriodKind.DAY: _("Report of a day"),
    PeriodKind.WEEK: _("Report of a week"),
    PeriodKind.MONTH: _("Report of a month"),
}


@dataclass(frozen=True, slots=True)
class Row:
    """One figure: its caption, its value in this period and in the one before. `part`: of the one above."""

    caption: str
    now: str
    before: str
    part: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Figures that belong together."""

    title: str
    rows: tuple[Row, ...]


Say = Callable[[int, bool], str]


def sections(now: Counted, before: Counted, say: Say) -> tuple[Section, ...]:
    """Every figure in the reader's language; `say(value, is_money)` writes a value."""
    listed = []
    for title, figures in _GROUPS:
        rows: list[Row] = []
        for figure in figures:
            money = figure in OF_MONEY
            rows.append(
                Row(
                    str(word(figure)),
                    say(now.figures[figure], money),
                    say(before.figures[figure], money),
                    part=figure in _PARTS,
                )
            )
            if figure is Figure.REGISTERED:
                rows += [
                    Row(
                        str(word(service)),
                        say(now.services[service], False),
                        say(before.services[service], False),
                        part=True,
                    )
                    for service in Service
                ]
            if figure is Figure.READY_LATE:
                median = gettext("Working days from interview to ready (median)")
                rows.append(Row(median, half(now.median_days), half(before.median_days)))
        listed.append(Section(str(title), tuple(rows)))
    return tuple(listed)


def half(value: float | None) -> str:
    """A median of whole numbers: 3, or 3.5 as the reader's language writes it; a dash where there is none."""
    if value is None:
        return "–"
    whole = number(int(value))
    if value == int(value):
        return whole
    point = "," if date_format(date(2024, 5, 1), "F") == "Mei" else "."
    return f"{whole}{point}5"


def shown(value: int, money: bool) -> str:  # noqa: FBT001 - a Say
    """A value as people write it."""
    return rupiah(value) if money else number(value)


def period_words(period: Period) -> str:
    """The period in the reader's language."""
    if period.kind is PeriodKind.DAY:
        return long_day(period.first)
    if period.kind is PeriodKind.MONTH:
        return date_format(period.first, "F Y")
    return f"{short_day(period.first)} – {short_day(period.last)}"


def chart_of(counted: Counted) -> Chart:
    """Registered, ready and handed over, day by day."""
    letters = "j" if counted.period.kind is PeriodKind.MONTH else "D j"
    groups = [Group(date_format(day, letters), tuple(values)) for day, *values in counted.days]
    said = ", ".join(
        f"{name}: {sum(group.values[place] for group in groups)}" for place, name in enumerate(_SERIES)
    )
    return columns(groups, said=said, series=[str(name) for name in _SERIES])


def asked(request: OfficerRequest, node: Node) -> tuple[Period, date]:
    """The period that the address asks for, and today; Http404 for what is no period."""
    today = node.day_of(node.clock())
    try:
        kind = PeriodKind(request.GET.get("kind", PeriodKind.DAY.value))
        text = request.GET.get("day", "")
        return period_of(kind, date.fromisoformat(text) if text else today), today
    except (ValueError, DomainError):
        raise Http404 from None


def both_periods(node: Node, period: Period) -> tuple[Counted, Counted]:
    """The period and the one before it, counted."""
    with node.store.reading() as reading:
        return report(node, reading, period), report(node, reading, previous_period(period))


@officers(*SEES_THE_SECTION)
@never_cache
@require_safe
def reports(request: OfficerRequest) -> HttpResponse:
    """The report as a page."""
    node = current_node()
    period, today = asked(request, node)
    now, before = both_periods(node, period)
    context: dict[str, Any] = {
        "period": period,
        "title": period_words(period),
        "before_title": period_words(before.period),
        "sections": sections(now, before, shown),
        "chart": chart_of(now) if period.kind is not PeriodKind.DAY else None,
        "kinds": [(kind, kind is period.kind) for kind in PeriodKind],
        "previous": previous_period(period).first,
        "next": next_period(period).first,
        "day": period.first,
        "now_running": today in period,
        "uncovered": not (now.covered and before.covered),
        "address": f"kind={period.kind}&day={period.first.isoformat()}",
    }
    return page(request, "counter/reports.html", context)


@officers(*SEES_THE_SECTION)
@never_cache
@require_safe
def reports_csv(request: OfficerRequest) -> HttpResponse:
    """The report as CSV (RFC 4180), its head in the reader's language, numbers without grouping."""
    node = current_node()
    period, _today = asked(request, node)
    answer = HttpResponse(
        csv_of(*both_periods(node, period)).encode(), content_type="text/csv; charset=utf-8; header=present"
    )
    answer.headers["Content-Disposition"] = f'attachment; filename="{_file_name(period)}.csv"'
    return answer


def csv_of(now: Counted, before: Counted) -> str:
    """One line a figure: group, figure, this period, the one before."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(
        [gettext("Group"), gettext("Figure"), period_words(now.period), period_words(before.period)]
    )
    for section in sections(now, before, lambda value, _money: str(value)):
        writer.writerows([section.title, row.caption, row.now, row.before] for row in section.rows)
    return out.getvalue()


@officers(*SEES_THE_SECTION)
@never_cache
@require_safe
def reports_pdf(request: OfficerRequest) -> HttpResponse:
    """The report as PDF, in both languages."""
    node = current_node()
    period, _today = asked(request, node)
    now, before = both_periods(node, period)
    answer = HttpResponse(
        pdf_of(now, before, node.day_of(node.clock()), node=node), content_type="application/pdf"
    )
    answer.headers["Content-Disposition"] = f'inline; filename="{_file_name(period)}.pdf"'
    return answer


def pdf_of(now: Counted, before: Counted, today: date, *, node: Node) -> bytes:
    """The report set on A4."""
    title = in_both(lambda: str(_TITLES[now.period.kind]))
    said = {code: _sections_in(code, now, before) for code in ("id", "en")}
    lines: list[Line] = []
    for indonesian, english in zip(said["id"], said["en"], strict=True):
        lines.append(Line(indonesian.title, english.title, ()))
        for row, other in zip(indonesian.rows, english.rows, strict=True):
            lead = "– " if row.part else ""
            lines.append(Line(lead + row.caption, other.caption, (row.now, row.before)))
    with override("id"):
        about = period_words(now.period)
        chart = chart_of(now) if now.period.kind is not PeriodKind.DAY else None
        svg = render_to_string("ui/parts/chart.html", {"chart": chart}) if chart else ""
        made = gettext("Made on %(day)s from the entries of the office's log; no personal data.") % {
            "day": long_day(today)
        }
        heads = period_words(now.period), period_words(before.period)
    return make_table_paper(
        title_id=title["id"],
        title_en=title["en"],
        office=office_desk().title,
        about=about,
        columns=[Column(head, head, number=True) for head in heads],
        lines=lines,
        footer=made,
        picture_svg=svg,
        picture_alt=chart.said if chart else "",
        seal=paper_seal(node, kind="period-report", number=_file_name(now.period), day=today),
    )


def _sections_in(code: str, now: Counted, before: Counted) -> Sequence[Section]:
    with override(code):
        return sections(now, before, shown)


def _file_name(period: Period) -> str:
    return f"{period.kind}-{period.first.isoformat()}"

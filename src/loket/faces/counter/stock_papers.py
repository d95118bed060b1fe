"""Reports of blanks as PDF (berita acara): what was done with which numbers, to sign by both officers."""

from django.http import Http404, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from loket.core.domain.blanks import said_of
from loket.core.domain.rows import StockReport
from loket.core.domain.stock_terms import Place, StockAct
from loket.core.tlog.note import sign_note
from loket.faces.counter.desk import office_desk
from loket.faces.counter.stock import Movement, report_of
from loket.faces.ui.access import OfficerRequest, any_officer
from loket.faces.ui.languages import in_both
from loket.faces.ui.words.formats import local, moment
from loket.faces.ui.words.terms import word
from loket.node.operations.node import Node, current_node
from loket.node.operations.paper_seals import paper_seal
from loket.node.papers.office_papers import PaperSize, Row, Section, Signatory, make_paper
from loket.node.papers.typesetting import drawable

_FOOTER = _("The code holds this report's number, day and count, signed by the office's key for papers.")
_TITLES = {
    StockAct.RECEIVED: _("Report of a shipment received"),
    StockAct.MOVED: _("Report of a hand-over of blanks"),
    StockAct.TRANSFERRED: _("Report of blanks sent to another office"),
    StockAct.SPOILT: _("Report of spoilt blanks"),
    StockAct.LOST: _("Report of lost blanks"),
    StockAct.FOUND: _("Report of blanks found again"),
    StockAct.RETURNED: _("Report of blanks returned to the centre"),
    StockAct.CANCELLED: _("Report of cancelled blanks"),
    StockAct.DESTROYED: _("Report of destroyed blanks"),
    StockAct.RECOUNTED: _("Report of a recount of blanks"),
}
_MOST_SAID = 1_500


@any_officer
@never_cache
@require_safe
def stock_report(request: OfficerRequest, number: str) -> HttpResponse:  # noqa: ARG001
    """The same report every time; one of a case is in the case's file."""
    node = current_node()
    with node.store.reading() as reading:
        found = report_of(node, reading, number)
    if found is None or found.report.case:
        raise Http404
    answer = HttpResponse(report_paper(node, found), content_type="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{number}.pdf"'
    return answer


def kind_of(report: StockReport) -> str:
    """The paper's kind, in its seal or its signed note."""
    return f"stock-{report.act}"


def signed_report(node: Node, report: StockReport) -> bytes:
    """The report as a signed note, read by any telephone."""
    lines = (
        "loket paper v1",
        kind_of(report),
        report.number,
        str(report.count),
        local(report.at, node.timezone).isoformat(timespec="minutes"),
        "",
    )
    return sign_note("\n".join(lines), node.keys.papers)


def report_paper(node: Node, found: Movement) -> bytes:
    """Set the report."""
    report = found.report
    title = in_both(lambda: str(_TITLES[report.act]))
    with override("id"):
        when = moment(report.at)
    rows = [_row(_("Date"), when), *_rows(found)]
    day = local(report.at, node.timezone).date()
    seal = paper_seal(node, kind=kind_of(report), number=report.number, day=day)
    return make_paper(
        title_id=title["id"],
        title_en=title["en"],
        office=office_desk().title,
        number=report.number,
        rows=[row._replace(value=drawable(row.value)) for row in rows],
        sections=_sections(report),
        signatories=[
            Signatory(_both(_("Officer")), drawable(found.by)),
            Signatory(_both(_("Second officer")), drawable(found.second)),
        ],
        footer=in_both(lambda: str(_FOOTER))["id"],
        seal=seal,
        signature_text=None if seal else signed_report(node, report).decode("utf-8"),
        size=PaperSize.A4,
    )


def _rows(found: Movement) -> list[Row]:
    report = found.report
    rows = []
    if report.shipment:
        rows.append(_row(_("Shipment"), report.shipment))
    if report.count:
        rows.append(_row(_("Blanks"), str(report.count)))
        rows.append(_row(_("Numbers"), said_of(report.blanks)[:_MOST_SAID]))
    for caption, blanks in ((_("Missing numbers"), report.missing), (_("Damaged numbers"), report.damaged)):
        if blanks:
            rows.append(_row(caption, said_of(blanks)[:_MOST_SAID]))
    if report.cause is not None:
        rows.append(_row(_("Cause"), _both(word(report.cause))))
    if report.from_place is not None:
        rows.append(_row(_("From"), _place(report.from_place, found.from_holder)))
    if report.to_place is not None:
        rows.append(_row(_("To"), _place(report.to_place, found.to_holder)))
    if report.to_office:
        rows.append(_row(_("To the office"), report.to_office))
    if report.ground is not None:
        rows.append(_row(_("Ground"), _both(word(report.ground))))
    rows += [
        Row(
            *_each(word(line.kind)),
            f"{_both(word(line.state))}, {_place(line.place, line.holder)}: {line.counted}",
        )
        for line in report.lines
    ]
    return rows


def _sections(report: StockReport) -> list[Section]:
    lines = tuple(drawable(line) for line in report.text.splitlines() if line.strip())
    return [Section(*_each(_("What happened")), lines)] if lines else []


def _place(place: Place, holder: str) -> str:
    said = _both(word(place))
    return f"{said}, {holder}" if holder else said


def _row(caption: Promise, value: str) -> Row:
    return Row(*_each(caption), value)


def _each(text: Promise) -> tuple[str, str]:
    said = in_both(lambda: str(text))
    return said["id"], said["en"]


def _both(text: Promise) -> str:
    return " / ".join(dict.fromkeys(_each(text)))

"""Giving a paper to the office's printer, and the list of those that are on their way."""

import copy
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlsplit

from django.http import Http404, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import Resolver404, resolve
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from loket.core.domain.rows import Officer
from loket.faces.counter import day_pages, letters, receipt, reports_pages, status_slip, stock_papers
from loket.faces.counter.desk import office_desk
from loket.faces.counter.frame import page
from loket.faces.ui.access import OfficerRequest, any_officer
from loket.node.devices.paper_queue import OF_PAPERS, PaperJob
from loket.node.operations.node import current_node
from loket.node.papers.paper_size import paper_size

LIST = "/papers"
_ACT = re.compile(r"[0-9a-f]{32}")
# Addresses that answer with a paper of the office as PDF, each with its own guard and its own look.
_PAPERS: Mapping[Any, Promise] = {
    receipt.receipt: _("Receipt of payment"),
    letters.letter: _("Letter or report"),
    status_slip.status_slip: _("Status slip"),
    reports_pages.reports_pdf: _("Reports"),
    day_pages.close_slip: _("Close of the day"),
    stock_papers.stock_report: _("Report of blanks"),
}


@dataclass(frozen=True, slots=True)
class ListedPaper:
    """One paper of the list, and who asked for it."""

    job: PaperJob
    officer: str
    title: Promise


@any_officer
@never_cache
@require_POST
def print_paper(request: OfficerRequest) -> HttpResponse:
    """Make the paper as its own address makes it for this officer, and let it wait for the printer.

    The form's `act` names the job, so that a form sent twice prints once.
    """
    queue, act = office_desk().papers, request.POST.get("act", "")
    if queue is None or not _ACT.fullmatch(act):
        raise Http404
    address = request.POST.get("paper", "")
    answer = _paper_at(request, address)
    if answer.status_code != 200:
        return answer
    pdf = answer.content
    queue.put(
        f"{OF_PAPERS}{act}",
        pdf,
        address=urlsplit(address).path,
        officer=request.officer.officer,
        media=paper_size(pdf).value,
    )
    return HttpResponseRedirect(LIST)


def _paper_at(request: OfficerRequest, address: str) -> HttpResponse:
    parts = urlsplit(address)
    try:
        match = resolve(parts.path)
    except Resolver404:
        raise Http404 from None
    if parts.netloc or match.func not in _PAPERS:
        raise Http404
    asked: Any = copy.copy(request)
    asked.method, asked.path, asked.path_info = "GET", parts.path, parts.path
    asked.GET = QueryDict(parts.query)
    return cast("HttpResponse", match.func(asked, *match.args, **match.kwargs))


@any_officer
@never_cache
@require_safe
def papers(request: OfficerRequest) -> HttpResponse:
    """The papers at the printer, the newest first."""
    node, queue = current_node(), office_desk().papers
    if queue is None:
        raise Http404
    with node.store.reading() as reading:
        names = {one.officer: one.name for one in reading.select(Officer, {"office": node.name})}
    listed = [
        ListedPaper(job, names.get(job.officer, ""), _PAPERS[resolve(job.address).func])
        for job in queue.jobs()
    ]
    return page(request, "counter/papers_at_printer.html", {"papers": listed})

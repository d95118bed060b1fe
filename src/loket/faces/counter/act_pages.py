"""Doing an act from a page: read the form, call the operation, show what was written or why it was not."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from loket.faces.counter.acts.act import CaseAct, OfficeAct
from loket.faces.counter.case_page import refused_case, show_case
from loket.faces.counter.frame import page
from loket.faces.counter.paper_acts import from_paper
from loket.faces.counter.stations import BY_NAME
from loket.faces.ui.access import OfficerRequest, PublicView, View, any_officer
from loket.faces.ui.credentials import address_of
from loket.faces.ui.forms import ActForm
from loket.node.operations.act import By, Done
from loket.node.operations.node import current_node
from loket.node.operations.on_paper import OnPaper


def by(request: OfficerRequest, form: ActForm) -> By:
    """Who acts, with the form's act id."""
    return By(request.officer.officer, form.cleaned_data["act"], sheet_of(form))


def sheet_of(form: ActForm) -> OnPaper | None:
    """The sheet from which the act is entered, its time in the office's zone; None for an act done here."""
    if not form.on_paper:
        return None
    filled = form.cleaned_data
    done = datetime.combine(
        filled["paper_done_on"], filled["paper_done_time"], tzinfo=current_node().timezone
    )
    return OnPaper(
        sheet=filled["paper_sheet"].strip().upper(),
        done_at=int(done.timestamp() * 1000),
        scan=filled["paper_scan"].read(),
    )


def case_act_page(act: CaseAct) -> PublicView[...]:
    """The page of one act on a case: GET shows its form, POST does it and goes back to the case."""

    @any_officer
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: OfficerRequest, case: str) -> HttpResponse:
        if request.method != "POST":
            return show_case(request, case, chosen=act)
        form = act.form(request.POST, request.FILES, address=address_of(request))
        if not form.is_valid():
            return refused_case(request, case, act, form, None)
        done = act.perform(current_node(), by(request, form), case, form.cleaned_data)
        if isinstance(done, Done):
            return HttpResponseRedirect(f"/cases/{case}?written={done.index}")
        return refused_case(request, case, act, form, done)

    return view


Context = Callable[[OfficerRequest], dict[str, Any]]


def office_act_page(
    act: OfficeAct,
    template: str,
    *,
    station: str = "",
    context: Context | None = None,
    guard: Callable[[View[...]], PublicView[...]] = any_officer,
) -> PublicView[...]:
    """The page of an act that concerns no case yet."""
    place = BY_NAME.get(station)

    def show(request: OfficerRequest, form: ActForm, status: int) -> HttpResponse:
        shown = {"act": act, "form": form, **(context(request) if context else {})}
        return page(request, template, shown, station=place, status=status)

    @guard
    @never_cache
    @require_http_methods(["GET", "HEAD", "POST"])
    def view(request: OfficerRequest) -> HttpResponseBase:
        if request.method != "POST":
            return show(request, act.form(on_paper=from_paper(request, act)), 200)
        form = act.form(request.POST, request.FILES, address=address_of(request))
        if not form.is_valid():
            return show(request, form, 429 if form.paused else 422)
        done = act.perform(current_node(), by(request, form), form.cleaned_data)
        if not isinstance(done, Done):
            form.refused(done)
            return show(request, form, 422)
        if done.case:
            return HttpResponseRedirect(f"/cases/{done.case}?written={done.index}")
        return HttpResponseRedirect(f"{act.page}?written={done.index}")

    return view

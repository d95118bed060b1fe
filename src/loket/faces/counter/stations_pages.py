"""Stations: the queue, and what to do when nobody waits."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from loket.core.domain.terms import Stage
from loket.faces.counter.case_lists import to_settle
from loket.faces.counter.frame import page
from loket.faces.counter.printer_panel import printer_panel
from loket.faces.counter.stations import BY_NAME, first_path
from loket.faces.ui.access import OfficerRequest, any_officer
from loket.node.operations.node import current_node

# Which list of `to_settle` stands on a station's page.
_TO_SETTLE = {"approval": "called_back", "archive": "to_be_cut"}


@any_officer
@never_cache
@require_safe
def start(request: OfficerRequest) -> HttpResponse:
    """Go to the officer's first station."""
    return HttpResponseRedirect(first_path(request.officer))


@any_officer
@never_cache
@require_safe
def station_page(request: OfficerRequest, name: str) -> HttpResponse:
    """The station's queue with its oldest case on offer."""
    station = BY_NAME.get(name)
    if station is None:
        raise Http404
    context: dict[str, Any] = {"station": station}
    wanted = _TO_SETTLE.get(name)
    node = current_node()
    with node.store.reading() as reading:
        if wanted is not None:
            context[wanted] = to_settle(node, reading)[wanted]
        if Stage.PRINTING in station.stages:
            context["printer"] = printer_panel(node, reading)
    return page(request, "counter/station.html", context, station=station)

"""Stations: the queue, and what to do when nobody waits."""

from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from loket.faces.counter.frame import page
from loket.faces.counter.stations import BY_NAME, first_path
from loket.faces.ui.access import OfficerRequest, any_officer


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
    return page(request, "counter/station.html", {"station": station}, station=station)

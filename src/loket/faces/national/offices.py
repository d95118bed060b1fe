"""Headquarters looks: every office on one page, and one office in figures. Nothing is done here."""

from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from loket.core.domain.terms import Role
from loket.faces.national.frame import page
from loket.faces.ui.access import OfficerRequest, officers
from loket.node.operations.centre_status import centre_status, office_page
from loket.node.operations.node import current_node


@officers(Role.HEADQUARTERS)
@never_cache
@require_safe
def offices(request: OfficerRequest) -> HttpResponse:
    """All offices: how far their logs are here, when they were last heard, what they wait for."""
    node = current_node()
    return page(request, "national/offices.html", {"centre": centre_status(node), "now": node.clock()})


@officers(Role.HEADQUARTERS)
@never_cache
@require_safe
def office(request: OfficerRequest, name: str) -> HttpResponse:
    """One office."""
    node = current_node()
    shown = office_page(node, name)
    if shown is None:
        raise Http404
    return page(request, "national/office.html", {"shown": shown, "now": node.clock()})

"""No file is shown before the look stands in the log (docs/adr/0010-looks-are-entries.md)."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render

from loket.core.domain.refusals import Reason, Refused
from loket.core.domain.terms import LookedAt
from loket.faces.counter.frame import frame
from loket.faces.ui.access import OfficerRequest, View
from loket.faces.ui.languages import in_both
from loket.faces.ui.problems import is_api, problem
from loket.faces.ui.words import refusals as refusal_words
from loket.node.operations.node import current_node
from loket.node.operations.open_file import open_file

P = ParamSpec("P")
_UNAVAILABLE = 503


def not_shown(
    request: OfficerRequest, case: str, what: LookedAt, number: int = 0, *, small: bool = False
) -> HttpResponse | None:
    """Write the look down; None when it stands, else the answer that says why the file is not shown."""
    if request.method == "HEAD":
        return problem(request, 405)
    if is_prefetch(request):
        # Nobody looks yet: the browser asks again when somebody does.
        return HttpResponse(status=_UNAVAILABLE)
    refused = open_file(current_node(), request.officer.officer, case, what, number, small=small)
    if refused is None:
        return None
    if Reason.CASE_UNKNOWN in refused.reasons:
        raise Http404
    return _said(request, refused)


def is_prefetch(request: HttpRequest) -> bool:
    """Whether a browser asks ahead of its officer."""
    asked = (request.headers.get(name, "") for name in ("Sec-Purpose", "Purpose", "X-Moz"))
    return any("prefetch" in words.lower() for words in asked)


def looks_at(what: LookedAt, *, small: bool = False) -> Callable[[View[P]], View[P]]:
    """Declare that a view shows this part of a file; its address names the `case`, and a scan's `number`."""

    def declare(view: View[P]) -> View[P]:
        @wraps(view)
        def recorded(request: OfficerRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            case, number = kwargs["case"], kwargs.get("number", 0)
            if not (isinstance(case, str) and isinstance(number, int)):
                message = "an address of a file names a case, and a scan by its number"
                raise TypeError(message)
            return not_shown(request, case, what, number, small=small) or view(request, *args, **kwargs)

        return recorded

    return declare


def _said(request: OfficerRequest, refused: Refused) -> HttpResponse:
    said = [
        {
            "reason": objection.reason.value,
            "text": in_both(lambda objection=objection: refusal_words.wrong(objection)),  # type: ignore[misc]
            "remedy": in_both(lambda objection=objection: refusal_words.remedy(objection)),  # type: ignore[misc]
        }
        for objection in refused.objections
    ]
    if is_api(request):
        return JsonResponse({"refused": said}, status=_UNAVAILABLE)
    node = current_node()
    with node.store.reading() as reading:
        around = frame(node, reading, request.officer, station=None)
    reasons = [(refusal_words.wrong(one), refusal_words.remedy(one)) for one in refused.objections]
    shown = {"frame": around, "reasons": reasons}
    return render(request, "counter/not_shown.html", shown, status=_UNAVAILABLE)

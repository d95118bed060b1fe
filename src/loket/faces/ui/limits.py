"""A request that is too large is refused before anything of it is read."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from loket.faces.ui.problems import problem

MOST_REQUEST_BYTES = 9_000_000
"""One scan of at most 8 MB and the fields around it."""
ELSEWHERE = "/exchange/"
"""Nodes among themselves: their own limits, message by message."""


class SizeLimitMiddleware:
    """Stands before whatever reads the body (CSRF does); answers 413."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Look at the length that the request declares; the server reads no more than that."""
        if request.path.startswith(ELSEWHERE):
            return self._get_response(request)
        declared = request.META.get("CONTENT_LENGTH") or "0"
        if not (declared.isascii() and declared.isdigit()):
            return problem(request, 400)
        if int(declared) > MOST_REQUEST_BYTES:
            return problem(request, 413)
        return self._get_response(request)

"""Errors that are not an officer's refusal: pages for people, JSON for programs, both languages always."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

API = "/api/"


@dataclass(frozen=True, slots=True)
class Problem:
    """One status: what is wrong, and what to do."""

    title: Promise
    advice: Promise


PROBLEMS: dict[int, Problem] = {
    400: Problem(
        _("This request cannot be read."),
        _("Go back, load the page again and repeat what you did. Nothing was changed."),
    ),
    401: Problem(
        _("You are not signed in."),
        _("Sign in, then try again. Nothing was changed."),
    ),
    403: Problem(
        _("This page is not for your role."),
        _("Ask the head of the office if you need it. Nothing was changed."),
    ),
    404: Problem(
        _("There is nothing at this address."),
        _("Check the number, or search for the case."),
    ),
    405: Problem(
        _("This address does not take this kind of request."),
        _("Load the page again and use its buttons. Nothing was changed."),
    ),
    413: Problem(
        _("What you sent is too large."),
        _("A scan may have 8 MB. Scan at 300 dpi, or as JPEG, and send it again. Nothing was changed."),
    ),
    415: Problem(
        _("This kind of content is not accepted."),
        _("Send JSON, or a form with files. Nothing was changed."),
    ),
    429: Problem(
        _("Too many attempts."),
        _("Wait a few minutes, then try again."),
    ),
    500: Problem(
        _("Something went wrong in this computer."),
        _("What was confirmed before is safe. Load the page again; call the technician if it happens again."),
    ),
}


def is_api(request: HttpRequest) -> bool:
    """Whether a program asks."""
    return request.path.startswith(API)


def in_words(status: int) -> dict[str, dict[str, str]]:
    """The problem in both languages, as the API says it."""
    said = {}
    for code in ("id", "en"):
        with override(code):
            said[code] = {"text": str(PROBLEMS[status].title), "remedy": str(PROBLEMS[status].advice)}
    return said


def problem(request: HttpRequest, status: int) -> HttpResponse:
    """Answer with a problem, in the form of who asks."""
    if is_api(request):
        said = in_words(status)
        body = {"problem": {key: {code: said[code][key] for code in said} for key in ("text", "remedy")}}
        return JsonResponse(body, status=status)
    return render(request, "ui/problem.html", {"status": status, "problem": PROBLEMS[status]}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """handler400."""
    return problem(request, 400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """handler403."""
    return problem(request, 403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    """handler404."""
    return problem(request, 404)


def server_error(request: HttpRequest) -> HttpResponse:
    """handler500: needs no database and no session, so that it can be shown whatever broke."""
    if is_api(request):
        return problem(request, 500)
    return render(None, "ui/broken.html", {"problem": PROBLEMS[500], "said": in_words(500)}, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """CSRF_FAILURE_VIEW: a form that was open too long, or from elsewhere."""
    return problem(request, 400)

"""Two languages: the switch, and saying one thing in both (the API answers both at once)."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language, override
from django.views.decorators.http import require_POST

from loket.faces.ui.access import public

CODES = ("id", "en")
_YEAR_SECONDS = 365 * 24 * 3600


def chosen_language(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: the language that the officer chose, else Indonesian, whatever the browser prefers."""

    def answer(request: HttpRequest) -> HttpResponse:
        code = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
        with override(code if code in CODES else settings.LANGUAGE_CODE):
            request.LANGUAGE_CODE = get_language()
            response = get_response(request)
            response.headers.setdefault("Content-Language", get_language() or "")
            return response

    return answer


def in_both(say: Callable[[], str]) -> dict[str, str]:
    """What `say` says in each language, by language code."""
    said = {}
    for code in CODES:
        with override(code):
            said[code] = say()
    return said


@public
@require_POST
def choose_language(request: HttpRequest) -> HttpResponse:
    """Remember the language in a cookie and go back to the page; nothing is written."""
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    answer = HttpResponseRedirect(back)
    code = request.POST.get("language", "")
    if code in CODES:
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            code,
            max_age=_YEAR_SECONDS,
            httponly=True,
            samesite="Lax",
            secure=settings.SESSION_COOKIE_SECURE,
        )
    return answer

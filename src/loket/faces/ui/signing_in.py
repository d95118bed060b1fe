"""Signing in and out: argon2, and a pause that grows with every failed attempt."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib.auth import authenticate, get_user_model, login, logout
from django.contrib.auth.hashers import make_password
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from loket.faces.ui.access import public
from loket.faces.ui.words.fields import LABELS

FREE_ATTEMPTS = 5
LONGEST_PAUSE_S = 15 * 60

WRONG = _("User name and password do not belong together.")
PAUSED = _("Too many attempts with this user name. Wait a few minutes, then try again.")


class SignInForm(forms.Form):
    """User name and password."""

    username = forms.CharField(
        label=LABELS["username"],
        max_length=150,
        widget=forms.TextInput(
            attrs={"autocomplete": "username", "autocapitalize": "none", "autofocus": True}
        ),
    )
    password = forms.CharField(
        label=LABELS["password"],
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


@public
@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Show the form, or sign the officer in and go where they wanted to go."""
    after = request.POST.get("next") or request.GET.get("next") or "/"
    if not url_has_allowed_host_and_scheme(after, allowed_hosts={request.get_host()}):
        after = "/"
    if request.method != "POST":
        return render(request, "ui/sign_in.html", {"form": SignInForm(), "next": after})
    form = SignInForm(request.POST)
    status = 422
    if form.is_valid():
        said = _try(request, form.cleaned_data["username"], form.cleaned_data["password"])
        if said is None:
            return HttpResponseRedirect(after)
        form.add_error(None, said)
        status = 429 if said is PAUSED else 422
    return render(request, "ui/sign_in.html", {"form": form, "next": after}, status=status)


def _try(request: HttpRequest, username: str, password: str) -> Any:
    """Sign in and return None, or return what to say; one answer for unknown names and wrong passwords."""
    accounts = get_user_model()._default_manager  # noqa: SLF001
    known = accounts.filter(username=username)
    account: Any = known.first()
    now = timezone.now()
    if account is not None and account.locked_until is not None and account.locked_until > now:
        return PAUSED
    user = authenticate(request, username=username, password=password)
    if user is None:
        if account is None:
            # The same work as for a known name, so that time does not tell which names exist.
            make_password(password)
            return WRONG
        failed = account.failed_attempts + 1
        pause = min(LONGEST_PAUSE_S, 2 ** (failed - FREE_ATTEMPTS + 3)) if failed >= FREE_ATTEMPTS else 0
        known.update(
            failed_attempts=F("failed_attempts") + 1,
            locked_until=now + timedelta(seconds=pause) if pause else None,
        )
        return WRONG
    known.update(failed_attempts=0, locked_until=None)
    login(request, user)
    return None


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return HttpResponseRedirect("/sign-in")

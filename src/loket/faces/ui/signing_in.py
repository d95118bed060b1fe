"""Signing in and out."""

from typing import Any

from django import forms
from django.contrib.auth import login, logout
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from loket.faces.ui.access import public
from loket.faces.ui.credentials import PAUSED, address_of, check_credentials
from loket.faces.ui.words.fields import LABELS


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
def sign_in(request: HttpRequest, help_path: str = "") -> HttpResponse:
    """Show the form, or sign the officer in and go where they wanted to go.

    `help_path`: the page for whoever is locked out, where this face has one.
    """
    after = request.POST.get("next") or request.GET.get("next") or "/"
    if not url_has_allowed_host_and_scheme(after, allowed_hosts={request.get_host()}):
        after = "/"
    context = {"form": SignInForm(), "next": after, "help_path": help_path}
    if request.method != "POST":
        return render(request, "ui/sign_in.html", context)
    form = SignInForm(request.POST)
    status = 422
    if form.is_valid():
        said = _try(request, form.cleaned_data["username"], form.cleaned_data["password"])
        if said is None:
            return HttpResponseRedirect(after)
        form.add_error(None, said)
        status = 429 if said is PAUSED else 422
    return render(request, "ui/sign_in.html", {**context, "form": form}, status=status)


def _try(request: HttpRequest, username: str, password: str) -> Any:
    """Sign in and return None, or return what to say; one answer for unknown names and wrong passwords."""
    checked = check_credentials(address_of(request), username, password, one_time=True)
    if checked.account is None:
        return checked.wrong
    login(request, checked.account)
    return None


@public
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session."""
    logout(request)
    return HttpResponseRedirect("/sign-in")

"""Sign-ins: opened by the head, reset by two colleagues, changed by everybody; help for the locked out."""

from typing import Any

from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Officer, SignIn
from loket.core.domain.terms import Role, SignInChange
from loket.faces.counter.act_pages import by
from loket.faces.counter.acts.change_password import ChangePasswordForm
from loket.faces.counter.acts.open_sign_in import OpenSignInForm
from loket.faces.counter.acts.reset_sign_in import ResetSignInForm
from loket.faces.counter.frame import page
from loket.faces.ui.access import (
    CHANGE_PATH,
    OfficerRequest,
    any_officer,
    officers,
    public,
    with_one_time_password,
)
from loket.faces.ui.credentials import address_of, forget_attempts
from loket.faces.ui.forms import ActForm
from loket.node.operations.change_password import change_password as change
from loket.node.operations.node import current_node
from loket.node.operations.one_time_password import OneTimePassword
from loket.node.operations.open_sign_in import open_sign_in as opening
from loket.node.operations.reset_sign_in import reset_sign_in as resetting

_OPEN, _RESET = "counter/open_sign_in.html", "counter/reset_sign_in.html"


def _status(form: ActForm) -> int:
    return 429 if form.paused else 422


def _shown_once(request: OfficerRequest, made: OneTimePassword, how: SignInChange) -> HttpResponse:
    """The one answer that holds the password: no redirect, so that it stands in no address and no session."""
    return page(request, "counter/one_time_password.html", {"made": made, "how": how})


@officers(Role.HEAD)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def open_sign_in(request: OfficerRequest) -> HttpResponse:
    """Open a sign-in for an officer who has a role and none yet."""
    form = OpenSignInForm(request.POST) if request.method == "POST" else OpenSignInForm()
    if request.method != "POST":
        return page(request, _OPEN, {"form": form})
    if not form.is_valid():
        return page(request, _OPEN, {"form": form}, status=422)
    cleaned = form.cleaned_data
    made = opening(
        current_node(), by(request, form), officer=cleaned["officer"], username=cleaned["username"]
    )
    if isinstance(made, Refused):
        form.refused(made)
        return page(request, _OPEN, {"form": form}, status=422)
    return _shown_once(request, made, SignInChange.OPENED)


@any_officer
@never_cache
@sensitive_post_parameters("second_password")
@require_http_methods(["GET", "HEAD", "POST"])
def reset_sign_in(request: OfficerRequest) -> HttpResponse:
    """Give a locked-out colleague a one-time password, with a second officer who signs here."""
    if request.method != "POST":
        return page(request, _RESET, {"form": ResetSignInForm()})
    form = ResetSignInForm(request.POST, address=address_of(request))
    if not form.is_valid():
        return page(request, _RESET, {"form": form}, status=_status(form))
    cleaned = form.cleaned_data
    made = resetting(
        current_node(),
        by(request, form),
        officer=cleaned["officer"],
        second_officer=cleaned["second_officer"],
    )
    if isinstance(made, Refused):
        form.refused(made)
        return page(request, _RESET, {"form": form}, status=422)
    if made.password:
        forget_attempts(made.username)
    return _shown_once(request, made, SignInChange.RESET)


@with_one_time_password
@never_cache
@sensitive_post_parameters("old_password", "new_password", "new_password_again")
@require_http_methods(["GET", "HEAD", "POST"])
def change_password(request: OfficerRequest) -> HttpResponse:
    """Change one's own password; every other session of this sign-in ends."""
    account: Any = request.user
    username = account.username
    if request.method != "POST":
        return _password_page(request, ChangePasswordForm(username=username), 200)
    form = ChangePasswordForm(request.POST, username=username, address=address_of(request))
    if not form.is_valid():
        return _password_page(request, form, _status(form))
    done = change(current_node(), by(request, form), password=form.cleaned_data["new_password"])
    if isinstance(done, Refused):
        form.refused(done)
        return _password_page(request, form, 422)
    account.refresh_from_db()
    update_session_auth_hash(request, account)
    return HttpResponseRedirect(f"{CHANGE_PATH}?written={done.index}")


def _password_page(request: OfficerRequest, form: ActForm, status: int) -> HttpResponse:
    node = current_node()
    with node.store.reading() as reading:
        changed = reading.get(SignIn, (node.name, request.officer.officer))
        wanted = {changed.by, changed.second_officer} - {""} if changed else set()
        rows = [reading.get(Officer, (node.name, one)) for one in sorted(wanted)]
    names = {row.officer: row.name for row in rows if row}
    context = {
        "form": form,
        "officer": request.officer,
        "one_time": request.user.must_change,  # type: ignore[union-attr]
        "changed": changed,
        "changed_by": names.get(changed.by, "") if changed else "",
        "changed_with": names.get(changed.second_officer, "") if changed else "",
        "written_index": request.GET.get("written", "") if status == 200 else "",
    }
    return render(request, "counter/change_password.html", context, status=status)


@public
@require_safe
def locked_out(request: HttpRequest) -> HttpResponse:
    """What to do when the password is forgotten or was never given; it names nobody."""
    return render(request, "counter/locked_out.html", {})

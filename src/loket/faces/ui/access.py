"""Who may open an address: every view declares it, and a test of the house reads the declarations."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Concatenate, ParamSpec, cast

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect

from loket.core.domain.officers import in_force
from loket.core.domain.rows import Officer
from loket.core.domain.terms import Role
from loket.faces.ui.problems import is_api, problem
from loket.node.operations.act import SYSTEM, today_of
from loket.node.operations.node import current_node

P = ParamSpec("P")
CHANGE_PATH = "/password"
"""Where an officer's own password is changed."""


@dataclass(frozen=True, slots=True)
class Access:
    """`public`: without signing in; otherwise one of `roles`, or any role at all where there are none.

    `one_time`: also with a one-time password that is not changed yet.
    """

    public: bool = False
    roles: tuple[Role, ...] = ()
    one_time: bool = False


class OfficerRequest(HttpRequest):
    """A request of an officer who has signed in and holds a role now."""

    officer: Officer


View = Callable[Concatenate[OfficerRequest, P], HttpResponseBase]
PublicView = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def public(view: PublicView[P]) -> PublicView[P]:
    """Anybody may open this."""
    view.access = Access(public=True)  # type: ignore[attr-defined]
    return view


def with_one_time_password(view: View[P]) -> PublicView[P]:
    """Any officer with a role may open this, also before changing a one-time password."""
    return officers(one_time=True)(view)


def any_officer(view: View[P]) -> PublicView[P]:
    """Any officer with a role in force may open this; what may be done there, the rules decide."""
    return officers()(view)


def officers(*roles: Role, one_time: bool = False) -> Callable[[View[P]], PublicView[P]]:
    """Officers with one of these roles in force may open this (none named: any role).

    Whoever signed in with a one-time password comes to its page first, unless `one_time`.
    """

    def declare(view: View[P]) -> PublicView[P]:
        @wraps(view)
        def guarded(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _sign_in_first(request)
            if request.user.must_change and not one_time:
                return problem(request, 401) if is_api(request) else HttpResponseRedirect(CHANGE_PATH)
            officer = officer_of_account(request.user)
            held = officer.roles if officer else ()
            if officer is None or not (set(held) & set(roles) if roles else held):
                raise PermissionDenied
            with_officer = cast("OfficerRequest", request)
            with_officer.officer = officer
            return view(with_officer, *args, **kwargs)

        guarded.access = Access(roles=roles, one_time=one_time)  # type: ignore[attr-defined]
        return guarded

    return declare


def officer_of_account(account: Any) -> Officer | None:
    """The officer that an account stands for, with the roles in force now; None without any grant.

    Roles are read for every request: a role that ended ends the officer's acts at once.
    """
    if account.officer == SYSTEM:
        return None
    node = current_node()
    with node.store.reading() as reading:
        known = reading.get(Officer, (node.name, account.officer))
        return in_force(known, today_of(node, reading)) if known else None


def _sign_in_first(request: HttpRequest) -> HttpResponse:
    if is_api(request):
        return problem(request, 401)
    # An address that only takes forms cannot be gone back to.
    back = request.get_full_path() if request.method == "GET" else "/"
    return redirect_to_login(back, settings.LOGIN_URL)

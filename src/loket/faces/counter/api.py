"""The officers' API: the same forms, operations and refusals as the pages, as JSON in both languages."""

import json
from typing import Any

import msgspec
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from loket.core.domain.refusals import Objection, Refused
from loket.core.domain.rows import Case, Obligation, TimelineLine
from loket.core.domain.terms import LookedAt
from loket.faces.counter.act_pages import by
from loket.faces.counter.acts.act import CaseAct, OfficeAct
from loket.faces.counter.acts.registry import CASE_ACTS, OFFICE_ACTS, acts_of
from loket.faces.counter.looks import not_shown
from loket.faces.ui.access import OfficerRequest, any_officer
from loket.faces.ui.credentials import address_of
from loket.faces.ui.forms import NO_FILES, ActForm, data_from_json
from loket.faces.ui.languages import in_both
from loket.faces.ui.problems import problem
from loket.faces.ui.words import refusals as refusal_words
from loket.node.operations.act import Done
from loket.node.operations.node import current_node
from loket.node.operations.office_status import secured_at_centre

JSON = "application/json"
FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")


@any_officer
@never_cache
def session(request: OfficerRequest) -> HttpResponse:
    """GET: who is signed in, with which roles, and the token that every POST carries as X-CSRFToken."""
    if request.method != "GET":
        return problem(request, 405)
    officer = {
        "officer": request.officer.officer,
        "name": request.officer.name,
        "roles": request.officer.roles,
    }
    return JsonResponse({**officer, "csrf": get_token(request)})


@any_officer
@never_cache
def case(request: OfficerRequest, case: str) -> HttpResponse:
    """GET: the case with its obligations, timeline, how far it is secured, and what it waits for."""
    if request.method != "GET":
        return problem(request, 405)
    refused = not_shown(request, case, LookedAt.FILE)
    if refused is not None:
        return refused
    node = current_node()
    with node.store.reading() as reading:
        row = reading.get(Case, (node.name, case))
        if row is None:
            return problem(request, 404)
        where = {"office": node.name, "case": case}
        secured = secured_at_centre(node, reading, row)
        answer = {
            "case": row,
            "obligations": reading.select(Obligation, where),
            "timeline": reading.select(TimelineLine, where, order_by=("number",)),
            "secured": {"centre": {"set_up": secured.set_up, "complete": secured.complete}},
            "waits_for": [act.stem for act in acts_of(row)],
        }
    return HttpResponse(msgspec.json.encode(answer), content_type=JSON)


@any_officer
@never_cache
def case_act(request: OfficerRequest, case: str, operation: str) -> HttpResponse:
    """POST: do an act on a case."""
    act = CASE_ACTS.get(operation)
    if act is None:
        return problem(request, 404)
    return _perform(request, act, case)


@any_officer
@never_cache
def office_act(request: OfficerRequest, operation: str) -> HttpResponse:
    """POST: do an act that concerns no case yet."""
    act = OFFICE_ACTS.get(operation)
    if act is None:
        return problem(request, 404)
    return _perform(request, act, "")


def _perform(request: OfficerRequest, act: CaseAct | OfficeAct, case: str) -> HttpResponse:
    if request.method != "POST":
        return problem(request, 405)
    try:
        form = _form(request, act)
    except ValidationError as error:
        return JsonResponse({"errors": {"__all__": _said(error)}}, status=400)
    if form is None:
        return problem(request, 415)
    if not form.is_valid():
        errors = {
            name: [said for error in listed for said in _said(error)]
            for name, listed in form.errors.as_data().items()
        }
        return JsonResponse({"errors": errors}, status=429 if form.paused else 400)
    node = current_node()
    if isinstance(act, CaseAct):
        done = act.perform(node, by(request, form), case, form.cleaned_data)
    else:
        done = act.perform(node, by(request, form), form.cleaned_data)
    if isinstance(done, Refused):
        return JsonResponse({"refused": [_objection(one) for one in done.objections]}, status=422)
    return JsonResponse({"done": _done(done)})


def _form(request: HttpRequest, act: CaseAct | OfficeAct) -> ActForm | None:
    """The act's form filled from JSON or from form data; None for another content type."""
    if request.content_type in FORMS:
        return act.form(request.POST, request.FILES, address=address_of(request))
    if request.content_type != JSON:
        return None
    try:
        content = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise ValidationError(_("This is not JSON.")) from error
    return act.form(data_from_json(content), NO_FILES, address=address_of(request))


def _said(error: ValidationError) -> list[dict[str, str]]:
    return [in_both(lambda place=place: str(error.messages[place])) for place in range(len(error.messages))]  # type: ignore[misc]


def _objection(objection: Objection) -> dict[str, Any]:
    return {
        "reason": objection.reason.value,
        "field": objection.field,
        "facts": dict(objection.facts),
        "text": in_both(lambda: refusal_words.wrong(objection)),
        "remedy": in_both(lambda: refusal_words.remedy(objection)),
    }


def _done(done: Done) -> dict[str, Any]:
    return {
        "case": done.case,
        "index": done.index,
        "event": done.event.KIND if done.event else None,
        "repeated": done.repeated,
    }

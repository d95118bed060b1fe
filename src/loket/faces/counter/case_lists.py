"""The cases behind the figures: lists that the head of office and the heads of sections open from them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from loket.core.domain.promise import Lateness
from loket.core.domain.rows import Case, Obligation, Officer
from loket.core.domain.terms import ObligationKind, Role, Stage
from loket.core.domain.turns import TURNS
from loket.faces.counter.frame import name_of, page
from loket.faces.counter.waiting import names_of_officers
from loket.faces.ui.access import OfficerRequest, officers
from loket.faces.ui.words import refusals as refusal_words
from loket.faces.ui.words.formats import long_day
from loket.faces.ui.words.terms import word
from loket.node.operations.node import Node, current_node
from loket.node.operations.office_flow import (
    AGES_FROM_DAYS,
    ages,
    cases_by_id,
    endings_today,
    flow_today,
    stages_of,
)
from loket.node.operations.office_lists import called_back, proposed_cancellations, to_be_cut, uncollected
from loket.node.operations.service_promise import Promised, promise_of, still_promised
from loket.node.store.reading import Reading

SEES_THE_SECTION = (Role.APPROVER, Role.HEAD)
_SHOWN = 200
WORK = "work"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """One case of a list. `waited`: ms at its stage; `roles`: for whom it waits; `notes`: why, in words."""

    case: Case
    name: str
    waited: int
    roles: tuple[Role, ...]
    with_officer: str
    promise: Lateness | None
    notes: tuple[str, ...] = ()


def line_of(
    node: Node, case: Case, names: Mapping[str, str], *, notes: Sequence[str] = (), on: Lateness | None = None
) -> CaseLine:
    """A case as a line."""
    finished = case.ready_at is not None and on is None
    return CaseLine(
        case=case,
        name=name_of(case),
        waited=max(0, node.clock() - case.stage_since),
        roles=tuple(role for role in TURNS.get(case.stage, ()) if role is not Role.HEAD),
        with_officer=names.get(case.assignee, case.assignee),
        promise=None if finished else on or promise_of(node, case),
        notes=tuple(notes),
    )


def promised_line(node: Node, one: Promised, names: Mapping[str, str]) -> CaseLine:
    """A case with a promise, and everything that it waits for."""
    notes = [str(refusal_words.wrong(objection)) for objection in one.kept_back]
    notes += [_("Hit: %(hit)s") % {"hit": word(hit)} for hit in one.hits]
    if one.owed:
        notes.append(_("owed: %(what)s") % {"what": ", ".join(str(word(kind)) for kind in one.owed)})
    return line_of(node, one.case, names, notes=notes, on=one.promise)


def _page(
    request: OfficerRequest,
    title: str | Promise,
    lines: Sequence[CaseLine],
    *,
    about: str | Promise = "",
    empty: str | Promise = "",
    total: int | None = None,
    **more: Any,
) -> HttpResponse:
    context = {
        "title": title,
        "about": about,
        "empty": empty or gettext_lazy("No case stands here now."),
        "lines": lines[:_SHOWN],
        "total": len(lines) if total is None else total,
        "shown": min(len(lines), _SHOWN),
        "back": "/head" if Role.HEAD in request.officer.roles else "/section",
    }
    return page(request, "counter/case_list.html", {**context, **more})


def to_settle(node: Node, reading: Reading) -> dict[str, Any]:
    """What stays to be done wherever a file lies, each case with its name: called back, to be cut."""
    return {
        "called_back": [(case, name_of(case)) for case in called_back(node, reading)],
        "to_be_cut": [(case, name_of(case)) for case in to_be_cut(node, reading)],
    }


@officers(*SEES_THE_SECTION)
@never_cache
@require_safe
def cases_at(request: OfficerRequest, stage: str) -> HttpResponse:
    """The cases at a stage; `moved=came` or `went`: those that did today; `work` with `age`: by their age."""
    node = current_node()
    if stage == WORK:
        return _by_age(request, node)
    here = next((one for one in Stage if one.value == stage), None)
    if here is None:
        raise Http404
    moved = request.GET.get("moved", "")
    total = None
    with node.store.reading() as reading:
        names = names_of_officers(node, reading)
        if moved in ("came", "went"):
            flows = {one.stage: one for one in flow_today(node, reading)}
            ids = () if here not in flows else flows[here].came if moved == "came" else flows[here].went
            cases = list(cases_by_id(node, reading, ids).values())
        else:
            where = {"office": node.name, "stage": here}
            total = reading.count(Case, where)
            cases = reading.select(Case, where, order_by=("stage_since",), limit=_SHOWN)
    title = {
        "came": _("Came to %(stage)s today"),
        "went": _("Went on from %(stage)s today"),
    }.get(moved, _("Waiting at %(stage)s")) % {"stage": word(here)}
    return _page(request, title, [line_of(node, case, names) for case in cases], total=total)


def _by_age(request: OfficerRequest, node: Node) -> HttpResponse:
    wanted = request.GET.get("age", "")
    with node.store.reading() as reading:
        names = names_of_officers(node, reading)
        classes = ages(node, reading)
    known = wanted.isascii() and wanted.isdigit() and int(wanted) < len(classes)
    cases = classes[int(wanted)] if known else [case for one in reversed(classes) for case in one]
    title = _("At work, registered %(when)s") % {"when": age_words(int(wanted))} if known else _("At work")
    return _page(request, title, [line_of(node, case, names) for case in cases])


def age_words(place: int) -> str:
    """A class of age in words: how long ago the case was registered, in days."""
    least = AGES_FROM_DAYS[place]
    if place == 0:
        return _("today")
    if place == len(AGES_FROM_DAYS) - 1:
        return _("%(least)s+ days ago") % {"least": least}
    most = AGES_FROM_DAYS[place + 1] - 1
    return _("%(least)s–%(most)s days ago") % {"least": least, "most": most}


@officers(*SEES_THE_SECTION)
@never_cache
@require_safe
def late(request: OfficerRequest) -> HttpResponse:
    """What is late against the service promise and why; below it what is due today."""
    node = current_node()
    with node.store.reading() as reading:
        names = names_of_officers(node, reading)
        promised = still_promised(node, reading)
    overdue = [promised_line(node, one, names) for one in promised if one.promise.late]
    due_today = [promised_line(node, one, names) for one in promised if one.promise.days_left == 0]
    return _page(
        request,
        _("Late against the service promise"),
        overdue,
        about=_("At most %(days)s working days from the interview; same-day service on its day.")
        % {"days": node.practice.promise_working_days},
        empty=gettext_lazy("No case is late."),
        also=due_today,
        also_title=gettext_lazy("Due today"),
        uncovered=any(not one.promise.covered for one in promised),
    )


@officers(*SEES_THE_SECTION)
@never_cache
@require_safe
def not_collected(request: OfficerRequest) -> HttpResponse:
    """Passports that nobody collected in the time for it."""
    node = current_node()
    with node.store.reading() as reading:
        names = names_of_officers(node, reading)
        listed = uncollected(node, reading)
    lines = [
        line_of(
            node,
            one.case,
            names,
            notes=[
                _("ready since %(day)s") % {"day": long_day(one.ready_on)},
                _("may be cancelled since %(day)s") % {"day": long_day(one.cancellable_from)},
            ],
        )
        for one in listed
    ]
    return _page(
        request,
        _("Not collected"),
        lines,
        about=_("Ready for a month and more; tell the applicants once more before the head decides."),
    )


@officers(*SEES_THE_SECTION)
@never_cache
@require_safe
def cancellations(request: OfficerRequest) -> HttpResponse:
    """Proposed cancellations with their deadlines."""
    node = current_node()
    with node.store.reading() as reading:
        names = names_of_officers(node, reading)
        listed = proposed_cancellations(node, reading)
    lines = []
    for one in listed:
        notes = []
        for deadline in one.deadlines:
            said = _("%(what)s by %(day)s") % {
                "what": word(deadline.kind),
                "day": long_day(deadline.stands.due),
            }
            notes.append(f"{said} – {_('overdue')}" if deadline.stands.late else said)
        lines.append(line_of(node, one.case, names, notes=notes))
    return _page(request, _("Cancellations proposed"), lines)


@officers(*SEES_THE_SECTION)
@never_cache
@require_safe
def ended_today(request: OfficerRequest) -> HttpResponse:
    """The cases that ended today."""
    node = current_node()
    with node.store.reading() as reading:
        names = names_of_officers(node, reading)
        kinds = endings_today(node, reading)
        rows = cases_by_id(node, reading, (case for cases in kinds.values() for case in cases))
    lines = [
        line_of(node, rows[case], names, notes=[str(word(kind))])
        for kind, cases in kinds.items()
        for case in cases
        if case in rows
    ]
    return _page(request, _("Ended today"), lines)


@officers(*SEES_THE_SECTION)
@never_cache
@require_safe
def waiting_for_role(request: OfficerRequest, role: str) -> HttpResponse:
    """The cases that wait for a role."""
    node = current_node()
    here = next((one for one in Role if one.value == role), None)
    if here is None:
        raise Http404
    where = {"office": node.name, "stage": stages_of(here)}
    with node.store.reading() as reading:
        names = names_of_officers(node, reading)
        total = reading.count(Case, where)
        cases = reading.select(Case, where, order_by=("stage_since",), limit=_SHOWN)
    title = _("Waiting for: %(role)s") % {"role": word(here)}
    return _page(request, title, [line_of(node, case, names) for case in cases], total=total)


@officers(*SEES_THE_SECTION)
@never_cache
@require_safe
def on_hand_of(request: OfficerRequest, officer: str) -> HttpResponse:
    """The cases that an officer has taken or was handed."""
    node = current_node()
    with node.store.reading() as reading:
        known = reading.get(Officer, (node.name, officer))
        if known is None:
            raise Http404
        names = names_of_officers(node, reading)
        where = {"office": node.name, "assignee": officer}
        cases = reading.select(Case, where, order_by=("stage_since",), limit=_SHOWN)
    return _page(
        request,
        _("With %(officer)s") % {"officer": known.name},
        [line_of(node, case, names) for case in cases],
    )


@officers(*SEES_THE_SECTION)
@never_cache
@require_safe
def owed(request: OfficerRequest, kind: str) -> HttpResponse:
    """The cases that wait for an answer of this kind."""
    node = current_node()
    here = next((one for one in ObligationKind if one.value == kind), None)
    if here is None:
        raise Http404
    with node.store.reading() as reading:
        names = names_of_officers(node, reading)
        open_ones = reading.select(Obligation, {"office": node.name, "open": True}, order_by=("opened_at",))
        ids = [one.case for one in open_ones if one.kind is here]
        rows = cases_by_id(node, reading, ids[:_SHOWN])
    lines = [line_of(node, rows[case], names) for case in ids if case in rows]
    title = _("Not answered: %(what)s") % {"what": word(here)}
    return _page(request, title, lines, total=len(ids))

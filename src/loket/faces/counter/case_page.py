"""The page of one case: who, what, the stage bar, the form of this stage, and what is written and owed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from loket.core.domain import nik as niks
from loket.core.domain import policy as outage
from loket.core.domain.hits import confirmed
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import (
    Case,
    HeldCase,
    LatestTime,
    Obligation,
    Officer,
    Order,
    Policy,
    TimelineLine,
)
from loket.core.domain.rules.counter import missing_papers
from loket.core.domain.terms import LookedAt, OrderKind, PaperKind, Role, Service, Stage, Verdict
from loket.faces.counter.acts.act import CaseAct
from loket.faces.counter.acts.assign_case import holding
from loket.faces.counter.acts.registry import CASE_ACTS, acts_aside, acts_of, may, roles_for
from loket.faces.counter.case_standing import standing_of
from loket.faces.counter.frame import frame, name_of
from loket.faces.counter.letter_parts import TITLES, address_of, letters_of
from loket.faces.counter.looks import looks_at, not_shown
from loket.faces.counter.paper_acts import STEMS, from_paper
from loket.faces.counter.printer_panel import pages_on_way
from loket.faces.counter.stage_bar import steps
from loket.faces.counter.stations import station_of
from loket.faces.ui.access import OfficerRequest, any_officer
from loket.faces.ui.forms import ActForm
from loket.faces.ui.words import refusals as refusal_words
from loket.faces.ui.words.events import fact_words
from loket.node.operations.node import Node, current_node
from loket.node.operations.office_status import Secured, secured_at_centre
from loket.node.operations.service_promise import promise_of
from loket.node.store.reading import Reading

_LINES = 12


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the timeline."""

    line: TimelineLine
    officer: str
    facts: list[str]


@dataclass(frozen=True, slots=True)
class Panel:
    """One act's form on the page; `primary`: it takes the case on. `about`: what stands beside the form."""

    act: CaseAct
    form: ActForm
    primary: bool
    about: object


@dataclass(frozen=True, slots=True)
class Hurdle:
    """What the outage policy says before anybody has typed anything."""

    wrong: str
    remedy: str
    order: bool


@dataclass(frozen=True, slots=True)
class CasePaper:
    """A paper of the office that can be printed for this case."""

    title: Promise
    address: str


def papers_of(case: Case) -> list[CasePaper]:
    """The papers there are for the case as it stands; none for a forgotten one."""
    if case.forgotten:
        return []
    papers = [CasePaper(_("Status slip"), f"/cases/{case.case}/slip")]
    if case.payment is not None and case.payment.receipt_number:
        papers.append(CasePaper(_("Receipt of payment"), f"/cases/{case.case}/receipt"))
    papers += [CasePaper(TITLES[one.kind], address_of(case, one)) for one in letters_of(case)]
    return papers


def timeline(node: Node, reading: Reading, case: str, *, limit: int | None = None) -> list[Line]:
    """The case's lines, newest first, with the officers' names."""
    where = {"office": node.name, "case": case}
    lines = reading.select(TimelineLine, where, order_by=("-number",), limit=limit)
    names = {officer.officer: officer.name for officer in reading.select(Officer, {"office": node.name})}
    return [Line(line, names.get(line.officer, ""), fact_words(line.facts)) for line in lines]


def hurdles(node: Node, reading: Reading, case: Case) -> tuple[list[Hurdle], bool]:
    """Why the policy keeps this passport here now, and whether it would go out provisionally."""
    if case.stage is not Stage.HANDOVER:
        return [], False
    latest = reading.get(LatestTime, (node.name, "current"))
    judged = outage.judge_handover(
        case,
        obligations=reading.select(Obligation, {"office": node.name, "case": case.case}),
        orders=tuple(reading.select(Order, {"office": node.name, "case": case.case})),
        policy=reading.get(Policy, (node.name, "current")) or Policy(office=node.name),
        now=outage.effective_now(node.clock(), latest.at if latest else 0),
    )
    listed = [
        Hurdle(
            refusal_words.wrong(objection),
            refusal_words.remedy(objection),
            order=objection.reason.value == "registry_answer_missing_for_first_passport",
        )
        for objection in judged.objections
    ]
    return listed, judged.verdict is Verdict.PROVISIONAL


def panels(request: OfficerRequest, case: Case, bound: ActForm | None, chosen: CaseAct | None) -> list[Panel]:
    """The forms to show: the chosen act's, or those the case waits for that are this officer's to do."""
    acts = [chosen] if chosen else [act for act in acts_of(case) if may(act, request.officer)]
    shown = []
    for act in acts:
        form = bound if act is chosen else None
        initial = _initial(act, case) | act.initial(case)
        form = form or act.form(initial=initial, on_paper=from_paper(request, act))
        shown.append(Panel(act, form, primary=act is acts[-1], about=act.about(request, case, form)))
    return shown


def may_be_on_paper(shown: list[Panel]) -> bool:
    """Whether one of these forms can be asked for again with the fields of a sheet."""
    return any(panel.act.stem in STEMS and not panel.form.on_paper for panel in shown)


def _focus(shown: list[Panel], case: Case, scanned: frozenset[PaperKind]) -> None:
    """One field has the focus: of what is to be done next, or in the form that takes the case on."""
    place = len(shown) - 1
    if case.stage is Stage.DOCUMENTS and missing_papers(case, scanned):
        place = 0
    elif case.stage is Stage.DOCUMENTS and case.old_passport is None:
        stems = [panel.act.stem for panel in shown]
        place = stems.index("read_old_passport") if "read_old_passport" in stems else place
    for panel in shown[:place] + shown[place + 1 :]:
        for field in panel.form.fields.values():
            field.widget.attrs.pop("autofocus", None)


def _initial(act: CaseAct, case: Case) -> dict[str, Any]:
    if act.stem == "scan_document":
        missing = missing_papers(case, frozenset(scan.paper for scan in case.scans))
        return {"paper": (missing[0] if missing else PaperKind.BIRTH_CERTIFICATE).value}
    return {}


def _context(
    node: Node,
    reading: Reading,
    request: OfficerRequest,
    case: Case,
    bound: ActForm | None,
    chosen: CaseAct | None,
) -> dict[str, Any]:
    where = {"office": node.name, "case": case.case}
    applicant = case.registration.applicant if case.registration else None
    scanned = frozenset(scan.paper for scan in case.scans)
    held = reading.get(HeldCase, (node.name, case.case))
    secured: Secured = secured_at_centre(node, reading, case)
    shown = panels(request, case, bound, chosen)
    if shown and shown[-1].act.stem == "check_documents":
        # Only what is scanned can be compared.
        offered: Any = shown[-1].form.fields["originals_seen"]
        offered.choices = [choice for choice in offered.choices if choice[0] in scanned]
    _focus(shown, case, scanned)
    lines = timeline(node, reading, case.case, limit=_LINES + 1)
    return {
        "case": case,
        "name": name_of(case),
        "applicant": applicant,
        "nik_differs": applicant is not None
        and not niks.agrees_with(applicant.nik, birth_date=applicant.birth_date, sex=applicant.sex),
        "steps": steps(case),
        "papers": papers_of(case),
        "standing": standing_of(node, reading, case),
        "promise": promise_of(node, case),
        "panels": shown,
        "may_be_on_paper": may_be_on_paper(shown),
        "chosen": chosen,
        "aside": [] if chosen else acts_aside(case, request.officer),
        "holding": holding(node, reading, request.officer, case),
        "is_adjudicator": Role.ADJUDICATOR in request.officer.roles,
        "sees_looks": bool({Role.ADJUDICATOR, Role.HEAD} & set(request.officer.roles)),
        "stands_against": confirmed(case),
        "waits_for": roles_for(case),
        "missing_papers": missing_papers(case, scanned) if case.stage is Stage.DOCUMENTS else (),
        "lines": lines[:_LINES],
        "more_lines": len(lines) > _LINES,
        "obligations": reading.select(Obligation, where, order_by=("opened_at",)),
        "orders": reading.select(Order, where),
        "secured": secured,
        "held": held,
        "is_head": Role.HEAD in request.officer.roles,
        **_of_issuance(node, reading, case),
    }


def _of_issuance(node: Node, reading: Reading, case: Case) -> dict[str, Any]:
    """What the page says once there is a printed page."""
    in_the_way, provisional = hurdles(node, reading, case)
    return {
        "hurdles": in_the_way,
        "provisional": provisional,
        "pages_on_way": pages_on_way(case),
        "first_passport": case.service is Service.NEW,
        "order_kind": OrderKind.ISSUE_WITHOUT_REGISTRY_ANSWER.value,
    }


def show_case(
    request: OfficerRequest,
    case: str,
    *,
    bound: ActForm | None = None,
    chosen: CaseAct | None = None,
    status: int = 200,
) -> HttpResponse:
    """Render the page; `bound` is a form that was refused, `chosen` the act whose form is shown."""
    if refused := not_shown(request, case, LookedAt.FILE):
        return refused
    node = current_node()
    with node.store.reading() as reading:
        row = reading.get(Case, (node.name, case))
        if row is None:
            raise Http404
        around = frame(node, reading, request.officer, station=station_of(row.stage), case=case)
        context = _context(node, reading, request, row, bound, chosen)
    context["written"] = _written(request, context["lines"])
    return render(request, "counter/case.html", {"frame": around, **context}, status=status)


def _written(request: OfficerRequest, lines: list[Line]) -> Line | None:
    """The line that an act has just written: its index came with the redirect."""
    index = request.GET.get("written", "")
    return next((line for line in lines if str(line.line.index) == index), None)


@any_officer
@never_cache
@require_safe
def case_page(request: OfficerRequest, case: str) -> HttpResponse:
    """The case as it stands."""
    return show_case(request, case)


@any_officer
@never_cache
@require_safe
@looks_at(LookedAt.HISTORY)
def history(request: OfficerRequest, case: str) -> HttpResponse:
    """Every entry of the case, with its place in the log."""
    node = current_node()
    with node.store.reading() as reading:
        row = reading.get(Case, (node.name, case))
        if row is None:
            raise Http404
        around = frame(node, reading, request.officer, station=station_of(row.stage), case=case)
        context: Mapping[str, Any] = {
            "case": row,
            "name": name_of(row),
            "steps": steps(row),
            "lines": timeline(node, reading, case),
            "secured": secured_at_centre(node, reading, row),
        }
    return render(request, "counter/history.html", {"frame": around, **context})


def refused_case(
    request: OfficerRequest, case: str, act: CaseAct, form: ActForm, refused: Refused | None
) -> HttpResponse:
    """Show the form again with every reason; nothing was written."""
    if refused is not None:
        form.refused(refused)
    return show_case(request, case, bound=form, chosen=act, status=429 if form.paused else 422)


__all__ = ["CASE_ACTS", "case_page", "history", "refused_case", "show_case"]

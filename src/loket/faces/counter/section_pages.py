"""The head of section's page, and the parts of it that the head of the office sees too."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from loket.core.domain.flow import StageFlow
from loket.core.domain.terms import Stage
from loket.faces.counter.case_lists import SEES_THE_SECTION, to_settle
from loket.faces.counter.frame import page
from loket.faces.ui.access import OfficerRequest, officers
from loket.faces.ui.charts import Chart, Group, columns
from loket.node.operations.node import Node, current_node
from loket.node.operations.office_flow import (
    AGES_FROM_DAYS,
    ages,
    endings_today,
    flow_today,
    on_hand,
    waiting_for_roles,
)
from loket.node.operations.office_lists import proposed_cancellations, uncollected
from loket.node.operations.service_promise import still_promised
from loket.node.store.reading import Reading

# Stages that stand in the table only while there is something to say of them.
_ONLY_WHERE = (Stage.INTERVIEW_REPORT, Stage.ADJUDICATION, Stage.ENDED)


@dataclass(frozen=True, slots=True)
class FlowRow:
    """One stage of the table; `waited`: ms of the longest wait, None where nobody waits."""

    flow: StageFlow
    waited: int | None


def flow_rows(node: Node, reading: Reading) -> list[FlowRow]:
    """Today's flow, stage by stage."""
    now = node.clock()
    return [
        FlowRow(one, None if one.oldest_since is None else max(0, now - one.oldest_since))
        for one in flow_today(node, reading)
        if one.stage not in _ONLY_WHERE or one.came or one.went or one.waiting
    ]


def ages_chart(node: Node, reading: Reading) -> Chart:
    """How old the cases at work are."""
    groups = [
        Group(_days(place), (len(cases),), f"/cases-at/work?age={place}" if cases else "")
        for place, cases in enumerate(ages(node, reading))
    ]
    said = ", ".join(f"{group.label}: {group.values[0]}" for group in groups)
    return columns(groups, said=_("Cases at work by days since the registration: %(said)s") % {"said": said})


def _days(place: int) -> str:
    """A class of age as the label of its column: days since the registration."""
    least = AGES_FROM_DAYS[place]
    if place == len(AGES_FROM_DAYS) - 1:
        return f"{least}+"
    most = AGES_FROM_DAYS[place + 1] - 1
    return str(least) if least == most else f"{least}–{most}"


def section_context(node: Node, reading: Reading) -> dict[str, Any]:
    """How the work stands."""
    promised = still_promised(node, reading)
    proposed = proposed_cancellations(node, reading)
    endings = endings_today(node, reading)
    return {
        **to_settle(node, reading),
        "flow": flow_rows(node, reading),
        "ages": ages_chart(node, reading),
        "roles": waiting_for_roles(node, reading),
        "hands": on_hand(node, reading),
        "late": sum(one.promise.late for one in promised),
        "due_today": sum(one.promise.days_left == 0 for one in promised),
        "uncovered": any(not one.promise.covered for one in promised),
        "uncollected": len(uncollected(node, reading)),
        "proposed": len(proposed),
        "proposed_late": sum(any(d.stands.late for d in one.deadlines) for one in proposed),
        "ended": sum(map(len, endings.values())),
        "endings": [(kind, len(cases)) for kind, cases in endings.items() if cases],
        "today": node.day_of(node.clock()),
    }


@officers(*SEES_THE_SECTION)
@never_cache
@require_safe
def section(request: OfficerRequest) -> HttpResponse:
    """Today's flow, ages, what waits for whom, what is late."""
    node = current_node()
    with node.store.reading() as reading:
        context = section_context(node, reading)
    return page(request, "counter/section.html", context)

"""The status slip that an applicant takes along: how far the application is, its number as a code to scan."""

from django.http import Http404, HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from loket.core.domain.rows import Case
from loket.core.domain.terms import LookedAt
from loket.faces.counter.desk import office_desk
from loket.faces.counter.looks import looks_at
from loket.faces.ui.access import OfficerRequest, any_officer
from loket.faces.ui.languages import in_both
from loket.faces.ui.words.formats import long_day, moment
from loket.faces.ui.words.next_steps import NEXT_STEPS
from loket.faces.ui.words.terms import word
from loket.node.operations.node import Node, current_node
from loket.node.operations.paper_seals import paper_seal
from loket.node.operations.service_promise import promise_of
from loket.node.papers.office_papers import PaperSize, Row, make_paper

_TITLE = _("Status of the application")
_NEXT = _("What comes next: %(next)s")
_FOOTER = _("This slip is no receipt and no travel document.")


@any_officer
@never_cache
@require_safe
@looks_at(LookedAt.PAPER)
def status_slip(request: OfficerRequest, case: str) -> HttpResponse:  # noqa: ARG001
    """The slip as the case stands now; a forgotten case has none."""
    node = current_node()
    with node.store.reading() as reading:
        row = reading.get(Case, (node.name, case))
    if row is None or row.forgotten:
        raise Http404
    answer = HttpResponse(_paper(node, row), content_type="application/pdf")
    # Named by the application's number: a file name tells nothing of a person.
    answer.headers["Content-Disposition"] = f'inline; filename="{row.application_number}.pdf"'
    return answer


def _paper(node: Node, case: Case) -> bytes:
    title = in_both(lambda: str(_TITLE))
    what_next = in_both(lambda: str(_NEXT) % {"next": str(NEXT_STEPS[case.stage])})
    stage = in_both(lambda: str(word(case.stage)))
    promise = promise_of(node, case) if case.ready_at is None else None
    now = node.clock()
    with override("id"):
        registered, as_of = moment(case.registered_at), moment(now)
        due = [_row(_("Promised for"), long_day(promise.due))] if promise else []
    return make_paper(
        title_id=title["id"],
        title_en=title["en"],
        office=office_desk().title,
        headline=case.queue_number,
        rows=(
            _row(_("Application number"), case.application_number),
            _row(_("Registered"), registered),
            _row(_("Stage"), " / ".join(dict.fromkeys((stage["id"], stage["en"])))),
            *due,
            _row(_("As of"), as_of),
        ),
        paragraphs=(what_next["id"], what_next["en"]),
        footer=" / ".join(in_both(lambda: str(_FOOTER)).values()),
        number_code=case.application_number,
        seal=paper_seal(
            node,
            kind="status-slip",
            number=case.application_number,
            day=node.day_of(now),
            application_number=case.application_number,
        ),
        size=PaperSize.A6,
    )


def _row(caption: Promise, value: str) -> Row:
    said = in_both(lambda: str(caption))
    return Row(said["id"], said["en"], value)

"""Finding a case. The words come by POST: a name or a NIK stands in no address and no log of addresses."""

import re
from http import HTTPStatus

from django.http import HttpResponse, HttpResponseRedirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from loket.core.domain.rows import Booklet, Case
from loket.faces.counter.frame import name_of, page
from loket.faces.ui.access import OfficerRequest, any_officer
from loket.node.operations.node import Node, current_node
from loket.node.store.reading import Reading

MOST_WORDS = 100
MOST_FOUND = 30
_CASE_ID = re.compile(r"[0-9a-f]{32}")


@any_officer
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: OfficerRequest) -> HttpResponse:
    """Look for a number or part of a name; reads only. A number that names one case opens it at once."""
    words = " ".join(request.POST.get("words", "").split())[:MOST_WORDS]
    found: list[Case] = []
    if words:
        node = current_node()
        with node.store.reading() as reading:
            named = named_by(node, reading, words)
            found = [] if named else find(node, reading, words)
        if named:
            answer = HttpResponseRedirect(f"/cases/{named.case}")
            answer.status_code = HTTPStatus.SEE_OTHER
            return answer
    results = [(case, name_of(case)) for case in found]
    return page(request, "counter/search.html", {"words": words, "results": results, "most": MOST_FOUND})


def named_by(node: Node, reading: Reading, words: str) -> Case | None:
    """The one case of this application number, queue number of today, booklet or case id."""
    compact = "".join(words.split())
    if _CASE_ID.fullmatch(compact.lower()):
        return reading.get(Case, (node.name, compact.lower()))
    upper = compact.upper()
    booklet = reading.get(Booklet, (node.name, upper))
    if booklet is not None and booklet.case:
        return reading.get(Case, (node.name, booklet.case))
    office = {"office": node.name}
    today = {"queue_day": node.day_of(node.clock()), "queue_number": upper}
    for where in ({"application_number": compact}, today):
        found = reading.select(Case, {**office, **where}, limit=2)
        if len(found) == 1:
            return found[0]
    return None


def find(node: Node, reading: Reading, words: str) -> list[Case]:
    """Cases of this application number, NIK, queue number of any day, booklet, or name; newest first."""
    office = {"office": node.name}
    compact = words.replace(" ", "")
    if compact.isascii() and compact.isdigit():
        for column in ("application_number", "nik"):
            found = reading.select(Case, {**office, column: compact}, order_by=("-registered_at",))
            if found:
                return found[:MOST_FOUND]
        return []
    upper = compact.upper()
    booklet = reading.get(Booklet, (node.name, upper))
    if booklet is not None and booklet.case:
        case = reading.get(Case, (node.name, booklet.case))
        return [case] if case else []
    found = reading.select(
        Case, {**office, "queue_number": upper}, order_by=("-registered_at",), limit=MOST_FOUND
    )
    return found or reading.select(
        Case, office, order_by=("-registered_at",), limit=MOST_FOUND, contains={"search": words.casefold()}
    )

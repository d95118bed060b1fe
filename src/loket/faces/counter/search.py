"""Finding a case. The words come by POST: a name or a NIK stands in no address and no log of addresses."""

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from loket.core.domain.rows import Booklet, Case
from loket.faces.counter.frame import name_of, page
from loket.faces.ui.access import OfficerRequest, any_officer
from loket.node.operations.node import Node, current_node
from loket.node.store.reading import Reading

MOST_WORDS = 100
MOST_FOUND = 30


@any_officer
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def search(request: OfficerRequest) -> HttpResponse:
    """Look for a number or part of a name; reads only."""
    words = " ".join(request.POST.get("words", "").split())[:MOST_WORDS]
    found: list[Case] = []
    if words:
        node = current_node()
        with node.store.reading() as reading:
            found = find(node, reading, words)
    results = [(case, name_of(case)) for case in found]
    return page(request, "counter/search.html", {"words": words, "results": results, "most": MOST_FOUND})


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

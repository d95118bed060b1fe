"""The office's log: how far it goes, who has confirmed to store it, and which others are held here."""

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from loket.core.domain.rows import ReadLog
from loket.faces.counter.frame import page
from loket.faces.ui.access import OfficerRequest, any_officer
from loket.node.operations.node import current_node
from loket.node.operations.office_status import centre_mark


@any_officer
@never_cache
@require_safe
def log_page(request: OfficerRequest) -> HttpResponse:
    """Sizes, roots, the last signed checkpoint, and the marks of holders."""
    node = current_node()
    origin = node.origin("office")
    with node.store.reading() as reading:
        heads = reading.heads()
        marks = reading.holder_marks(origin)
        confirmed = centre_mark(node, reading)
        read = {row.origin: row.size for row in reading.select(ReadLog, {"office": node.name})}
    own = next((head for head in heads if head.origin == origin), None)
    context = {
        "own": own,
        "others": [(head, read.get(head.origin, 0)) for head in heads if head.origin != origin],
        "marks": marks,
        "centre_unconfirmed": confirmed is None,
        "checkpoint": node.signed_head(origin).decode("utf-8") if own else "",
        "root": own.root.hex() if own else "",
    }
    return page(request, "counter/log.html", context)

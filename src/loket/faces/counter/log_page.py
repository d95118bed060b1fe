"""The office's log: how far it goes, who has confirmed to store it, and which others are held here."""

from django.http import HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from loket.faces.counter.frame import page
from loket.faces.ui.access import OfficerRequest, any_officer
from loket.node.operations.node import current_node


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
        notes = reading.notes("checkpoint")
    note = next((saved for saved in notes if saved.name == origin), None)
    context = {
        "own": next((head for head in heads if head.origin == origin), None),
        "others": [head for head in heads if head.origin != origin],
        "marks": marks,
        "checkpoint_size": note.size if note else None,
        "checkpoint": note.note.decode("utf-8", "replace") if note else "",
    }
    return page(request, "counter/log.html", context)

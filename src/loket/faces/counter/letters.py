"""Letters and reports of a case as PDF: of its ending, of an interview report, of a spoilt booklet."""

from django.http import Http404, HttpResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from loket.core.domain.rows import Case, Officer
from loket.core.domain.terms import LookedAt
from loket.faces.counter.desk import office_desk
from loket.faces.counter.letter_parts import Letter, letters_of, parts_of, sealed_letter, signed_letter
from loket.faces.counter.looks import looks_at
from loket.faces.ui.access import OfficerRequest, any_officer
from loket.faces.ui.languages import in_both
from loket.node.operations.node import Node, current_node
from loket.node.papers.office_papers import Section, make_paper
from loket.node.papers.typesetting import drawable


@any_officer
@never_cache
@require_safe
@looks_at(LookedAt.PAPER)
def letter(request: OfficerRequest, case: str, kind: str, paper_number: str) -> HttpResponse:  # noqa: ARG001
    """The same letter every time: its number and what it says stand in the log; a forgotten case has none."""
    node = current_node()
    with node.store.reading() as reading:
        row = reading.get(Case, (node.name, case))
        found = None if row is None else find_letter(row, kind, paper_number)
        if row is None or found is None:
            raise Http404
        by = reading.get(Officer, (node.name, found.by))
    answer = HttpResponse(paper(node, row, found, by.name if by else ""), content_type="application/pdf")
    # Named by its own number: a file name tells nothing of a person.
    answer.headers["Content-Disposition"] = f'inline; filename="{found.number}.pdf"'
    return answer


def find_letter(case: Case, kind: str, number: str) -> Letter | None:
    """The case's letter of this kind and number, if there is one."""
    return next((one for one in letters_of(case) if (one.kind.value, one.number) == (kind, number)), None)


def paper(node: Node, case: Case, found: Letter, officer: str) -> bytes:
    """Set the letter; `officer`: the name of who wrote it."""
    parts = parts_of(case, found, officer, node.timezone)
    title = in_both(lambda: str(parts.title))
    seal = sealed_letter(node, case, found)
    # What officers typed may hold a character that no font here draws; the record keeps it.
    return make_paper(
        title_id=title["id"],
        title_en=title["en"],
        office=office_desk().title,
        number=found.number,
        rows=[row._replace(value=drawable(row.value)) for row in parts.rows],
        paragraphs=parts.paragraphs,
        sections=[
            Section(said.caption_id, said.caption_en, tuple(drawable(line) for line in said.paragraphs))
            for said in parts.sections
        ],
        signatories=[one._replace(name=drawable(one.name)) for one in parts.signatories],
        footer=in_both(lambda: str(parts.footer))["id"],
        seal=seal,
        signature_text=None if seal else signed_letter(node, case, found).decode("utf-8"),
        size=parts.size,
    )

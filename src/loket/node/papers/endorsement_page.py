"""The endorsement page of a passport as a PDF of 125 x 88 mm: the whole name, and observations."""

from dataclasses import dataclass
from datetime import date

from loket.node.papers.data_page import page_date
from loket.node.papers.typesetting import TEMPLATE_FOLDER, typeset

_TEMPLATE = TEMPLATE_FOLDER / "endorsement_page.typ"


@dataclass(frozen=True, slots=True)
class EndorsementPage:
    """What stands on one endorsement page; `name` and `observations` may be empty, not both."""

    document_number: str
    name: str
    observations: str
    issue_date: date
    issuing_office: str
    specimen: bool = False


def make_endorsement_page(page: EndorsementPage) -> bytes:
    """Return the page as PDF; the same page gives the same bytes.

    Raises PaperError for characters without a glyph, and for more than fits.
    """
    data = {
        "number": page.document_number,
        "name": page.name,
        "observations": page.observations.splitlines(),
        "date": page_date(page.issue_date),
        "office": page.issuing_office,
        "specimen": page.specimen,
    }
    return typeset(_TEMPLATE, data, {}, tagged=False)

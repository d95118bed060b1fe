"""Tables of the office as PDF: the close of a day, a report of a period."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from loket.node.papers.codes import data_matrix_svg
from loket.node.papers.office_papers import Signatory
from loket.node.papers.paper_content import content_digest
from loket.node.papers.typesetting import TEMPLATE_FOLDER, typeset

_TEMPLATE = TEMPLATE_FOLDER / "table.typ"
_NO_PICTURE = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"/>'


class Column(NamedTuple):
    """A column's head in both languages; `number`: its values stand to the right."""

    caption_id: str
    caption_en: str
    number: bool


class Line(NamedTuple):
    """One captioned line and its values, one for each column; without values it is a heading."""

    caption_id: str
    caption_en: str
    values: tuple[str, ...]


def make_table_paper(
    *,
    title_id: str,
    title_en: str,
    office: str,
    about: str,
    columns: Sequence[Column],
    lines: Sequence[Line],
    footer: str,
    signatories: Sequence[Signatory] = (),
    picture_svg: str = "",
    picture_alt: str = "",
    seal: Callable[[bytes], bytes] | None = None,
) -> bytes:
    """Return a bilingual table of A4 as tagged PDF; the same input gives the same bytes.

    `about`: the line under the title, e.g. the days that it is about. `picture_svg`: a chart above the table.
    `seal` makes the seal that the paper carries out of the digest of what it says. Raises PaperError for
    characters without a glyph.
    """
    data = {
        "title_id": title_id,
        "title_en": title_en,
        "office": office,
        "about": about,
        "columns": [list(column) for column in columns],
        "lines": [[line.caption_id, line.caption_en, list(line.values)] for line in lines],
        "signatories": [list(signatory) for signatory in signatories],
        "footer": footer,
        "has_picture": bool(picture_svg),
        "picture_alt": picture_alt,
        "has_seal": seal is not None,
    }
    pictures = {"picture": picture_svg or _NO_PICTURE}
    if seal is not None:
        pictures["seal"] = data_matrix_svg(seal(content_digest(_said_by(data))))
    return typeset(_TEMPLATE, data, pictures, tagged=True)


def _said_by(data: Mapping[str, Any]) -> list[str]:
    """Every text of the table, line by line."""
    return [
        data["office"],
        data["title_id"],
        data["title_en"],
        data["about"],
        *(text for column in data["columns"] for text in column[:2]),
        *(text for line in data["lines"] for text in (line[0], line[1], *line[2])),
        *(text for signatory in data["signatories"] for text in signatory),
    ]

"""The office's own papers as PDF: receipt, queue ticket, status slip, report of a spoilt booklet."""

import io
from collections.abc import Callable, Mapping, Sequence
from enum import Enum
from typing import Any, NamedTuple

import segno

from loket.node.papers.codes import data_matrix_svg
from loket.node.papers.error import PaperError, PaperReason
from loket.node.papers.paper_content import content_digest
from loket.node.papers.typesetting import TEMPLATE_FOLDER, typeset

_TEMPLATE = TEMPLATE_FOLDER / "paper.typ"


class PaperSize(Enum):
    """Sizes of paper, by the media name that a printer is told (PWG 5101.1)."""

    A4 = "iso_a4_210x297mm"
    A5 = "iso_a5_148x210mm"
    A6 = "iso_a6_105x148mm"


class Row(NamedTuple):
    """One captioned value."""

    caption_id: str
    caption_en: str
    value: str


class Section(NamedTuple):
    """A captioned text of any length, paragraph by paragraph."""

    caption_id: str
    caption_en: str
    paragraphs: tuple[str, ...]


class Signatory(NamedTuple):
    """A place to sign: in what capacity, and the name under the line."""

    capacity: str
    name: str


def make_paper(
    *,
    title_id: str,
    title_en: str,
    rows: Sequence[Row],
    footer: str,
    signature_text: str | None = None,
    seal: Callable[[bytes], bytes] | None = None,
    number_code: str = "",
    office: str = "Kantor Imigrasi",
    number: str = "",
    headline: str = "",
    paragraphs: Sequence[str] = (),
    sections: Sequence[Section] = (),
    signatories: Sequence[Signatory] = (),
    size: PaperSize = PaperSize.A5,
    specimen: bool = False,
) -> bytes:
    """Return a bilingual paper as tagged PDF; the same input gives the same bytes.

    `headline` is a large text such as a queue number. `seal` makes the seal that the paper carries as a
    DataMatrix out of the digest of what it says (paper_content.py). `number_code` is a number that the
    counter's scanner types; `signature_text`, in its place, a signed note. Raises PaperError for characters
    without a glyph and for a code that is too long.
    """
    code = number_code or None if signature_text is None else signature_text
    pictures = {} if code is None else {"code": _qr_svg(code)}
    data = {
        "size": size.name.lower(),
        "title_id": title_id,
        "title_en": title_en,
        "office": office,
        "number": number,
        "headline": headline,
        "rows": [list(row) for row in rows],
        "paragraphs": list(paragraphs),
        "sections": [list(section) for section in sections],
        "signatories": [list(signatory) for signatory in signatories],
        "footer": footer,
        "has_code": code is not None,
        "code_is_note": signature_text is not None,
        "has_seal": seal is not None,
        "specimen": specimen,
    }
    if seal is not None:
        pictures["seal"] = data_matrix_svg(seal(content_digest(said_by(data))))
    return typeset(_TEMPLATE, data, pictures, tagged=True)


def said_by(data: Mapping[str, Any]) -> list[str]:
    """Every text of a paper in the order in which its form sets it; not its footer and codes' captions."""
    return [
        data["office"],
        *(["No. " + data["number"]] if data["number"] else []),
        data["title_id"],
        data["title_en"],
        data["headline"],
        *(text for row in data["rows"] for text in row),
        *data["paragraphs"],
        *(
            text
            for caption_id, caption_en, paragraphs in data["sections"]
            for text in (caption_id, "/", caption_en, *paragraphs)
        ),
        *(text for signatory in data["signatories"] for text in signatory),
    ]


def _qr_svg(text: str) -> str:
    try:
        code = segno.make_qr(text, error="m")
    except segno.DataOverflowError:
        raise PaperError(PaperReason.NOTE_TOO_LONG, "it does not fit a QR code") from None
    out = io.BytesIO()
    # The quiet zone (four modules, ISO/IEC 18004) is the white that the template leaves around it.
    code.save(out, kind="svg", border=0, xmldecl=False, svgns=True, dark="#000000", light="#ffffff")
    return out.getvalue().decode("ascii")

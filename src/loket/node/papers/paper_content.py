"""What an office paper says, as a digest: of its own texts when it is made, of a PDF's when it is verified.

White space does not count, so that a line's end changes nothing. The footer with its page number and the
captions of codes are no part of it.
"""

import unicodedata
from collections.abc import Iterable
from hashlib import sha256

from loket.node.papers.pdfium_lock import open_pdf

DIGEST_BYTES = 16
"""As many as the seal holds: nobody has 2^64 papers to choose two from."""
TABLES = ("day-slip", "period-report")
"""Kinds of paper that are tables: with their head again on each page, so their text is compared by eye."""
_MOST_PAGES = 20
_MM = 72 / 25.4
# Margins of the form (templates/paper.typ), by the width of the page in mm: the footer stands below.
_BOTTOM_MM = {210: 24.0, 148: 17.0, 105: 13.0}
_CAPTIONS = (
    "Segel digital / Visible digital seal",
    "Segel ini ditandatangani secara elektronik oleh kantor; dapat diperiksa tanpa jaringan.",
    "This seal bears the office’s electronic signature; it can be verified offline.",
    "Kode untuk loket / Code for the counter",
    "CONTOH / SPECIMEN",
)


def content_digest(texts: Iterable[str]) -> bytes:
    """Return the first 16 bytes of the SHA-256 of these texts, one after the other, without white space."""
    return sha256(_bare("".join(texts)).encode()).digest()[:DIGEST_BYTES]


def digest_of_pdf(pdf: bytes) -> bytes | None:
    """Return the digest of what an office paper's PDF says; None if it is of another size than ours.

    Raises PaperError for what is no PDF.
    """
    with open_pdf(pdf) as document:
        texts = []
        for page in list(document)[:_MOST_PAGES]:
            width, height = page.get_size()
            bottom = _BOTTOM_MM.get(round(width / _MM))
            if bottom is None:
                return None
            text = page.get_textpage()
            texts.append(text.get_text_bounded(left=0, bottom=bottom * _MM, right=width, top=height))
    said = _bare("".join(texts))
    for caption in map(_bare, _CAPTIONS):
        said = said.replace(caption, "")
    return content_digest([said])


def _bare(text: str) -> str:
    return "".join(unicodedata.normalize("NFC", text).split())

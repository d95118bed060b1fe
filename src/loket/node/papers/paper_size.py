"""Which size of paper a PDF of ours is set on."""

import pypdfium2

from loket.node.papers.office_papers import PaperSize

_POINTS_PER_MM = 72 / 25.4
_MM = {PaperSize.A4: (210, 297), PaperSize.A5: (148, 210), PaperSize.A6: (105, 148)}
_TOLERANCE_MM = 1.0


def paper_size(pdf: bytes) -> PaperSize:
    """The size of the first page, A4 where it is none of ours. `pdf` was made here: else it is a bug."""
    with pypdfium2.PdfDocument(pdf) as document:
        width, height = (points / _POINTS_PER_MM for points in document[0].get_size())
    for size, (wide, high) in _MM.items():
        if abs(width - wide) <= _TOLERANCE_MM and abs(height - high) <= _TOLERANCE_MM:
            return size
    return PaperSize.A4

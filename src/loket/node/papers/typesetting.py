"""Typesetting a vendored template with data, in fonts that are vendored too.

What people typed reaches a template as data (JSON in `sys.inputs`), never as source. Pictures go in as SVG
text, so that nothing of them is written to disk.
"""

import base64
import json
import threading
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst

from loket.node.papers.error import PaperError, PaperReason

_HERE = Path(__file__).parent
FONT_FOLDER = _HERE / "fonts"
TEMPLATE_FOLDER = _HERE / "templates"

# What NotoSans-*.ttf in FONT_FOLDER can draw. A template does not fall back to another font, and a missing
# glyph raises no warning: the characters are therefore checked before they go in.
_DRAWABLE = (
    (0x20, 0x7E),
    (0xA0, 0x24F),
    (0x2BB, 0x2BC),
    (0x1E00, 0x1EFF),
    (0x2010, 0x2015),
    (0x2018, 0x201E),
    (0x2020, 0x2022),
    (0x2026, 0x2026),
)
# The fonts have no minus sign of its own.
_DRAWN_AS = str.maketrans({"\N{MINUS SIGN}": "-"})

# One compiler serves one call at a time: its inputs are part of its state.
_lock = threading.Lock()


def drawable(text: str) -> str:
    """The same text with "?" for every character that the fonts cannot draw, "-" for a minus sign."""
    return "".join(c if _can_draw(c) else "?" for c in text.translate(_DRAWN_AS))


def _can_draw(character: str) -> bool:
    return any(low <= ord(character) <= high for low, high in _DRAWABLE)


def typeset(template: Path, data: Mapping[str, Any], pictures: Mapping[str, str], *, tagged: bool) -> bytes:
    """Return the PDF of `template` (a file of ours) with `data` and SVG `pictures`.

    The same input gives the same bytes. Any warning is an error, an unknown font too. Raises PaperError.
    """
    _check_glyphs(data)
    inputs = {"data": json.dumps(data), **pictures}
    with _lock:
        compiler = _compiler(template)
        try:
            pdf, warnings = compiler.compile_with_warnings(format="pdf", sys_inputs=inputs, pdf_tags=tagged)
        except typst.TypstError as error:
            raise PaperError(PaperReason.TYPESETTING_FAILED, error.message) from None
    if warnings:
        raise PaperError(PaperReason.TYPESETTING_FAILED, warnings[0].message)
    if not isinstance(pdf, bytes):
        raise PaperError(PaperReason.TYPESETTING_FAILED, "no single document came out")
    return pdf


def jpeg_as_svg(jpeg: bytes, width: int, height: int) -> str:
    """Wrap a JPEG of this size in pixels as SVG text that a template can place; its bytes stay the same."""
    encoded = base64.b64encode(jpeg).decode("ascii")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}" href="data:image/jpeg;base64,{encoded}"/></svg>'
    )


@cache
def _compiler(template: Path) -> typst.Compiler:
    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONT_FOLDER])
    # A path, not bytes: a compiler that was given bytes finds them for its first call only.
    return typst.Compiler(template, root=template.parent, font_paths=fonts, ignore_system_fonts=True)


def _check_glyphs(value: object) -> None:
    """Raise PaperError when any text in this JSON value has a character that the fonts cannot draw."""
    if isinstance(value, str):
        if not all(map(_can_draw, value)):
            raise PaperError(PaperReason.CHARACTER_WITHOUT_GLYPH, "the fonts have Latin letters only")
    elif isinstance(value, Mapping):
        for item in value.values():
            _check_glyphs(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _check_glyphs(item)

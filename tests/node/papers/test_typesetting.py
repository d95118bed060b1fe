"""What may go into a paper is what its fonts can draw."""

import pytest
from PIL import ImageFont

from loket.node.papers.error import PaperError, PaperReason
from loket.node.papers.typesetting import FONT_FOLDER, TEMPLATE_FOLDER, drawable, typeset

# Spaces, and the soft hyphen, which is seen only where a line breaks.
UNSEEN = {" ", "\N{NO-BREAK SPACE}", "\N{SOFT HYPHEN}"}


@pytest.mark.parametrize("font", ["NotoSans-Regular.ttf", "NotoSans-Bold.ttf"])
def test_every_character_that_is_let_in_has_a_shape_in_the_fonts(font):
    face = ImageFont.truetype(FONT_FOLDER / font, 40)
    none = bytes(face.getmask(chr(0xE123)))

    let_in = [chr(code) for code in range(0x20, 0x10000) if drawable(chr(code)) == chr(code)]

    assert {one for one in let_in if bytes(face.getmask(one)) == none} == UNSEEN


def test_a_minus_sign_is_drawn_as_a_hyphen_and_none_is_left_out_in_silence():
    assert drawable("\N{MINUS SIGN}50.000") == "-50.000"
    with pytest.raises(PaperError) as refused:
        typeset(TEMPLATE_FOLDER / "table.typ", {"footer": "\N{MINUS SIGN}1"}, {}, tagged=False)
    assert refused.value.reason is PaperReason.CHARACTER_WITHOUT_GLYPH

"""The portrait for the chip: JPEG 2000 of the right size, and told from another one by its picture."""

import io

import pytest
from PIL import Image, ImageFilter

from builders.photographs import as_jpeg, enlarged
from loket.node.papers.chip_portrait import LEAST_BYTES, MOST_BYTES, chip_portrait, portrait_from_chip
from loket.node.papers.error import PaperError
from loket.node.papers.images import prepare_portrait
from loket.node.papers.portrait_likeness import AS_ENROLLED, AS_PRINTED, likeness


@pytest.fixture(scope="module")
def photos():
    return {
        "collins": prepare_portrait(as_jpeg(enlarged("collins", 3.0))),
        "hopper": prepare_portrait(as_jpeg(enlarged("hopper", 1.6))),
    }


def opened(data):
    return Image.open(io.BytesIO(data))


@pytest.mark.parametrize("name", ["collins", "hopper"])
def test_it_has_twelve_to_twenty_kilobytes_and_all_its_pixels(photos, name):
    made = chip_portrait(photos[name])

    assert LEAST_BYTES <= len(made) <= MOST_BYTES
    assert opened(made).format == "JPEG2000"
    assert portrait_from_chip(made).size == (413, 531)


def test_it_is_like_its_own_photo_and_unlike_another_one(photos):
    chip = portrait_from_chip(chip_portrait(photos["collins"]))

    assert likeness(chip, opened(photos["collins"])) >= AS_ENROLLED
    assert likeness(chip, opened(photos["hopper"])) < AS_PRINTED / 2


def test_it_is_known_again_in_print(photos):
    small = opened(photos["collins"]).convert("L").resize((260, 334))
    blurred = small.filter(ImageFilter.GaussianBlur(1.2)).rotate(1.0, fillcolor=200)
    printed = opened(as_jpeg(blurred, quality=45)).point(lambda value: min(255, int(value * 0.8 + 30)))

    assert likeness(portrait_from_chip(chip_portrait(photos["collins"])), printed) >= AS_PRINTED


def test_what_is_no_picture_is_refused():
    with pytest.raises(PaperError):
        portrait_from_chip(b"\x00" * 40)

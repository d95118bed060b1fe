"""A real face on a printed page, seen by a camera, beside the enrolled photo and beside somebody else's."""

from functools import cache

import pytest
from PIL import Image

from builders.photographs import as_jpeg, photograph
from loket.core.domain.checks import CheckName, CheckOutcome, CheckReason
from loket.core.domain.quality.observations import FaceSeen, PageObservation, PrintedPortrait
from loket.core.domain.quality.portrait import portrait_checks
from loket.drills.page_noise import MILD, photographed
from loket.node.papers.data_page import make_data_page
from loket.node.papers.face_models import models_in
from loket.node.papers.faces import face_template, similarity
from loket.node.papers.images import jpeg_bytes, prepare_portrait
from loket.node.papers.page_portrait import cut_portrait, find_portrait
from loket.node.papers.page_reading import read_page

# Head and shoulders of each photograph, 7:9 as a passport's portrait is.
HEADS = {"collins": (123, 10, 333, 280), "hopper": (115, 20, 395, 380)}


@cache
def enrolled(name):
    head = photograph(name).crop(HEADS[name])
    return prepare_portrait(as_jpeg(head.resize((826, 1062), Image.Resampling.BICUBIC)))


@pytest.fixture(scope="module")
def seen(a_data_page):
    """The page with Collins on it, in a photo of it."""
    page = make_data_page(a_data_page(portrait=enrolled("collins")))
    return read_page(photographed(page, MILD, seed=1))


def held_against(seen, photo):
    """The checks of the printed portrait against a photo, as pictures and as faces."""
    found = find_portrait(seen.picture, photo)
    printed = face_template(jpeg_bytes(cut_portrait(seen.picture, found).convert("RGB")))
    portrait = PrintedPortrait(
        likeness=found.likeness,
        width_mm=found.width_mm,
        height_mm=found.height_mm,
        face=FaceSeen.COMPARED,
        cosine=similarity(face_template(photo), printed),
    )
    page = PageObservation(mrz=seen.mrz, zone=None, fields={}, portrait=portrait)
    return {check.name: check for check in portrait_checks(page)}


pytestmark = pytest.mark.skipif(models_in() is None, reason="the models of faces are not installed")


def test_the_same_person_passes_as_picture_and_as_face(seen):
    checks = held_against(seen, enrolled("collins"))

    assert checks[CheckName.PORTRAIT_AS_ENROLLED].outcome is CheckOutcome.SUCCESSFUL, checks
    assert checks[CheckName.FACE_AS_ENROLLED].outcome is CheckOutcome.SUCCESSFUL, checks


def test_another_person_fails(seen):
    checks = held_against(seen, enrolled("hopper"))

    picture = checks[CheckName.PORTRAIT_AS_ENROLLED]
    assert (picture.outcome, picture.reason) == (CheckOutcome.FAILED, CheckReason.OTHER_PICTURE), checks
    face = checks[CheckName.FACE_AS_ENROLLED]
    assert (face.outcome, face.reason) == (CheckOutcome.FAILED, CheckReason.OTHER_FACE), checks

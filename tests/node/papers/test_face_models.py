"""The models are in memory while there are pictures, and say the same whenever they are loaded."""

import time

from builders.photographs import as_jpeg, enlarged
from loket.node.papers import face_models
from loket.node.papers.faces import face_template, similarity
from loket.node.papers.images import open_upright


def _models(idle_seconds):
    shared = face_models.models_in()
    return face_models.FaceModels(*shared.files, idle_seconds=idle_seconds)


def _find(models):
    picture = open_upright(as_jpeg(enlarged("collins", 2.2)), max_bytes=15_000_000)
    pixels = face_models.np.ascontiguousarray(face_models.np.asarray(picture)[:, :, ::-1])
    return models.find(pixels, least_score=0.6)


def test_models_are_dropped_when_no_picture_comes_and_loaded_again_for_the_next():
    models = _models(0.2)
    assert not models.held
    first = _find(models)
    assert models.held

    deadline = time.monotonic() + 20
    while models.held and time.monotonic() < deadline:
        time.sleep(0.05)

    assert not models.held
    assert _find(models) == first


def test_models_in_use_are_not_dropped():
    models = _models(3600.0)
    _find(models)

    models.drop_if_idle()

    assert models.held


def test_a_template_is_the_same_face_after_the_models_were_loaded_again():
    picture = as_jpeg(enlarged("collins", 2.2))
    before = face_template(picture)
    shared = face_models.models_in()
    shared.drop()

    assert not shared.held
    assert similarity(before, face_template(picture)) > 0.999

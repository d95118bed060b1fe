"""A picture that the page has just shown is not judged a second time; any other is."""

import pytest

from loket.node.papers.error import PaperError, PaperReason
from loket.node.papers.judged import JudgedLately


class Judge:
    """Says of each picture which look at it this was."""

    def __init__(self):
        self.looked = []

    def __call__(self, data):
        if data == b"no picture":
            raise PaperError(PaperReason.NO_FACE_FOUND)
        self.looked.append(data)
        return len(self.looked)


@pytest.fixture
def judge():
    return Judge()


def test_the_same_picture_is_judged_once_for_the_page_and_its_form(judge):
    lately = JudgedLately(judge)

    assert (lately(b"one"), lately(b"one")) == (1, 1)


def test_after_its_form_a_picture_is_forgotten(judge):
    lately = JudgedLately(judge)

    assert [lately(b"one") for _ in range(3)] == [1, 1, 2]


def test_another_picture_is_judged_by_itself(judge):
    lately = JudgedLately(judge)

    assert (lately(b"one"), lately(b"two"), lately(b"one")) == (1, 2, 1)


def test_only_the_last_pictures_are_remembered(judge):
    lately = JudgedLately(judge, most=2)

    assert [lately(one) for one in (b"one", b"two", b"three", b"one")] == [1, 2, 3, 4]


def test_what_is_no_picture_is_said_each_time(judge):
    lately = JudgedLately(judge)

    for _ in range(2):
        with pytest.raises(PaperError):
            lately(b"no picture")

"""Notices say what happened and what to do, in the applicant's language."""

from datetime import date

import pytest

import builders.nodes  # noqa: F401 - sets Django up
from loket.core.domain.notices import NoticeFacts, NoticeKind
from loket.faces.ui.words.notices import MESSAGES, notice_words

FACTS = NoticeFacts(
    application_number="7604202406200017",
    office="Kantor Imigrasi Polewali Mandar",
    queue_number="A017",
    deferred_until=date(2025, 6, 20),
    collect_by=date(2024, 7, 26),
)


def test_every_kind_has_words():
    assert set(MESSAGES) == set(NoticeKind)


@pytest.mark.parametrize("kind", NoticeKind)
def test_every_notice_names_the_application_and_fits_a_few_messages(kind):
    for facts in (FACTS, NoticeFacts(application_number=FACTS.application_number, office=FACTS.office)):
        said = {language: notice_words(kind, facts, language) for language in ("id", "en")}

        assert said["id"] != said["en"]
        for subject, body in said.values():
            assert FACTS.application_number in subject
            assert FACTS.application_number in body
            assert FACTS.office in body
            assert "%(" not in subject + body
            assert len(body) < 459  # three messages of 153 characters (3GPP TS 23.040, concatenated)


def test_a_day_and_a_queue_number_are_said_where_they_are_known():
    assert "sampai Jumat, 20 Juni 2025." in notice_words(NoticeKind.DEFERRED, FACTS, "id")[1]
    assert "by Friday, 26 July 2024 with" in notice_words(NoticeKind.READY, FACTS, "en")[1]
    assert "A017" in notice_words(NoticeKind.REGISTERED, FACTS, "id")[1]


def test_a_language_that_is_not_ours_becomes_indonesian():
    assert notice_words(NoticeKind.READY, FACTS, "fr") == notice_words(NoticeKind.READY, FACTS, "id")

"""Every closed list has its words, in both languages."""

import pytest
from django.utils.translation import override

import builders.nodes  # noqa: F401 - sets Django up
from loket.core.domain import terms
from loket.core.domain.events import EVENT_TYPES
from loket.core.domain.facts import _SHOWN
from loket.core.domain.refusals import Objection, Reason
from loket.core.icao.finger_images import FingerPosition
from loket.faces.ui.words import events, formats, refusals
from loket.faces.ui.words.capture import FINGER_REMEDIES, PORTRAIT_REMEDIES
from loket.faces.ui.words.terms import WORDS, word, word_of
from loket.node.devices.fingers import FingerFaultReason
from loket.node.devices.printer import FaultReason
from loket.node.papers.error import PaperReason
from loket.node.papers.portrait import PortraitCheckName, PortraitOutcome
from loket.node.partners.notices import NoticeFault
from loket.node.store.records import QuarantineReason

LISTS = [
    *(
        kind
        for kind in vars(terms).values()
        if isinstance(kind, type) and issubclass(kind, terms.StrEnum) and kind is not terms.StrEnum
    ),
    PaperReason,
    PortraitCheckName,
    PortraitOutcome,
    FaultReason,
    FingerFaultReason,
    FingerPosition,
    NoticeFault,
    QuarantineReason,
]


@pytest.mark.parametrize("kind", LISTS, ids=lambda kind: kind.__name__)
def test_every_member_of_every_list_has_a_word_in_both_languages(kind):
    assert set(WORDS[kind]) == set(kind)
    for member in kind:
        with override("en"):
            english = str(word(member))
        with override("id"):
            indonesian = str(word(member))
        assert english
        assert indonesian
        assert indonesian != english or english == "Stop"


def test_a_value_that_no_list_has_reads_as_itself():
    assert word_of(terms.Stage, "stargazing") == "stargazing"


def test_every_reason_says_what_is_wrong_and_what_would_remove_it():
    assert set(refusals.SENTENCES) == set(Reason)
    for reason in Reason:
        for language in ("id", "en"):
            with override(language):
                said = refusals.wrong(Objection(reason)), refusals.remedy(Objection(reason))
            assert all(sentence.endswith(".") for sentence in said)
            assert "%(" not in "".join(said)


def test_facts_are_filled_into_a_refusal_as_words():
    objection = Objection(Reason.ORIGINAL_NOT_SEEN, "originals_seen", {"paper": "family_card"})
    fee = Objection(Reason.AMOUNT_DIFFERS_FROM_FEE, "amount_rupiah", {"fee": 350_000})

    with override("id"):
        assert refusals.wrong(objection) == "Berkas asli belum dibandingkan: Kartu keluarga (KK)."
        assert "Rp\N{NO-BREAK SPACE}350.000" in refusals.wrong(fee)


def test_every_kind_of_entry_has_a_sentence():
    assert set(events.EVENTS) == {event.KIND for event in EVENT_TYPES}


def test_every_fact_of_a_timeline_has_words():
    assert set(events.FACTS) == _SHOWN


def test_facts_read_as_short_phrases():
    facts = {"booklet": "X0000001", "line": "1", "recipient": "family", "provisional": "True", "hits": "0"}
    with override("en"):
        assert events.fact_words(facts) == [
            "booklet X0000001",
            "line 1 of the handover book",
            "to: Family",
            "provisional: something is still owed",
            "nobody found",
        ]


def test_money_days_and_times_read_as_people_here_write_them():
    thursday_noon = 1_718_856_000_000  # Thursday 20 June 2024, 12.00 in Makassar (UTC+8)
    with override("id"):
        assert formats.rupiah(1_350_000) == "Rp\N{NO-BREAK SPACE}1.350.000"
        assert formats.moment(thursday_noon) == "Kamis, 20 Juni 2024 12.00"
        assert formats.waited(34 * 60_000) == "34 mnt"
        assert formats.number(12_345) == "12.345"
    with override("en"):
        assert formats.moment(thursday_noon) == "Thursday, 20 June 2024 12:00"
        assert formats.waited(3 * 24 * 3_600_000) == "3 days"
        assert formats.number(12_345) == "12,345"


def test_every_check_of_a_portrait_and_every_fault_of_a_scanner_says_what_to_do():
    for kind, remedies in ((PortraitCheckName, PORTRAIT_REMEDIES), (FingerFaultReason, FINGER_REMEDIES)):
        assert set(remedies) == set(kind)
        for remedy in remedies.values():
            with override("en"):
                english = str(remedy)
            with override("id"):
                indonesian = str(remedy)
            assert english.endswith(".")
            assert indonesian.endswith(".")
            assert english != indonesian

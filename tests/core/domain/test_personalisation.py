"""The chip of an electronic passport: who may sign, what is counted, what a fault leads to."""

from dataclasses import replace

import pytest

from builders.cases import BOOKLET, CASE, DAY, NOON, folded, journey
from builders.people import OFFICE, an_officer
from loket.core.domain import events as e
from loket.core.domain.refusals import Reason, Refused
from loket.core.domain.rows import Case, DocumentSigner, PersonalisedChip
from loket.core.domain.rules import personalisation
from loket.core.domain.terms import ChipFault, ChipState, DocumentKind, Role, SpoilCause, Stage

FIRST, SECOND = "aa" * 20, "bb" * 20
CHIP = "08112233"


def a_signer(signer=FIRST, **changes):
    standing = {"signs_from": NOON - DAY, "signs_until": NOON + 90 * DAY, "quota": 100, "certificate": b"c"}
    return DocumentSigner(office=OFFICE, signer=signer, **(standing | changes))


def installed(signer=FIRST, **changes):
    row = a_signer(signer, **changes)
    return e.DocumentSignerInstalled(
        signer=signer,
        signs_from=row.signs_from,
        signs_until=row.signs_until,
        quota=row.quota,
        certificate=row.certificate,
    )


def electronic(until=Stage.READ_BACK):
    return [
        replace(event, kind=DocumentKind.ELECTRONIC) if hasattr(event, "kind") else event
        for event in journey(until)
    ]


def the_case(view):
    return view.get(Case, (OFFICE, CASE))


def signed(job="j1", signer=FIRST, number=1):
    return e.SecurityObjectSigned(case=CASE, job=job, signer=signer, number=number)


def encoded(job="j1", chip=CHIP):
    return e.ChipEncoded(case=CASE, job=job, booklet=BOOKLET, chip=chip, security_object="cd" * 32)


def test_the_chip_waits_as_soon_as_its_page_is_submitted():
    chip = the_case(folded(electronic())).chip

    assert (chip.job, chip.state) == ("j1", ChipState.SUBMITTED)


def test_a_passport_without_a_chip_has_none():
    assert the_case(folded(journey(Stage.READ_BACK))).chip is None


def test_of_the_signers_that_may_sign_the_one_that_ends_first_is_used():
    early = a_signer(SECOND, signs_until=NOON + DAY)

    assert personalisation.signer_in_turn([a_signer(), early], now=NOON) == early


@pytest.mark.parametrize(
    "changes",
    [
        {"signs_from": NOON + 1},
        # The period is half open: its end is no longer in it.
        {"signs_until": NOON},
        {"quota": 5, "used": 5},
    ],
)
def test_outside_its_period_or_beyond_its_quota_a_signer_signs_nothing(changes):
    case = the_case(folded(electronic()))

    decision = personalisation.sign_security_object(case, job="j1", signers=[a_signer(**changes)], now=NOON)

    assert decision == e.ChipNotEncoded(case=CASE, job="j1", fault=ChipFault.NO_SIGNER)


def test_each_signature_is_counted_before_the_key_is_used():
    case = the_case(folded(electronic()))

    decision = personalisation.sign_security_object(case, job="j1", signers=[a_signer(used=7)], now=NOON)

    assert decision == signed(number=8)


def test_a_signature_lost_in_a_crash_stays_counted():
    view = folded([installed(), *electronic(), signed(number=1), signed(number=2)])

    assert view.get(DocumentSigner, (OFFICE, FIRST)).used == 2


def test_a_written_chip_is_known_by_its_serial():
    view = folded([installed(), *electronic(), signed(), encoded()])

    assert the_case(view).chip.state is ChipState.ENCODED
    assert view.get(PersonalisedChip, (OFFICE, CHIP)).booklet == BOOKLET


def test_nothing_is_signed_for_a_chip_that_is_written():
    case = the_case(folded([installed(), *electronic(), signed(), encoded()]))

    decision = personalisation.sign_security_object(case, job="j1", signers=[a_signer()], now=NOON)

    assert decision == Refused(decision.objections)
    assert decision.reasons == (Reason.CHIP_NOT_WAITING,)


def test_a_chip_is_not_written_without_a_counted_signature():
    case = the_case(folded(electronic()))

    decision = personalisation.chip_encoded(case, job="j1", chip=CHIP, security_object="cd" * 32, known=None)

    assert decision.reasons == (Reason.CHIP_NOT_WAITING,)


def test_a_serial_that_another_booklet_carries_is_a_fault():
    case = the_case(folded([installed(), *electronic(), signed()]))
    other = PersonalisedChip(office=OFFICE, chip=CHIP, case="d" * 32, booklet="E0000009", at=NOON)

    decision = personalisation.chip_encoded(case, job="j1", chip=CHIP, security_object="cd" * 32, known=other)

    assert decision == e.ChipNotEncoded(case=CASE, job="j1", fault=ChipFault.CHIP_OF_ANOTHER_BOOKLET)


def failed(fault):
    return folded([installed(), *electronic(), e.ChipNotEncoded(case=CASE, job="j1", fault=fault)])


@pytest.mark.parametrize("fault", personalisation.CAN_BE_TRIED_AGAIN)
def test_a_fault_that_can_be_put_right_is_tried_again_with_a_new_job(fault):
    case = the_case(failed(fault))

    decision = personalisation.submit_chip(case, officer=an_officer(Role.PRINTER), job="j2")

    assert decision == e.ChipSubmitted(case=CASE, booklet=BOOKLET, job="j2")


@pytest.mark.parametrize("fault", sorted(set(ChipFault) - set(personalisation.CAN_BE_TRIED_AGAIN)))
def test_any_other_fault_spoils_the_booklet(fault):
    case = the_case(failed(fault))

    decision = personalisation.submit_chip(case, officer=an_officer(Role.PRINTER), job="j2")

    assert decision.reasons == (Reason.CHIP_IS_SPOILT,)


def test_a_spoilt_booklet_takes_its_chip_along():
    spoilt = e.BookletSpoilt(case=CASE, booklet=BOOKLET, cause=SpoilCause.DAMAGED_BLANK, sealed=None)
    view = folded([installed(), *electronic(), signed(), encoded(), spoilt])

    assert the_case(view).chip is None
    # Its serial stays known: a chip out of a spoilt booklet never turns up in another.
    assert view.get(PersonalisedChip, (OFFICE, CHIP)).booklet == BOOKLET


def test_a_signer_is_installed_once_and_only_if_it_can_sign():
    fields = {"signer": FIRST, "signs_from": NOON, "signs_until": NOON, "quota": 0, "certificate": b"c"}

    decision = personalisation.install_signer(officer=an_officer(Role.SYSTEM), known=a_signer(), **fields)

    assert decision.reasons == (Reason.SIGNER_ALREADY_INSTALLED, Reason.SIGNER_CANNOT_SIGN)

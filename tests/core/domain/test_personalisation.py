"""The chip of an electronic passport: who may sign, what is counted, what a fault leads to."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from builders.cases import BOOKLET, CASE, DAY, NOON, folded, journey
from builders.people import OFFICE, an_officer
from builders.pki import a_csca
from loket.core.domain import events as e
from loket.core.domain.refusals import Reason, Refused
from loket.core.domain.rows import Case, DocumentSigner, PersonalisedChip
from loket.core.domain.rules import personalisation
from loket.core.domain.terms import ChipFault, ChipState, DocumentKind, Role, SpoilCause, Stage
from loket.core.icao.pki.issuance import Hindrance, NotPermitted, SignerTerms
from loket.core.icao.pki.periods import Period
from loket.core.icao.pki.revocation import Revocation, RevocationList, revocation_list

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


NOW = datetime.fromtimestamp(NOON // 1000, UTC)
SERIALS = {FIRST: 0x1001, SECOND: 0x1002}


def held(row, *, types=("P",)):
    """The terms of a signer as its certificate in the key folder says them."""
    start, end = (datetime.fromtimestamp(at // 1000, UTC) for at in (row.signs_from, row.signs_until))
    return SignerTerms(
        name=row.signer,
        serial=SERIALS[row.signer],
        usage=Period(start, end),
        quota=row.quota,
        document_types=types,
    )


@pytest.fixture(scope="module")
def a_list():
    csca = a_csca(start=NOW - timedelta(days=30))

    def signed(*revoked, days=(-1, 2), number=1):
        period = Period(*(NOW + timedelta(days=one) for one in days))
        dead = [Revocation(serial, NOW - timedelta(hours=1)) for serial in revoked]
        return RevocationList.read(revocation_list(csca, number=number, period=period, revoked=dead))

    return signed


def sign(row, lists, *, terms=None, case=None):
    case = case or the_case(folded(electronic()))
    return personalisation.sign_security_object(
        case, job="j1", held=[terms or held(row)], signers=[row], lists=lists, now=NOON
    )


def test_of_the_signers_that_may_sign_the_one_that_ends_first_is_used(a_list):
    rows = [a_signer(), a_signer(SECOND, signs_until=NOON + DAY)]

    chosen = personalisation.signer_in_turn(
        [held(row) for row in rows], rows, lists=[a_list()], document_code="PP", now=NOON
    )

    assert chosen.name == SECOND


@pytest.mark.parametrize(
    ("changes", "hindrance"),
    [
        ({"signs_from": NOON + 1000}, Hindrance.KEY_NOT_YET_IN_USE),
        ({"signs_until": NOON - 1000}, Hindrance.KEY_NO_LONGER_IN_USE),
        ({"quota": 5, "used": 5}, Hindrance.QUOTA_USED_UP),
    ],
)
def test_outside_its_period_or_beyond_its_quota_a_signer_signs_nothing(changes, hindrance, a_list):
    decision = sign(a_signer(**changes), [a_list()])

    assert decision == e.ChipNotEncoded(
        case=CASE, job="j1", fault=ChipFault.NO_SIGNER, hindrances=(hindrance.value,)
    )


def test_a_signer_that_is_revoked_or_lists_no_such_document_signs_nothing_and_all_of_it_is_said(a_list):
    row = a_signer()

    decision = sign(row, [a_list(SERIALS[FIRST])], terms=held(row, types=("PD",)))

    assert set(decision.hindrances) == {Hindrance.SIGNER_REVOKED, Hindrance.DOCUMENT_TYPE_NOT_LISTED}


def test_without_a_current_revocation_list_nobody_signs(a_list):
    decision = sign(a_signer(), [a_list(days=(-5, -2))])

    assert decision.hindrances == (Hindrance.NO_CURRENT_REVOCATION_LIST,)


def test_an_office_without_signers_says_so():
    case = the_case(folded(electronic()))

    decision = personalisation.sign_security_object(case, job="j1", held=[], signers=[], lists=[], now=NOON)

    assert decision == e.ChipNotEncoded(case=CASE, job="j1", fault=ChipFault.NO_SIGNER)


def test_a_signer_that_the_log_does_not_know_signs_nothing(a_list):
    row = a_signer()

    chosen = personalisation.signer_in_turn([held(row)], [], lists=[a_list()], document_code="PP", now=NOON)

    assert chosen == NotPermitted(())


def test_a_file_that_says_a_higher_quota_than_the_log_gives_no_more_signatures(a_list):
    row = a_signer(quota=5, used=5)

    decision = sign(row, [a_list()], terms=replace(held(row), quota=500))

    assert decision.hindrances == (Hindrance.QUOTA_USED_UP,)


def test_each_signature_is_counted_before_the_key_is_used(a_list):
    assert sign(a_signer(used=7), [a_list()]) == signed(number=8)


def test_a_signature_lost_in_a_crash_stays_counted():
    view = folded([installed(), *electronic(), signed(number=1), signed(number=2)])

    assert view.get(DocumentSigner, (OFFICE, FIRST)).used == 2


def test_a_written_chip_is_known_by_its_serial():
    view = folded([installed(), *electronic(), signed(), encoded()])

    assert the_case(view).chip.state is ChipState.ENCODED
    assert view.get(PersonalisedChip, (OFFICE, CHIP)).booklet == BOOKLET


def test_nothing_is_signed_for_a_chip_that_is_written():
    case = the_case(folded([installed(), *electronic(), signed(), encoded()]))

    decision = sign(a_signer(), [], case=case)

    assert isinstance(decision, Refused)
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

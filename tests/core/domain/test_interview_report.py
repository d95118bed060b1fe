"""Interview reports: a lost or damaged passport waits for one, and what it finds has consequences."""

import pytest

from builders.cases import CASE, NOON, a_case, folded, journey, the_case
from builders.people import OFFICE, an_officer
from loket.core.domain import events as e
from loket.core.domain.orders import order_id
from loket.core.domain.refusals import Reason
from loket.core.domain.rows import Order
from loket.core.domain.rules import closing, interview_report
from loket.core.domain.rules.interview_report import findings_open, objections_to_negligence, surcharge_waived
from loket.core.domain.terms import (
    CancellationGround,
    OrderKind,
    ReportFinding,
    ReportSubject,
    Role,
    Service,
    Stage,
)

INTERVIEWER = an_officer(Role.INTERVIEWER, officer="iwan")
FAULTS = {ReportFinding.NOT_AT_FAULT, ReportFinding.FORCE_MAJEURE, ReportFinding.NEGLIGENT}
SUSPICIONS = {ReportFinding.SUSPICION_CONFIRMED, ReportFinding.SUSPICION_NOT_CONFIRMED}
TEXT = e.ReportText(statement="Contoh keterangan", conclusion="Contoh kesimpulan")
PROPOSED = e.CancellationProposed(case=CASE, ground=CancellationGround.FALSE_STATEMENT)


def waiting(service=Service.LOST):
    return the_case(folded(journey(Stage.PAYMENT, service=service)))


def write(case, finding, officer=INTERVIEWER, text=TEXT):
    return interview_report.write_interview_report(
        case, officer=officer, finding=finding, text=text, number="BAP-2024-0001"
    )


def written(finding, service=Service.LOST):
    report = write(waiting(service), finding)
    return the_case(folded([*journey(Stage.PAYMENT, service=service), report]))


def order(kind):
    return Order(
        office=OFFICE,
        order=order_id(CASE, kind, None),
        case=CASE,
        kind=kind,
        duty=None,
        by="kepala",
        at=NOON,
        why="Contoh",
    )


@pytest.mark.parametrize(
    ("service", "subject"), [(Service.LOST, ReportSubject.LOSS), (Service.DAMAGED, ReportSubject.DAMAGE)]
)
@pytest.mark.parametrize("finding", sorted(FAULTS))
def test_a_lost_or_damaged_passport_goes_on_to_payment_with_its_report_whatever_it_finds(
    service, subject, finding
):
    assert waiting(service).stage is Stage.INTERVIEW_REPORT
    report = write(waiting(service), finding)

    assert report.subject is subject
    assert written(finding, service).stage is Stage.PAYMENT


@pytest.mark.parametrize("service", [Service.NEW, Service.RENEWAL, Service.CHANGE_OF_DATA])
def test_no_other_service_waits_for_a_report(service):
    case = the_case(folded(journey(Stage.PAYMENT, service=service)))

    assert case.stage is Stage.PAYMENT
    assert Reason.FINDING_DOES_NOT_FIT in write(case, ReportFinding.NEGLIGENT).reasons


def test_a_report_is_written_by_an_interviewer_in_words():
    case = waiting()

    refused = write(case, ReportFinding.NEGLIGENT, officer=an_officer(Role.HEAD))
    assert refused.reasons == (Reason.OFFICER_LACKS_ROLE,)
    empty = write(case, ReportFinding.NEGLIGENT, text=e.ReportText(statement=" ", conclusion=""))
    assert [objection.field for objection in empty.objections] == ["statement", "conclusion"]


def test_a_suspicion_is_reported_on_once_and_only_when_a_cancellation_is_proposed():
    confirmed = ReportFinding.SUSPICION_CONFIRMED
    proposed = the_case(folded([*journey(Stage.FILING), PROPOSED]))
    report = write(proposed, confirmed)
    again = the_case(folded([*journey(Stage.FILING), PROPOSED, report]))

    assert report.subject is ReportSubject.CANCELLATION
    assert write(a_case(Stage.FILING), confirmed).reasons == (Reason.CANCELLATION_NOT_PROPOSED,)
    assert write(again, confirmed).reasons == (Reason.REPORT_ALREADY_WRITTEN,)
    assert again.stage is Stage.FILING


def test_a_page_offers_the_findings_that_a_report_may_have_now():
    both = the_case(folded([*journey(Stage.PAYMENT, service=Service.LOST), PROPOSED]))

    assert set(findings_open(waiting())) == FAULTS
    assert set(findings_open(both)) == FAULTS | SUSPICIONS
    assert findings_open(a_case(Stage.PHOTO)) == ()


def test_after_negligence_the_fee_waits_until_the_head_lets_the_application_go_on():
    case = written(ReportFinding.NEGLIGENT)

    assert [one.reason for one in objections_to_negligence(case, ())] == [Reason.NEGLIGENCE_UNDECIDED]
    assert objections_to_negligence(case, (order(OrderKind.GO_ON_DESPITE_NEGLIGENCE),)) == []
    assert objections_to_negligence(written(ReportFinding.NOT_AT_FAULT), ()) == []
    assert objections_to_negligence(a_case(Stage.PAYMENT), ()) == []


def test_the_surcharge_is_waived_in_force_majeure_by_the_heads_written_order_and_not_otherwise():
    waived = (order(OrderKind.WAIVE_SURCHARGE),)

    assert surcharge_waived(written(ReportFinding.FORCE_MAJEURE), waived)
    assert not surcharge_waived(written(ReportFinding.FORCE_MAJEURE), ())
    assert not surcharge_waived(written(ReportFinding.NOT_AT_FAULT), waived)


@pytest.mark.parametrize(
    ("kind", "finding"),
    [
        (OrderKind.WAIVE_SURCHARGE, ReportFinding.FORCE_MAJEURE),
        (OrderKind.GO_ON_DESPITE_NEGLIGENCE, ReportFinding.NEGLIGENT),
    ],
)
def test_an_order_about_a_finding_needs_that_finding_and_comes_before_the_fee(kind, finding):
    def give(case):
        head = an_officer(Role.HEAD)
        return closing.give_order(case, officer=head, kind=kind, duty=None, why="Contoh", orders=())

    billed = the_case(
        folded(
            [
                *journey(Stage.PAYMENT, service=Service.LOST),
                write(waiting(), finding),
                e.BillingCodeIssued(case=CASE, billing_code="8" * 15, amount_rupiah=1, tariff="Contoh"),
            ]
        )
    )

    assert isinstance(give(written(finding)), e.HeadOrdered)
    assert give(written(ReportFinding.NOT_AT_FAULT)).reasons == (Reason.ORDER_NOT_NEEDED,)
    assert give(billed).reasons == (Reason.ORDER_NOT_NEEDED,)

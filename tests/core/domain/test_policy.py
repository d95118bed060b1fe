"""The default outage policy (design 1.3), line by line."""

from dataclasses import replace

import pytest

from builders.cases import CASE, DAY, NOON, a_case, answered, folded, journey, the_case
from builders.people import OFFICE
from loket.core.domain import events as e
from loket.core.domain.hits import adverse, decide, listed, refer
from loket.core.domain.obligations import outcome_of
from loket.core.domain.policy import effective_now, judge_handover, list_is_fresh
from loket.core.domain.refusals import Reason
from loket.core.domain.rows import Obligation, Order, Policy
from loket.core.domain.terms import (
    Answer,
    HitDecision,
    ObligationKind,
    OrderKind,
    Outcome,
    Service,
    Stage,
    Verdict,
)

POLICY = Policy(office=OFFICE)
ORDER = Order(
    office=OFFICE,
    order=f"{CASE}:issue_without_registry_answer",
    case=CASE,
    kind=OrderKind.ISSUE_WITHOUT_REGISTRY_ANSWER,
    duty=None,
    by="head",
    at=NOON,
    why="umrah flight",
)


def owed(kind, *, open_=True, answer=None):
    return Obligation(
        office=OFFICE,
        obligation=f"{CASE}:{kind}",
        case=CASE,
        kind=kind,
        opened_at=NOON,
        open=open_,
        answer=answer,
    )


def judge(service, *, age_days=0, orders=(), obligations=None):
    case = a_case(Stage.HANDOVER, service=service, list_as_of=NOON)
    obligations = [owed(ObligationKind.REGISTRY_ANSWER)] if obligations is None else obligations
    return judge_handover(
        case, obligations=obligations, orders=orders, policy=POLICY, now=NOON + age_days * DAY
    )


def test_a_renewal_with_a_list_of_seven_days_and_no_hit_is_handed_over():
    assert judge(Service.RENEWAL, age_days=7).verdict is Verdict.PROVISIONAL


def test_with_an_older_list_it_is_printed_and_held():
    judged = judge(Service.RENEWAL, age_days=8)

    assert judged.verdict is Verdict.STOP
    assert [objection.reason for objection in judged.objections] == [Reason.PREVENTION_LIST_TOO_OLD]


def test_a_first_passport_without_the_registrys_answer_needs_the_heads_signed_exception():
    assert [o.reason for o in judge(Service.NEW).objections] == [
        Reason.REGISTRY_ANSWER_MISSING_FOR_FIRST_PASSPORT
    ]
    assert judge(Service.NEW, orders=(ORDER,)).verdict is Verdict.PROVISIONAL


def test_an_order_does_not_make_an_old_list_young():
    judged = judge(Service.NEW, age_days=8, orders=(ORDER,))

    assert [o.reason for o in judged.objections] == [Reason.PREVENTION_LIST_TOO_OLD]


def test_nothing_owed_is_simply_allowed():
    clear = owed(ObligationKind.REGISTRY_ANSWER, open_=False, answer=Answer.CLEAR)

    assert judge(Service.NEW, obligations=[clear]).verdict is Verdict.ALLOWED


def test_an_adverse_answer_stops_the_handover():
    case = refer(
        a_case(Stage.HANDOVER, service=Service.RENEWAL, list_as_of=NOON),
        [adverse(ObligationKind.DUPLICATE_SEARCH, "", NOON)],
        NOON,
    )

    judged = judge_handover(case, obligations=(), orders=(), policy=POLICY, now=NOON)

    assert [o.reason for o in judged.objections] == [Reason.ADVERSE_ANSWER_OPEN]
    assert the_decision_of(case, HitDecision.CLEARED).verdict is Verdict.ALLOWED
    assert [o.reason for o in the_decision_of(case, HitDecision.CONFIRMED).objections] == [
        Reason.HIT_CONFIRMED
    ]


def the_decision_of(case, decision):
    decided = decide(case, case.hits[0].hit, decision, by="adjudicator", at=NOON, why="looked")
    return judge_handover(decided, obligations=(), orders=(), policy=POLICY, now=NOON)


def test_a_hit_stops_the_handover():
    case = a_case(Stage.HANDOVER, service=Service.RENEWAL)
    hit = refer(case, listed(("CEKAL-0001",), 1, 1, NOON), NOON)

    judged = judge_handover(hit, obligations=(), orders=(), policy=POLICY, now=NOON)

    assert [o.reason for o in judged.objections] == [Reason.LISTED_PERSON_NEEDS_ADJUDICATION]


def test_setting_a_clock_back_extends_nothing():
    assert effective_now(NOON - 30 * DAY, NOON) == NOON
    assert effective_now(NOON + DAY, NOON) == NOON + DAY


def test_a_list_is_fresh_for_a_day():
    assert list_is_fresh(NOON, policy=POLICY, now=NOON + DAY)
    assert not list_is_fresh(NOON, policy=POLICY, now=NOON + DAY + 1)


@pytest.mark.parametrize(
    ("kind", "handed_over", "outcome"),
    [
        (ObligationKind.REGISTRY_ANSWER, False, Outcome.REFERRED),
        (ObligationKind.REGISTRY_ANSWER, True, Outcome.RECALLED),
        (ObligationKind.DUPLICATE_SEARCH, True, Outcome.RECALLED),
        (ObligationKind.CURRENT_PREVENTION_LIST, False, Outcome.REFERRED),
        (ObligationKind.CURRENT_PREVENTION_LIST, True, Outcome.REVOKED),
    ],
)
def test_a_late_adverse_answer_has_an_outcome(kind, handed_over, outcome):
    assert outcome_of(kind, Answer.ADVERSE, handed_over=handed_over) is outcome
    assert outcome_of(kind, Answer.CLEAR, handed_over=handed_over) is Outcome.CLEARED


def answer(kind, said):
    return e.ObligationAnswered(case=CASE, obligation=f"{CASE}:{kind}", kind=kind, answer=said)


def test_a_clear_late_answer_closes_the_obligation_and_changes_nothing_else():
    view = folded(journey(Stage.FILING))
    before = the_case(view)

    answered(view, answer(ObligationKind.REGISTRY_ANSWER, Answer.CLEAR))

    obligation = view.get(Obligation, (OFFICE, f"{CASE}:registry_answer"))
    assert obligation is not None
    assert (obligation.open, obligation.outcome) == (False, Outcome.CLEARED)
    assert the_case(view) == before


def test_an_adverse_late_answer_recalls_what_was_handed_over_and_refers_what_was_not():
    gone = answered(folded(journey(Stage.FILING)), answer(ObligationKind.REGISTRY_ANSWER, Answer.ADVERSE))
    here = answered(folded(journey(Stage.HANDOVER)), answer(ObligationKind.REGISTRY_ANSWER, Answer.ADVERSE))

    assert (the_case(gone).concern, the_case(gone).stage) == (Outcome.RECALLED, Stage.FILING)
    assert (the_case(here).concern, the_case(here).stage) == (Outcome.REFERRED, Stage.ADJUDICATION)


def test_the_first_answer_stands_when_a_rebuilt_centre_answers_again():
    view = folded(journey(Stage.FILING))
    answered(view, answer(ObligationKind.REGISTRY_ANSWER, Answer.CLEAR))
    answered(view, answer(ObligationKind.REGISTRY_ANSWER, Answer.ADVERSE), index=1)

    assert the_case(view).concern is None


def test_an_answer_to_what_was_asked_before_a_correction_leaves_the_new_question_open():
    before = journey(Stage.APPROVAL)
    asked = folded(before).get(Obligation, (OFFICE, f"{CASE}:registry_answer")).opened_at
    correction = e.RecordCorrected(
        case=CASE,
        fields=("nik",),
        identity=True,
        opens=(ObligationKind.REGISTRY_ANSWER,),
        sealed=e.Correction(registration=the_case(folded(before)).registration, why="typing error"),
    )
    view = folded([*before, correction])
    late = answer(ObligationKind.REGISTRY_ANSWER, Answer.CLEAR)

    answered(view, replace(late, opened_at=asked), index=1)

    reopened = view.get(Obligation, (OFFICE, f"{CASE}:registry_answer"))
    assert (reopened.open, reopened.opened_at > asked) == (True, True)
    answered(view, replace(late, opened_at=reopened.opened_at), index=2)
    assert not view.get(Obligation, (OFFICE, f"{CASE}:registry_answer")).open

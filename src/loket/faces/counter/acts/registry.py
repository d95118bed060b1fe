"""All acts: which a case's page offers at its stage, and which the API knows by name."""

from loket.core.domain.rows import Case, Officer
from loket.core.domain.terms import Role
from loket.faces.counter.acts import (
    adjudicate_hit,
    allocate_booklet,
    appoint_deputy,
    approve_application,
    archive_file,
    assign_case,
    cancel_passport,
    check_documents,
    check_endorsement,
    close_day,
    confirm_clock,
    correct_record,
    defer_application,
    drop_cancellation,
    encode_chip,
    forget_case,
    give_order,
    give_standing_order,
    grant_role,
    hand_over,
    import_manifest,
    issue_billing_code,
    look_for_page,
    look_up_prevention_list,
    lose_booklet,
    move_blanks,
    open_day,
    print_data_page,
    print_endorsement,
    propose_cancellation,
    read_old_passport,
    receive_shipment,
    record_interview,
    record_payment,
    refuse_application,
    register_applicant,
    report_blanks,
    resolve_variance,
    return_documents,
    scan_document,
    spoil_booklet,
    take_fingerprints,
    take_photo,
    take_signature,
    test_quality,
    transfer_blanks,
    withdraw_standing_order,
    write_interview_report,
)
from loket.faces.counter.acts.act import CaseAct, OfficeAct
from loket.faces.counter.capture_steps import STEMS_AT, next_stem

# In the order of a case's way; of several at one stage the last is the one that takes it on.
CASE_ACTS: dict[str, CaseAct] = {
    module.ACT.stem: module.ACT
    for module in (
        scan_document,
        read_old_passport,
        check_documents,
        write_interview_report,
        issue_billing_code,
        record_payment,
        take_photo,
        take_fingerprints,
        take_signature,
        record_interview,
        look_up_prevention_list,
        adjudicate_hit,
        approve_application,
        allocate_booklet,
        print_data_page,
        encode_chip,
        test_quality,
        print_endorsement,
        check_endorsement,
        look_for_page,
        hand_over,
        archive_file,
        spoil_booklet,
        lose_booklet,
        give_order,
        return_documents,
        refuse_application,
        defer_application,
        propose_cancellation,
        cancel_passport,
        drop_cancellation,
        correct_record,
        assign_case,
        forget_case,
    )
}
OFFICE_ACTS: dict[str, OfficeAct] = {
    act.stem: act
    for act in (
        register_applicant.ACT,
        receive_shipment.ACT,
        move_blanks.ACT,
        report_blanks.ACT,
        transfer_blanks.ACT,
        import_manifest.ACT,
        resolve_variance.ACT,
        grant_role.ACT,
        grant_role.END,
        appoint_deputy.ACT,
        appoint_deputy.END,
        confirm_clock.ACT,
        open_day.ACT,
        close_day.ACT,
        give_standing_order.ACT,
        withdraw_standing_order.ACT,
    )
}
_ASIDE = frozenset(
    {
        "assign_case",
        "correct_record",
        "spoil_booklet",
        "lose_booklet",
        "give_order",
        "return_documents",
        "refuse_application",
        "defer_application",
        "propose_cancellation",
        "cancel_passport",
        "drop_cancellation",
        "forget_case",
    }
)


def acts_of(case: Case) -> list[CaseAct]:
    """What the case waits for, in order; at the interviewer's station one thing after the other."""
    if case.stage in STEMS_AT:
        return [CASE_ACTS[next_stem(case)]]
    offered = [
        act
        for act in CASE_ACTS.values()
        if act.stem not in _ASIDE and case.stage in act.stages and act.offered(case) and act.waits(case)
    ]
    # A new portrait, or a new look-up, is possible at the next stage but not what it waits for.
    taking_on = [act for act in offered if act.stages[0] is case.stage]
    return taking_on or offered


def acts_aside(case: Case, officer: Officer) -> list[CaseAct]:
    """What this officer may also do with the case now."""
    main = acts_of(case)
    return [
        act
        for act in CASE_ACTS.values()
        if act not in main
        # The interviewer's list of what is to be taken leads to these.
        and act.stem not in STEMS_AT.get(case.stage, ())
        and case.stage in act.stages
        and act.offered(case)
        and may(act, officer)
    ]


def may(act: CaseAct | OfficeAct, officer: Officer) -> bool:
    """Whether the officer has a role for the act; the rule decides again, with reasons."""
    return bool(set(act.roles) & set(officer.roles))


def roles_for(case: Case) -> tuple[Role, ...]:
    """Whose turn it is."""
    acts = acts_of(case)
    return acts[-1].roles if acts else ()

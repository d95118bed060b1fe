"""What only others can answer: which obligations an act opens, and what late answers lead to (1.3)."""

from loket.core.domain.terms import Answer, ObligationKind, Outcome

AT_REGISTRATION = (ObligationKind.REGISTRY_ANSWER, ObligationKind.DUPLICATE_SEARCH)
AT_RECEIPT = (ObligationKind.BANK_CONFIRMATION,)
AT_OLD_LIST = (ObligationKind.CURRENT_PREVENTION_LIST,)


def obligation_id(case: str, kind: ObligationKind) -> str:
    """The id of a case's obligation of this kind."""
    return f"{case}:{kind}"


def outcome_of(kind: ObligationKind, answer: Answer, *, handed_over: bool) -> Outcome:
    """Cleared, or: before handover referred to adjudication; after it recalled, or revoked for a list hit."""
    if answer is Answer.CLEAR:
        return Outcome.CLEARED
    if not handed_over:
        return Outcome.REFERRED
    if kind is ObligationKind.CURRENT_PREVENTION_LIST:
        return Outcome.REVOKED
    return Outcome.RECALLED

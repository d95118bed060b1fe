"""Answer what offices could not know alone: ask registry, bank and the national search, write the answers."""

from collections.abc import Iterable
from dataclasses import dataclass

from loket.core.domain.events import ObligationAnswered
from loket.core.domain.refusals import Reason, Refused, refuse
from loket.core.domain.rows import Case, HeldCase, Obligation
from loket.core.domain.rules.counter import BankConfirmed, BankUnreachable
from loket.core.domain.terms import Answer, ObligationKind
from loket.node.operations.act import SYSTEM, By, Desk
from loket.node.operations.centre_act import perform_at_centre, to_office
from loket.node.operations.node import Node
from loket.node.partners.bank import BankPort
from loket.node.partners.duplicates import search_duplicates
from loket.node.partners.registry import (
    RegistryAgrees,
    RegistryPort,
    RegistryQuestion,
    RegistryUnreachable,
)
from loket.node.store.reading import Reading

# The office answers this one itself, as soon as it has read a newer list.
ASKED_HERE = frozenset(ObligationKind) - {ObligationKind.CURRENT_PREVENTION_LIST}
MOST_REFERENCES = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Partners:
    """Whom the centre asks."""

    registry: RegistryPort
    bank: BankPort


@dataclass(frozen=True, slots=True)
class Answered:
    """What one round did: answers written, obligations left open, and who gave no answer."""

    written: int = 0
    left_open: int = 0
    silent: frozenset[ObligationKind] = frozenset()


@dataclass(frozen=True, slots=True)
class _Said:
    answer: Answer
    reference: str


def answer_act(owed: Obligation) -> str:
    """The act id of an answer: an obligation that is opened once is answered once."""
    return f"answer/{owed.obligation}/{owed.opened_at}"


def answer_obligations(
    node: Node, office: str, partners: Partners, *, silent: frozenset[ObligationKind] = frozenset()
) -> Answered:
    """Answer an office's open obligations, oldest first.

    Who is asked for a kind in `silent`, or gives no answer, is not asked (again) in this round. No
    transaction is open while a partner is asked.
    """
    written = left_open = 0
    for owed, case in _open(node, office):
        said = None if owed.kind in silent else _ask(node, partners, owed, case)
        if said is None:
            silent |= {owed.kind}
            left_open += 1
            continue
        written += _write(node, office, owed, said)
    return Answered(written, left_open, silent)


def _open(node: Node, office: str) -> list[tuple[Obligation, Case]]:
    with node.store.reading() as reading:
        owed = reading.select(Obligation, {"office": office, "open": True}, order_by=("opened_at",))
        asked = [one for one in owed if one.kind in ASKED_HERE and reading.act_index(answer_act(one)) is None]
        found = []
        for one in asked:
            case = reading.get(Case, (office, one.case))
            held = reading.get(HeldCase, (office, one.case))
            # A held case is not known whole, and of a forgotten one nothing can be asked any more.
            if case is not None and held is None and not case.forgotten and case.registration is not None:
                found.append((one, case))
    return found


def _ask(node: Node, partners: Partners, owed: Obligation, case: Case) -> _Said | None:
    match owed.kind:
        case ObligationKind.REGISTRY_ANSWER:
            return _ask_registry(partners.registry, case)
        case ObligationKind.BANK_CONFIRMATION:
            return _ask_bank(partners.bank, case)
        case ObligationKind.DUPLICATE_SEARCH:
            with node.store.reading() as reading:
                others = search_duplicates(case, StoredCases(reading))
            named = " ".join(other.reference for other in others[:MOST_REFERENCES])
            return _Said(Answer.ADVERSE if others else Answer.CLEAR, named)
    return None


def _ask_registry(registry: RegistryPort, case: Case) -> _Said | None:
    if case.registration is None:
        return None
    applicant = case.registration.applicant
    question = RegistryQuestion(
        nik=applicant.nik, full_name=applicant.full_name, birth_date=applicant.birth_date
    )
    said = registry.check(question)
    if isinstance(said, RegistryUnreachable):
        return None
    return _Said(Answer.CLEAR if isinstance(said, RegistryAgrees) else Answer.ADVERSE, said.reference)


def _ask_bank(bank: BankPort, case: Case) -> _Said | None:
    if case.fee is None:
        return None
    said = bank.confirm(case.fee.billing_code)
    if isinstance(said, BankUnreachable):
        return None
    if isinstance(said, BankConfirmed):
        # Another amount than the fee is for a person to look into, as no payment at all is.
        whole = said.amount_rupiah == case.fee.amount_rupiah
        return _Said(Answer.CLEAR if whole else Answer.ADVERSE, said.reference)
    return _Said(Answer.ADVERSE, "")


def _write(node: Node, office: str, owed: Obligation, said: _Said) -> bool:
    def decide(desk: Desk) -> ObligationAnswered | Refused:
        now = desk.writing.get(Obligation, (office, owed.obligation))
        if now is None or not now.open or now.opened_at != owed.opened_at:
            return refuse(Reason.CASE_NOT_AT_THIS_STAGE)
        return ObligationAnswered(
            case=owed.case,
            obligation=owed.obligation,
            kind=owed.kind,
            answer=said.answer,
            reference=said.reference,
            opened_at=owed.opened_at,
        )

    done = perform_at_centre(node, By(SYSTEM, answer_act(owed)), to_office(office), decide)
    return not isinstance(done, Refused) and not done.repeated


class StoredCases:
    """The cases of every office in the centre's own rows."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def with_nik(self, nik: str) -> Iterable[Case]:
        """See CaseFinder."""
        return self._reading.select(Case, {"nik": nik})

    def named_like(self, word: str) -> Iterable[Case]:
        """See CaseFinder."""
        return self._reading.select(Case, contains={"search": word})

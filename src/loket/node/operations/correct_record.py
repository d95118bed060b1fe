"""Correct a typing error in the record."""

from loket.core.domain.applicant import Registration
from loket.core.domain.events import RecordCorrected
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case
from loket.core.domain.rules import correction
from loket.core.domain.terms import Role
from loket.node.operations.act import By, Desk, Done, officer_of, perform_on_case
from loket.node.operations.node import Node


def correct_record(
    node: Node,
    by: By,
    case: str,
    *,
    corrected: Registration,
    name_split_confirmed: bool,
    changes_confirmed: bool,
    why: str,
) -> Done | Refused:
    """Write the record as it should have been keyed; nothing is written before the changes are confirmed."""
    with node.store.reading() as reading:
        held = officer_of(node, reading, by.officer).roles
    role = next((role for role in correction.CORRECTORS if role in held), Role.COUNTER_OFFICER)

    def decide(desk: Desk, row: Case) -> RecordCorrected | Refused:
        nik = corrected.applicant.nik
        found = desk.writing.select(Case, {"office": node.name, "nik": nik}) if nik else []
        return correction.correct_record(
            row,
            officer=desk.officer,
            corrected=corrected,
            name_split_confirmed=name_split_confirmed,
            changes_confirmed=changes_confirmed,
            why=why,
            others=[other for other in found if other.case != case],
            today=desk.today,
        )

    return perform_on_case(node, by, role, case, decide)

"""Register a walk-in applicant: application number, queue number of the day, first come first served."""

from loket.core.domain.events import ApplicationRegistered
from loket.core.domain.refusals import Reason, Refused, refuse
from loket.core.domain.rows import Case, StandingOrder
from loket.core.domain.rules import registration
from loket.core.domain.terms import Role
from loket.node.operations.act import By, Desk, Done, perform
from loket.node.operations.node import Node


def register_applicant(node: Node, by: By, walkin: registration.Walkin) -> Done | Refused:
    """Register, or return every reason why not; Done.case is the new case's id."""

    def decide(desk: Desk) -> ApplicationRegistered | Refused:
        today = desk.today
        serial = desk.next_number(f"application/{today.isoformat()}")
        queue = desk.next_number(f"queue/{today.isoformat()}")
        numbers = registration.Numbers(
            case=node.new_id(),
            application_number=f"{node.office_code}{today:%y%m%d}{serial:06d}",
            queue_number=f"{node.practice.queue_letter}{queue:03d}",
        )
        nik = walkin.registration.applicant.nik
        others = desk.writing.select(Case, {"office": node.name, "nik": nik}) if nik else []
        return registration.register_applicant(
            walkin,
            officer=desk.officer,
            today=today,
            numbers=numbers,
            others=others,
            standing_orders=desk.writing.select(StandingOrder, {"office": node.name}),
            emergency_years=node.practice.emergency_validity_years,
        )

    done = perform(node, by, Role.COUNTER_OFFICER, decide)
    if isinstance(done, Done) and done.repeated and not _is_this_one(node, done.case, walkin):
        # A form that was sent before came back with another person in it (the browser's way back).
        return refuse(Reason.ACT_ID_USED)
    return done


def _is_this_one(node: Node, case: str, walkin: registration.Walkin) -> bool:
    with node.store.reading() as reading:
        row = reading.get(Case, (node.name, case))
    return row is not None and row.registration in (None, walkin.registration)

"""Write down that an officer looks at a file, before it is shown."""

from loket.core.domain.events import FileOpened
from loket.core.domain.officers import in_force
from loket.core.domain.refusals import Reason, Refused, refuse
from loket.core.domain.rows import Case, HeldCase, Look, Officer
from loket.core.domain.rules import looks
from loket.core.domain.terms import LookedAt, Role
from loket.core.domain.turns import comes_as
from loket.node.operations.act import By, Desk, perform_on_case, today_of
from loket.node.operations.node import Node
from loket.node.store.reading import Reading

# No objection at all: another request of the same page was quicker.
_STANDS_ALREADY = Refused(())


def open_file(
    node: Node, officer: str, case: str, what: LookedAt, number: int = 0, *, small: bool = False
) -> Refused | None:
    """Return None when the look stands in the log and the file may be shown, else why it may not.

    `number`: of a scan. `small`: a portrait or thumbnail that belongs to the page on which it stands. One
    sitting is one entry. Of a forgotten case there is nothing to look at.
    """
    with node.store.reading() as reading:
        row = reading.get(Case, (node.name, case))
        known = reading.get(Officer, (node.name, officer))
        if row is None:
            return refuse(Reason.CASE_UNKNOWN)
        if reading.get(HeldCase, (node.name, case)) is not None:
            return refuse(Reason.CASE_HELD)
        if row.forgotten or _stands(node, reading, officer, case, what, number, small=small):
            return None
    role = comes_as(in_force(known, today_of(node, reading)), row.stage) if known else None

    def decide(desk: Desk, now: Case) -> FileOpened | Refused:
        if _stands(node, desk.writing, officer, case, what, number, small=small):
            return _STANDS_ALREADY
        return looks.open_file(now, officer=desk.officer, what=what, number=number)

    by = By(officer, f"look/{node.new_id()}")
    done = perform_on_case(node, by, role or Role.COUNTER_OFFICER, case, decide)
    return done if isinstance(done, Refused) and done.objections else None


def _stands(
    node: Node, reading: Reading, officer: str, case: str, what: LookedAt, number: int, *, small: bool
) -> bool:
    now = node.clock()
    minutes = node.practice.look_again_minutes
    written = reading.select(
        Look,
        {"office": node.name, "case": case, "officer": officer},
        between={"at": (now - minutes * looks.MINUTE_MS, now + 1)},
    )
    return looks.stands(written, what, number, small=small, now=now, minutes=minutes)

"""What the head sees of the officers: who may do what today, what is missing, deputies and sign-ins."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from loket.core.domain.officers import in_force, is_deputy
from loket.core.domain.rows import Officer, SignIn
from loket.core.domain.rules.officers import LONGEST_TERM_DAYS, has_term
from loket.core.domain.staffing import NEEDED, duties_shared, may_do, unstaffed
from loket.core.domain.terms import Duty, Role, Stage
from loket.faces.ui.access import OfficerRequest
from loket.faces.ui.forms import new_act
from loket.node.operations.node import current_node
from loket.node.store.accounts import SignInAccount, all_accounts

STAGES = tuple(NEEDED)


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldRole:
    """A role with the day of its grant (ms), who granted it, and the act id of the form that ends it."""

    role: Role
    at: int | None
    by: str
    end_act: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerLine:
    """An officer: each stage with whether he can do it today, his roles, and his sign-in.

    `changed`: the last entry about the sign-in, with the names of who did it; None before the first.
    """

    officer: Officer
    may: tuple[tuple[Stage, bool], ...]
    may_order: bool
    deputy: bool
    roles: tuple[HeldRole, ...]
    account: SignInAccount | None
    changed: SignIn | None
    changed_by: str
    changed_with: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A deputy's term that runs or is to come."""

    officer: Officer
    runs: bool
    end_act: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Staffing:
    """What is missing today. `shared`: how many of the four duties different officers can do."""

    unstaffed: tuple[Stage, ...]
    shared: int

    @property
    def four_eyes_fail(self) -> bool:
        """Whether each duty has an officer, but not each another one."""
        return self.shared < len(Duty) and not set(self.unstaffed) & {
            Stage.PHOTO,
            Stage.APPROVAL,
            Stage.READ_BACK,
            Stage.HANDOVER,
        }


def _officers() -> tuple[list[Officer], dict[str, SignIn], date]:
    """Everybody who holds a role, by name, with the last change of each sign-in, and today."""
    node = current_node()
    with node.store.reading() as reading:
        rows = reading.select(Officer, {"office": node.name}, order_by=("name",))
        changes = {one.officer: one for one in reading.select(SignIn, {"office": node.name})}
    return [row for row in rows if row.roles], changes, node.day_of(node.clock())


def staffing(officers: Sequence[Officer], today: date) -> Staffing:
    """What nobody can do today, and how many of the four duties can be shared out."""
    working = [in_force(one, today) for one in officers]
    return Staffing(unstaffed=unstaffed(working), shared=duties_shared(working))


def officers_context(request: OfficerRequest) -> dict[str, Any]:
    """The officers with what each may do, their roles and sign-ins, and what is missing."""
    rows, changes, today = _officers()
    names = {row.officer: row.name for row in rows}
    accounts = all_accounts()
    return {
        "stages": STAGES,
        "lines": [_line(row, changes.get(row.officer), accounts, names, today) for row in rows],
        "staffing": staffing(rows, today),
        "written_index": request.GET.get("written", ""),
    }


def _line(
    row: Officer,
    changed: SignIn | None,
    accounts: dict[str, SignInAccount],
    names: dict[str, str],
    today: date,
) -> OfficerLine:
    granted = {grant.role: grant for grant in row.grants}
    return OfficerLine(
        officer=row,
        may=tuple((stage, may_do(row, stage)) for stage in STAGES),
        may_order=Role.HEAD in in_force(row, today).roles,
        deputy=is_deputy(row, today) and Role.HEAD not in row.roles,
        roles=tuple(
            HeldRole(
                role=role,
                at=granted[role].at if role in granted else None,
                by=names.get(granted[role].by, "") if role in granted else "",
                end_act=new_act(),
            )
            for role in row.roles
        ),
        account=accounts.get(row.officer),
        changed=changed,
        changed_by=names.get(changed.by, changed.by) if changed else "",
        changed_with=names.get(changed.second_officer, changed.second_officer) if changed else "",
    )


def deputy_context(request: OfficerRequest) -> dict[str, Any]:
    """The terms that run or are to come; only the head himself gives and ends them."""
    rows, _changes, today = _officers()
    himself = any(row.officer == request.officer.officer and Role.HEAD in row.roles for row in rows)
    terms = [
        Term(officer=row, runs=is_deputy(row, today), end_act=new_act())
        for row in rows
        if has_term(row, today)
    ]
    return {
        "terms": sorted(terms, key=lambda term: term.officer.deputy_from or today),
        "himself": himself,
        "longest_days": LONGEST_TERM_DAYS,
        "written_index": request.GET.get("written", ""),
    }

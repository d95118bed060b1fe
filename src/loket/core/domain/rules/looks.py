"""Looks at files: every one is an entry, and one sitting is one look."""

from collections.abc import Iterable

from loket.core.domain.events import FileOpened
from loket.core.domain.refusals import Refused
from loket.core.domain.rows import Case, Look, Officer
from loket.core.domain.rules.common import objections_to_role
from loket.core.domain.terms import LookedAt, Role

MINUTE_MS = 60_000
# Pages on which the small pictures of a file stand.
_PAGES = (LookedAt.FILE, LookedAt.COMPARISON)
_ANY_ROLE = tuple(role for role in Role if role not in (Role.SYSTEM, Role.HEADQUARTERS))


def stands(
    looks: Iterable[Look], what: LookedAt, number: int, *, small: bool, now: int, minutes: int
) -> bool:
    """Whether a look of this officer at this case, written in this sitting, covers what is asked for now.

    `number`: of a scan. `small`: a portrait or thumbnail, which belongs to the page that shows it. `now`: ms.
    """
    return any(
        (look.what is what and look.scan == number) or (small and look.what in _PAGES)
        for look in looks
        if 0 <= now - look.at < minutes * MINUTE_MS
    )


def open_file(case: Case, *, officer: Officer, what: LookedAt, number: int) -> FileOpened | Refused:
    """Write down that the officer looks at this part of the file; any officer in office may."""
    objections = objections_to_role(officer, *_ANY_ROLE)
    if objections:
        return Refused(tuple(objections))
    return FileOpened(case=case.case, what=what, number=number)

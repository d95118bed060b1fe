"""One fold: state = fold(entries). It says what one event changes in the rows of its owner.

The fold trusts that what stands in the log happened (rules decided it before it was appended) and refuses,
with DomainError, only what cannot be folded: an event of a case, blank or job that does not exist.
"""

from dataclasses import replace

from loket.core.domain import events as e
from loket.core.domain.attention import attention_of
from loket.core.domain.error import DomainError
from loket.core.domain.facts import facts_of
from loket.core.domain.fold_case import CASE_HANDLERS, registered, without_personal_data
from loket.core.domain.fold_chip import CHIP_HANDLERS
from loket.core.domain.fold_irregular import IRREGULAR_HANDLERS, looked
from loket.core.domain.fold_issuance import ISSUANCE_HANDLERS
from loket.core.domain.fold_office import CURRENT, OFFICE_HANDLERS
from loket.core.domain.fold_stock import STOCK_HANDLERS
from loket.core.domain.happened import Happened
from loket.core.domain.origins import OFFICE_LOG, TO_OFFICE, log_of
from loket.core.domain.rows import Case, CaseCount, LatestTime, TimelineLine
from loket.core.domain.view import Overlay


def fold(overlay: Overlay, happened: Happened, *, owner: str, own: bool) -> None:
    """Change the owner's rows by one event. `own`: the event stands in the owner's own log.

    Raises DomainError when the event cannot be folded; the overlay is then to be thrown away.
    """
    event = happened.event
    _check_writer(happened, own=own)
    office_handler = _OFFICE_HANDLERS.get(type(event))
    if office_handler is not None:
        office_handler(overlay, owner, event, happened)
    elif isinstance(event, e.FileOpened):
        looked(overlay, owner, event, happened)
    elif isinstance(event, e.ApplicationRegistered):
        _keep(overlay, registered(overlay, event, happened, owner), happened)
    else:
        _fold_case(overlay, happened, owner=owner, own=own)
    latest = overlay.get(LatestTime, (owner, CURRENT))
    if latest is None or latest.at < happened.at:
        overlay.put(LatestTime(office=owner, name=CURRENT, at=happened.at))


_HANDLERS = CASE_HANDLERS | ISSUANCE_HANDLERS | IRREGULAR_HANDLERS | CHIP_HANDLERS
_OFFICE_HANDLERS = OFFICE_HANDLERS | STOCK_HANDLERS
_FROM_CENTRE = (
    e.TrustPublished,
    e.PreventionListPublished,
    e.PolicyPublished,
    e.CheckpointObserved,
    e.BookletsShipped,
    e.ShortfallSettled,
    e.ObligationAnswered,
)
_FROM_ANYBODY = (e.LogOpened, e.CaseKeyDestroyed)


def _check_writer(happened: Happened, *, own: bool) -> None:
    # Who decides what is settled in advance (design 1.1): an office does not ship blanks to itself, and no
    # other node approves an office's applications.
    from_centre = isinstance(happened.event, _FROM_CENTRE)
    if isinstance(happened.event, _FROM_ANYBODY) or (own and log_of(happened.origin) != OFFICE_LOG):
        return
    if own is from_centre:
        message = f"{happened.event.KIND} is not for this log to say"
        raise DomainError(message)


def _fold_case(overlay: Overlay, happened: Happened, *, owner: str, own: bool) -> None:
    event = happened.event
    if own and log_of(happened.origin).startswith(TO_OFFICE):
        return  # what the centre writes to an office takes effect on that office's reading
    case = overlay.get(Case, (owner, event.case))  # type: ignore[union-attr]
    if case is None:
        message = "an event of a case that is not registered"
        raise DomainError(message)
    changed = _HANDLERS[type(event)](overlay, case, event, happened)
    if case.forgotten:
        changed = replace(without_personal_data(changed), stage=case.stage, stage_since=case.stage_since)
    if own:
        changed = replace(changed, last_index=happened.index)
    _keep(overlay, changed, happened)


def _keep(overlay: Overlay, case: Case, happened: Happened) -> None:
    overlay.put(replace(case, attention=attention_of(case)))
    count = overlay.get(CaseCount, (case.office, case.case))
    number = (count.lines if count else 0) + 1
    looks = count.looks if count else 0
    overlay.put(CaseCount(office=case.office, case=case.case, lines=number, looks=looks))
    overlay.put(
        TimelineLine(
            office=case.office,
            case=case.case,
            number=number,
            origin=happened.origin,
            index=happened.index,
            event=happened.event.KIND,
            at=happened.at if happened.read_at is None else happened.read_at,
            officer=happened.officer,
            role=happened.role,
            facts=facts_of(happened.event),
        )
    )

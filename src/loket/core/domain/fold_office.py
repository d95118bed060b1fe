"""The fold of what is not one case: officers, stock, lists, policy, other logs."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from loket.core.domain import events as e
from loket.core.domain.error import DomainError
from loket.core.domain.fold_chip import signer_installed
from loket.core.domain.happened import Happened
from loket.core.domain.row_parts import Grant
from loket.core.domain.rows import (
    ObservedCheckpoint,
    OfficeDay,
    Officer,
    Policy,
    PreventionList,
    ReadLog,
    SignIn,
    StandingOrder,
    TrustRoot,
)
from loket.core.domain.view import Overlay

CURRENT = "current"
OfficeHandler = Callable[[Overlay, str, Any, Happened], None]


def _opened(_overlay: Overlay, _owner: str, _event: e.LogOpened, _happened: Happened) -> None:
    """A log's first entry changes no row."""


def _clock_confirmed(_o: Overlay, _owner: str, _event: e.ClockConfirmed, _happened: Happened) -> None:
    """Its time counts as every entry's does; it changes no row of its own."""


def _granted(overlay: Overlay, owner: str, event: e.RoleGranted, happened: Happened) -> None:
    known = overlay.get(Officer, (owner, event.officer))
    known = known or Officer(office=owner, officer=event.officer, name=event.name, roles=())
    roles, grants = known.roles, known.grants
    if event.role not in roles:
        roles = tuple(sorted((*roles, event.role)))
        grants = (*grants, Grant(role=event.role, at=happened.at, by=happened.officer))
    overlay.put(replace(known, name=event.name, roles=roles, grants=grants))


def _ended(overlay: Overlay, owner: str, event: e.RoleEnded, _happened: Happened) -> None:
    known = _known(overlay, owner, event.officer)
    roles = tuple(role for role in known.roles if role is not event.role)
    grants = tuple(grant for grant in known.grants if grant.role is not event.role)
    overlay.put(replace(known, roles=roles, grants=grants))


def _known(overlay: Overlay, owner: str, officer: str) -> Officer:
    known = overlay.get(Officer, (owner, officer))
    if known is None:
        message = "an officer who was never granted a role"
        raise DomainError(message)
    return known


def _deputy(overlay: Overlay, owner: str, event: e.DeputyAppointed, _happened: Happened) -> None:
    known = _known(overlay, owner, event.officer)
    overlay.put(replace(known, deputy_from=event.first_day, deputy_to=event.last_day))


def _deputy_ended(overlay: Overlay, owner: str, event: e.DeputyEnded, _happened: Happened) -> None:
    overlay.put(replace(_known(overlay, owner, event.officer), deputy_from=None, deputy_to=None))


def _sign_in(overlay: Overlay, owner: str, event: e.SignInChanged, happened: Happened) -> None:
    overlay.put(
        SignIn(
            office=owner,
            officer=event.officer,
            how=event.how,
            at=happened.at,
            by=happened.officer,
            second_officer=event.second_officer,
        )
    )


def _standing_order(overlay: Overlay, owner: str, event: e.StandingOrderGiven, happened: Happened) -> None:
    if overlay.get(StandingOrder, (owner, event.order)) is not None:
        message = "a second standing order with the same id"
        raise DomainError(message)
    overlay.put(
        StandingOrder(
            office=owner,
            order=event.order,
            kind=event.kind,
            text=event.text,
            until=event.until,
            by=happened.officer,
            at=happened.at,
        )
    )


def _withdrawn(overlay: Overlay, owner: str, event: e.StandingOrderWithdrawn, happened: Happened) -> None:
    order = overlay.get(StandingOrder, (owner, event.order))
    if order is None:
        message = "a standing order that was never given"
        raise DomainError(message)
    overlay.put(replace(order, withdrawn_at=happened.at))


def office_day(overlay: Overlay, owner: str, day: date) -> OfficeDay:
    """The row of a day, empty where nothing was written of it yet."""
    return overlay.get(OfficeDay, (owner, day.isoformat())) or OfficeDay(office=owner, day=day.isoformat())


def _day_opened(overlay: Overlay, owner: str, event: e.DayOpened, happened: Happened) -> None:
    overlay.put(
        replace(
            office_day(overlay, owner, event.day),
            opened_at=happened.at,
            opened_by=happened.officer,
            opening=event.lines,
        )
    )


def _read(overlay: Overlay, owner: str, event: e.LogRead, happened: Happened) -> None:
    overlay.put(ReadLog(office=owner, origin=event.origin, size=event.size, root=event.root, at=happened.at))


def _trust(overlay: Overlay, owner: str, event: e.TrustPublished, _happened: Happened) -> None:
    known = overlay.get(TrustRoot, (owner, CURRENT))
    if known is None or known.version < event.version:
        overlay.put(TrustRoot(office=owner, name=CURRENT, version=event.version, note=event.note))


def _list(overlay: Overlay, owner: str, event: e.PreventionListPublished, happened: Happened) -> None:
    known = overlay.get(PreventionList, (owner, CURRENT))
    if known is None or known.version < event.version:
        overlay.put(
            PreventionList(
                office=owner,
                name=CURRENT,
                version=event.version,
                as_of=event.as_of,
                persons=event.persons,
                blob=event.blob,
                national_origin=happened.origin,
                national_size=happened.index + 1,
            )
        )


def _policy(overlay: Overlay, owner: str, event: e.PolicyPublished, _happened: Happened) -> None:
    known = overlay.get(Policy, (owner, CURRENT))
    if known is None or known.version < event.version:
        overlay.put(
            Policy(
                office=owner,
                version=event.version,
                hand_over_renewal_list_days=event.hand_over_renewal_list_days,
                list_fresh_hours=event.list_fresh_hours,
            )
        )


def _observed(overlay: Overlay, owner: str, event: e.CheckpointObserved, happened: Happened) -> None:
    known = overlay.get(ObservedCheckpoint, (owner, event.origin))
    if known is not None and (known.size, known.at) >= (event.size, happened.at):
        return  # a rebuilt centre gets its lost predecessor's national log after it has begun its own
    overlay.put(
        ObservedCheckpoint(
            office=owner, origin=event.origin, size=event.size, root=event.root, at=happened.at
        )
    )


OFFICE_HANDLERS: dict[type[e.Event], OfficeHandler] = {
    e.LogOpened: _opened,
    e.ClockConfirmed: _clock_confirmed,
    e.RoleGranted: _granted,
    e.RoleEnded: _ended,
    e.DeputyAppointed: _deputy,
    e.DeputyEnded: _deputy_ended,
    e.SignInChanged: _sign_in,
    e.StandingOrderGiven: _standing_order,
    e.StandingOrderWithdrawn: _withdrawn,
    e.DayOpened: _day_opened,
    e.LogRead: _read,
    e.TrustPublished: _trust,
    e.PreventionListPublished: _list,
    e.PolicyPublished: _policy,
    e.CheckpointObserved: _observed,
    e.DocumentSignerInstalled: signer_installed,
}

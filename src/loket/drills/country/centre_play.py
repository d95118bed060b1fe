"""The centre as it is played: when it answers, what headquarters does, what its follower writes."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from random import Random

from loket.core.domain.prevention import List, ListedPerson
from loket.core.domain.rules.counter import BankSays, BankUnreachable
from loket.core.domain.terms import DocumentKind
from loket.drills import people
from loket.drills.country.figures import Figures
from loket.drills.country.pair import OFFICIAL, done
from loket.drills.country.timetable import OfficeTime, Timetable, days
from loket.drills.small_office import FEE_RUPIAH
from loket.node.followers.centre import CentreFollower
from loket.node.operations.act import By
from loket.node.operations.answer_obligations import Partners
from loket.node.operations.node import Node
from loket.node.operations.publish_prevention_list import publish_prevention_list
from loket.node.operations.ship_booklets import ship_booklets
from loket.node.partners.bank_simulator import BankSimulator
from loket.node.partners.registry_simulator import RegistrySimulator

SERIES = "X"
_FIRST_NUMBER = 1_000_001


def ms(moment: datetime) -> int:
    """A moment in ms since 1970 UTC."""
    return round(moment.timestamp() * 1000)


class CentreHours:
    """When the centre answers: not while it is gone; on trial in some hours only. History's input."""

    def __init__(self, figures: Figures, time: OfficeTime, timetable: Timetable) -> None:
        self._outage = figures.outage
        self._time = time
        self._timetable = timetable

    def reachable(self) -> bool:
        """Whether it answers now."""
        outage, now = self._outage, self._timetable.now
        if not ms(outage.lost_at) <= now < ms(outage.back_at):
            return True
        if now < ms(outage.trial_at):
            return False
        begin, end = outage.trial_hours
        return begin <= self._time.local(now).time() < end


@dataclass(frozen=True, slots=True)
class BankThroughCentre:
    """The bank, which an office reaches by way of the centre."""

    bank: BankSimulator
    reachable: Callable[[], bool]

    def confirm(self, billing_code: str) -> BankSays:
        """See BankPort."""
        return self.bank.confirm(billing_code) if self.reachable() else BankUnreachable()


class CentrePlay:
    """The centre and headquarters. Nothing of it happens while it is gone."""

    def __init__(
        self,
        figures: Figures,
        time: OfficeTime,
        timetable: Timetable,
        hours: CentreHours,
        node: Node,
        *,
        seed: int,
    ) -> None:
        self._figures = figures
        self._time = time
        self._timetable = timetable
        self._hours = hours
        self._node = node
        chance = Random(f"{seed}/list")  # noqa: S311 - made-up persons
        self._listed = tuple(
            ListedPerson(**person) for person in people.listed_persons(chance, figures.persons_listed)
        )
        bank = BankSimulator(usual_amount_rupiah=FEE_RUPIAH)
        self._follower = CentreFollower(node, Partners(registry=RegistrySimulator(), bank=bank))
        self._lists = 0
        self._list_due = 0
        self._shipments: list[tuple[int, int]] = []
        self._shipped = 0

    def put_down(self) -> None:
        """Put headquarters' acts of all days into the timetable: a list a day, and shipments."""
        figures = self._figures
        for day in days(figures.first_day, figures.last_day):
            self._timetable.at(self._time.at(day, figures.list_at), self._list_falls_due)
        first = self._time.at(figures.first_day, figures.list_at)
        later = self._time.at(figures.supply.later_on, figures.list_at)
        self._timetable.at(first, lambda: self._shipments.append((1, figures.supply.first)))
        if figures.supply.later_on <= figures.last_day:
            self._timetable.at(later, lambda: self._shipments.append((2, figures.supply.later)))

    def work(self) -> None:
        """What is due at headquarters, and what the follower finds in the logs: only while it lives."""
        if not self._hours.reachable():
            return
        if self._list_due:
            self._publish()
        for number, blanks in self._shipments:
            self._ship(number, blanks)
        self._shipments.clear()
        self._follower.run_once(self._timetable.now)

    def _list_falls_due(self) -> None:
        self._list_due = self._timetable.now
        if self._hours.reachable():
            self._publish()

    def _publish(self) -> None:
        """A list as of now: on trial, of the hour at which the centre answered again."""
        self._lists += 1
        published = List(version=self._lists, as_of=self._timetable.now, persons=self._listed)
        done(publish_prevention_list(self._node, By(OFFICIAL, f"list/{self._lists}"), published))
        self._list_due = 0

    def _ship(self, number: int, blanks: int) -> None:
        first = _FIRST_NUMBER + self._shipped
        self._shipped += blanks
        done(
            ship_booklets(
                self._node,
                By(OFFICIAL, f"shipment/{number}"),
                self._figures.office,
                shipment=f"KIRIM-{number:04d}",
                kind=DocumentKind.ORDINARY,
                series=SERIES,
                digits=7,
                first=first,
                last=first + blanks - 1,
            )
        )

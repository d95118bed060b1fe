"""The nine stations of the counter: which stages wait there, who serves them, and how they are reached."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import pgettext_lazy

from loket.core.domain.rows import Officer
from loket.core.domain.terms import Role, Stage


@dataclass(frozen=True, slots=True)
class Station:
    """`key`: Alt+key goes there; `name`: its word in addresses."""

    key: int
    name: str
    title: Promise
    stages: tuple[Stage, ...]
    roles: tuple[Role, ...]

    @property
    def path(self) -> str:
        """Its address."""
        return f"/stations/{self.name}"


STATIONS = (
    Station(1, "registration", pgettext_lazy("station", "Registration"), (), (Role.COUNTER_OFFICER,)),
    Station(
        2, "documents", pgettext_lazy("station", "Documents"), (Stage.DOCUMENTS,), (Role.COUNTER_OFFICER,)
    ),
    Station(
        3,
        "payment",
        pgettext_lazy("station", "Payment"),
        (Stage.PAYMENT,),
        (Role.CASHIER, Role.COUNTER_OFFICER),
    ),
    Station(
        4,
        "interview",
        pgettext_lazy("station", "Photo & interview"),
        (Stage.INTERVIEW_REPORT, Stage.PHOTO, Stage.INTERVIEW),
        (Role.INTERVIEWER,),
    ),
    Station(
        5,
        "approval",
        pgettext_lazy("station", "Look-up & approval"),
        (Stage.LOOK_UP, Stage.ADJUDICATION, Stage.APPROVAL),
        (Role.APPROVER, Role.ADJUDICATOR),
    ),
    Station(
        6,
        "printing",
        pgettext_lazy("station", "Allocation & printing"),
        (Stage.ALLOCATION, Stage.PRINTING),
        (Role.ALLOCATOR, Role.PRINTER),
    ),
    Station(
        7,
        "quality-test",
        pgettext_lazy("station", "Quality test"),
        (Stage.READ_BACK,),
        (Role.QUALITY_TESTER,),
    ),
    Station(8, "handover", pgettext_lazy("station", "Handover"), (Stage.HANDOVER,), (Role.HANDOVER_OFFICER,)),
    Station(
        9, "archive", pgettext_lazy("station", "Archive"), (Stage.FILING, Stage.ENDED), (Role.ARCHIVIST,)
    ),
)
BY_NAME = {station.name: station for station in STATIONS}
_BY_STAGE = {stage: station for station in STATIONS for stage in station.stages}


def station_of(stage: Stage) -> Station | None:
    """Where a case at this stage waits; None when it waits nowhere."""
    return _BY_STAGE.get(stage)


def first_path(officer: Officer) -> str:
    """Where this officer's day begins."""
    for station in STATIONS:
        if set(station.roles) & set(officer.roles):
            return station.path
    return "/head" if Role.HEAD in officer.roles else "/search"

"""An office in the middle of its work: a case at every stage to which its own acts lead."""

from builders.country import Country, bring_to, done, pull, push, ship
from builders.nodes import by
from loket.core.domain.terms import Stage
from loket.node.followers.centre import CentreFollower
from loket.node.followers.printing import PrintingFollower
from loket.node.operations.forget_case import forget_case
from loket.node.operations.receive_shipment import receive_shipment
from loket.node.operations.simulated_partners import simulated_partners

BEFORE_ANSWERS = (
    Stage.DOCUMENTS,
    Stage.PAYMENT,
    Stage.PHOTO,
    Stage.INTERVIEW,
    Stage.LOOK_UP,
    Stage.APPROVAL,
    Stage.ALLOCATION,
    Stage.PRINTING,
    Stage.READ_BACK,
    Stage.HANDOVER,
)
AFTER_ANSWERS = (Stage.FILING, Stage.ARCHIVED, Stage.FORGOTTEN)
_NAMES = tuple("Andi Budi Citra Dewi Eka Farid Gita Hasan Intan Joko Kartika Lukman Murni".split())  # noqa: SIM905


def _person(number: int) -> dict[str, str]:
    return {
        "nik": f"76041150109000{number + 11}",
        "full_name": f"{_NAMES[number]} Contoh",
        "primary_identifier": "Contoh",
        "secondary_identifier": _NAMES[number],
    }


def busy_office(country: Country, printing: PrintingFollower) -> dict[Stage, str]:
    """The cases by their stage; what the centre answers lies between the two groups."""
    office = country.office
    done(ship(country, shipment="s2", first=6, last=20))
    pull(office, country.centre)
    done(receive_shipment(office, by("budi"), shipment="s2", counted=15))
    cases = {
        stage: bring_to(office, Stage.HANDOVER if stage in AFTER_ANSWERS else stage, **_person(number))
        for number, stage in enumerate(BEFORE_ANSWERS + AFTER_ANSWERS)
    }
    printing.run_once()
    push(office, country.centre)
    CentreFollower(country.centre, simulated_partners(country.centre)).run_once(country.clock())
    pull(office, country.centre)
    for stage in AFTER_ANSWERS:
        bring_to(office, min(stage, Stage.ARCHIVED, key=list(Stage).index), case=cases[stage])
    forget_case(office, by("kepala"), cases[Stage.FORGOTTEN], second_officer="anton")
    ship(country, shipment="s3", first=21, last=40)
    pull(office, country.centre)
    return cases

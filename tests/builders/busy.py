"""An office in the middle of its work: a case at every stage to which its own acts lead."""

from typing import Any

from builders.country import Country, bring_to, done, forget, publish_list, pull, push, ship, the_row
from builders.nodes import by
from loket.core.domain.prevention import ListedPerson
from loket.core.domain.terms import DeferralGround, RefusalGround, Service, Stage
from loket.node.followers.centre import CentreFollower
from loket.node.followers.printing import PrintingFollower
from loket.node.operations.defer_application import defer_application
from loket.node.operations.look_up_prevention_list import look_up_prevention_list
from loket.node.operations.node import Node
from loket.node.operations.receive_shipment import receive_shipment
from loket.node.operations.refuse_application import refuse_application
from loket.node.operations.return_documents import return_documents
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
_NAMES = (
    *("Andi", "Budi", "Citra", "Dewi", "Eka", "Farid", "Gita", "Hasan", "Intan"),
    *("Joko", "Kartika", "Lukman", "Murni", "Nani", "Omar", "Putri", "Rina", "Sari"),
)
_LISTED = ListedPerson(number="C-1", name="Nani Contoh", birth_date="1990-10-10", nik="7604115010900024")


def _person(number: int) -> dict[str, Any]:
    return {
        "nik": f"76041150109000{number + 11}",
        "full_name": f"{_NAMES[number]} Contoh",
        "primary_identifier": "Contoh",
        "secondary_identifier": _NAMES[number],
    }


def irregular_cases(office: Node, cases: dict[Stage, str]) -> None:
    """Add a hit and a lost passport to `cases`; and let others end: returned, refused, deferred."""
    hit = bring_to(office, Stage.LOOK_UP, **_person(13))
    done(look_up_prevention_list(office, by("dewi"), hit))
    cases[Stage.ADJUDICATION] = hit
    lost = _person(14) | {"service": Service.LOST}
    cases[Stage.INTERVIEW_REPORT] = bring_to(office, Stage.INTERVIEW_REPORT, **lost)
    returned = bring_to(office, Stage.DOCUMENTS, **_person(15))
    done(return_documents(office, by("rahma"), returned, why="Contoh"))
    refused = bring_to(office, Stage.APPROVAL, **_person(16))
    done(
        refuse_application(office, by("dewi"), refused, ground=RefusalGround.PURPOSE_OF_TRAVEL, why="Contoh")
    )
    deferred = bring_to(office, Stage.APPROVAL, **_person(17))
    ground = DeferralGround.NON_PROCEDURAL_WORK
    done(defer_application(office, by("kepala"), deferred, ground=ground, months=6, why="Contoh"))
    assert the_row(office, hit).stage is Stage.ADJUDICATION
    assert {the_row(office, case).stage for case in (returned, refused, deferred)} == {Stage.ENDED}


def busy_office(country: Country, printing: PrintingFollower) -> dict[Stage, str]:
    """The cases by their stage; what the centre answers lies between the two groups."""
    office = country.office
    done(ship(country, shipment="s2", first=6, last=20))
    pull(office, country.centre)
    done(receive_shipment(office, by("budi"), shipment="s2", counted=15, second_officer="tini"))
    publish_list(country, version=2, persons=(_LISTED,))
    pull(office, country.centre)
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
    done(forget(office, cases[Stage.FORGOTTEN]))
    irregular_cases(office, cases)
    ship(country, shipment="s3", first=21, last=40)
    pull(office, country.centre)
    return cases

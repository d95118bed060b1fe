"""Making the demo's folders: headquarters' test keys, a centre, an office, officers, a list, blank booklets.

Every secret is made here, at the first start, and marked as a test key; nothing of it is in the repository.
"""

import json
import multiprocessing
import os
import secrets
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from loket.config import enrol, headquarters
from loket.config.enrolment_error import EnrolmentError
from loket.config.settings import NodeRole
from loket.core.domain.prevention import List, ListedPerson
from loket.core.domain.refusals import Refused
from loket.core.domain.terms import DocumentKind
from loket.drills import people
from loket.drills.scenario import Scenario
from loket.node.keys import age
from loket.node.keys.node_keys import PublicKeys

if TYPE_CHECKING:
    from loket.node.operations.act import Done
    from loket.node.operations.node import Node

DOMAIN = "loket.test"
TRUST_FILE = "trust-root.note"
SIGN_INS = "sign-ins.json"
BLANKS = 600
EMERGENCY_SHIPMENT, EMERGENCY_BLANKS = "KIRIM-0002", 20
ELECTRONIC_SHIPMENT, ELECTRONIC_BLANKS = "KIRIM-0003", 300
COUNTRY_KEYS = "country-keys"
_QUOTA = 5_000
LISTED = 40
_HOUR_MS = 3_600_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Demo:
    """The demo's folder and ports."""

    folder: Path
    scenario: Scenario
    control_port: int
    office_port: int
    centre_port: int
    officers: tuple[people.MadeUpOfficer, ...] = people.OFFICERS
    blanks: int = BLANKS

    @property
    def office(self) -> Path:
        """The office's folder."""
        return self.folder / self.scenario.office

    @property
    def centre(self) -> Path:
        """The centre's folder."""
        return self.folder / "centre"

    @property
    def trust(self) -> Path:
        """The trust root as a file."""
        return self.folder / TRUST_FILE

    def passwords(self) -> dict[str, str]:
        """Username → first password of every demo sign-in."""
        listed: dict[str, str] = json.loads((self.folder / SIGN_INS).read_text(encoding="utf-8"))
        return listed


def is_made(demo: Demo) -> bool:
    """Whether the folder was made to the end before."""
    return (demo.folder / SIGN_INS).is_file()


def make_demo(demo: Demo) -> None:
    """Make everything; a folder that was left half-made is said so, not guessed at."""
    if demo.folder.exists() and not demo.folder.is_dir():
        message = f"{demo.folder} is not a folder"
        raise EnrolmentError(message)
    demo.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if any(demo.folder.iterdir()):
        message = f"{demo.folder} holds something else, or a demo half made: remove it or name another folder"
        raise EnrolmentError(message)
    (demo.folder / "README.txt").write_text(
        "Data of the Loket demo. Everybody in it is made up; every key in it is a TEST KEY.\n",
        encoding="utf-8",
    )
    signers = headquarters.make_headquarters_keys(demo.folder / "headquarters", domain=DOMAIN, demo=True)
    auditor = headquarters.make_auditor(demo.folder / "auditor", domain=DOMAIN, demo=True)
    centre, office = _make_nodes(demo)
    _make_country_keys(demo)
    note = headquarters.sign_first_trust(
        signers, (centre, office), escrow_recipient=_make_escrow(demo.folder / "escrow"), auditors=(auditor,)
    )
    demo.trust.write_bytes(note)
    sign_ins = {
        NodeRole.OFFICE: [_sign_in(officer) for officer in demo.officers],
        NodeRole.CENTRE: [_sign_in(people.HEADQUARTERS)],
    }
    enrol.write_officers(demo.office / enrol.OFFICER_FILE, sign_ins[NodeRole.OFFICE])
    enrol.write_officers(demo.centre / enrol.OFFICER_FILE, sign_ins[NodeRole.CENTRE])
    _in_own_process(_set_up_centre, demo)
    _in_own_process(_set_up_office, demo)
    _write_passwords(demo, [one for listed in sign_ins.values() for one in listed])


def _make_nodes(demo: Demo) -> tuple[PublicKeys, PublicKeys]:
    """Folders and keys of the centre and the office."""
    centre = enrol.make_node_folder(
        demo.centre,
        role=NodeRole.CENTRE,
        name="centre",
        domain=DOMAIN,
        incarnation=1,
        logs=("national", "staff", f"to-{demo.scenario.office}"),
        settings={"LOKET_SPECIMEN": "1", "LOKET_TIME_ZONE": demo.scenario.timezone},
        demo=True,
    )
    centre_url = f"http://127.0.0.1:{demo.centre_port}"
    office = enrol.make_node_folder(
        demo.office,
        role=NodeRole.OFFICE,
        name=demo.scenario.office,
        domain=DOMAIN,
        incarnation=1,
        logs=("office",),
        settings={
            "LOKET_SPECIMEN": "1",
            "LOKET_TIME_ZONE": demo.scenario.timezone,
            "LOKET_OFFICE_CODE": demo.scenario.area_code,
            "LOKET_OFFICE_TITLE": demo.scenario.title,
            "LOKET_CENTRE_URL": centre_url,
            "LOKET_BANK_URL": centre_url,
        },
        demo=True,
    )
    return centre, office


def _make_country_keys(demo: Demo) -> None:
    """A country of TEST keys with headquarters; the office gets its signers for 60 days and more."""
    from loket.config.country_keys import CountryKeys

    country = CountryKeys.make(demo.folder / COUNTRY_KEYS, os.urandom)
    now = datetime.now(UTC).replace(microsecond=0)
    country.make_authority(now)
    country.issue_signers(demo.scenario.office, now, quota=_QUOTA)
    country.sign_lists(now)
    shutil.copytree(country.bundle(demo.scenario.office), demo.office / "signers")


def _make_escrow(folder: Path) -> str:
    """The offline escrow's age key; its recipient goes into the trust root."""
    folder.mkdir(mode=0o700)
    secret = secrets.token_bytes(age.SECRET_BYTES)
    descriptor = os.open(folder / "escrow.age", os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(
            f"# TEST KEY: for the demonstration only, it protects nothing\n{age.identity_text(secret)}\n"
        )
    return age.recipient_text(secret)


def _sign_in(officer: people.MadeUpOfficer) -> enrol.OfficerSignIn:
    return enrol.OfficerSignIn(
        username=officer.username,
        officer=f"officer-{secrets.token_hex(4)}",
        name=officer.name,
        roles=officer.roles,
        password=secrets.token_urlsafe(12),
    )


def _write_passwords(demo: Demo, officers: list[enrol.OfficerSignIn]) -> None:
    path = demo.folder / SIGN_INS
    draft = path.with_suffix(".part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump({officer.username: officer.password for officer in officers}, file, indent=2)
    draft.rename(path)
    # The first passwords stand in one place; the enrolment files have done their work.
    (demo.office / enrol.OFFICER_FILE).unlink()
    (demo.centre / enrol.OFFICER_FILE).unlink()


def _in_own_process(work: Callable[[Demo], None], demo: Demo) -> None:
    """Django's settings are one node's for the life of a process: each node is set up in one of its own."""
    process = multiprocessing.get_context("spawn").Process(target=_alone, args=(work, demo))
    process.start()
    process.join()
    if process.exitcode != 0:
        message = f"setting up {demo.folder} ended with {process.exitcode}"
        raise EnrolmentError(message)


def _alone(work: Callable[[Demo], None], demo: Demo) -> None:
    """Do the work as a node that knows nothing of another's settings."""
    for name in [*os.environ]:
        if name.startswith("LOKET_") or name == "DJANGO_SETTINGS_MODULE":
            del os.environ[name]
    work(demo)


def _set_up_office(demo: Demo) -> None:
    officers = enrol.read_officers(demo.office / enrol.OFFICER_FILE)
    enrol.enrol(demo.office, trust_note=demo.trust.read_bytes(), officers=officers).store.close()


def _set_up_centre(demo: Demo) -> None:
    from loket.node.operations.act import By
    from loket.node.operations.publish_policy import publish_policy
    from loket.node.operations.publish_prevention_list import publish_prevention_list
    from loket.node.operations.publish_trust import publish_trust

    note = demo.trust.read_bytes()
    officers = enrol.read_officers(demo.centre / enrol.OFFICER_FILE)
    node = enrol.enrol(demo.centre, trust_note=note, officers=officers)
    official = officers[0].officer
    rng = Random(demo.scenario.office)  # noqa: S311 - made-up persons
    persons = tuple(ListedPerson(**person) for person in people.listed_persons(rng, LISTED))
    listed = List(version=1, as_of=node.clock() - _HOUR_MS, persons=persons)
    acts = (
        publish_trust(node, By(official, "demo/trust"), note),
        publish_policy(
            node, By(official, "demo/policy"), version=1, hand_over_renewal_list_days=7, list_fresh_hours=24
        ),
        publish_prevention_list(node, By(official, "demo/list"), listed),
        *_ship(demo, node, official),
    )
    for done in acts:
        if isinstance(done, Refused):
            message = f"the centre refused its own set-up: {done.reasons}"
            raise EnrolmentError(message)
    node.store.close()


def _ship(demo: Demo, node: "Node", official: str) -> "list[Done | Refused]":
    """Blanks of all three kinds for the office."""
    from loket.node.operations.act import By
    from loket.node.operations.ship_booklets import ship_booklets

    shipments = (
        ("demo/shipment", "KIRIM-0001", DocumentKind.ORDINARY, "X", demo.blanks),
        ("demo/emergency", EMERGENCY_SHIPMENT, DocumentKind.EMERGENCY, "S", EMERGENCY_BLANKS),
        ("demo/electronic", ELECTRONIC_SHIPMENT, DocumentKind.ELECTRONIC, "E", ELECTRONIC_BLANKS),
    )
    return [
        ship_booklets(
            node,
            By(official, act),
            demo.scenario.office,
            shipment=shipment,
            kind=kind,
            series=series,
            digits=7,
            first=1_000_001,
            last=1_000_000 + blanks,
        )
        for act, shipment, kind, series, blanks in shipments
    ]

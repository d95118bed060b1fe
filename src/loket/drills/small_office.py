"""A made-up office in a folder, and its acts by number, for drills that stop it at any point.

Act `number` has the id `act-NUMBER` and depends on nothing but the acts before it, so that a drill can do it
again after a stop and count on its happening once.
"""

import io
import random
from collections.abc import Callable
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image

from loket.core.domain.applicant import Applicant, IdentityCard, Registration, Relative
from loket.core.domain.fees import Tariff, Tariffs
from loket.core.domain.refusals import Refused
from loket.core.domain.rules.registration import Walkin
from loket.core.domain.terms import CivilStatus, DocumentKind, Duty, OrderKind, PaperKind, Role, Service, Sex
from loket.core.tlog.entry import decode
from loket.drills.error import DrillError
from loket.node.keys.node_keys import NodeKeys
from loket.node.operations.act import SYSTEM, By, Done
from loket.node.operations.check_documents import check_documents
from loket.node.operations.give_order import give_order
from loket.node.operations.grant_role import grant_role
from loket.node.operations.issue_billing_code import issue_billing_code
from loket.node.operations.node import Node
from loket.node.operations.prevention_copy import PreventionCopy
from loket.node.operations.record_payment import record_payment
from loket.node.operations.register_applicant import register_applicant
from loket.node.operations.scan_document import scan_document
from loket.node.partners.bank import NoBank
from loket.node.store.blobs import BlobFolder
from loket.node.store.databases import add_database, sqlite_database
from loket.node.store.store import Store

DOMAIN = "loket.test"
OFFICE = "polman"
ORIGIN = f"{DOMAIN}/{OFFICE}/1/office"
DATABASE = "node.sqlite3"
MARK = "high-water"
FEE_RUPIAH = 350_000

OFFICERS = (
    ("rahma", Role.COUNTER_OFFICER),
    ("rahma", Role.CASHIER),
    ("iwan", Role.INTERVIEWER),
    ("kepala", Role.HEAD),
)
PAPERS = (PaperKind.IDENTITY_CARD, PaperKind.FAMILY_CARD, PaperKind.BIRTH_CERTIFICATE)

CaseAct = Callable[[Node, By, str], Done | Refused]


class CountingClock:
    """Ten seconds for every look, from a morning on: a drill does not depend on the time of day."""

    def __init__(self) -> None:
        self._now = int(datetime(2024, 6, 20, 1, tzinfo=UTC).timestamp() * 1000)

    def __call__(self) -> int:
        """The time in ms since 1970 UTC."""
        self._now += 10_000
        return self._now


def office_keys(folder: Path, random_bytes: Callable[[int], bytes]) -> NodeKeys:
    """The office's keys, made at the first call."""
    if folder.exists():
        return NodeKeys.load(folder)
    return NodeKeys.make(
        folder,
        domain=DOMAIN,
        node=OFFICE,
        incarnation=1,
        logs=("office",),
        random_bytes=random_bytes,
        demo=True,
    )


def small_office(folder: Path, store: Store, *, chance: random.Random) -> Node:
    """The office whose keys and blobs are in `folder`, over any store; it has no bank and no centre."""
    keys = office_keys(folder / "keys", chance.randbytes)
    blobs = BlobFolder(folder / "blobs")
    return Node(
        name=OFFICE,
        domain=DOMAIN,
        incarnation=1,
        role="office",
        store=store,
        blobs=blobs,
        keys=keys,
        clock=CountingClock(),
        random_bytes=chance.randbytes,
        timezone=ZoneInfo("Asia/Makassar"),
        tariffs=Tariffs((Tariff("PP 28/2019", date(2019, 5, 3), {("ordinary", 5): FEE_RUPIAH}),)),
        bank=NoBank(),
        office_code="7604",
        prevention=PreventionCopy(blobs, keys),
    )


def use_database(path: Path) -> str:
    """Let this process reach the SQLite database at `path`; return its alias."""
    alias = f"drill:{path}"
    add_database(alias, sqlite_database(path))
    return alias


# ---------------------------------------------------------------------------------------------- acts


def act_id(number: int) -> str:
    """The id of an act."""
    return f"act-{number:07d}"


def perform_act(node: Node, number: int) -> Done:
    """Do an act, or find that it was done; DrillError if it is refused."""
    done = _enrol(node, number) if number < len(OFFICERS) else _on_case(node, number)
    if isinstance(done, Refused):
        message = f"act {number} was refused: {', '.join(one.reason for one in done.objections)}"
        raise DrillError(message)
    return done


def _enrol(node: Node, number: int) -> Done | Refused:
    officer, role = OFFICERS[number]
    return grant_role(node, By(SYSTEM, act_id(number)), officer=officer, name=officer.title(), role=role)


def _on_case(node: Node, number: int) -> Done | Refused:
    case_number, step = divmod(number - len(OFFICERS), len(CASE_ACTS) + 1)
    by = By("kepala" if step > len(CASE_ACTS) - 2 else "rahma", act_id(number))
    if step == 0:
        return register_applicant(node, by, a_walkin(case_number))
    return CASE_ACTS[step - 1](node, by, _case_of(node, number - step))


def _case_of(node: Node, registered_by: int) -> str:
    with node.store.reading() as reading:
        place = reading.act_index(act_id(registered_by))
        if place is None:
            message = f"act {registered_by} is not in the log"
            raise DrillError(message)
        origin, index = place
        return decode(next(reading.entries(origin, index, index + 1))).subjects["case"]


def _scan(paper: PaperKind) -> CaseAct:
    return lambda node, by, case: scan_document(node, by, case, paper=paper, data=a_scan())


def _documents(node: Node, by: By, case: str) -> Done | Refused:
    return check_documents(node, by, case, originals_seen=frozenset(PAPERS))


def _payment(node: Node, by: By, case: str) -> Done | Refused:
    return record_payment(node, by, case, amount_rupiah=FEE_RUPIAH)


def _order(duty: Duty) -> CaseAct:
    return lambda node, by, case: give_order(
        node, by, case, kind=OrderKind.SAME_OFFICER, duty=duty, why="Contoh: hanya satu petugas hadir."
    )


CASE_ACTS: tuple[CaseAct, ...] = (
    *map(_scan, PAPERS),
    _documents,
    issue_billing_code,
    _payment,
    _order(Duty.CAPTURE),
    _order(Duty.HANDOVER),
)
"""What is done with each case after it is registered: first with scans, which are files, then without."""


def a_walkin(number: int) -> Walkin:
    """A made-up applicant; their NIK ends in four digits of the number."""
    nik = f"760411501090{1 + number % 9_999:04d}"
    applicant = Applicant(
        full_name="Nur Contoh Abdul Kadir",
        primary_identifier="Kadir",
        secondary_identifier="Nur Contoh Abdul",
        nik=nik,
        sex=Sex.FEMALE,
        birth_place="Polewali",
        birth_date=date(1990, 10, 10),
        height_cm=156,
        occupation="Guru",
        civil_status=CivilStatus.SINGLE,
        identity_card=IdentityCard(number=nik, place="Polewali Mandar"),
        home_address="Jl. Contoh 1, Polewali",
        father=Relative(name="Abdul Contoh"),
        mother=Relative(name="Sitti Contoh"),
    )
    return Walkin(
        service=Service.NEW,
        kind=DocumentKind.ORDINARY,
        validity_years=5,
        registration=Registration(applicant=applicant, old_passport_number=""),
        name_split_confirmed=True,
    )


@cache
def a_scan() -> bytes:
    """A small JPEG."""
    out = io.BytesIO()
    Image.linear_gradient("L").resize((64, 64)).save(out, "JPEG")
    return out.getvalue()

"""Real nodes over SQLite in a temporary folder; the clock is a list, chance is the system's."""

import os
import shutil
import tempfile
import uuid
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from pathlib import Path
from zoneinfo import ZoneInfo

os.environ.setdefault("LOKET_ROLE", "office")
os.environ.setdefault("LOKET_NODE", "polman")
os.environ.setdefault("LOKET_DATA", tempfile.mkdtemp(prefix="loket-test-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loket.config.django_settings")

import django

django.setup()

from builders.cases import NOON
from loket.core.domain.fees import Tariff, Tariffs
from loket.core.domain.terms import Role, Surcharge
from loket.node.keys.node_keys import NodeKeys
from loket.node.keys.seal_signer import SealKey, make_test_seal_signer
from loket.node.operations.act import SYSTEM, By
from loket.node.operations.grant_role import grant_role
from loket.node.operations.node import Node
from loket.node.operations.prevention_copy import PreventionCopy
from loket.node.papers.judged import judged_and_cut
from loket.node.partners.bank import NoBank
from loket.node.store.blobs import BlobFolder
from loket.node.store.databases import add_database, migrate, sqlite_database
from loket.node.store.store import Store

DOMAIN = "loket.test"
TARIFFS = Tariffs(
    (
        Tariff(
            "PP 28/2019",
            date(2019, 5, 3),
            {
                ("ordinary", 5): 350_000,
                ("ordinary", 10): 350_000,
                ("electronic", 5): 650_000,
                ("electronic", 10): 650_000,
                ("emergency", 1): 100_000,
                ("emergency", 2): 100_000,
            },
            {Surcharge.SAME_DAY: 1_000_000, Surcharge.LOST: 1_000_000, Surcharge.DAMAGED: 500_000},
            frozenset({Surcharge.LOST, Surcharge.DAMAGED}),
        ),
    )
)
_template: list[Path] = []


_looked_at = lru_cache(maxsize=32)(judged_and_cut)


@dataclass
class Clock:
    """A clock that tests set; every look moves it on by a millisecond."""

    now: int = NOON

    def __call__(self) -> int:
        self.now += 1
        return self.now


def sqlite_alias(folder: Path) -> str:
    """The alias of a fresh node database in a folder (tables copied from one migrated template)."""
    if not _template:
        # In the run's own folder, which goes with it.
        path = Path(tempfile.mkdtemp(prefix="template-", dir=os.environ["LOKET_DATA"])) / "node.sqlite3"
        add_database("builders_template", sqlite_database(path))
        migrate("builders_template")
        django.db.connections["builders_template"].close()
        _template.append(path)
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / "node.sqlite3"
    if not target.exists():
        shutil.copyfile(_template[0], target)
    alias = f"node_{uuid.uuid4().hex}"
    add_database(alias, sqlite_database(target))
    return alias


@cache
def seal_signer() -> SealKey:
    """The TEST seal signer of every office of a run, valid from before their clocks begin."""
    folder = Path(tempfile.mkdtemp(prefix="TEST-seal-signer-", dir=os.environ["LOKET_DATA"]))
    make_test_seal_signer(
        folder,
        issuing_country="IDN",
        country="ID",
        letters="TS",
        at=datetime(2024, 1, 1, tzinfo=UTC),
        random_bytes=os.urandom,
    )
    signer = SealKey.load(folder, issuing_country="IDN")
    assert signer is not None
    return signer


def make_node(
    folder: Path,
    *,
    name: str = "polman",
    role: str = "office",
    incarnation: int = 1,
    clock: Clock | None = None,
    logs: tuple[str, ...] = ("office",),
    alias: str = "",
) -> Node:
    """A node in a folder; called again on the same folder it is the same node after a restart."""
    keys_folder = folder / "keys"
    if keys_folder.exists():
        keys = NodeKeys.load(keys_folder)
    else:
        folder.mkdir(parents=True, exist_ok=True)
        keys = NodeKeys.make(
            keys_folder,
            domain=DOMAIN,
            node=name,
            incarnation=incarnation,
            logs=logs,
            random_bytes=os.urandom,
            demo=True,
        )
    blobs = BlobFolder(folder / "blobs")
    return Node(
        name=name,
        domain=DOMAIN,
        incarnation=incarnation,
        role=role,
        store=Store(alias=alias or sqlite_alias(folder), high_water=folder / "high-water"),
        blobs=blobs,
        keys=keys,
        clock=clock or Clock(),
        random_bytes=os.urandom,
        timezone=ZoneInfo("Asia/Makassar"),
        tariffs=TARIFFS,
        bank=NoBank(),
        office_code="7604",
        prevention=PreventionCopy(blobs, keys),
        seals=seal_signer() if role == "office" else None,
        # The same few pictures are handed in by many tests.
        looks_at_portraits=_looked_at,
    )


OFFICERS: dict[str, tuple[Role, ...]] = {
    "rahma": (Role.COUNTER_OFFICER, Role.CASHIER),
    "iwan": (Role.INTERVIEWER,),
    "dewi": (Role.ADJUDICATOR, Role.APPROVER),
    "budi": (Role.ALLOCATOR, Role.PRINTER),
    "tini": (Role.QUALITY_TESTER,),
    "anton": (Role.HANDOVER_OFFICER, Role.ARCHIVIST),
    "kepala": (Role.HEAD,),
}


def enrol_officers(node: Node) -> None:
    """Grant the roles of `OFFICERS`, the head last."""
    for officer, roles in OFFICERS.items():
        for role in roles:
            grant_role(
                node,
                By(SYSTEM, f"enrol/{officer}/{role}"),
                officer=officer,
                name=officer.title(),
                role=role,
            )


def by(officer: str) -> By:
    """An officer with a fresh act id."""
    return By(officer, uuid.uuid4().hex)

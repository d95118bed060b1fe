"""An office and a centre that trust each other: real nodes over SQLite, whose chance comes from the seed."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path
from random import Random

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from loket.core.domain.fees import Tariff, Tariffs
from loket.core.domain.refusals import Refused
from loket.core.domain.terms import Role
from loket.core.tlog.note import Ed25519Signer
from loket.drills import people
from loket.drills.country.figures import Figures
from loket.drills.error import DrillError
from loket.drills.small_office import DOMAIN, FEE_RUPIAH, use_database
from loket.node.keys.node_keys import NodeKeys
from loket.node.keys.trust import TrustedNode, TrustRoot, make_trust
from loket.node.operations.act import SYSTEM, By, Done
from loket.node.operations.centre_act import CENTRE
from loket.node.operations.cut_off import put_in_force
from loket.node.operations.grant_headquarters_role import grant_headquarters_role
from loket.node.operations.grant_role import grant_role
from loket.node.operations.node import Node
from loket.node.operations.prevention_copy import PreventionCopy
from loket.node.papers.judged import judged_and_cut
from loket.node.partners.bank import BankPort, NoBank
from loket.node.store.blobs import BlobFolder
from loket.node.store.databases import migrate
from loket.node.store.store import Store

OFFICIAL = people.HEADQUARTERS.username
_TARIFFS = Tariffs((Tariff("PP 28/2019", date(2019, 5, 3), {("ordinary", 5): FEE_RUPIAH}),))


@dataclass(frozen=True, slots=True)
class Pair:
    """The office and its centre."""

    office: Node
    centre: Node


@contextmanager
def a_pair(
    folder: Path, figures: Figures, *, seed: int, clock: Callable[[], int], bank: BankPort
) -> Iterator[Pair]:
    """Make both in an empty folder, enrolled, with their officers; close them at the end."""
    folder.mkdir(parents=True, exist_ok=True)
    office = _node(folder, figures, figures.office, ("office",), seed=seed, clock=clock, bank=bank)
    logs = ("national", "staff", f"to-{figures.office}")
    centre = _node(folder, figures, CENTRE, logs, seed=seed, clock=clock, bank=NoBank())
    try:
        _trust(Random(f"{seed}/headquarters"), office, centre)  # noqa: S311 - TEST keys
        done(
            grant_headquarters_role(
                centre, By(SYSTEM, "enrol/official"), officer=OFFICIAL, name=people.HEADQUARTERS.name
            )
        )
        _enrol(office)
        yield Pair(office, centre)
    finally:
        office.store.close()
        centre.store.close()


def done(result: Done | Refused) -> Done:
    """The act was done; DrillError when it was refused where a drill cannot go on without it."""
    if isinstance(result, Refused):
        message = f"an act of the set-up was refused: {', '.join(result.reasons)}"
        raise DrillError(message)
    return result


_looked_at = lru_cache(maxsize=16)(judged_and_cut)


def _node(
    folder: Path,
    figures: Figures,
    name: str,
    logs: tuple[str, ...],
    *,
    seed: int,
    clock: Callable[[], int],
    bank: BankPort,
) -> Node:
    home = folder / name
    home.mkdir()
    chance = Random(f"{seed}/{name}")  # noqa: S311 - TEST keys, and the same run for the same seed
    alias = use_database(home / "node.sqlite3")
    migrate(alias)
    keys = NodeKeys.make(
        home / "keys",
        domain=DOMAIN,
        node=name,
        incarnation=1,
        logs=logs,
        random_bytes=chance.randbytes,
        demo=True,
    )
    blobs = BlobFolder(home / "blobs")
    return Node(
        name=name,
        domain=DOMAIN,
        incarnation=1,
        role="centre" if name == CENTRE else "office",
        store=Store(alias=alias, high_water=home / "high-water"),
        blobs=blobs,
        keys=keys,
        clock=clock,
        random_bytes=chance.randbytes,
        timezone=figures.zone,
        tariffs=_TARIFFS,
        bank=bank,
        office_code=figures.area_code,
        prevention=PreventionCopy(blobs, keys),
        # A few drawn faces stand for everybody: each is looked at once.
        looks_at_portraits=_looked_at,
    )


def _trust(chance: Random, *nodes: Node) -> None:
    signers = tuple(
        Ed25519Signer(
            f"{DOMAIN}/headquarters/TEST{n}", Ed25519PrivateKey.from_private_bytes(chance.randbytes(32))
        )
        for n in (1, 2, 3)
    )
    root = TrustRoot(
        version=1,
        threshold=2,
        signers=tuple(signer.vkey for signer in signers),
        nodes=tuple(TrustedNode.of(node.keys.public()) for node in nodes),
    )
    note = make_trust(root, *signers[: root.threshold])
    for node in nodes:
        with node.store.writing() as writing:
            put_in_force(node, writing, root, note)


def _enrol(office: Node) -> None:
    """Grant every made-up officer their roles; the head comes last, for then the head grants."""
    for officer in people.OFFICERS:
        for role in officer.roles:
            by = By(SYSTEM, f"enrol/{officer.username}/{role}")
            done(grant_role(office, by, officer=officer.username, name=officer.name, role=Role(role)))

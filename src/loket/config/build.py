"""A node out of its settings: keys, store, blobs, clock and chance put together."""

import os
import time
import tomllib
from pathlib import Path
from zoneinfo import ZoneInfo

from loket.config.chip_encoders import chip_encoder
from loket.config.settings import NodeRole, NodeSettings
from loket.core.domain.calendar import WorkingCalendar, calendar_from
from loket.core.domain.fees import Tariffs, tariffs_from
from loket.core.domain.practice import Practice, practice_from
from loket.core.domain.rules.common import ISSUING_STATE
from loket.core.domain.series import SeriesBook, series_from
from loket.node.keys.node_keys import NodeKeys
from loket.node.keys.seal_signer import SealKey
from loket.node.operations.node import Node
from loket.node.operations.prevention_copy import PreventionCopy
from loket.node.operations.refold import refold_if_older
from loket.node.operations.signer_folder import SignerFolder
from loket.node.papers.judged import JudgedLately
from loket.node.partners.bank import BankPort, HttpBank, NoBank
from loket.node.store.blobs import BlobFolder
from loket.node.store.databases import migrate
from loket.node.store.router import DESK
from loket.node.store.store import Store

FEES = Path(__file__).resolve().parent / "data" / "fees.toml"
PRACTICE = FEES.with_name("office.toml")
CALENDAR = FEES.with_name("calendar.toml")
SERIES = FEES.with_name("series.toml")


def clock_ms() -> int:
    """Wall time in ms since 1970 UTC."""
    return time.time_ns() // 1_000_000


def read_tariffs(path: Path) -> Tariffs:
    """Read a tariff file; DomainError or tomllib.TOMLDecodeError say what is wrong with it."""
    return tariffs_from(tomllib.loads(path.read_text(encoding="utf-8")))


def read_practice(path: Path) -> Practice:
    """Read a practice file; DomainError or tomllib.TOMLDecodeError say what is wrong with it."""
    return practice_from(tomllib.loads(path.read_text(encoding="utf-8")))


def read_calendar(path: Path) -> WorkingCalendar:
    """Read a calendar file; DomainError or tomllib.TOMLDecodeError say what is wrong with it."""
    return calendar_from(tomllib.loads(path.read_text(encoding="utf-8")))


def read_series(path: Path) -> SeriesBook:
    """Read a file of series of blanks; DomainError or tomllib.TOMLDecodeError say what is wrong with it."""
    return series_from(tomllib.loads(path.read_text(encoding="utf-8")))


def _own_or_ours(settings: NodeSettings, ours: Path) -> Path:
    """The office's own file of this name in its folder, else the one that comes with Loket."""
    own = settings.data / ours.name
    return own if own.exists() else ours


def build_node(settings: NodeSettings, *, read_only: bool = False, alias: str = "node") -> Node:
    """Open the node of these settings, whose database is `alias`. Django must be set up.

    Who opens it for writing first brings its tables up to date, and makes rows of an older version anew.
    Raises StoreLockedError when another process runs the node, KeysError when its keys cannot be read.
    """
    keys = NodeKeys.load(settings.keys)
    blobs = BlobFolder(settings.blobs)
    bank: BankPort = HttpBank(settings.bank_url) if settings.bank_url else NoBank()
    office = settings.role is NodeRole.OFFICE
    node = Node(
        name=settings.node,
        domain=settings.domain,
        incarnation=keys.incarnation,
        role=settings.role.value,
        store=Store(alias=alias, high_water=settings.high_water, read_only=read_only),
        blobs=blobs,
        keys=keys,
        clock=clock_ms,
        random_bytes=os.urandom,
        timezone=ZoneInfo(settings.time_zone),
        tariffs=read_tariffs(_own_or_ours(settings, FEES)),
        bank=bank,
        practice=read_practice(_own_or_ours(settings, PRACTICE)),
        calendar=read_calendar(_own_or_ours(settings, CALENDAR)),
        series=read_series(_own_or_ours(settings, SERIES)),
        office_code=settings.office_code,
        title=settings.office_title,
        prevention=PreventionCopy(blobs, keys) if office else None,
        compares_faces=office and settings.faces,
        looks_at_portraits=JudgedLately(),
        document_signers=SignerFolder(settings.signers) if office else None,
        encoder=chip_encoder(settings) if office and not read_only else None,
        seals=SealKey.load(settings.keys, issuing_country=ISSUING_STATE) if office else None,
    )
    if not read_only:
        try:
            node.store.make_tables()
            migrate(DESK)
            refold_if_older(node)
        except BaseException:
            node.store.close()
            raise
    return node

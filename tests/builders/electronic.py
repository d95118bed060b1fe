"""An office that writes chips: TEST signers in its folder, an encoder, and a page that is out."""

import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

from builders.country import bring_to, done, pull, ship, supplied, the_row
from builders.nodes import by
from loket.config.country_keys import CountryKeys
from loket.core.domain.rows import Case, DocumentSigner
from loket.core.domain.rules import printing
from loket.core.domain.terms import DocumentKind, Role, Stage
from loket.node.devices.chip_encoder import FolderChipEncoder
from loket.node.followers.personalising import PersonalisingFollower
from loket.node.operations.act import SYSTEM, By, perform_on_case
from loket.node.operations.node import Node
from loket.node.operations.receive_shipment import receive_shipment
from loket.node.operations.signer_folder import SignerFolder

AUTHORITY = "KANIM POLEWALI MANDAR"
TEST_PERSONALISATION_KEY = b"TEST key of chip"


def make_signers(folder: Path, at_ms: int, *, quota: int = 100, days: int = 8, types=("P",)) -> Path:
    """A country of TEST keys as of this time; returns the bundle of the office polman."""
    now = datetime.fromtimestamp(at_ms // 1000, UTC) - timedelta(days=3)
    country = CountryKeys.make(folder, os.urandom)
    country.make_authority(now)
    country.issue_signers("polman", now, quota=quota, document_types=types, autonomy=100)
    country.sign_lists(now, days=days)
    return country.bundle("polman")


def encoder(folder: Path, **more) -> FolderChipEncoder:
    return FolderChipEncoder(folder / "chips", TEST_PERSONALISATION_KEY, os.urandom, **more)


def follower(node: Node, chips, signers: Path | None) -> PersonalisingFollower:
    """The follower of an office with this encoder and folder of signers."""
    node.encoder, node.title = chips, AUTHORITY
    node.document_signers = SignerFolder(signers) if signers else None
    return PersonalisingFollower(node)


def electronic_blanks(country) -> None:
    """Five blanks with chips beside what the office has already."""
    done(ship(country, shipment="s2", kind=DocumentKind.ELECTRONIC))
    pull(country.office, country.centre)
    done(receive_shipment(country.office, by("budi"), shipment="s2", counted=5, second_officer="tini"))


def electronic_case(country, *, with_list: bool = False) -> str:
    """An electronic passport whose page is out of the printer and whose chip waits.

    `with_list`: the office has read a list already.
    """
    if with_list:
        electronic_blanks(country)
    else:
        supplied(country, kind=DocumentKind.ELECTRONIC)
    case = bring_to(country.office, Stage.READ_BACK, kind=DocumentKind.ELECTRONIC)
    page_is_out(country.office, case)
    return case


def page_is_out(node: Node, case: str) -> None:
    """As the printer's follower writes it."""
    page = the_row(node, case).page
    assert page is not None
    for number, rule in enumerate((printing.send_page, printing.page_sent)):
        by = By(SYSTEM, f"test/{page.job}/{number}")
        written = perform_on_case(
            node, by, Role.SYSTEM, case, lambda _desk, row, rule=rule: rule(row, job=page.job)
        )
        done(written)


def signers_of(node: Node) -> list[DocumentSigner]:
    with node.store.reading() as reading:
        return reading.select(DocumentSigner, {"office": node.name}, order_by=("signs_until",))


def chip_of(node: Node, case: str):
    row: Case = the_row(node, case)
    assert row.chip is not None
    return row.chip

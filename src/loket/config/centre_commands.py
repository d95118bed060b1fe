"""The work behind `loket centre`."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from loket.config.build import build_node
from loket.config.enrol import OfficerSignIn, enrol, make_node_folder, read_officers
from loket.config.folder import enter, read_node_env
from loket.config.headquarters import load_headquarters_keys, sign_next_trust
from loket.config.inspect_nodes import open_pair
from loket.config.settings import NodeRole, SettingsError
from loket.core.domain.error import DomainError
from loket.core.domain.origins import log_of, parse_origin
from loket.core.domain.prevention import parse_list
from loket.core.domain.refusals import Refused
from loket.core.domain.terms import DocumentKind
from loket.node.keys.trust import CutOff, verify_first
from loket.node.operations.act import By, Done
from loket.node.operations.node import Node
from loket.node.operations.projections import differences
from loket.node.operations.publish_prevention_list import publish_prevention_list
from loket.node.operations.publish_trust import publish_trust
from loket.node.operations.ship_booklets import ship_booklets

_KEPT = ("LOKET_SPECIMEN", "LOKET_TIME_ZONE", "LOKET_HOSTS", "LOKET_HTTPS", "LOKET_NODE_DATABASE")


def make_next_centre(
    folder: Path,
    *,
    headquarters: Path,
    lost: Path,
    trust: Path,
    out: Path,
    officers: Path | None,
    cut_offs: Sequence[str] = (),
) -> Iterator[str]:
    """Make an empty centre of the next incarnation and have the next trust root signed; says what it did.

    Of the lost centre only node.env is read. Nothing is overwritten. `cut_offs`: ORIGIN=SIZE for each log of
    the lost centre, so that nobody who found its keys can go on writing to it.
    """
    settings = read_node_env(lost)
    name, domain = settings["LOKET_NODE"], settings["LOKET_DOMAIN"]
    previous = verify_first(trust.read_bytes())
    before = previous.newest(name)
    if before is None:
        message = f"the trust root knows no node {name!r}"
        raise SettingsError(message)
    _nothing_in_the_way(folder, out)
    cuts = [_cut_off(text) for text in cut_offs]
    signers = load_headquarters_keys(headquarters, domain=domain)
    listed: list[OfficerSignIn] = read_officers(officers) if officers else []
    public = make_node_folder(
        folder,
        role=NodeRole.CENTRE,
        name=name,
        domain=domain,
        incarnation=before.incarnation + 1,
        logs=[log_of(log.name) for log in before.logs],
        settings={key: settings[key] for key in _KEPT if key in settings},
        demo=settings.get("LOKET_SPECIMEN") == "1",
    )
    yield f"made {folder}: incarnation {public.incarnation} of {name}, with new keys"
    note = sign_next_trust(previous, signers, add=[public], cut_offs=cuts)
    node = enrol(folder, trust_note=note, officers=listed)
    for officer in listed[:1]:
        _must(publish_trust(node, By(officer.officer, f"trust/{previous.version + 1}"), note))
    node.store.close()
    out.write_bytes(note)
    yield f"signed trust root {previous.version + 1} into {out}"
    yield f"start it with: ./loket serve --data {folder}"


def _nothing_in_the_way(folder: Path, out: Path) -> None:
    """Look before anything is made: a half-made centre is worse than none."""
    for place in (folder, out):
        if place.exists():
            message = f"{place} is there already"
            raise SettingsError(message)
    if not out.parent.is_dir():
        message = f"there is no folder {out.parent}"
        raise SettingsError(message)


def _cut_off(text: str) -> CutOff:
    origin, separator, size = text.rpartition("=")
    if not separator or not (size.isascii() and size.isdigit()):
        message = f"a cut-off is ORIGIN=SIZE, not {text!r}"
        raise SettingsError(message)
    return CutOff(str(parse_origin(origin)), int(size))


def _must(done: Done | Refused) -> Done:
    if isinstance(done, Refused):
        message = "refused: " + ", ".join(done.reasons)
        raise DomainError(message)
    return done


def compare(office: Path, centre: Path) -> tuple[str, ...]:
    """How the centre's rows of an office differ from the office's own; empty when it is complete."""
    pair = open_pair(office, centre)
    with pair.office.store.reading() as own, pair.centre.store.reading() as other:
        found = differences(own.all_rows(pair.office.name), other.all_rows(pair.office.name))
        return tuple(str(one) for one in found)


def _official(node: Node) -> str:
    from loket.core.domain.rows import Officer

    with node.store.reading() as reading:
        officials = reading.select(Officer, {"office": node.name}, limit=1)
    if not officials:
        message = "no official is enrolled at this centre"
        raise SettingsError(message)
    return officials[0].officer


def publish_list(folder: Path, file: Path) -> int:
    """Publish a prevention list from a JSON file (docs/formats/prevention-list.md); returns its version."""
    published = parse_list(file.read_bytes())
    node = build_node(enter(folder))
    _must(publish_prevention_list(node, By(_official(node), f"list/{published.version}"), published))
    node.store.close()
    return published.version


def ship(
    folder: Path,
    *,
    office: str,
    shipment: str,
    series: str,
    digits: int,
    first: int,
    last: int,
    kind: DocumentKind = DocumentKind.ORDINARY,
    although_missing: bool = False,
) -> None:
    """Write a shipment of blanks to an office's log."""
    node = build_node(enter(folder))
    _must(
        ship_booklets(
            node,
            By(_official(node), f"ship/{shipment}"),
            office,
            shipment=shipment,
            kind=kind,
            series=series,
            digits=digits,
            first=first,
            last=last,
            although_missing=although_missing,
        )
    )
    node.store.close()

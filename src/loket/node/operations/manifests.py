"""A shipment's manifest as a signed note that travels with the box (docs/formats/manifest.md)."""

import re
from dataclasses import dataclass
from typing import Final

from loket.core.domain.blanks import BlankRange
from loket.core.domain.error import DomainError
from loket.core.domain.rows import Shipment
from loket.core.domain.terms import DocumentKind
from loket.core.tlog.error import TlogError
from loket.core.tlog.note import VerifierKey, parse, sign_note, verify_note
from loket.node.keys.trust import TrustRoot
from loket.node.operations.centre_act import CENTRE
from loket.node.operations.node import Node

HEADER: Final = "loket manifest v1"
MOST_BYTES = 2_048
NOBODY: Final = "-"
"""Stands where there is nothing: the sender of what the centre itself ships, a series without letters."""
_LINE = re.compile(r"(domain|office|shipment|kind|series|digits|first|last|sender) (\S.{0,99})")
_NAMES = ("domain", "office", "shipment", "kind", "series", "digits", "first", "last", "sender")
_NUMBER = re.compile(r"[0-9]{1,12}")


class ManifestError(Exception):
    """A manifest that cannot be read, or that nobody signed who may; the message says which, and no more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What a manifest says; to hold one is to have verified a signature of the centre's."""

    office: str
    shipment: str
    kind: DocumentKind
    blanks: BlankRange
    sender: str
    note: bytes


def manifest_of(node: Node, shipment: Shipment) -> bytes:
    """Sign the manifest of a shipment that stands in the centre's log; made by the centre."""
    said = {
        "domain": node.domain,
        "office": shipment.addressee,
        "shipment": shipment.shipment,
        "kind": shipment.kind.value,
        "series": shipment.series or NOBODY,
        "digits": str(shipment.digits),
        "first": str(shipment.first),
        "last": str(shipment.last),
        "sender": shipment.sender or NOBODY,
    }
    lines = [f"{name} {said[name]}" for name in _NAMES]
    return sign_note("\n".join([HEADER, *lines, ""]), node.keys.papers)


def read_manifest(data: bytes, *, domain: str, trust: TrustRoot | None) -> Manifest:
    """Verify that the centre signed, in any of its incarnations that the trust root names, and read it.

    Raises ManifestError for what is too long, not a note, not signed so, or not these lines in this order.
    """
    if len(data) > MOST_BYTES:
        message = "a manifest is short"
        raise ManifestError(message)
    try:
        note = parse(data)
        verify_note(note, _keys(trust))
    except TlogError as error:
        message = "not a note that the centre signed"
        raise ManifestError(message) from error
    said = _said(note.text)
    if said["domain"] != domain:
        message = "of another domain"
        raise ManifestError(message)
    kind = next((one for one in DocumentKind if one.value == said["kind"]), None)
    numbers = [said[name] for name in ("digits", "first", "last")]
    if kind is None or not all(map(_NUMBER.fullmatch, numbers)):
        message = "a kind or a number that is not known"
        raise ManifestError(message)
    digits, first, last = map(int, numbers)
    try:
        blanks = BlankRange(series=said["series"].removeprefix(NOBODY), digits=digits, first=first, last=last)
    except DomainError as error:
        message = "a range that no series has"
        raise ManifestError(message) from error
    return Manifest(
        office=said["office"],
        shipment=said["shipment"],
        kind=kind,
        blanks=blanks,
        sender="" if said["sender"] == NOBODY else said["sender"],
        note=data,
    )


def _keys(trust: TrustRoot | None) -> tuple[VerifierKey, ...]:
    return () if trust is None else tuple(one.papers for one in trust.nodes if one.name == CENTRE)


def _said(text: str) -> dict[str, str]:
    header, *lines = text.removesuffix("\n").split("\n")
    found = [_LINE.fullmatch(line) for line in lines]
    if header != HEADER or tuple(one[1] for one in found if one) != _NAMES or None in found:
        message = "not the lines of a manifest"
        raise ManifestError(message)
    return {one[1]: one[2] for one in found if one}

"""Verifying, showing and exporting logs: the work behind `loket log`."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import cbor2

from loket.config.build import build_node, clock_ms
from loket.config.folder import NODE_ENV, enter
from loket.config.headquarters import load_auditor
from loket.config.settings import SettingsError
from loket.core.domain.error import DomainError
from loket.core.tlog.checkpoint import parse_text
from loket.core.tlog.entry import decode
from loket.core.tlog.error import TlogError
from loket.core.tlog.note import parse
from loket.core.tlog.verify import LogSource, verify_log
from loket.node.followers.peer import CLOSED_NOTE, PULLED_NOTE
from loket.node.keys.error import KeysError
from loket.node.keys.trust import TrustRoot, verify_first
from loket.node.operations.node import TRUST_NOTE, Node
from loket.node.operations.receive_log import MIRROR_NOTE
from loket.node.store.log_files import LogDatabase, LogFolder, export_log
from loket.node.store.reading import Reading

TRUST_FILE = "trust-root.note"
Report = dict[str, Any]
NO_CHECKPOINT = "there are entries, and no signed checkpoint over them"


def verify_place(place: str, *, trust: Path | None, key: Path | None, node: str) -> list[Report]:
    """Verify every log at a place: a node's folder, exported files, or a node's address."""
    if place.startswith(("http://", "https://")):
        return _verify_address(place, trust=trust, key=key, node=node)
    folder = Path(place)
    if (folder / NODE_ENV).is_file():
        return _verify_node(folder, trust=trust)
    return _verify_files(folder, trust=trust)


def _verified(source: LogSource, origin: str, root: TrustRoot) -> Report:
    key = root.log_key(origin)
    report = _unverified(origin, "")
    if key is None:
        return report | {"wrong": "the trust root has no key of this log"}
    try:
        found = verify_log(source, [key])
    except TlogError as error:
        return report | {"wrong": str(error)}
    return report | {
        "verified": True,
        "size": found.size,
        "root": found.root.hex(),
        "kinds": dict(found.kinds),
        "first_at": _time(found.first_at),
        "last_at": _time(found.last_at),
    }


def _unverified(origin: str, wrong: str) -> Report:
    return {"origin": origin, "verified": False, "size": 0, "root": "", "wrong": wrong}


def _time(at: int | None) -> str:
    return "" if at is None else datetime.fromtimestamp(at / 1000, UTC).isoformat(timespec="seconds")


def _trust_of(node: Node, trust: Path | None) -> TrustRoot:
    root = verify_first(trust.read_bytes()) if trust else node.trust()
    if root is None:
        message = "this node has no trust root; name one with --trust"
        raise KeysError(message)
    return root


def _verify_node(folder: Path, *, trust: Path | None) -> list[Report]:
    node = build_node(enter(folder), read_only=True)
    root = _trust_of(node, trust)
    with node.store.reading() as reading:
        reports = []
        for head in reading.heads():
            checkpoint = _checkpoint(node, reading, head.origin, own=head.own)
            if checkpoint is not None:
                reports.append(_verified(LogDatabase(reading, head.origin, checkpoint), head.origin, root))
            elif head.size:
                reports.append(_unverified(head.origin, NO_CHECKPOINT))
        return reports


def _checkpoint(node: Node, reading: Reading, origin: str, *, own: bool) -> bytes | None:
    """The signed checkpoint of a log: of an own one its head, of another's the one that was kept."""
    if own:
        return node.signed_head(origin)
    kept = (reading.note(kind, origin) for kind in (MIRROR_NOTE, PULLED_NOTE, CLOSED_NOTE))
    return next((note for note in kept if note is not None), None)


def _verify_files(folder: Path, *, trust: Path | None) -> list[Report]:
    file = trust or folder / TRUST_FILE
    if not file.is_file():
        message = f"no trust root: name one with --trust, or put {TRUST_FILE} beside the logs"
        raise SettingsError(message)
    root = verify_first(file.read_bytes())
    with_tiles = {tiles.parent for tiles in folder.rglob("tile") if tiles.is_dir()}
    signed = {checkpoint.parent for checkpoint in folder.rglob("checkpoint")}
    reports = [
        _unverified(str(place.relative_to(folder)), NO_CHECKPOINT) for place in sorted(with_tiles - signed)
    ]
    for checkpoint in sorted(folder.rglob("checkpoint")):
        source = LogFolder(checkpoint.parent)
        try:
            origin = parse_text(parse(source.checkpoint()).text).origin
        except TlogError as error:
            reports.append(_unverified(str(checkpoint.parent.relative_to(folder)), str(error)))
            continue
        reports.append(_verified(source, origin, root))
    return reports


def _verify_address(address: str, *, trust: Path | None, key: Path | None, node: str) -> list[Report]:
    from loket.node.followers.exchange_client import ExchangeClient
    from loket.node.followers.http_log import HttpLogSource
    from loket.node.followers.transport import UrllibTransport

    if trust is None or key is None:
        message = "an address needs --trust (the trust root) and --key (the folder of an auditor's key)"
        raise SettingsError(message)
    root = verify_first(trust.read_bytes())
    trusted = root.newest(node)
    if trusted is None:
        message = f"the trust root knows no node {node!r}: name one with --node"
        raise SettingsError(message)
    client = ExchangeClient(
        UrllibTransport(address.rstrip("/")),
        signer=load_auditor(key, root),
        receiver=node,
        clock=clock_ms,
        random_bytes=os.urandom,
    )
    return [_verified(HttpLogSource(client, log.name), log.name, root) for log in trusted.logs]


def show_log(folder: Path, *, origin: str, case: str, with_key: bool) -> Iterator[Report]:
    """Entries of a node's logs, one dict each; sealed parts are opened only `with_key`."""
    node = build_node(enter(folder), read_only=True)
    with node.store.reading() as reading:
        heads = [head for head in reading.heads() if head.origin == origin or (not origin and head.own)]
        if origin and not heads:
            message = f"{folder} holds no log of origin {origin}"
            raise SettingsError(message)
        for head in heads:
            unseal = node.unseal(reading, head.owner_node)
            for index, data in enumerate(reading.entries(head.origin, 0, head.size)):
                try:
                    entry = decode(data)
                except TlogError as error:
                    yield {
                        "origin": head.origin,
                        "index": index,
                        "kind": "?",
                        "at": "",
                        "officer": "",
                        "body": str(error),
                    }
                    continue
                if case and entry.subjects.get("case") != case:
                    continue
                shown: Report = {
                    "origin": entry.origin,
                    "index": index,
                    "kind": entry.kind,
                    "at": _time(entry.at),
                    "officer": entry.officer,
                    "role": entry.role,
                    "subjects": dict(entry.subjects),
                    "body": _plain(entry.body),
                }
                if entry.sealed is not None:
                    shown["sealed"] = (
                        _opened(unseal(entry)) if with_key else f"sealed, {len(entry.sealed)} bytes"
                    )
                yield shown


def _opened(plaintext: bytes | None) -> Any:
    return "forgotten" if plaintext is None else _plain(cbor2.loads(plaintext))


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value


def export_logs(folder: Path, target: Path) -> Iterator[tuple[str, Path]]:
    """Write a node's logs as files, with its trust root; yields origin and folder."""
    node = build_node(enter(folder), read_only=True)
    if target.exists() and not target.is_dir():
        message = f"{target} is not a folder"
        raise SettingsError(message)
    target.mkdir(parents=True, exist_ok=True)
    with node.store.reading() as reading:
        note = reading.note(TRUST_NOTE, node.domain)
        if note is not None:
            (target / TRUST_FILE).write_bytes(note)
        for head in reading.heads():
            checkpoint = _checkpoint(node, reading, head.origin, own=head.own)
            if checkpoint is None:
                continue
            place = target / head.origin
            if place.exists():
                message = f"{place} is there already"
                raise DomainError(message)
            export_log(reading, head.origin, place, checkpoint)
            yield head.origin, place

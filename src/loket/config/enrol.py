"""Enrolling a node: its folder, keys, tables, first trust root, officers and their sign-ins."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from loket.config.enrolment_error import EnrolmentError
from loket.config.folder import enter, write_node_env
from loket.config.settings import NodeRole
from loket.core.domain.refusals import Refused
from loket.core.domain.rules.common import ISSUING_STATE
from loket.core.domain.terms import Role
from loket.node.keys.error import KeysError
from loket.node.keys.node_keys import NodeKeys, PublicKeys
from loket.node.keys.seal_signer import make_test_seal_signer
from loket.node.keys.trust import verify_first
from loket.node.operations.act import SYSTEM, By
from loket.node.operations.grant_headquarters_role import grant_headquarters_role
from loket.node.operations.grant_role import grant_role
from loket.node.operations.node import TRUST_NOTE, Node

OFFICER_FILE = "officers.json"
SHORTEST_PASSWORD = 12
# By country and two letters a seal names its signer's certificate (9303-13 §2.2).
_SEAL_COUNTRY, _TEST_LETTERS = "ID", "TS"


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerSignIn:
    """An officer to enrol: roles, and a first password (12 characters or more) that is to be changed."""

    username: str
    officer: str
    name: str
    roles: tuple[str, ...]
    password: str


def make_node_folder(
    folder: Path,
    *,
    role: NodeRole,
    name: str,
    domain: str,
    incarnation: int,
    logs: Sequence[str],
    settings: dict[str, str],
    demo: bool,
) -> PublicKeys:
    """Make a node's folder with its own keys; returns what headquarters needs to know of it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    keys = NodeKeys.make(
        folder / "keys",
        domain=domain,
        node=name,
        incarnation=incarnation,
        logs=logs,
        random_bytes=os.urandom,
        demo=demo,
    )
    if demo and role is NodeRole.OFFICE:
        make_test_seal_signer(
            folder / "keys",
            issuing_country=ISSUING_STATE,
            country=_SEAL_COUNTRY,
            letters=_TEST_LETTERS,
            at=datetime.now(UTC),
            random_bytes=os.urandom,
        )
    write_node_env(folder, {"LOKET_ROLE": role.value, "LOKET_NODE": name, "LOKET_DOMAIN": domain, **settings})
    return keys.public()


def write_officers(path: Path, officers: Sequence[OfficerSignIn]) -> None:
    """Write an officer file, readable by its owner only."""
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump([asdict(officer) for officer in officers], file, indent=2)


def read_officers(path: Path) -> list[OfficerSignIn]:
    """Read an officer file; EnrolmentError says what is wrong with it."""
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))
        officers = [OfficerSignIn(**{**item, "roles": tuple(item["roles"])}) for item in listed]
        for officer in officers:
            _check(officer)
    except (OSError, ValueError, TypeError, KeyError) as error:
        message = (
            f"{path.name} is not a list of officers with username, officer, name, known roles and a password"
            f" of {SHORTEST_PASSWORD} characters or more"
        )
        raise EnrolmentError(message) from error
    return officers


def _check(officer: OfficerSignIn) -> None:
    """Roles that exist and a first password of some length; ValueError otherwise."""
    for role in officer.roles:
        Role(role)
    if len(officer.password) < SHORTEST_PASSWORD:
        message = "a first password is too short"
        raise ValueError(message)


def enrol(folder: Path, *, trust_note: bytes, officers: Sequence[OfficerSignIn]) -> Node:
    """Give a node its tables, its first trust root and its officers. Doing it again changes nothing.

    Raises TrustError for a trust root that its own keys did not sign; EnrolmentError for unusable officers.
    """
    from loket.config.build import build_node

    settings = enter(folder)
    node = build_node(settings)
    root = verify_first(trust_note)
    trusted = root.newest(node.name)
    if trusted is None or trusted.recipient != node.keys.recipient:
        message = "this trust root does not know this node's keys"
        raise KeysError(message)
    with node.store.writing() as writing:
        if writing.note(TRUST_NOTE, node.domain) is None:
            writing.save_note(TRUST_NOTE, node.domain, root.version, trust_note)
    # The head comes last: from then on only a head grants.
    for officer in sorted(officers, key=lambda one: Role.HEAD in one.roles):
        _enrol_officer(node, officer)
    return node


def _enrol_officer(node: Node, officer: OfficerSignIn) -> None:
    from django.contrib.auth import get_user_model

    for role in sorted(officer.roles, key=lambda one: one == Role.HEAD):
        act = By(SYSTEM, f"enrol/{officer.officer}/{role}")
        if role == Role.HEADQUARTERS:
            done = grant_headquarters_role(node, act, officer=officer.officer, name=officer.name)
        else:
            done = grant_role(node, act, officer=officer.officer, name=officer.name, role=Role(role))
        if isinstance(done, Refused):
            message = f"{officer.username} cannot be granted {role}: {done.reasons[0]}"
            raise EnrolmentError(message)
    accounts = get_user_model().objects
    if not accounts.filter(username=officer.username).exists():
        account = get_user_model()(username=officer.username, officer=officer.officer)
        account.set_password(officer.password)
        account.save()

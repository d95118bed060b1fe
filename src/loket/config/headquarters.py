"""Headquarters' offline keys and the trust root that they sign, m of n.

The keys never lie on a node. The demo makes test keys of its own in a folder beside the nodes.
"""

import os
from collections.abc import Iterable, Sequence
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from loket.core.tlog.note import Ed25519Signer, VerifierKey
from loket.node.keys.error import KeysError
from loket.node.keys.node_keys import PublicKeys
from loket.node.keys.trust import CutOff, EscrowKey, TrustedNode, TrustRoot, make_trust, verify_next

KEYS = 3
THRESHOLD = 2
_TEST_HEADER = b"# TEST KEY: for the demonstration only, it protects nothing\n"


def make_headquarters_keys(folder: Path, *, domain: str, demo: bool) -> list[Ed25519Signer]:
    """Make the offline keys hq1…hq3; the folder must not exist."""
    folder.mkdir(mode=0o700, parents=True)
    for number in range(1, KEYS + 1):
        _write_key(folder / f"hq{number}.pem", demo=demo)
    return load_headquarters_keys(folder, domain=domain)


def _write_key(path: Path, *, demo: bool) -> Ed25519PrivateKey:
    """Make a key and write it where only its owner reads it."""
    key = Ed25519PrivateKey.generate()
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write((_TEST_HEADER if demo else b"") + pem)
    return key


def load_headquarters_keys(folder: Path, *, domain: str) -> list[Ed25519Signer]:
    """Read the offline keys; KeysError when there are none or one is malformed."""
    signers = []
    for path in sorted(folder.glob("hq*.pem")):
        try:
            key = serialization.load_pem_private_key(path.read_bytes(), password=None)
        except ValueError as error:
            message = f"{path.name} is not a private key"
            raise KeysError(message) from error
        if not isinstance(key, Ed25519PrivateKey):
            message = f"{path.name} is not an Ed25519 key"
            raise KeysError(message)
        signers.append(Ed25519Signer(f"{domain}/headquarters/{path.stem}", key))
    if not signers:
        message = f"no headquarters keys in {folder}"
        raise KeysError(message)
    return signers


def sign_first_trust(
    signers: Sequence[Ed25519Signer],
    nodes: Iterable[PublicKeys],
    *,
    escrow_recipient: str = "",
    auditors: tuple[VerifierKey, ...] = (),
) -> bytes:
    """The first trust root of these nodes, as a signed note."""
    root = TrustRoot(
        version=1,
        threshold=THRESHOLD,
        signers=tuple(signer.vkey for signer in signers),
        nodes=tuple(TrustedNode.of(keys) for keys in nodes),
        escrows=(EscrowKey("escrow", escrow_recipient),) if escrow_recipient else (),
        auditors=auditors,
    )
    return make_trust(root, *signers[:THRESHOLD])


def sign_next_trust(
    previous: TrustRoot,
    signers: Sequence[Ed25519Signer],
    *,
    add: Iterable[PublicKeys],
    cut_offs: Iterable[CutOff] = (),
) -> bytes:
    """The next trust root: one version on, with more incarnations and cut-offs."""
    root = TrustRoot(
        version=previous.version + 1,
        threshold=previous.threshold,
        signers=previous.signers,
        nodes=(*previous.nodes, *(TrustedNode.of(keys) for keys in add)),
        escrows=previous.escrows,
        cut_offs=(*previous.cut_offs, *cut_offs),
        auditors=previous.auditors,
    )
    note = make_trust(root, *signers[:THRESHOLD])
    verify_next(previous, note)
    return note


def make_auditor(folder: Path, *, domain: str, demo: bool) -> VerifierKey:
    """Make the key with which an auditor may read every log; returns its verifier key."""
    folder.mkdir(mode=0o700, parents=True)
    return Ed25519Signer(f"{domain}/auditor/1", _write_key(folder / "auditor.pem", demo=demo)).vkey


def load_auditor(folder: Path, root: TrustRoot) -> Ed25519Signer:
    """Read an auditor's key; KeysError unless the trust root names it."""
    try:
        key = serialization.load_pem_private_key((folder / "auditor.pem").read_bytes(), password=None)
    except (OSError, ValueError) as error:
        message = f"no auditor's key in {folder}"
        raise KeysError(message) from error
    for named in root.auditors:
        if isinstance(key, Ed25519PrivateKey):
            signer = Ed25519Signer(named.name, key)
            if signer.vkey == named:
                return signer
    message = "the trust root does not name this auditor"
    raise KeysError(message)

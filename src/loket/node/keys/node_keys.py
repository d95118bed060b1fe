"""The private keys of one incarnation of a node: a folder that only the node's user can read.

log-LOG.pem   Ed25519, one for each log that the node writes: signs its checkpoints
witness.pem   Ed25519: cosigns what was seen of others' logs
mirror.pem    Ed25519: cosigns what is durably stored of others' logs
papers.pem    Ed25519: signs receipts, for papers and for blobs
exchange.pem  Ed25519: authenticates requests to other nodes
case-keys.age X25519 (age): case keys are encrypted to it
node.txt      domain, node and incarnation
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Self

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

from loket.core.tlog.checkpoint import Cosigner
from loket.core.tlog.note import Ed25519Signer, VerifierKey
from loket.node.keys import age
from loket.node.keys.error import KeysError
from loket.node.keys.key_files import TEST_HEADER, read_secret, sync_folder, write_secret

RandomBytes = Callable[[int], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicKeys:
    """What others need to know of a node: verifier keys and the age recipient (age1…)."""

    domain: str
    node: str
    incarnation: int
    logs: tuple[VerifierKey, ...]
    witness: VerifierKey
    mirror: VerifierKey
    papers: VerifierKey
    exchange: VerifierKey
    recipient: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeKeys:
    """The node's signers; `logs` by origin; `identity` is AGE-SECRET-KEY-1… as text."""

    domain: str
    node: str
    incarnation: int
    logs: Mapping[str, Ed25519Signer]
    witness: Cosigner
    mirror: Cosigner
    papers: Ed25519Signer
    exchange: Ed25519Signer
    identity: str = field(repr=False)
    recipient: str

    @classmethod
    def make(
        cls,
        folder: Path,
        *,
        domain: str,
        node: str,
        incarnation: int,
        logs: Iterable[str],
        random_bytes: RandomBytes,
        demo: bool = False,
    ) -> Self:
        """Make all keys of a new incarnation in `folder`, which must not exist; return them.

        `logs`: last parts of the origins ("office"; "national", "to-polman"). `demo` marks them as test keys.
        """
        folder.mkdir(mode=0o700, parents=True)
        header = TEST_HEADER if demo else b""
        write_secret(folder / "node.txt", f"{domain}\n{node}\n{incarnation}\n".encode())
        for name in (*(f"log-{log}" for log in logs), "witness", "mirror", "papers", "exchange"):
            _write_pem(folder / f"{name}.pem", header, random_bytes)
        secret = random_bytes(age.SECRET_BYTES)
        text = f"# public key: {age.recipient_text(secret)}\n{age.identity_text(secret)}\n"
        write_secret(folder / "case-keys.age", header + text.encode())
        sync_folder(folder)
        return cls.load(folder)

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read what `make` wrote; KeysError if a file is missing, malformed, or readable by other users."""
        try:
            domain, node, incarnation = read_secret(folder / "node.txt").decode().split()
            prefix = f"{domain}/{node}/{int(incarnation)}"
        except ValueError:
            message = "node.txt does not name a domain, a node and an incarnation"
            raise KeysError(message) from None
        origins = {
            f"{prefix}/{path.stem.removeprefix('log-')}": path for path in sorted(folder.glob("log-*.pem"))
        }
        identity, recipient = _identity(folder / "case-keys.age")
        return cls(
            domain=domain,
            node=node,
            incarnation=int(incarnation),
            logs={origin: Ed25519Signer(origin, _private(path)) for origin, path in origins.items()},
            witness=Cosigner(f"{prefix}/witness", _private(folder / "witness.pem")),
            mirror=Cosigner(f"{prefix}/mirror", _private(folder / "mirror.pem")),
            papers=Ed25519Signer(f"{prefix}/papers", _private(folder / "papers.pem")),
            exchange=Ed25519Signer(f"{prefix}/exchange", _private(folder / "exchange.pem")),
            identity=identity,
            recipient=recipient,
        )

    def origin(self, log: str) -> str:
        """Return the origin of this incarnation's log of that name."""
        return f"{self.domain}/{self.node}/{self.incarnation}/{log}"

    def decrypt(self, ciphertext: bytes) -> bytes:
        """Decrypt what was encrypted to this node; KeysError if it was not, or is damaged."""
        return age.decrypt_with(self.identity, ciphertext)

    def public(self) -> PublicKeys:
        """Return what others need to know."""
        return PublicKeys(
            domain=self.domain,
            node=self.node,
            incarnation=self.incarnation,
            logs=tuple(signer.vkey for signer in self.logs.values()),
            witness=self.witness.vkey,
            mirror=self.mirror.vkey,
            papers=self.papers.vkey,
            exchange=self.exchange.vkey,
            recipient=self.recipient,
        )


def add_log(folder: Path, log: str, *, random_bytes: RandomBytes, demo: bool = False) -> None:
    """Make the key of one more log of this incarnation (the centre has one log for each office)."""
    _write_pem(folder / f"log-{log}.pem", TEST_HEADER if demo else b"", random_bytes)
    sync_folder(folder)


def _write_pem(path: Path, header: bytes, random_bytes: RandomBytes) -> None:
    private = Ed25519PrivateKey.from_private_bytes(random_bytes(32))
    write_secret(path, header + private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))


def _private(path: Path) -> Ed25519PrivateKey:
    try:
        key = load_pem_private_key(read_secret(path), None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        message = f"{path.name} is not a private key in PEM"
        raise KeysError(message) from None
    if not isinstance(key, Ed25519PrivateKey):
        message = f"{path.name} is not an Ed25519 key"
        raise KeysError(message)
    return key


def _identity(path: Path) -> tuple[str, str]:
    lines = read_secret(path).decode("ascii", errors="replace").splitlines()
    secrets = [line for line in lines if line and not line.startswith("#")]
    if len(secrets) != 1:
        message = f"{path.name} does not hold one age identity"
        raise KeysError(message)
    return secrets[0], age.recipient_of(secrets[0])

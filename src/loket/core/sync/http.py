"""Requests and responses of the exchange as values, whoever carries them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256

PREFIX = "/exchange"
ADD_CHECKPOINT = f"{PREFIX}/add-checkpoint"
ADD_ENTRIES = f"{PREFIX}/add-entries"
CASE_KEYS = f"{PREFIX}/case-keys"
TRUST = f"{PREFIX}/trust"

OCTETS = "application/octet-stream"
TEXT = "text/plain; charset=utf-8"
SIZE_TYPE = "text/x.tlog.size"
MIRROR_INFO_TYPE = "text/x.tlog.mirror-info"
CBOR_TYPE = "application/cbor"

OFFSET_HEADER = "Upload-Offset"
TIME_HEADER = "Loket-Time"


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent: `path` begins with a slash; `query` has no question mark; header names as written."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def target(self) -> str:
        """Path and query as they stand in the request line."""
        return f"{self.path}?{self.query}" if self.query else self.path


@dataclass(frozen=True, slots=True)
class Response:
    """What came back; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def origin_hash(origin: str) -> str:
    """tlog-mirror: the SHA-256 of the origin in lower-case hex, which names a log in paths."""
    return sha256(origin.encode()).hexdigest()


def log_path(origin: str, resource: str) -> str:
    """Return the path of `checkpoint` or of a tile (`tile/0/000.p/5`) of a log."""
    return f"{PREFIX}/logs/{origin_hash(origin)}/{resource}"


def blob_path(sha256_hex: str) -> str:
    """Return the path of a blob."""
    return f"{PREFIX}/blobs/{sha256_hex}"


def query_of(**fields: str | int) -> str:
    """Return the fields as a query string, in the order given."""
    return "&".join(f"{name}={_percent_encoded(str(value))}" for name, value in fields.items())


def holder_of(node: str, incarnation: int) -> str:
    """Name a holder of copies: node and incarnation, for what one incarnation held died with it."""
    return f"{node}/{incarnation}"


_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")


def _percent_encoded(text: str) -> str:
    # RFC 3986 §2.1, §2.3
    return "".join(chr(byte) if byte in _UNRESERVED else f"%{byte:02X}" for byte in text.encode())

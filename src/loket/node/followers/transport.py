"""How a request of the exchange reaches a peer: one attempt, bounded in time and size, no redirects."""

import time
from io import BytesIO
from typing import Final, Protocol

import urllib3
from urllib3.util import Timeout, parse_url

from loket.core.sync.http import Request, Response

CONNECT_S: Final = 2.0
READ_S: Final = 10.0
WHOLE_ANSWER_S: Final = 120.0
MAX_ANSWER_BYTES: Final = 32 * 1024 * 1024
_PART_BYTES: Final = 64 * 1024


class TransportError(Exception):
    """No answer came, or not a whole one; the message names no address."""


class Transport(Protocol):
    """Carries one request to one peer and brings its answer."""

    def send(self, request: Request) -> Response:
        """Return the answer, of any status; TransportError when there is none."""
        ...


class UrllibTransport:
    """HTTP(S) to `base_url`, such as http://127.0.0.1:8200; a path in it is not allowed."""

    def __init__(self, base_url: str, *, connect_s: float = CONNECT_S, read_s: float = READ_S) -> None:
        address = parse_url(base_url)
        if address.scheme not in {"http", "https"} or not address.host or (address.path or "/") != "/":
            raise TransportError("a peer's address is http(s)://host:port without a path")
        self._base = f"{address.scheme}://{address.netloc}"
        timeout = Timeout(connect=connect_s, read=read_s)
        self._pool = urllib3.PoolManager(timeout=timeout, retries=False, maxsize=1)

    def send(self, request: Request) -> Response:
        """See Transport."""
        headers = dict(request.headers)
        body = None
        if request.body or request.method in {"POST", "PUT"}:
            # Sent in blocks, each with its own time-out, so that a slow line is no dead one.
            headers["Content-Length"] = str(len(request.body))
            body = BytesIO(request.body)
        try:
            answer = self._pool.request(
                request.method,
                self._base + request.target,
                body=body,
                headers=headers,
                redirect=False,
                preload_content=False,
                decode_content=False,
            )
            try:
                data = _read(answer)
            finally:
                answer.release_conn()
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise TransportError(f"no answer: {type(error).__name__}") from error
        return Response(answer.status, {name.lower(): value for name, value in answer.headers.items()}, data)


def _read(answer: urllib3.BaseHTTPResponse) -> bytes:
    deadline = time.monotonic() + WHOLE_ANSWER_S
    parts: list[bytes] = []
    size = 0
    while part := answer.read(_PART_BYTES):
        size += len(part)
        if size > MAX_ANSWER_BYTES or time.monotonic() > deadline:
            answer.close()
            raise TransportError("the answer is too long, in bytes or in time")
        parts.append(part)
    return b"".join(parts)

"""Signed requests to one peer; what is no useful answer becomes an exception that says when to try again."""

from collections.abc import Callable, Mapping

from loket.core.sync import authentication, http
from loket.core.sync.authentication import Signer
from loket.core.sync.error import SyncError
from loket.core.sync.http import Request, Response
from loket.core.sync.lanes import parse_retry_after
from loket.node.followers.transport import Transport, TransportError

_LONGEST_REASON = 200


class UnansweredError(Exception):
    """The peer cannot be reached, or answered with a status that nobody waits for; try again later.

    `retry_after_ms`: what the peer asked for, None if nothing. `silent`: nothing came back at all.
    """

    def __init__(self, message: str, retry_after_ms: int | None = None, *, silent: bool = False) -> None:
        super().__init__(message)
        self.retry_after_ms = retry_after_ms
        self.silent = silent


class ExchangeClient:
    """Sends requests to the node `receiver`, signed by `signer`; `clock` in ms since 1970 UTC.

    When the peer's clock differs, its time is taken for signing, and for nothing else.
    """

    def __init__(
        self,
        transport: Transport,
        *,
        signer: Signer,
        receiver: str,
        clock: Callable[[], int],
        random_bytes: Callable[[int], bytes],
    ) -> None:
        self._transport = transport
        self._signer = signer
        self._receiver = receiver
        self._clock = clock
        self._random_bytes = random_bytes
        self._ahead_s = 0  # the peer's clock before ours

    def send(
        self,
        method: str,
        path: str,
        query: str = "",
        *,
        body: bytes = b"",
        headers: Mapping[str, str] | None = None,
        expect: frozenset[int] = frozenset({200}),
    ) -> Response:
        """Return an answer with a status in `expect`; UnansweredError for any other, or for none."""
        request = Request(method, path, query, headers or {}, body)
        answer = self._attempt(request)
        if answer.status == 401 and self._correct(answer):
            answer = self._attempt(request)
        if answer.status in expect:
            return answer
        raise UnansweredError(
            f"{method} answered {answer.status}: {_reason(answer)}", self._retry_after(answer)
        )

    def get(self, path: str, query: str = "") -> bytes:
        """Return the body of a GET that was answered with 200."""
        return self.send("GET", path, query).body

    def _attempt(self, request: Request) -> Response:
        signed = authentication.sign_request(
            request,
            self._signer,
            receiver=self._receiver,
            created_s=self._clock() // 1000 + self._ahead_s,
            nonce=self._random_bytes(authentication.NONCE_BYTES),
        )
        try:
            return self._transport.send(signed)
        except TransportError as error:
            raise UnansweredError(str(error), silent=True) from error

    def _correct(self, answer: Response) -> bool:
        theirs = answer.headers.get(http.TIME_HEADER.lower(), "")
        if not (theirs.isascii() and theirs.isdigit() and len(theirs) <= 12):
            return False
        self._ahead_s = int(theirs) - self._clock() // 1000
        return True

    def _retry_after(self, answer: Response) -> int | None:
        value = answer.headers.get("retry-after")
        if value is None:
            return None
        try:
            return parse_retry_after(value, self._clock())
        except SyncError:
            return None  # advice that cannot be read is no advice


def _reason(answer: Response) -> str:
    """The peer's own words, as far as they can stand in one line of a log."""
    text = answer.body[:_LONGEST_REASON].decode(errors="replace").strip()
    return "".join(char for char in text if char.isprintable())

"""One IPP request over HTTP(S): the printer's answer, or whether it can have had the request at all."""

import io
import itertools
import ssl
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import urllib3
from urllib3.util import Timeout

from loket.node.devices.error import DeviceError
from loket.node.devices.ipp_address import IppAddress
from loket.node.devices.ipp_messages import (
    MAX_MESSAGE_BYTES,
    Attribute,
    Group,
    Message,
    Operation,
    Tag,
    decode,
    encode,
)

USER: Final = "loket"
"""The requesting user of every job: no officer, no applicant."""
VERSION_NOT_SUPPORTED: Final = 0x0503
CONNECT_S: Final = 2.0
READ_S: Final = 10.0
WHOLE_ANSWER_S: Final = 20.0
_PART_BYTES: Final = 64 * 1024


class NotReachedError(DeviceError):
    """The printer has had nothing of the request: no connection came about, or HTTP refused it."""


class NotTrustedError(NotReachedError):
    """The printer's certificate is not one that this office trusts: it was told nothing."""


class NoAnswerError(DeviceError):
    """The request was on its way and no answer came that can be read: the printer may have had all of it."""


class IppWire:
    """Requests to the printer at `address`, each over a connection of its own and bounded in time and size.

    `certificates`: a file (PEM) of who signed the printer's certificate, for `ipps`; the system's without it.
    """

    def __init__(
        self,
        address: IppAddress,
        *,
        certificates: Path | None = None,
        connect_s: float = CONNECT_S,
        read_s: float = READ_S,
    ) -> None:
        self._address = address
        self._ids = itertools.count(1)
        # RFC 8011 §5.4.14: a printer that does not speak 2.0 says so, and is asked in 1.1 from then on.
        self._version = (2, 0)
        trust = ssl.create_default_context(cafile=certificates) if address.url.startswith("https") else None
        self._pool = urllib3.PoolManager(
            timeout=Timeout(connect=connect_s, read=read_s), retries=False, maxsize=1, ssl_context=trust
        )

    def ask(
        self,
        operation: Operation,
        attributes: Sequence[Attribute] = (),
        job: Sequence[Attribute] = (),
        *,
        document: bytes = b"",
    ) -> Message:
        """Return the answer, whatever its status. Raises NotReachedError and NoAnswerError."""
        answer = self._ask(operation, attributes, job, document)
        if answer.code == VERSION_NOT_SUPPORTED and self._version != (1, 1):
            # The printer refused, so it has done nothing of what was asked.
            self._version = (1, 1)
            answer = self._ask(operation, attributes, job, document)
        return answer

    def _ask(
        self, operation: Operation, attributes: Sequence[Attribute], job: Sequence[Attribute], document: bytes
    ) -> Message:
        number = next(self._ids)
        # RFC 8011 §4.1.4, §4.1.5: charset, language and target come first, in this order.
        first = (
            Attribute("attributes-charset", Tag.CHARSET, "utf-8"),
            Attribute("attributes-natural-language", Tag.LANGUAGE, "en"),
            Attribute("printer-uri", Tag.URI, self._address.uri),
            Attribute("requesting-user-name", Tag.NAME, USER),
        )
        groups: list[tuple[Group, Sequence[Attribute]]] = [(Group.OPERATION, (*first, *attributes))]
        if job:
            groups.append((Group.JOB, job))
        body = encode(operation, number, groups, version=self._version, data=document)
        try:
            answer = decode(self._post(body))
        except NotReachedError:
            raise
        except DeviceError as error:
            raise NoAnswerError(str(error)) from None
        if answer.request_id != number:
            raise NoAnswerError("the answer is to another request")
        return answer

    def _post(self, message: bytes) -> bytes:
        body = _Body(message)
        try:
            answer = self._pool.request(
                "POST",
                self._address.url,
                body=body,
                # A connection that was kept may be dead already, and nobody could say what went over it.
                headers={
                    "Content-Type": "application/ipp",
                    "Content-Length": str(len(message)),
                    "Connection": "close",
                },
                redirect=False,
                preload_content=False,
                decode_content=False,
            )
            with answer:
                if answer.status >= 500:
                    # It may have come half-way.
                    raise NoAnswerError(f"HTTP {answer.status}")
                if answer.status != 200:
                    raise NotReachedError(f"HTTP {answer.status}")
                return _read(answer)
        except (urllib3.exceptions.NewConnectionError, urllib3.exceptions.ConnectTimeoutError) as error:
            raise NotReachedError(type(error).__name__) from None
        except urllib3.exceptions.SSLError as error:
            if any(isinstance(cause, ssl.SSLCertVerificationError) for cause in error.args):
                raise NotTrustedError(type(error).__name__) from None
            # A handshake that fails lets nothing out; TLS that breaks later may have carried all of it.
            broken = NoAnswerError if body.is_begun else NotReachedError
            raise broken(type(error).__name__) from None
        except (urllib3.exceptions.HTTPError, OSError) as error:
            raise NoAnswerError(type(error).__name__) from None


class _Body(io.BytesIO):
    """A request's body, and whether anything of it was handed to the connection."""

    is_begun = False

    def read(self, size: int | None = -1, /) -> bytes:
        """Read on, like any file."""
        self.is_begun = True
        return super().read(size)


def _read(answer: urllib3.BaseHTTPResponse) -> bytes:
    deadline = time.monotonic() + WHOLE_ANSWER_S
    parts: list[bytes] = []
    size = 0
    # What has come, not a whole part: a printer that sends a byte at a time is left after the time, too.
    while part := answer.read1(_PART_BYTES):
        size += len(part)
        if size > MAX_MESSAGE_BYTES or time.monotonic() > deadline:
            raise NoAnswerError("the answer is too long, in bytes or in time")
        parts.append(part)
    return b"".join(parts)

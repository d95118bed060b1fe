"""A log read over HTTP for verifying (`loket log verify ADDRESS`)."""

from loket.core.sync import http
from loket.core.tlog.error import TlogError
from loket.node.followers.exchange_client import ExchangeClient, UnansweredError


class HttpLogSource:
    """A `core.tlog.verify.LogSource`: the log of `origin` as the client's peer holds it.

    The client signs as a node of the trust root or as an auditor, who may read every log.
    """

    def __init__(self, client: ExchangeClient, origin: str) -> None:
        self._client = client
        self._origin = origin

    def checkpoint(self) -> bytes:
        """Return the signed checkpoint; TlogError when it cannot be had."""
        return self._get("checkpoint")

    def tile(self, path: str) -> bytes:
        """Return a tile or bundle; TlogError when it cannot be had."""
        return self._get(path)

    def _get(self, resource: str) -> bytes:
        try:
            return self._client.get(http.log_path(self._origin, resource))
        except UnansweredError as error:
            raise TlogError(str(error)) from error

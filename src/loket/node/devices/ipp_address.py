"""Addresses of IPP printers (RFC 3510, RFC 7472): what the printer is told, and where it is posted."""

from dataclasses import dataclass
from typing import Self
from urllib.parse import urlsplit

IPP_PORT = 631


@dataclass(frozen=True, slots=True)
class IppAddress:
    """`uri`: as it stands in requests; `url`: where they are posted."""

    uri: str
    url: str

    @classmethod
    def parse(cls, uri: str) -> Self:
        """Read `ipp://host[:port]/path` or `ipps://…`; ValueError for anything else, a sign-in in it too."""
        parts = urlsplit(uri)
        scheme = {"ipp": "http", "ipps": "https"}.get(parts.scheme)
        if (
            scheme is None
            or not parts.hostname
            or parts.username is not None
            or parts.query
            or parts.fragment
        ):
            raise ValueError("a printer's address is ipp://host/path or ipps://host/path, and nothing more")
        host = f"[{parts.hostname}]" if ":" in parts.hostname else parts.hostname
        return cls(uri, f"{scheme}://{host}:{parts.port or IPP_PORT}{parts.path or '/'}")

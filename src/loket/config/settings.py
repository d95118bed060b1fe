"""What a node is told from outside: every variable of the environment that Loket reads, and nothing else.

| variable | meaning | without it |
|---|---|---|
| LOKET_ROLE | `office` or `centre` | must be given |
| LOKET_NODE | the node's name in its origins, e.g. `polman` | must be given |
| LOKET_DOMAIN | first part of every origin | `loket.test` |
| LOKET_DATA | folder of databases, keys and blobs | must be given |
| LOKET_NODE_DATABASE | `postgresql://…` of log and rows | SQLite in the folder |
| LOKET_HIGH_WATER | file of the high-water mark, best on another disk | `high-water` in the folder |
| LOKET_HOSTS | further host names under which the node is reached, with commas between | none |
| LOKET_PORT | TCP port on 127.0.0.1 | `8100` |
| LOKET_CENTRE_URL | where an office reaches the centre's exchange | none: the office stands alone |
| LOKET_BANK_URL | where an office asks the bank about a billing code | none: every payment gets a receipt |
| LOKET_OFFICE_CODE | the first four digits of an office's application numbers | `7604` |
| LOKET_OFFICE_TITLE | the issuing office as the data page names it | the node's name in capitals |
| LOKET_PRINTER | printer of data pages: `folder`, or `ipp://…` or `ipps://…` | `folder` |
| LOKET_PRINTER_FOLDER | folder into which data pages are printed | `printer` in the folder |
| LOKET_PAPER_PRINTER | printer of receipts, slips, letters and reports, likewise | `folder` |
| LOKET_PRINTER_CERTIFICATES | PEM file of who signed the certificates of `ipps` printers | the system's |
| LOKET_ENCODER | writes chips: `none`, `folder`, `pcsc:` with a reader's name | `none`, specimens `folder` |
| LOKET_SIGNERS | folder of document signers, authorities and revocation lists | `signers` in the folder |
| LOKET_SPECIMEN | `1`: data pages are marked CONTOH / SPECIMEN, partners are simulated | `0` |
| LOKET_FACES | `0`: faces are not compared; those of a specimen are drawn by one hand | `1`, specimens `0` |
| LOKET_SECRET_KEY_FILE | key that signs sessions; made at the first start | `secret-key` in the folder |
| LOKET_TIME_ZONE | time zone of the counter | `Asia/Makassar` |
| LOKET_NOTICES | how applicants are told of changes: `folder` or `apprise` | `folder` |
| LOKET_NOTICE_URLS | gateways of `apprise` with `{email}` or `{phone}` as recipient, spaces between | none |
| LOKET_HTTPS | `1` where TLS ends in front of this node; cookies then travel by TLS only | `0` |
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from loket.node.devices.ipp_address import IppAddress
from loket.node.partners.notices import is_template

FOLDER = "folder"
NO_ENCODER = "none"
PCSC = "pcsc:"
_NAME = re.compile(r"[a-z][a-z0-9-]{0,31}")
_DOMAIN = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)*")
_CODE = re.compile(r"[0-9]{4}")
_MAX_PORT = 65_535


class SettingsError(Exception):
    """A variable of the environment is missing or cannot be read; the message names it."""


class NodeRole(StrEnum):
    """What this node is wired as."""

    OFFICE = "office"
    CENTRE = "centre"


class NoticeWay(StrEnum):
    """How applicants are told of a change of state."""

    FOLDER = "folder"
    APPRISE = "apprise"


@dataclass(frozen=True, slots=True, kw_only=True)
class NodeSettings:
    """One node's settings, checked."""

    role: NodeRole
    node: str
    domain: str
    data: Path
    node_database: str
    high_water: Path
    hosts: tuple[str, ...]
    port: int
    centre_url: str
    bank_url: str
    office_code: str
    office_title: str
    printer: str
    paper_printer: str
    printer_folder: Path
    printer_certificates: Path | None
    encoder: str
    signers: Path
    specimen: bool
    faces: bool
    secret_key_file: Path
    time_zone: str
    https: bool
    notices: NoticeWay
    notice_urls: tuple[str, ...] = field(repr=False)  # they hold the gateways' passwords

    @property
    def desk_file(self) -> Path:
        """Accounts and sessions."""
        return self.data / "desk.sqlite3"

    @property
    def node_file(self) -> Path:
        """Log and rows, where they are in SQLite."""
        return self.data / "node.sqlite3"

    @property
    def blobs(self) -> Path:
        """Folder of encrypted files."""
        return self.data / "blobs"

    @property
    def notices_folder(self) -> Path:
        """Folder of notices to applicants, where no gateway sends them."""
        return self.data / "notices"

    @property
    def papers_folder(self) -> Path:
        """Folder of printed papers, where no printer prints them."""
        return self.data / "papers"

    @property
    def chips(self) -> Path:
        """Folder in which the encoder keeps its jobs, and virtual chips where they are such."""
        return self.data / "chips"

    @property
    def personalisation_key(self) -> Path:
        """File of the key that opens blank chips for writing: 32 hexadecimal digits."""
        return self.data / "personalisation-key"

    @property
    def keys(self) -> Path:
        """Folder of private keys."""
        return self.data / "keys"

    @classmethod
    def from_environment(cls, environment: Mapping[str, str]) -> Self:
        """Read the variables above; SettingsError names the first that is wrong."""
        data = Path(_required(environment, "LOKET_DATA")).absolute()
        node = _matching(_NAME, "LOKET_NODE", _required(environment, "LOKET_NODE"))
        return cls(
            role=_role(environment),
            node=node,
            domain=_matching(_DOMAIN, "LOKET_DOMAIN", environment.get("LOKET_DOMAIN") or "loket.test"),
            data=data,
            node_database=_url(environment, "LOKET_NODE_DATABASE", {"postgresql"}),
            high_water=Path(environment.get("LOKET_HIGH_WATER") or data / "high-water").absolute(),
            hosts=tuple(host for host in environment.get("LOKET_HOSTS", "").split(",") if host),
            port=_port(environment),
            centre_url=_url(environment, "LOKET_CENTRE_URL", {"http", "https"}).rstrip("/"),
            bank_url=_url(environment, "LOKET_BANK_URL", {"http", "https"}).rstrip("/"),
            office_code=_matching(_CODE, "LOKET_OFFICE_CODE", environment.get("LOKET_OFFICE_CODE") or "7604"),
            office_title=environment.get("LOKET_OFFICE_TITLE") or node.upper(),
            printer=_printer(environment, "LOKET_PRINTER"),
            paper_printer=_printer(environment, "LOKET_PAPER_PRINTER"),
            printer_certificates=_file(environment, "LOKET_PRINTER_CERTIFICATES"),
            encoder=_encoder(environment),
            signers=Path(environment.get("LOKET_SIGNERS") or data / "signers").absolute(),
            printer_folder=Path(environment.get("LOKET_PRINTER_FOLDER") or data / "printer").absolute(),
            specimen=_flag(environment, "LOKET_SPECIMEN"),
            faces=_flag(environment, "LOKET_FACES", default=not _flag(environment, "LOKET_SPECIMEN")),
            secret_key_file=Path(environment.get("LOKET_SECRET_KEY_FILE") or data / "secret-key").absolute(),
            time_zone=_time_zone(environment),
            https=_flag(environment, "LOKET_HTTPS"),
            notices=_notices(environment),
            notice_urls=_notice_urls(environment),
        )


def _required(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name, "")
    if not value:
        message = f"{name} is not set"
        raise SettingsError(message)
    return value


def _role(environment: Mapping[str, str]) -> NodeRole:
    value = _required(environment, "LOKET_ROLE")
    if value not in set(NodeRole):
        message = "LOKET_ROLE is neither office nor centre"
        raise SettingsError(message)
    return NodeRole(value)


def _printer(environment: Mapping[str, str], name: str) -> str:
    value = environment.get(name) or FOLDER
    if value != FOLDER:
        try:
            IppAddress.parse(value)
        except ValueError as error:
            message = f"{name} is neither folder nor a printer: {error}"
            raise SettingsError(message) from None
    return value


def _file(environment: Mapping[str, str], name: str) -> Path | None:
    value = environment.get(name, "")
    if value and not Path(value).is_file():
        message = f"{name} is no file"
        raise SettingsError(message)
    return Path(value).absolute() if value else None


def _encoder(environment: Mapping[str, str]) -> str:
    without = FOLDER if _flag(environment, "LOKET_SPECIMEN") else NO_ENCODER
    value = environment.get("LOKET_ENCODER") or without
    named = value.startswith(PCSC) and bool(value.removeprefix(PCSC).strip())
    if value not in {NO_ENCODER, FOLDER} and not named:
        message = "LOKET_ENCODER is neither none nor folder, nor pcsc: and the beginning of a reader's name"
        raise SettingsError(message)
    return value


def _notices(environment: Mapping[str, str]) -> NoticeWay:
    value = environment.get("LOKET_NOTICES") or NoticeWay.FOLDER
    if value not in set(NoticeWay):
        message = "LOKET_NOTICES is neither folder nor apprise"
        raise SettingsError(message)
    if value == NoticeWay.APPRISE and not environment.get("LOKET_NOTICE_URLS", "").split():
        message = "LOKET_NOTICE_URLS is not set, and LOKET_NOTICES is apprise"
        raise SettingsError(message)
    return NoticeWay(value)


def _notice_urls(environment: Mapping[str, str]) -> tuple[str, ...]:
    urls = tuple(environment.get("LOKET_NOTICE_URLS", "").split())
    for place, url in enumerate(urls, 1):
        if not is_template(url):
            message = f"LOKET_NOTICE_URLS: address {place} has neither {{email}} nor {{phone}}"
            raise SettingsError(message)
    return urls


def _matching(pattern: re.Pattern[str], name: str, value: str) -> str:
    if not pattern.fullmatch(value):
        message = f"{name} has a character that an origin may not have there"
        raise SettingsError(message)
    return value


def _url(environment: Mapping[str, str], name: str, schemes: set[str]) -> str:
    value = environment.get(name, "")
    if value and urlsplit(value).scheme not in schemes:
        message = f"{name} does not begin with {' or '.join(f'{scheme}://' for scheme in sorted(schemes))}"
        raise SettingsError(message)
    return value


def _port(environment: Mapping[str, str]) -> int:
    value = environment.get("LOKET_PORT") or "8100"
    if not value.isascii() or not value.isdigit() or not 0 < int(value) <= _MAX_PORT:
        message = "LOKET_PORT is not a TCP port"
        raise SettingsError(message)
    return int(value)


def _time_zone(environment: Mapping[str, str]) -> str:
    value = environment.get("LOKET_TIME_ZONE") or "Asia/Makassar"
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError):
        message = "LOKET_TIME_ZONE is not a time zone known here"
        raise SettingsError(message) from None
    return value


def _flag(environment: Mapping[str, str], name: str, *, default: bool = False) -> bool:
    value = environment.get(name) or str(int(default))
    if value not in {"0", "1"}:
        message = f"{name} is neither 0 nor 1"
        raise SettingsError(message)
    return value == "1"

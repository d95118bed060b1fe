"""Telling an applicant of a change of state: a port, a folder, and the gateways that apprise speaks to.

A notice goes out at least once: a node may be killed between a gateway's yes and the entry that says so.
"""

import logging
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Protocol
from urllib.parse import quote

import msgspec

if TYPE_CHECKING:
    from apprise import Apprise

_NOTICE_ID = re.compile(r"[0-9a-f]{32}")
# One address and nothing that a gateway could read as a second one or unquote once more.
_EMAIL = re.compile(r"[A-Za-z0-9.!#$&'*+/=?^_`|~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
_WRITTEN_IN_NUMBERS = str.maketrans("", "", " -.()/")
_DOMESTIC = re.compile(r"0[1-9][0-9]{6,12}")
_INTERNATIONAL = re.compile(r"\+[1-9][0-9]{6,14}")  # E.164 6.1: at most 15 digits
_COUNTRY_CODE = "62"  # E.164, Indonesia
_DRAFT = ".part"
KEPT_DAYS = 30


class NoticeFault(StrEnum):
    """Why a notice did not go out."""

    NO_ADDRESS = "no_address"
    NO_CHANNEL = "no_channel"
    NOT_TAKEN = "not_taken"
    FOLDER_UNWRITABLE = "folder_unwritable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One message to one applicant. `id` (32 hexadecimal digits, random) names it for ever."""

    id: str
    to_email: str = field(default="", repr=False)
    to_phone: str = field(default="", repr=False)
    language: str
    subject: str = field(repr=False)
    body: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Sent:
    """Somebody has taken the notice over; `reference` finds it there and holds no personal data."""

    reference: str


@dataclass(frozen=True, slots=True)
class NotSent:
    """Nobody has taken it; `retry`: the same notice may go out later."""

    fault: NoticeFault
    retry: bool


class NoticePort(Protocol):
    """Sends notices."""

    def send(self, notice: Notice) -> Sent | NotSent:
        """Send one notice, or say why not after at most the time-out."""
        ...

    def forget(self, notice_id: str) -> bool:
        """Keep nothing of a notice that this port holds itself; False when that has to be tried again."""
        ...

    def tidy(self, now: int) -> None:
        """Keep nothing that was sent long before `now` (ms)."""
        ...


class NoticeUrlError(Exception):
    """A gateway's address cannot be used; the message says which one by its place, never what it holds."""


def _notice_id(notice: Notice) -> str:
    return _checked(notice.id)


def _checked(notice_id: str) -> str:
    if not _NOTICE_ID.fullmatch(notice_id):
        raise ValueError("a notice's id is 32 hexadecimal digits")
    return notice_id


def usable_email(text: str) -> str:
    """The one address that `text` is, or nothing."""
    address = text.strip()
    return address if _EMAIL.fullmatch(address) else ""


def usable_phone(text: str) -> str:
    """The number in international digits without a plus (628…), or nothing; 08… is read as Indonesian."""
    number = text.translate(_WRITTEN_IN_NUMBERS)
    if _DOMESTIC.fullmatch(number):
        return _COUNTRY_CODE + number[1:]
    return number[1:] if _INTERNATIONAL.fullmatch(number) else ""


class FolderNotices:
    """Each notice as `<id>.json` in a folder that only the node's user looks into: the default.

    An office without a gateway reads them out or prints them. A notice is sent when its file is on the disk;
    sent again under the same id, the first one stays. A folder belongs to one process. A notice goes when its
    case is forgotten, and after KEPT_DAYS anyhow: by then it was read out, or nobody asks for it.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
        for draft in folder.glob(f"*{_DRAFT}"):
            draft.unlink(missing_ok=True)

    def send(self, notice: Notice) -> Sent | NotSent:
        """Write the notice through to the disk. Raises ValueError for an id that no file may have."""
        name = _notice_id(notice)
        if not usable_email(notice.to_email) and not usable_phone(notice.to_phone):
            return NotSent(NoticeFault.NO_ADDRESS, retry=False)
        target = self._folder / f"{name}.json"
        draft = self._folder / f"{name}{_DRAFT}"
        try:
            if not target.exists():
                _write_through(draft, msgspec.json.format(msgspec.json.encode(notice), indent=2))
                draft.replace(target)
            # Also for a notice that was there: the power may have gone between its name and this.
            _sync_folder(self._folder)
        except OSError:
            return NotSent(NoticeFault.FOLDER_UNWRITABLE, retry=True)
        return Sent(name)

    def forget(self, notice_id: str) -> bool:
        """Delete a notice, if it is there. Raises ValueError for an id that no file may have."""
        return self._delete(self._folder / f"{_checked(notice_id)}.json")

    def tidy(self, now: int) -> None:
        """Delete what is older than KEPT_DAYS; what cannot be deleted is left for another time."""
        oldest = now / 1000 - KEPT_DAYS * 24 * 3600
        for path in self._folder.glob("*.json"):
            if path.stat().st_mtime < oldest:
                self._delete(path)

    def _delete(self, path: Path) -> bool:
        try:
            path.unlink(missing_ok=True)
            _sync_folder(self._folder)
        except OSError:
            return False
        return True


def _write_through(path: Path, data: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class AppriseNotices:
    """Gateways for mail and SMS, by the addresses of apprise (https://github.com/caronc/apprise/wiki).

    Each address is a template with {email} or {phone} for the recipient, e.g.
    `mailtos://user:password@smtp.example.org?from=loket@example.org&to={email}&format=text`. They are
    asked in their order, those for which the recipient has an address, until one takes the notice. Apprise
    does not say why a gateway refused, so every refusal may be tried again.
    """

    def __init__(self, urls: Sequence[str], *, timeout_seconds: float = 5.0) -> None:
        """Raise NoticeUrlError for a template without a recipient, and for one that apprise cannot read."""
        # Heavy, and not needed by a node with a folder.
        import apprise

        # Its lines name recipients.
        logging.getLogger("apprise").disabled = True
        self._timeout_seconds = timeout_seconds
        self._urls = tuple(urls)
        self._asset = apprise.AppriseAsset(
            app_id="Loket", app_desc="Loket", app_url="", async_mode=False, storage_mode="memory"
        )
        for place, url in enumerate(self._urls, 1):
            if not is_template(url):
                raise NoticeUrlError(f"address {place} has neither {{email}} nor {{phone}}")
            if not self._gateway(url, email="a@example.org", phone="628120000000"):
                raise NoticeUrlError(f"address {place} is none that apprise can read")

    def send(self, notice: Notice) -> Sent | NotSent:
        """Ask one gateway after the other; the time-out is for each connection and each read."""
        reference = _notice_id(notice)
        email, phone = usable_email(notice.to_email), usable_phone(notice.to_phone)
        if not email and not phone:
            return NotSent(NoticeFault.NO_ADDRESS, retry=False)
        fault = NotSent(NoticeFault.NO_CHANNEL, retry=False)
        for url in self._urls:
            if ("{email}" in url and not email) or ("{phone}" in url and not phone):
                continue
            fault = NotSent(NoticeFault.NOT_TAKEN, retry=True)
            gateway = self._gateway(url, email=email, phone=phone)
            if gateway.notify(body=notice.body, title=notice.subject, body_format="text"):
                return Sent(reference)
        return fault

    def forget(self, notice_id: str) -> bool:  # noqa: ARG002 - of a port
        """Nothing of a notice stays here once a gateway has it."""
        return True

    def tidy(self, now: int) -> None:
        """Nothing of a notice stays here once a gateway has it."""

    def _gateway(self, url: str, *, email: str, phone: str) -> "Apprise":
        """The gateway to this recipient; empty when its address cannot be read."""
        from apprise import Apprise

        # Quoted, a recipient stays one value of the address, whatever it is.
        filled = url.replace("{email}", quote(email, safe="")).replace("{phone}", quote(phone, safe=""))
        gateway = Apprise(asset=self._asset)
        plugin = Apprise.instantiate(filled, asset=self._asset, suppress_exceptions=True)
        if plugin is not None:
            plugin.socket_connect_timeout = self._timeout_seconds
            plugin.socket_read_timeout = self._timeout_seconds
            gateway.add(plugin)
        return gateway


def is_template(url: str) -> bool:
    """Whether a gateway's address has a place for the recipient."""
    return "://" in url and ("{email}" in url or "{phone}" in url)

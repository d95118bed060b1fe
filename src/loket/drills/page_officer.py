"""An officer as a browser sends them: opens a page, sends the form that stands on it, follows to the next."""

import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from loket.drills.office_client import CounterError, File, OfficeClient

_FORM = re.compile(r"<form\b[^>]*>.*?</form>", re.DOTALL)
_ACTION = re.compile(r'<form\b[^>]*\baction="([^"]*)"', re.DOTALL)
_INPUT = re.compile(r"<input\b[^>]*>", re.DOTALL)
_NAME = re.compile(r'\bname="([^"]*)"')
_VALUE = re.compile(r'\bvalue="([^"]*)"')
_HIDDEN = ("csrfmiddlewaretoken", "act")
_CASE = re.compile(r"/cases/([0-9a-f]{32})")


@dataclass(frozen=True, slots=True)
class Submitted:
    """What came of a form: the case's page when it was written, else that it was refused and shown again."""

    case: str
    written: bool
    page: str


@dataclass(slots=True)
class Timed:
    """Seconds: of each page opened, and of each form sent, with its act's stem."""

    pages: list[float] = field(default_factory=list)
    submits: list[tuple[str, float]] = field(default_factory=list)


class PageOfficer:
    """One officer's session at the pages; `timed` is what this officer waited for."""

    def __init__(self, client: OfficeClient) -> None:
        self._client = client
        self.username = client.username
        self.as_second = client.as_second
        self.timed = Timed()

    def open(self, path: str) -> str:
        """Open a page; CounterError unless it is there."""
        began = time.perf_counter()
        answer = self._client.send("GET", path)
        self.timed.pages.append(time.perf_counter() - began)
        if answer.status != 200:
            message = f"a page: status {answer.status}"
            raise CounterError(message)
        return answer.data.decode()

    def submit(
        self, page: str, action: str, fields: Mapping[str, Any], files: Mapping[str, File] | None = None
    ) -> Submitted:
        """Send the form of `page` whose action is `action`, and open where that leads to.

        A refusal (422) is no error: nothing was written, and it is not among what is timed.
        """
        stem = action.rsplit("/", 1)[-1]
        hidden = _hidden(page, action)
        began = time.perf_counter()
        answer = self._client.send_form(action, {**hidden, **fields}, files or {})
        took = time.perf_counter() - began
        if answer.status == 422:
            return Submitted("", written=False, page="")
        if answer.status != 302:
            message = f"{stem}: status {answer.status}"
            raise CounterError(message)
        self.timed.submits.append((stem, took))
        place = answer.headers["Location"]
        found = _CASE.match(place)
        return Submitted(found[1] if found else "", written=True, page=self.open(place))

    def send_aside(self, path: str, files: Mapping[str, File]) -> None:
        """Send files as a page's script does, for a part of the page; timed as a page that is opened."""
        began = time.perf_counter()
        answer = self._client.send_form(path, {}, files)
        self.timed.pages.append(time.perf_counter() - began)
        if answer.status != 200:
            message = f"a part of a page: status {answer.status}"
            raise CounterError(message)


def _hidden(page: str, action: str) -> dict[str, str]:
    """The form's token and act id; CounterError if the page does not offer the form."""
    for form in _FORM.findall(page):
        found = _ACTION.match(form)
        if found is not None and found[1] != action:
            continue
        values = {}
        for tag in _INPUT.findall(form):
            name, value = _NAME.search(tag), _VALUE.search(tag)
            if name is not None and value is not None and name[1] in _HIDDEN:
                values[name[1]] = value[1]
        if len(values) == len(_HIDDEN):
            return values
    message = f"{action.rsplit('/', 1)[-1]}: the page has no such form"
    raise CounterError(message)

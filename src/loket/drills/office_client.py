"""An officer at a counter, without a browser: signs in and acts through the office's JSON interface."""

import json
import re
import secrets
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

import urllib3

_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')
_TIMEOUT = urllib3.Timeout(connect=3.0, read=60.0)
File = tuple[str, bytes, str]


class ActRefusedError(Exception):
    """The office refused an act; `reasons` are the words of core.domain.refusals.Reason."""

    def __init__(self, stem: str, reasons: tuple[str, ...]) -> None:
        super().__init__(f"{stem} refused: {', '.join(reasons)}")
        self.stem = stem
        self.reasons = reasons


class CounterError(Exception):
    """The office answered with something else than done or refused; the message holds status and act."""


class OfficeClient:
    """One officer's session at one office; `as_second` signs another officer's act that needs two."""

    def __init__(self, address: str, username: str, password: str) -> None:
        self.username = username
        self._address = address.rstrip("/")
        self._pool = urllib3.PoolManager(timeout=_TIMEOUT, retries=False, maxsize=1)
        self._cookies: dict[str, str] = {}
        self.as_second = {"second_officer": username, "second_password": password}
        self._sign_in(password)

    def act(
        self,
        stem: str,
        fields: Mapping[str, Any] | None = None,
        *,
        case: str = "",
        files: Mapping[str, File] | None = None,
        act: str = "",
    ) -> dict[str, Any]:
        """Do an act; returns what was done. The same `act` id again happens once.

        Raises ActRefusedError with every reason, or CounterError.
        """
        values: dict[str, Any] = {**(fields or {}), "act": act or secrets.token_hex(16)}
        path = f"/api/cases/{case}/{stem}" if case else f"/api/acts/{stem}"
        if files:
            answer = self._send("POST", path, fields=[*_pairs(values), *files.items()])
        else:
            answer = self._send("POST", path, body=json.dumps(values).encode(), kind="application/json")
        said = self._json(answer, stem)
        if answer.status == 422:
            raise ActRefusedError(stem, tuple(one["reason"] for one in said["refused"]))
        if answer.status >= 300:
            message = f"{stem}: status {answer.status}: {sorted(said.get('errors', said))}"
            raise CounterError(message)
        done: dict[str, Any] = said["done"]
        return done

    def case(self, case: str) -> dict[str, Any]:
        """The case's row as the office has it."""
        row: dict[str, Any] = self._json(self._send("GET", f"/api/cases/{case}"), "case")["case"]
        return row

    def send(self, method: str, path: str) -> urllib3.BaseHTTPResponse:
        """Send a request without a body, with the session's cookies; follows no redirect."""
        return self._send(method, path)

    def send_form(
        self, path: str, fields: Mapping[str, Any], files: Mapping[str, File]
    ) -> urllib3.BaseHTTPResponse:
        """Send a form as a browser does; follows no redirect."""
        if files:
            return self._send("POST", path, fields=[*_pairs(fields), *files.items()])
        body = urlencode(_pairs(fields)).encode()
        return self._send("POST", path, body=body, kind="application/x-www-form-urlencoded")

    def _sign_in(self, password: str) -> None:
        page = self._send("GET", "/sign-in")
        found = _TOKEN.search(page.data.decode())
        if found is None:
            message = f"sign-in: status {page.status}, no form"
            raise CounterError(message)
        fields = [
            ("csrfmiddlewaretoken", found[1]),
            ("username", self.username),
            ("password", password),
        ]
        answer = self._send("POST", "/sign-in", fields=fields)
        if "loket_session" not in self._cookies:
            message = f"sign-in of {self.username} was refused: status {answer.status}"
            raise CounterError(message)

    def _send(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        kind: str = "",
        fields: list[tuple[str, Any]] | None = None,
    ) -> urllib3.BaseHTTPResponse:
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
            "X-CSRFToken": self._cookies.get("loket_csrf", ""),
        }
        if kind:
            headers["Content-Type"] = kind
        answer = self._pool.request(
            method, self._address + path, body=body, fields=fields, headers=headers, redirect=False
        )
        for line in answer.headers.getlist("Set-Cookie"):
            name, _, value = line.split(";", 1)[0].partition("=")
            self._cookies[name] = value
        return answer

    @staticmethod
    def _json(answer: urllib3.BaseHTTPResponse, stem: str) -> dict[str, Any]:
        try:
            said: dict[str, Any] = json.loads(answer.data)
        except ValueError as error:
            message = f"{stem}: status {answer.status}, not JSON"
            raise CounterError(message) from error
        return said


def _pairs(values: Mapping[str, Any]) -> list[tuple[str, Any]]:
    return [
        (name, str(item))
        for name, value in values.items()
        for item in (value if isinstance(value, list | tuple) else [value])
    ]

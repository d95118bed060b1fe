"""The demo's own page: take the centre down, for real, and bring it back; put the printer into trouble."""

import html
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Protocol
from urllib.parse import parse_qs
from wsgiref.types import StartResponse, WSGIEnvironment

from loket.drills.control_printer import BUTTONS, printer_section
from loket.node.devices.fake_printer import FakePrinter

_MOST_BODY = 1_000


class Switchable(Protocol):
    """A node's process as this page needs it."""

    address: str

    @property
    def runs(self) -> bool:
        """Whether it is up."""

    def start(self) -> None:
        """Start it."""

    def kill(self) -> None:
        """Kill it as a power cut would."""


@dataclass
class Control:
    """The page's application. One random token keeps other pages from posting here."""

    office: Switchable
    centre: Switchable
    port: int
    printer: FakePrinter | None = None
    token: str = field(default_factory=lambda: secrets.token_urlsafe(24))

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> list[bytes]:
        """Serve the page; POST with the token switches the centre (/centre) or a fault of the printer."""
        path, method = environ.get("PATH_INFO", "/"), environ.get("REQUEST_METHOD", "GET")
        if environ.get("HTTP_HOST", "") not in (f"127.0.0.1:{self.port}", f"localhost:{self.port}"):
            return _answer(start_response, "400 Bad Request", "text/plain", "Not this host.")
        if path == "/style.css":
            return _answer(start_response, "200 OK", "text/css", _STYLE)
        if path == "/" and method == "GET":
            return _answer(start_response, "200 OK", "text/html", self._page())
        if path == "/centre" and method == "POST":
            return self._switch(environ, start_response, {"up": self.centre.start, "down": self.centre.kill})
        if path == "/printer" and method == "POST" and self.printer is not None:
            return self._switch(environ, start_response, self._faults(self.printer))
        return _answer(start_response, "404 Not Found", "text/plain", "Halaman tidak ada. / No such page.")

    @staticmethod
    def _faults(printer: FakePrinter) -> dict[str, Callable[[], None]]:
        return {name: partial(button.press, printer) for name, button in BUTTONS.items()}

    def _switch(
        self,
        environ: WSGIEnvironment,
        start_response: StartResponse,
        switches: Mapping[str, Callable[[], None]],
    ) -> list[bytes]:
        length = environ.get("CONTENT_LENGTH") or "0"
        size = int(length) if length.isdigit() and int(length) <= _MOST_BODY else 0
        form = parse_qs(environ["wsgi.input"].read(size).decode("utf-8", "replace"))
        token, wanted = form.get("token", [""])[0], form.get("wanted", [""])[0]
        if not secrets.compare_digest(token.encode(), self.token.encode()) or wanted not in switches:
            said = "Muat ulang halaman dan coba lagi. / Reload the page and try again."
            return _answer(start_response, "400 Bad Request", "text/plain", said)
        switches[wanted]()
        start_response("303 See Other", [("Location", "/"), *_HEADERS])
        return [b""]

    def _page(self) -> str:
        up = self.centre.runs
        state = "hidup" if up else "mati"
        state_en = "up" if up else "down"
        wanted, button, button_en = (
            ("down", "Matikan pusat", "Take the centre down")
            if up
            else ("up", "Hidupkan pusat", "Bring it back")
        )
        printer = "" if self.printer is None else printer_section(self.printer, self.token)
        office, centre = html.escape(self.office.address), html.escape(self.centre.address)
        return f"""<!doctype html>
<html lang="id"><head><meta charset="utf-8"><title>Loket · peragaan</title>
<meta name="viewport" content="width=device-width,initial-scale=1">
<meta http-equiv="refresh" content="20"><link rel="stylesheet" href="/style.css"></head>
<body><header><b>Loket</b> <span>peragaan <i lang="en">demo</i></span></header><main>
<h1>Pusat data sedang {state}<small lang="en">The centre is {state_en}</small></h1>
<p class="{state_en}">{"●" if up else "■"} {
            "Kantor dan pusat saling terhubung."
            if up
            else "Proses pusat sudah dimatikan. Kantor tetap melayani."
        }
<small lang="en">{
            "Office and centre are connected."
            if up
            else "The centre's process was killed. The office goes on."
        }</small></p>
<form method="post" action="/centre"><input type="hidden" name="token" value="{self.token}">
<input type="hidden" name="wanted" value="{wanted}"><button class="{state_en}" autofocus>{button}
<small lang="en">{button_en}</small></button></form>
<ul><li><a href="{office}/">Loket kantor <i lang="en">the office's counter</i></a></li>
<li><a href="{centre}/">Kantor pusat <i lang="en">headquarters</i></a></li></ul>
<p>Layani seorang pemohon, lalu lihat tanda “Tersimpan di” pada berkasnya.
<small lang="en">Serve an applicant and watch how far the case is secured.</small></p>
{printer}
</main></body></html>"""


_HEADERS = [
    (
        "Content-Security-Policy",
        "default-src 'none'; style-src 'self'; form-action 'self'; frame-ancestors 'none'",
    ),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("Cache-Control", "no-store"),
]
_STYLE = """
body{margin:0;background:#f5f3ee;color:#1b2430;font:17px/1.5 "Noto Sans",system-ui,sans-serif}
header{background:#1b2430;color:#fff;padding:12px 20px}header span{margin-left:12px;color:#cfd6df}
main{max-width:620px;margin:32px auto;padding:24px 28px 32px;background:#fff;border:1px solid #dcd8cf;
border-radius:8px}h1{font-size:26px;line-height:1.25;margin:0 0 16px}
small{display:block;font-size:15px;font-weight:400;color:#5b6675}i{color:#5b6675;font-style:normal}
header i{color:inherit}p.up{border-left:4px solid #0f5c5c;padding-left:12px}
p.down{border-left:4px solid #a3262a;padding-left:12px}
button{font:inherit;font-weight:600;padding:12px 20px;border-radius:6px;border:1px solid #0f5c5c;
background:#0f5c5c;color:#fff;text-align:left}button.up{background:#a3262a;border-color:#a3262a}
button small{color:#fff}a{color:#0f5c5c}:focus-visible{outline:3px solid #f2b84b;outline-offset:2px}
ul{padding-left:20px}h2{font-size:20px;line-height:1.3;margin:28px 0 12px}
.faults{display:flex;flex-wrap:wrap;gap:8px}.faults button{padding:8px 12px;font-size:15px;background:#fff;
color:#0f5c5c}.faults button small{color:#5b6675;font-size:13px}
"""


def _answer(start_response: StartResponse, status: str, kind: str, text: str) -> list[bytes]:
    start_response(status, [("Content-Type", f"{kind}; charset=utf-8"), *_HEADERS])
    return [text.encode()]


def run_control(control: Control) -> None:
    """Serve the page on 127.0.0.1 until interrupted."""
    import waitress

    server: Any = waitress.create_server(control, host="127.0.0.1", port=control.port, threads=2, ident="")
    server.run()

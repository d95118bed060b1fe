"""Wires between nodes: a real Django handler called in this process, and lines that lose, double and cut."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from io import BytesIO
from random import Random

from django.core.wsgi import get_wsgi_application
from django.test import override_settings

from loket.core.sync.http import Request, Response
from loket.node.followers.transport import TransportError
from loket.node.operations.node import Node, set_current_node


@dataclass
class Wire:
    """Carries requests to the pages of `node` (replace it: the node was started anew); keeps them."""

    node: Node | None
    sent: list[Request] = field(default_factory=list)
    answers: list[Response] = field(default_factory=list)

    def send(self, request: Request) -> Response:
        self.sent.append(request)
        if self.node is None:
            raise TransportError("nobody listens")
        answer = deliver(self.node, request)
        self.answers.append(answer)
        return answer

    def count(self, method: str, path: str) -> int:
        return sum(one.method == method and one.path.startswith(path) for one in self.sent)


def deliver(node: Node, request: Request) -> Response:
    """What the node's pages answer, through the whole of Django and its middleware."""
    started = []

    def start_response(status, headers, exc_info=None):
        started.append((int(status.split()[0]), {name.lower(): value for name, value in headers}))

    environ = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": request.path,
        "QUERY_STRING": request.query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(request.body),
        "wsgi.errors": BytesIO(),
        "wsgi.multithread": False,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "CONTENT_LENGTH": str(len(request.body)),
    }
    for name, value in request.headers.items():
        key = name.upper().replace("-", "_")
        environ["CONTENT_TYPE" if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
    set_current_node(node)
    try:
        with override_settings(ROOT_URLCONF="loket.faces.exchange.urls"):
            body = get_wsgi_application()(environ, start_response)
            data = b"".join(body)
            body.close()
    finally:
        set_current_node(None)
    status, headers = started[0]
    return Response(status, headers, data)


@dataclass
class FaultyWire:
    """Loses the request or the answer, brings a request twice, or cuts its body, as chance has it."""

    inner: Wire
    chance: Random
    faults: float = 0.4

    def send(self, request: Request) -> Response:
        if self.chance.random() >= self.faults:
            return self.inner.send(request)
        match self.chance.choice(("lost", "answer lost", "twice", "cut")):
            case "lost":
                raise TransportError("lost")
            case "answer lost":
                self.inner.send(request)
                raise TransportError("the answer was lost")
            case "twice":
                answer = self.inner.send(request)
                self.inner.send(request)
                return answer
            case _:
                cut = self.chance.randrange(len(request.body) + 1)
                return self.inner.send(replace(request, body=request.body[:cut]))


@dataclass
class ChangedWire:
    """Answers as `change` makes of the real answer; `change` may also raise TransportError."""

    inner: Wire
    change: Callable[[Request, Response], Response]

    def send(self, request: Request) -> Response:
        return self.change(request, self.inner.send(request))

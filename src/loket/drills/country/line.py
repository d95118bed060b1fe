"""The line between an office and the centre: the centre's own exchange pages, called in this process."""

from collections.abc import Callable
from io import BytesIO

from django.core.handlers.wsgi import WSGIRequest
from django.urls import resolve
from django.urls.exceptions import Resolver404

from loket.core.sync.http import Request, Response
from loket.node.followers.transport import TransportError
from loket.node.operations.node import Node, set_current_node

_PAGES = "loket.faces.exchange.urls"


class Line:
    """Carries requests to the pages of `node` as long as `reachable` says so."""

    def __init__(self, node: Node, reachable: Callable[[], bool]) -> None:
        self._node = node
        self._reachable = reachable

    def send(self, request: Request) -> Response:
        """See Transport; nobody answers at the other end while the centre is gone."""
        if not self._reachable():
            raise TransportError("no answer")
        set_current_node(self._node)
        try:
            asked = WSGIRequest(_environ(request))
            try:
                page = resolve(asked.path_info, urlconf=_PAGES)
            except Resolver404:
                return Response(404, {}, b"")
            answer = page.func(asked, *page.args, **page.kwargs)
        finally:
            set_current_node(None)
        headers = {name.lower(): value for name, value in answer.items()}
        return Response(answer.status_code, headers, bytes(answer.content))


def _environ(request: Request) -> dict[str, object]:
    environ: dict[str, object] = {
        "REQUEST_METHOD": request.method,
        "SCRIPT_NAME": "",
        "PATH_INFO": request.path,
        "QUERY_STRING": request.query,
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.url_scheme": "http",
        "wsgi.input": BytesIO(request.body),
        "CONTENT_LENGTH": str(len(request.body)),
    }
    for name, value in request.headers.items():
        key = name.upper().replace("-", "_")
        environ["CONTENT_TYPE" if key == "CONTENT_TYPE" else f"HTTP_{key}"] = value
    return environ

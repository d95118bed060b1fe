"""The real client against real servers here: time-outs, sizes, redirects, and one whole exchange."""

import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer, ThreadingHTTPServer
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest
from django.core.wsgi import get_wsgi_application
from django.test import override_settings

from builders.country import bring_to, make_country
from loket.core.domain.terms import Stage
from loket.core.sync.http import Request
from loket.node.followers import transport
from loket.node.followers.exchange import ExchangeFollower
from loket.node.followers.transport import TransportError, UrllibTransport
from loket.node.operations.node import set_current_node

OFFICE = "loket.test/polman/1/office"


@contextmanager
def serving(server: HTTPServer):
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def answering(answer):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            answer(self)

        def log_message(self, *args):
            """Be quiet."""

    return serving(ThreadingHTTPServer(("127.0.0.1", 0), Handler))


def test_a_whole_exchange_over_http(tmp_path, databases_of_our_own):
    class Quiet(WSGIRequestHandler):
        def log_message(self, *args):
            """Be quiet."""

    country = make_country(tmp_path)
    bring_to(country.office, Stage.PHOTO)
    set_current_node(country.centre)
    stop = threading.Event()
    try:
        with override_settings(ROOT_URLCONF="loket.faces.exchange.urls"):
            server = make_server("127.0.0.1", 0, get_wsgi_application(), WSGIServer, Quiet)
            with serving(server) as url:
                follower = ExchangeFollower(country.office, url)
                running = threading.Thread(target=follower.run, args=(stop,))
                running.start()
                try:
                    assert_secured_within(country, 20)
                finally:
                    stop.set()
                    running.join()
        assert follower.status().failures == {}
        assert follower.status().answered_at is not None
    finally:
        set_current_node(None)
        country.close()


def assert_secured_within(country, seconds):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        with country.office.store.reading() as reading:
            marks = reading.holder_marks(OFFICE)
            scans = reading.blobs_without_receipt(OFFICE, "centre/1", "scans", 1)
            if marks and marks[0].size == reading.head(OFFICE).size and not scans:
                return
        time.sleep(0.05)
    raise AssertionError("the record was not secured")


def test_nobody_there_is_an_error_of_the_transport():
    with pytest.raises(TransportError):
        UrllibTransport("http://127.0.0.1:9", connect_s=0.5).send(Request("GET", "/"))


def test_a_server_that_says_nothing_is_given_up():
    def silent(handler):
        time.sleep(0.6)

    with answering(silent) as url, pytest.raises(TransportError):
        UrllibTransport(url, read_s=0.2).send(Request("GET", "/"))


def test_a_redirect_is_an_answer_and_not_followed():
    asked = []

    def elsewhere(handler):
        asked.append(handler.path)
        handler.send_response(302)
        handler.send_header("Location", "/other")
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    with answering(elsewhere) as url:
        answer = UrllibTransport(url).send(Request("GET", "/a", "b=c"))

    assert answer.status == 302
    assert asked == ["/a?b=c"]


def test_an_answer_that_is_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(transport, "MAX_ANSWER_BYTES", 100_000)

    def endless(handler):
        handler.send_response(200)
        handler.end_headers()
        try:
            for _ in range(100):
                handler.wfile.write(bytes(10_000))
        except OSError:
            return

    with answering(endless) as url, pytest.raises(TransportError, match="too long"):
        UrllibTransport(url).send(Request("GET", "/"))


def test_an_answer_that_is_cut_is_no_answer():
    def cut(handler):
        handler.send_response(200)
        handler.send_header("Content-Length", "100")
        handler.end_headers()
        handler.wfile.write(b"only this")
        handler.close_connection = True

    with answering(cut) as url, pytest.raises(TransportError):
        UrllibTransport(url).send(Request("GET", "/"))


@pytest.mark.parametrize("address", ["ftp://x", "http://", "127.0.0.1:80", "http://127.0.0.1/path", ""])
def test_an_address_that_is_none_is_refused(address):
    with pytest.raises(TransportError):
        UrllibTransport(address)

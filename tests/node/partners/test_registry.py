"""The registry's adapter against a real HTTP server."""

import json
import threading
from datetime import date
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from loket.node.partners.registry import (
    HttpRegistry,
    RegistryAgrees,
    RegistryDiffers,
    RegistryQuestion,
    RegistryUnreachable,
)

QUESTION = RegistryQuestion(
    nik="7604115010900003", full_name="Nur Aisyah Abdul Kadir", birth_date=date(1990, 10, 10)
)


class Registry(BaseHTTPRequestHandler):
    asked: list[tuple[str, bytes]]
    said: bytes
    status = 200

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.asked.append((self.path, body))
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(self.server.said)

    def log_message(self, *args):
        pass


@pytest.fixture
def server():
    served = ThreadingHTTPServer(("127.0.0.1", 0), Registry)
    served.asked, served.said, served.status = [], b"", 200
    thread = threading.Thread(target=served.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield served
    served.shutdown()
    thread.join()
    served.server_close()


def check(server):
    return HttpRegistry(f"http://127.0.0.1:{server.server_port}", timeout_seconds=2).check(QUESTION)


def test_the_question_travels_in_the_body_alone(server):
    server.said = b'{"agrees": true, "reference": "R1"}'

    assert check(server) == RegistryAgrees("R1")

    [(path, body)] = server.asked
    assert path == "/registry/checks"
    assert json.loads(body) == {
        "nik": QUESTION.nik,
        "full_name": QUESTION.full_name,
        "birth_date": "1990-10-10",
    }


def test_a_registry_that_differs_says_so(server):
    server.said = b'{"agrees": false, "reference": ""}'

    assert check(server) == RegistryDiffers("")


@pytest.mark.parametrize(
    "said", [b"", b"[]", b'{"agrees": "yes", "reference": "R"}', b'{"agrees": true}', b"\xff\xfe", b"<html>"]
)
def test_an_answer_that_was_not_agreed_on_never_counts_as_agreeing(server, said):
    server.said = said

    assert check(server) == RegistryUnreachable()


def test_a_server_error_is_no_answer(server):
    server.said, server.status = b'{"agrees": true, "reference": "R1"}', 503

    assert check(server) == RegistryUnreachable()

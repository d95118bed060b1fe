"""The demo's page: only its own form switches the centre."""

import io
import re

import pytest

from loket.drills.control import Control


class Switch:
    """A process that only remembers whether it runs (the real one is driven by the headless day)."""

    address = "http://127.0.0.1:1"

    def __init__(self):
        self.runs = True

    def start(self):
        self.runs = True

    def kill(self):
        self.runs = False


@pytest.fixture
def control():
    return Control(office=Switch(), centre=Switch(), port=8100)


def ask(control, method="GET", path="/", body=b"", host="127.0.0.1:8100"):
    said = {}
    environ = {
        "REQUEST_METHOD": method,
        "PATH_INFO": path,
        "HTTP_HOST": host,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.input": io.BytesIO(body),
    }
    text = b"".join(
        control(environ, lambda status, headers: said.update(status=status, headers=dict(headers)))
    )
    return said["status"], said["headers"], text.decode()


def token(control):
    return re.search(r'name="token" value="([^"]+)"', ask(control)[2])[1]


def test_the_page_speaks_indonesian_and_english_and_says_how_it_is(control):
    status, headers, text = ask(control)

    assert status == "200 OK"
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "Pusat data sedang hidup" in text
    assert "The centre is up" in text


def test_the_form_takes_the_centre_down_and_brings_it_back(control):
    down = ask(control, "POST", "/centre", f"token={token(control)}&wanted=down".encode())
    assert down[0] == "303 See Other"
    assert not control.centre.runs
    assert "Pusat data sedang mati" in ask(control)[2]

    ask(control, "POST", "/centre", f"token={token(control)}&wanted=up".encode())
    assert control.centre.runs


@pytest.mark.parametrize(
    "body",
    [b"", b"token=wrong&wanted=down", b"wanted=down", b"token=%ff&wanted=down", b"x" * 5_000],
)
def test_a_post_without_the_pages_token_changes_nothing(control, body):
    assert ask(control, "POST", "/centre", body)[0] == "400 Bad Request"
    assert control.centre.runs


def test_a_get_switches_nothing_and_another_host_is_refused(control):
    assert ask(control, "GET", "/centre")[0] == "404 Not Found"
    assert ask(control, host="evil.example")[0] == "400 Bad Request"
    assert control.centre.runs

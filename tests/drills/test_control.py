"""The demo's page: only its own forms switch the centre, and the printer's faults."""

import io
import re

import pytest

from loket.drills.control import Control
from loket.drills.control_printer import BUTTONS
from loket.node.devices.fake_printer import FakePrinter, Fault


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


@pytest.fixture
def with_printer():
    return Control(office=Switch(), centre=Switch(), port=8100, printer=FakePrinter())


@pytest.mark.parametrize(
    ("wanted", "fault", "says"),
    [
        ("jam", Fault.JAM, "paper jam"),
        ("paper-out", Fault.PAPER_OUT, "out of paper"),
        ("power-cut", Fault.POWER_CUT, "will lose the next job to a power cut"),
        ("offline", Fault.OFFLINE, "out of reach"),
    ],
)
def test_the_printer_is_put_into_trouble_and_out_of_it(with_printer, wanted, fault, says):
    for name, expected in ((wanted, fault), ("ready", Fault.NONE)):
        said = f"token={token(with_printer)}&wanted={name}".encode()
        assert ask(with_printer, "POST", "/printer", said)[0] == "303 See Other"
        assert with_printer.printer.fault is expected
        assert (says in ask(with_printer)[2]) is (name == wanted)


def test_every_fault_of_the_printer_has_a_button(with_printer):
    reached = set()
    for button in BUTTONS.values():
        button.press(with_printer.printer)
        reached.add(with_printer.printer.fault)
        ask(with_printer)  # and words

    assert reached == set(Fault)


def test_a_post_without_the_token_leaves_the_printer_alone(with_printer):
    assert ask(with_printer, "POST", "/printer", b"token=x&wanted=jam")[0] == "400 Bad Request"
    assert with_printer.printer.fault is Fault.NONE


def test_without_a_printer_there_is_nothing_to_switch(control):
    said = f"token={token(control)}&wanted=jam".encode()
    assert ask(control, "POST", "/printer", said)[0] == "404 Not Found"
    assert "/printer" not in ask(control)[2]

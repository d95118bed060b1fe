"""The environment: what is read of it, and what is refused."""

from pathlib import Path

import pytest

from loket.config import settings
from loket.config.settings import NodeRole, NodeSettings, SettingsError

GIVEN = {"LOKET_ROLE": "office", "LOKET_NODE": "polman", "LOKET_DATA": "/srv/loket"}


def test_three_variables_are_enough():
    node = NodeSettings.from_environment(GIVEN)
    assert (node.role, node.node, node.domain, node.port) == (NodeRole.OFFICE, "polman", "loket.test", 8100)
    assert node.node_file == Path("/srv/loket/node.sqlite3")
    assert node.high_water == Path("/srv/loket/high-water")
    assert node.time_zone == "Asia/Makassar"
    assert node.node_database == node.centre_url == ""


@pytest.mark.parametrize("name", GIVEN)
def test_what_must_be_given_is_named(name):
    with pytest.raises(SettingsError, match=name):
        NodeSettings.from_environment({**GIVEN, name: ""})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("LOKET_ROLE", "branch"),
        ("LOKET_NODE", "Polman"),
        ("LOKET_NODE", "pol/man"),
        ("LOKET_DOMAIN", "loket/test"),
        ("LOKET_NODE_DATABASE", "mysql://localhost/x"),
        ("LOKET_CENTRE_URL", "file:///etc/passwd"),
        ("LOKET_ENCODER", "pcsc:"),
        ("LOKET_ENCODER", "real"),
        ("LOKET_PRINTER", "http://printer/"),
        ("LOKET_PAPER_PRINTER", "ipp://user:secret@printer/"),
        ("LOKET_PRINTER_CERTIFICATES", "/srv/loket/no-such-file.pem"),
        ("LOKET_PORT", "0"),
        ("LOKET_PORT", "65536"),
        ("LOKET_PORT", "http"),
        ("LOKET_TIME_ZONE", "Asia/Polewali"),
        ("LOKET_HTTPS", "yes"),
        ("LOKET_NOTICES", "pigeon"),
        ("LOKET_NOTICE_URLS", "mailto://user:TEST-pw@127.0.0.1"),
    ],
)
def test_what_cannot_be_read_is_named(name, value):
    with pytest.raises(SettingsError, match=name):
        NodeSettings.from_environment({**GIVEN, name: value})


def test_every_variable_that_is_read_is_described():
    asked = set()

    class Recorder(dict):
        def get(self, name, default=None):
            asked.add(name)
            return super().get(name, default)

    NodeSettings.from_environment(Recorder(GIVEN))
    assert {name for name in asked if f"| {name} |" not in settings.__doc__} == set()


def test_the_runbook_has_the_same_table():
    runbook = Path(__file__).parents[2] / "docs/runbooks/settings.md"
    lines = [line for line in settings.__doc__.splitlines() if line.startswith("|")]
    assert [line for line in runbook.read_text().splitlines() if line.startswith("|")] == lines


def test_gateways_without_an_address_are_refused_at_the_start():
    with pytest.raises(SettingsError, match="LOKET_NOTICE_URLS"):
        NodeSettings.from_environment({**GIVEN, "LOKET_NOTICES": "apprise"})


def test_the_password_of_a_gateway_is_not_shown():
    url = "mailtos://user:TEST-pw@127.0.0.1?to={email}"
    node = NodeSettings.from_environment(
        {**GIVEN, "LOKET_NOTICES": "apprise", "LOKET_NOTICE_URLS": f"{url} json://127.0.0.1/{{phone}}"}
    )

    assert node.notice_urls == (url, "json://127.0.0.1/{phone}")
    assert "TEST-pw" not in repr(node)
    with pytest.raises(SettingsError) as refused:
        NodeSettings.from_environment({**GIVEN, "LOKET_NOTICE_URLS": "mailtos://user:TEST-pw@127.0.0.1"})
    assert "TEST-pw" not in str(refused.value)

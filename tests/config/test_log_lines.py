"""The log says of an error what it was and where, and nothing that somebody wrote or typed."""

import io
import logging

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import path

import builders.nodes  # noqa: F401 - sets Django up
from loket.config.log_lines import PlaceFormatter
from loket.core.domain.nik import masked

NAME = "Nur Aisyah Abdul Kadir"


@pytest.fixture
def lines():
    """What loggers write through the node's own formatter, as its settings name it."""
    [formatter] = settings.LOGGING["formatters"].values()
    assert formatter == {"()": f"{PlaceFormatter.__module__}.{PlaceFormatter.__qualname__}"}
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.setFormatter(PlaceFormatter())
    logger = logging.getLogger("django")
    logger.addHandler(handler)
    requests = logging.getLogger("django.request")
    requests.addHandler(handler)
    yield written
    logger.removeHandler(handler)
    requests.removeHandler(handler)


def _fails(_request, **_kwargs):
    try:
        raise KeyError(NAME)
    except KeyError as error:
        raise ValueError(f"DETAIL: Key (name)=({NAME}) already exists") from error


urlpatterns = [path("broken/<str:typed>", _fails)]


def test_a_page_that_crashes_leaves_type_and_place_and_no_message(lines):
    with override_settings(ROOT_URLCONF=__name__):
        client = Client(raise_request_exception=False, SERVER_NAME="127.0.0.1")
        assert client.get("/broken/Rahasia", {"q": NAME}).status_code == 500

    said = lines.getvalue()
    assert "ERROR django.request builtins.ValueError from builtins.KeyError at " in said
    assert "test_log_lines.py:" in said
    for secret in ("Aisyah", "DETAIL", "Rahasia", "Traceback"):
        assert secret not in said
    assert len(said.splitlines()) == 1


def test_the_place_is_the_innermost_frame_of_our_code():
    try:
        masked(object())
    except Exception as error:  # noqa: BLE001 - whatever it raises
        record = logging.LogRecord(
            "loket", logging.ERROR, "", 0, NAME, (), (type(error), error, error.__traceback__)
        )

    assert "loket/core/domain/nik.py:" in PlaceFormatter().format(record)
    assert NAME not in PlaceFormatter().format(record)


def test_what_django_says_of_a_request_is_said_without_the_request():
    record = logging.LogRecord(
        "django.request", logging.ERROR, "", 0, "Service Unavailable: %s", (f"/search/{NAME}",), None
    )

    assert PlaceFormatter().format(record).endswith("ERROR django.request Service Unavailable: …")


def test_our_own_lines_are_written_as_they_are():
    record = logging.LogRecord("loket.x", logging.INFO, "", 0, "%d sent", (3,), None)

    assert PlaceFormatter().format(record).endswith(" INFO loket.x 3 sent")

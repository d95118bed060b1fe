"""An office's environment in a temporary folder, and Django set up for this process."""

import os
import tempfile
from pathlib import Path

import django
import pytest

os.environ.setdefault("LOKET_ROLE", "office")
os.environ.setdefault("LOKET_NODE", "polman")
os.environ.setdefault("LOKET_DATA", tempfile.mkdtemp(prefix="loket-test-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loket.config.django_settings")
django.setup()

SOURCE = Path(__file__).parents[2] / "src"


@pytest.fixture(scope="session", autouse=True)
def databases_of_our_own(django_db_blocker):
    """Each drill makes its own node's database; there is none to roll back."""
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def environment(tmp_path) -> dict[str, str]:
    """What a process of the office is told."""
    return {
        **os.environ,
        "LOKET_ROLE": "office",
        "LOKET_NODE": "polman",
        "LOKET_DATA": str(tmp_path / "data"),
        "DJANGO_SETTINGS_MODULE": "loket.config.django_settings",
        "PYTHONPATH": str(SOURCE),
    }

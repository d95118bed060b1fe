"""Django for the pages of the exchange, as tests of a node set it up."""

import os
import tempfile

import django
import pytest

os.environ.setdefault("LOKET_ROLE", "office")
os.environ.setdefault("LOKET_NODE", "polman")
os.environ.setdefault("LOKET_DATA", tempfile.mkdtemp(prefix="loket-test-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loket.config.django_settings")
django.setup()


@pytest.fixture(scope="session")
def databases_of_our_own(django_db_blocker):
    with django_db_blocker.unblock():
        yield

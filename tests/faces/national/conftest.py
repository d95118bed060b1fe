"""Headquarters' pages over a real centre, in its own urls and templates."""

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client, override_settings

from builders.country import HQ, make_country
from loket.node.operations.node import set_current_node
from loket.node.store.databases import migrate


@pytest.fixture(scope="session")
def desk(django_db_blocker):
    """The desk's database: accounts and sessions."""
    with django_db_blocker.unblock():
        migrate("default")
        yield


@pytest.fixture(autouse=True)
def wired_as_centre():
    [counter] = settings.TEMPLATES
    folders = [
        path.parent.parent / "national/templates" if path.parent.name == "counter" else path
        for path in counter["DIRS"]
    ]
    with override_settings(
        ROOT_URLCONF="loket.faces.national.urls", TEMPLATES=[{**counter, "DIRS": folders}]
    ):
        yield


@pytest.fixture
def country(tmp_path, desk):
    made = make_country(tmp_path)
    set_current_node(made.centre)
    yield made
    set_current_node(None)
    made.close()


@pytest.fixture
def signed_in(country):
    def _signed_in(officer=HQ) -> Client:
        accounts = get_user_model().objects
        account, _made = accounts.get_or_create(officer=officer, defaults={"username": officer})
        client = Client()
        client.cookies["loket_language"] = "en"
        client.force_login(account)
        return client

    return _signed_in

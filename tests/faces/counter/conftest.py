"""A counter over a real office with a list and five blanks, and officers who are signed in."""

import pytest

from builders.counter import close_counter, make_accounts, open_counter, signed_in
from builders.country import make_country, supplied
from loket.node.store.databases import migrate


@pytest.fixture(scope="session")
def desk(django_db_blocker):
    """The desk's database: accounts and sessions."""
    with django_db_blocker.unblock():
        migrate("default")
        make_accounts()
        yield


@pytest.fixture
def country(tmp_path, desk):
    made = make_country(tmp_path)
    supplied(made)
    made.printing = open_counter(made)
    yield made
    close_counter()
    made.close()


@pytest.fixture
def office(country):
    return country.office


@pytest.fixture
def client_of(country):
    """A signed-in client of an officer."""
    return signed_in

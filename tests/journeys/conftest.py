"""A whole office in this process, served on a free port, for officers with a real browser."""

import os
import threading

import pytest
from playwright.sync_api import expect

from builders.counter import PASSWORD, close_counter, make_accounts, open_counter, served
from builders.country import make_country, supplied
from loket.node.store.databases import migrate

# Playwright's loop runs in this thread for as long as its browser lives; Django takes that for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

expect.set_options(timeout=10_000)


@pytest.fixture(scope="session")
def desk(django_db_blocker):
    with django_db_blocker.unblock():
        migrate("default")
        make_accounts()
        yield


@pytest.fixture
def country(tmp_path, desk):
    made = make_country(tmp_path)
    supplied(made)
    printing = open_counter(made)
    stop = threading.Event()
    printer = threading.Thread(target=printing.run, args=(stop,), kwargs={"every_seconds": 0.1})
    printer.start()
    yield made
    stop.set()
    printing.wake()
    printer.join()
    close_counter()
    made.close()


@pytest.fixture
def address(country):
    with served() as url:
        yield url


@pytest.fixture
def officer(address, browser):
    """Open a page on which this officer has signed in; every error of the page is a failure."""
    contexts = []
    complaints = []

    def _officer(name, *, locale="id-ID", script=True):
        context = browser.new_context(
            locale=locale,
            base_url=address,
            viewport={"width": 1366, "height": 768},
            java_script_enabled=script,
        )
        contexts.append(context)
        if locale.startswith("en"):
            # English is a choice; a browser that prefers it still starts in Indonesian.
            context.add_cookies([{"name": "loket_language", "value": "en", "url": address}])
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.goto("/sign-in")
        # The browser gives the first field the focus in its own time: a person looks before typing.
        expect(page.locator("input[name=username]")).to_be_focused()
        page.keyboard.type(name)
        page.keyboard.press("Tab")
        page.keyboard.type(PASSWORD)
        page.keyboard.press("Enter")
        page.wait_for_url(lambda url: "/sign-in" not in url)
        return page

    yield _officer
    for context in contexts:
        context.close()
    assert complaints == []

"""axe-core finds nothing on any page that differs from the others, in both languages, wide and narrow.

Pages are found by following links as each officer; every link must lead somewhere. A page is looked at when
a kind of element is new at its address, or a class is new in its place in a page: a page that only another
state colours otherwise, as others are coloured, was looked at.
"""

from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.conf import settings
from django.contrib.auth import get_user_model
from django.test import Client, override_settings
from django.urls import Resolver404, resolve
from playwright.sync_api import expect

from builders.busy import busy_office
from builders.counter import close_counter, make_accounts, open_counter, served, signed_in
from builders.country import HQ, make_country, supplied
from builders.crawling import crawl
from builders.nodes import OFFICERS
from loket.core.domain.rows import Case
from loket.core.domain.terms import Stage
from loket.node.operations.node import set_current_node
from loket.node.store.databases import migrate

RULES = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice")
SIZES = ((1366, 768), (360, 740))
BEGIN = """rules => { window.seen = axe.run(
  {resultTypes: ["violations"], runOnly: {type: "tag", values: rules}, elementRef: false}); }"""
END = """async () => (await window.seen).violations.map(rule =>
  rule.id + ": " + rule.nodes.map(node => node.html.slice(0, 160)).join(" | "))"""


# Elements that hold nothing and are not closed.
_EMPTY = ("base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr")


class _Elements(HTMLParser):
    """What a page is made of, whatever it says: kinds without their classes, and kinds in their places."""

    def __init__(self):
        super().__init__()
        self.kinds, self.placed, self._around = set(), set(), []

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        told = (tag, *(given.get(name) for name in ("role", "type", "name", "data-key")))
        looks = given.get("class")
        self.kinds.add((*told, *sorted(given)))
        self.placed.add((*self._around, (looks, *told, *sorted(given))))
        if tag not in _EMPTY:
            self._around.append((looks, tag, given.get("role")))

    def handle_endtag(self, tag):
        while tag not in _EMPTY and self._around and self._around.pop()[1] != tag:
            pass


def _kinds(address, html):
    """What has to be looked at once: kinds of elements by the page's address, ids and slugs aside; and each
    kind with its classes inside those around it, which look the same at every address.
    """
    elements = _Elements()
    elements.feed(html)
    place = urlsplit(address).path
    with suppress(Resolver404):
        place = resolve(place).route
    return {(place, *kind) for kind in elements.kinds} | elements.placed


class Looker:
    """A browser that looks at pages as somebody; what axe finds is gathered in `found`.

    `thorough`: every page four times; else twice, in one language wide and in the other narrow, in turns.
    """

    def __init__(self, browser, address, *, thorough):
        self.address = address
        self.known, self.no_pages, self.looked_at, self.found = set(), set(), [], []
        wide, narrow = SIZES
        self.turns = [(("id", wide), ("en", narrow)), (("en", wide), ("id", narrow))]
        if thorough:
            self.turns = [self.turns[0] + self.turns[1]]
        self.pages = {way: self._page(browser, way[1]) for turn in self.turns for way in turn}

    def _page(self, browser, size):
        width, height = size
        context = browser.new_context(base_url=self.address, viewport={"width": width, "height": height})
        # No injected script: the pages' own policy stays in force.
        context.add_init_script(AXE_SCRIPT)
        return context.new_page()

    def close(self):
        for page in self.pages.values():
            page.context.close()

    def come_as(self, client):
        """Give every page this client's session."""
        for (language, _size), page in self.pages.items():
            cookies = {name: morsel.value for name, morsel in client.cookies.items()}
            cookies["loket_language"] = language
            page.context.clear_cookies()
            page.context.add_cookies(
                [{"name": name, "value": value, "url": self.address} for name, value in cookies.items()]
            )

    def look_as(self, client, *, starts=("/",)):
        """Follow every link of this client; look at each page that shows something new.

        Returns the status of every address.
        """
        addresses = []

        def keep(address, html):
            kinds = _kinds(address, html)
            if not kinds <= self.known:
                self.known |= kinds
                addresses.append(address)

        statuses = {}
        for start in starts:
            statuses |= crawl(client, start=start, on_page=keep, no_pages=self.no_pages)
        self.come_as(client)
        for address in addresses:
            self.look(address)
        return statuses

    def look(self, address, reach=lambda page: None):
        """Look at what `reach` leads to from this address; the ways of one turn work at the same time."""
        ways = self.turns[len(self.looked_at) % len(self.turns)]
        self.looked_at.append(address)
        for way in ways:
            self.pages[way].goto(address)
            reach(self.pages[way])
            self.pages[way].evaluate(BEGIN, RULES)
        for way in ways:
            self.found += [f"{address} {way}: {violation}" for violation in self.pages[way].evaluate(END)]


@pytest.fixture(scope="module")
def desk(django_db_blocker):
    with django_db_blocker.unblock():
        migrate("default")
        make_accounts()
        yield


@pytest.fixture
def country(tmp_path, desk):
    made = make_country(tmp_path)
    supplied(made)
    made.cases = busy_office(made, open_counter(made))
    yield made
    close_counter()
    made.close()


@pytest.fixture(params=["in turns", pytest.param("thorough", marks=pytest.mark.exhaustive)])
def thorough(request):
    return request.param == "thorough"


@pytest.fixture
def looker(browser, thorough):
    """Make a looker for an address; its pages are closed at the end."""
    made = []

    def make(address):
        made.append(Looker(browser, address, thorough=thorough))
        return made[-1]

    yield make
    for each in made:
        each.close()


def _refused(page):
    with page.expect_navigation():
        page.locator("main button.go").last.click()
    expect(page.locator("main [role=alert], main .error").first).to_be_visible()


def _found(page):
    page.fill("#search", "Contoh")
    with page.expect_navigation():
        page.press("#search", "Enter")
    expect(page.locator("main table")).to_be_visible()


@pytest.mark.timeout(600)  # it grows with the counter
def test_axe_finds_nothing_at_the_counter(country, looker):
    # Cases that no queue shows any more are found by searching.
    with country.office.store.reading() as reading:
        gone = reading.select(
            Case, {"office": "polman", "stage": (Stage.ENDED, Stage.ARCHIVED, Stage.FORGOTTEN)}
        )
    aside = [f"/cases/{case.case}" for case in gone]
    queued = set(country.cases.values()) - {case.case for case in gone}
    assert len(queued) > 10
    with served() as address:
        eyes = looker(address)
        eyes.look("/sign-in")
        eyes.look("/sign-in", _refused)
        for place, officer in enumerate(OFFICERS):
            client = signed_in(officer, language=("id", "en")[place % 2])
            statuses = eyes.look_as(client, starts=["/", *aside])

            # Nobody is led to nothing, and every case that a queue shows is reached.
            assert {where: status for where, status in statuses.items() if status != 200} == {}
            for case in queued:
                assert any(where.startswith(f"/cases/{case}/") for where in statuses)
        eyes.look("/nowhere")
        eyes.look("/stations/registration", _refused)
        eyes.look("/search", _found)

    assert eyes.found == []
    # What this holds is worth nothing if nothing was looked at.
    assert len(eyes.looked_at) > 30


def test_axe_finds_nothing_at_headquarters(country, looker):
    [templates] = settings.TEMPLATES
    folders = [Path(str(folder).replace("counter", "national")) for folder in templates["DIRS"]]
    as_centre = override_settings(
        ROOT_URLCONF="loket.faces.national.urls", TEMPLATES=[{**templates, "DIRS": folders}]
    )
    set_current_node(country.centre)
    account, _made = get_user_model().objects.get_or_create(officer=HQ, defaults={"username": HQ})
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(account)
    with as_centre, served() as address:
        eyes = looker(address)
        eyes.look_as(client)

    assert eyes.found == []
    assert len(eyes.looked_at) >= 2

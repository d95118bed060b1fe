"""An officer who works in a real browser and never touches a mouse."""

import pytest
from playwright.sync_api import expect

MOST_TABS = 150
FOCUSED = "document.activeElement"


class Keys:
    """An officer at the keyboard."""

    def __init__(self, page):
        self.page = page
        # Whoever listens from the beginning misses no window.
        page.on("filechooser", lambda _chosen: None)

    def press(self, key):
        self.page.keyboard.press(key)

    def type(self, text):
        self.page.keyboard.type(text)

    def is_at(self, condition):
        return self.page.evaluate(f"(at => Boolean({condition}))({FOCUSED})")

    def look(self):
        """A person looks at a page before typing: by then the browser has put the focus where it belongs."""
        self.page.wait_for_load_state("load")
        self.page.wait_for_function(
            "!document.querySelector('main [autofocus]') || document.activeElement !== document.body"
        )

    def tab_until(self, condition):
        """Press Tab until what has the focus is what is looked for."""
        self.look()
        for _ in range(MOST_TABS):
            if self.is_at(condition):
                return
            self.press("Tab")
        pytest.fail(f"the Tab key never reaches: {condition}")

    def field(self, name):
        self.tab_until(f"at.name === '{name}'")

    def choose(self, name, value):
        """One answer of several: the arrow keys go from one to the next."""
        self.field(name)
        self.press("Space")
        for _ in range(12):
            if self.is_at(f"at.value === '{value}' && at.checked"):
                return
            self.press("ArrowDown")
        pytest.fail(f"no arrow key reaches {value} of {name}")

    def tick(self, name, value="on"):
        self.tab_until(f"at.name === '{name}' && at.value === '{value}'")
        if not self.is_at("at.checked"):
            self.press("Space")

    def file(self, name, content):
        self.field(name)
        with self.page.expect_file_chooser() as chosen:
            self.press("Space")
        chosen.value.set_files({"name": "berkas.jpg", "mimeType": "image/jpeg", "buffer": content})

    def button(self, label):
        """Go to the button and press it; what was written is then shown."""
        self.tab_until(f"at.tagName === 'BUTTON' && at.textContent.trim() === {label!r}")
        before = self.page.url
        self.press("Enter")
        self.page.wait_for_url(lambda url: url != before)
        expect(self.page.locator(".written")).to_be_visible()

    def next_at(self, station):
        """The station by its number, and its first case by one key."""
        with self.page.expect_navigation(url="**/stations/*"):
            self.press(f"Alt+{station}")
        self.look()
        self.press("Enter")
        self.page.wait_for_url("**/cases/*")

    def waits_until(self, happened):
        """Give what works behind the pages ten seconds; returns whether it happened."""
        for _ in range(50):
            if happened():
                return True
            self.page.wait_for_timeout(200)
        return False

    def hand_over(self, booklet):
        """The first passport that waits for its holder, with the number that was read on it."""
        self.next_at(8)
        self.field("passport_number_read")
        self.type(booklet)
        self.tick("identity_confirmed")
        self.tick("book_signed")
        self.button("Serahkan paspor")

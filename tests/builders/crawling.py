"""Following every link of every page that an officer can reach by clicking."""

from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin, urlsplit

from django.test import Client

ADDRESSES = {"a": "href", "area": "href", "link": "href", "img": "src", "script": "src", "iframe": "src"}
HERE = "http://127.0.0.1"


class _Links(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        address = dict(attrs).get(ADDRESSES.get(tag, ""))
        if address is not None:
            self.found.append(address)


def _nothing(address: str, page: str) -> None:
    pass


def crawl(
    client: Client,
    *,
    start: str = "/",
    on_page: Callable[[str, str], None] = _nothing,
    no_pages: set[str] | None = None,
) -> dict[str, int]:
    """The status of every address of this host that pages lead to from `start`; only GET is asked.

    Every answer is gone through, so that a link that stands on one page only is followed too. `on_page` gets
    the address and the HTML of each page. `no_pages` gathers pictures and papers; what is in it is not asked.
    """
    no_pages = set() if no_pages is None else no_pages
    statuses: dict[str, int] = {}
    waiting = [start]
    while waiting:
        address = waiting.pop()
        if address in statuses or address in no_pages:
            continue
        answer = client.get(address, follow=True)
        statuses[address] = answer.status_code
        if answer.headers.get("Content-Type", "").startswith("text/html"):
            came_to = answer.redirect_chain[-1][0] if answer.redirect_chain else address
            html = answer.content.decode()
            on_page(address, html)
            waiting += _links(html, urljoin(HERE + address, came_to))
        else:
            no_pages.add(address)
            answer.close()
    return statuses


def _links(page: str, base: str) -> Iterator[str]:
    links = _Links()
    links.feed(page)
    for link in links.found:
        parts = urlsplit(urldefrag(urljoin(base, link)).url)
        if f"{parts.scheme}://{parts.netloc}" == HERE:
            yield f"{parts.path or '/'}{'?' + parts.query if parts.query else ''}"

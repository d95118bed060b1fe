"""The name as the page shows it to people (Doc 9303-4 §4.1.1.2 and the practice of Indonesian passports)."""

import unicodedata
from dataclasses import dataclass

PAGE_NAME_LENGTH = 34


@dataclass(frozen=True, slots=True)
class PageName:
    """The holder's name on the data page, and the whole name for the endorsement page if it overflows."""

    text: str
    endorsement: str | None = None

    @property
    def overflows(self) -> bool:
        """Whether the endorsement page must carry the whole name."""
        return self.endorsement is not None


def page_name(
    full_name: str, *, titles: frozenset[str] = frozenset(), length: int = PAGE_NAME_LENGTH
) -> PageName:
    """Return the page name: capitals, no titles, no punctuation, at most `length` characters with spaces.

    `titles` are given in capitals without full stops ("DR", "SH"). A name too long is cut between words
    (a single longer word inside), and the whole of it goes to the endorsement page.
    """
    words = [word for word in _plain(full_name).split() if word not in titles]
    whole = " ".join(words)
    if len(whole) <= length:
        return PageName(whole)
    cut = whole[: length + 1].rpartition(" ")[0] or whole[:length]
    return PageName(cut, endorsement=whole)


def _plain(text: str) -> str:
    upper = unicodedata.normalize("NFC", text).upper()
    return "".join(map(_plain_character, upper))


def _plain_character(character: str) -> str:
    category = unicodedata.category(character)
    if category in {"Pd", "Zs"} or character == ",":
        return " "
    return "" if category[0] in "PSC" or category == "Lm" else character

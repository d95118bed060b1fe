"""The figures of a scenario file with the mark that stands behind each: reported or assumed."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from loket.drills.scenario import FOLDER

_SECTION = re.compile(r"\[(?P<name>[a-z_]+)\]")
_FIGURE = re.compile(r'(?P<key>"[^"]+"|\w+) = (?P<value>.+?)\s+# (?P<mark>reported|assumed)(?P<words>.*)')


@dataclass(frozen=True, slots=True)
class Marked:
    """One figure: section.key, its value as it stands in the file, "reported" or "assumed", and words."""

    key: str
    value: str
    mark: str
    words: str


def read(name: str) -> Iterator[Marked]:
    """Every marked figure of a scenario of ours, in the order of the file."""
    section = ""
    for line in (FOLDER / f"{name}.toml").read_text(encoding="utf-8").splitlines():
        if begins := _SECTION.fullmatch(line):
            section = begins["name"]
        elif figure := _FIGURE.fullmatch(line):
            key = figure["key"].strip('"')
            yield Marked(f"{section}.{key}", figure["value"], figure["mark"], figure["words"].lstrip(":; "))

"""Latin letters of the visual zone into the A-Z of the machine readable zone (Doc 9303-3 §6.A, §4.6)."""

import unicodedata
from dataclasses import dataclass
from typing import Literal

from loket.core.icao.check_digit import FILLER
from loket.core.icao.error import IcaoError

_BASE_LETTERS = {
    "A": "ÁÀÂÃĂĀĄ",
    "C": "ĆĈČĊÇ",
    "D": "ĐĎÐ",
    "E": "ÉÈÊËĚĖĒĘĔ",
    "G": "ĜĞĠĢ",
    "H": "ĦĤ",
    "I": "IÍÌÎÏĨİĪĮĬ",
    "J": "Ĵ",
    "K": "Ķ",
    "L": "ŁĹĽĻĿ",
    "N": "ŃŇŅŊ",
    "O": "ÓÒÔÕŐŌŎ",
    "R": "ŔŘŖ",
    "S": "ŚŜŠŞ",
    "T": "ŦŤŢ",
    "U": "ÚÙÛŨŬŰŮŪŲ",
    "W": "Ŵ",
    "Y": "ŶÝŸ",
    "Z": "ŹŽŻ",
    "AE": "Æ",
    "IJ": "Ĳ",
    "OE": "ØŒ",
    "SS": "ẞ",
    "TH": "Þ",
}
_LISTED = {letter: latin for latin, letters in _BASE_LETTERS.items() for letter in letters}


@dataclass(frozen=True, slots=True)
class Transliteration:
    """A State's choice for the five letters for which §6.A offers more than one."""

    a_umlaut: Literal["AE", "A"] = "AE"
    a_ring: Literal["AA", "A"] = "AA"
    n_tilde: Literal["N", "NXX"] = "N"
    o_umlaut: Literal["OE", "O"] = "OE"
    u_umlaut: Literal["UE", "UXX", "U"] = "UE"

    def components(self, identifier: str) -> tuple[str, ...]:
        """Split one name identifier into its parts, each of A-Z alone.

        Spaces, hyphens and commas part two components; apostrophes and other punctuation vanish
        (§4.6). Raises IcaoError for digits and for letters that §6.A cannot render.
        """
        written = "".join(self._written(c) for c in unicodedata.normalize("NFC", _upper(identifier)))
        return tuple(part for part in written.split(FILLER) if part)

    def _written(self, character: str) -> str:
        if "A" <= character <= "Z":
            return character
        chosen = self._chosen(character) or _LISTED.get(character)
        if chosen:
            return chosen
        category = unicodedata.category(character)
        if category in {"Pd", "Zs"} or character == ",":
            return FILLER
        if category.startswith(("P", "S", "Lm")):
            return ""
        return _base_letter(character)

    def _chosen(self, character: str) -> str | None:
        return {
            "Ä": self.a_umlaut,
            "Å": self.a_ring,
            "Ñ": self.n_tilde,
            "Ö": self.o_umlaut,
            "Ü": self.u_umlaut,
        }.get(character)


DEFAULT_TRANSLITERATION = Transliteration()


def _upper(text: str) -> str:
    # str.upper writes the sharp s as SS and the dotless i as I, which is what §6.A asks for.
    return unicodedata.normalize("NFC", text).upper()


def _base_letter(character: str) -> str:
    # §6.A lists the letters of living Latin alphabets of its day; a letter with marks that it does not
    # list (comma below, the Vietnamese tones) goes to its base letter by the same principle.
    decomposed = unicodedata.normalize("NFD", character)
    base, marks = decomposed[0], decomposed[1:]
    if "A" <= base <= "Z" and all(unicodedata.combining(mark) for mark in marks):
        return base
    raise IcaoError("name", "9303-3 6.A", "a character that has no Latin letter of the machine readable zone")

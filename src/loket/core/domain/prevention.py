"""The prevention list (cekal): persons who may not be given a passport, looked up in the local copy.

Matching: the same NIK; or the same birth date and the same name words in any order, after transliteration.
A hit is never a decision: a person adjudicates.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from loket.core.domain.applicant import Applicant
from loket.core.domain.error import DomainError
from loket.core.icao.error import IcaoError
from loket.core.icao.names import Name, name_field, parse_name_field

_LONG_ENOUGH = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPerson:
    """One line of the list; NIK may be unknown (empty). Dates are ISO (YYYY-MM-DD)."""

    number: str
    name: str
    birth_date: str
    nik: str = ""


class List(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The list as published: version, as of (ms since 1970 UTC) and its persons."""

    version: int
    as_of: int
    persons: tuple[ListedPerson, ...]


# Learnt while one thread imports (docs/adr/0012-decoders-at-import.md).
_LIST = msgspec.json.Decoder(List)


def parse_list(data: bytes) -> List:
    """Read the decrypted list (JSON); raises DomainError."""
    try:
        return _LIST.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        message = "the prevention list cannot be read"
        raise DomainError(message) from error


def encode_list(published: List) -> bytes:
    """The bytes that are published (encrypted to the offices)."""
    return msgspec.json.encode(published)


@dataclass(frozen=True, slots=True)
class ListIndex:
    """A list made ready for look-ups; building it costs one pass."""

    published: List
    by_nik: Mapping[str, Sequence[ListedPerson]]
    by_name: Mapping[tuple[str, str], Sequence[ListedPerson]]
    by_number: Mapping[str, ListedPerson]

    @classmethod
    def of(cls, published: List) -> "ListIndex":
        """Index a list by NIK and by birth date with name words."""
        by_nik: dict[str, list[ListedPerson]] = {}
        by_name: dict[tuple[str, str], list[ListedPerson]] = {}
        for person in published.persons:
            if person.nik:
                by_nik.setdefault(person.nik, []).append(person)
            by_name.setdefault((person.birth_date, name_words(person.name)), []).append(person)
        by_number = {person.number: person for person in published.persons}
        return cls(published, by_nik, by_name, by_number)

    def hits(self, applicant: Applicant) -> tuple[str, ...]:
        """The numbers of the listed persons who may be this applicant."""
        found = {person.number for person in self.by_nik.get(applicant.nik, ())}
        for name in (applicant.full_name, applicant.other_names):
            if name.strip():
                same = self.by_name.get((applicant.birth_date.isoformat(), name_words(name)), ())
                found.update(person.number for person in same)
        return tuple(sorted(found))


def name_words(name: str) -> str:
    """The words of a name, transliterated and sorted: equal for the same name written in another order."""
    try:
        read = parse_name_field(name_field(Name(name), _LONG_ENOUGH))
    except IcaoError:
        return " ".join(sorted(name.casefold().split()))
    return " ".join(sorted(read.primary.split()))

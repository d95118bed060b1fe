"""Reading and writing machine readable zones: the work behind `loket mrz`."""

import json
import re
import sys
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

from loket.core.icao.check_digit import FILLER
from loket.core.icao.dates import MrzDate
from loket.core.icao.error import IcaoError
from loket.core.icao.mrz import MrvA, MrvB, Mrz, Sex, Td1, Td2, Td3
from loket.core.icao.mrz_check_digits import check_digits
from loket.core.icao.mrz_parsing import parse
from loket.core.icao.names import Name, Style, Truncation, Widths
from loket.core.icao.transliteration import Transliteration

Report = dict[str, Any]
FORMATS: Final[Mapping[str, type[Mrz]]] = {
    "TD1": Td1,
    "TD2": Td2,
    "TD3": Td3,
    "MRV-A": MrvA,
    "MRV-B": MrvB,
}
MOST_CHARACTERS = 10_000
_ISO_DATE = re.compile(r"([0-9]{4}|XXXX)-([0-9]{2}|XX)-([0-9]{2}|XX)")
_SEXES = {"F": Sex.FEMALE, "M": Sex.MALE, "X": Sex.UNSPECIFIED, FILLER: Sex.UNSPECIFIED}
_WIDTHS = re.compile(r"[0-9]{1,2}(,[0-9]{1,2})*(/[0-9]{1,2}(,[0-9]{1,2})*)?")
# 9303-4 4.2.2, 9303-5 4.2.2: special characters and spaces of a document number are written as fillers.
_SPECIAL = re.compile(r"[ \-./,']")
# What one string without line ends can only be: its length says where the lines part.
_JOINED = {88: 44, 72: 36, 90: 30}
_TEXTS = (
    "format",
    "document_code",
    "issuing_state",
    "primary_identifier",
    "secondary_identifier",
    "document_number",
    "nationality",
    "birth_date",
    "sex",
    "expiry",
    "optional_data",
    "optional_data_lower",
    "empty_check_digit",
    "truncation",
)
_REQUIRED = (
    "format",
    "document_code",
    "issuing_state",
    "primary_identifier",
    "document_number",
    "nationality",
    "birth_date",
    "sex",
    "expiry",
)
_LETTERS = ("a_umlaut", "a_ring", "n_tilde", "o_umlaut", "u_umlaut")


class MrzUsageError(Exception):
    """What was asked for cannot be done as it was asked (exit status 2); says what to write instead."""


def zone_text(given: Sequence[str]) -> str:
    """Return the text of a zone: lines given as arguments, or "-" or a file's path for all of it.

    One string of 88, 72 or 90 characters is parted where its length says. Raises MrzUsageError if there is
    nothing to read.
    """
    if not given:
        raise MrzUsageError("give the lines of one zone, the path of a file that holds them, or -")
    if list(given) == ["-"]:
        return _parted(_standard_input())
    if len(given) == 1 and FILLER not in given[0] and _is_file(given[0]):
        with Path(given[0]).open("rb") as file:
            return _parted(file.read(MOST_CHARACTERS).decode("utf-8", "replace"))
    return _parted("\n".join(given))


def _standard_input() -> str:
    return sys.stdin.buffer.read(MOST_CHARACTERS).decode("utf-8", "replace")


def _is_file(path: str) -> bool:
    try:
        return Path(path).is_file()
    except OSError:  # longer than a name may be, for one
        return False


def _parted(text: str) -> str:
    whole = text.lstrip("\ufeff").strip()
    width = _JOINED.get(len(whole))
    if width is None or len(whole.split()) != 1:
        return whole
    return "\n".join(whole[at : at + width] for at in range(0, len(whole), width))


def parse_zone(text: str) -> Report:
    """Return every field of a zone and its check digits; of a zone that breaks a rule, which one.

    The report of a refused zone has `valid` false and `error` with field, clause and reason; its check digits
    are there if the lines have a known shape.
    """
    try:
        digits = _digits(text)
    except IcaoError as error:
        return refused(error)
    try:
        zone = parse(text)
    except IcaoError as error:
        return refused(error) | {"check_digits": digits}
    return {"valid": True, **_fields(zone), "check_digits": digits}


def encode_zone(wanted: Mapping[str, Any]) -> Report:
    """Return the zone of these fields, named as `parse_zone` names them; dates as YYMMDD or YYYY-MM-DD.

    Raises MrzUsageError for a field that is missing, unknown to the format, or no text; IcaoError for a value
    that Doc 9303 does not allow.
    """
    fields = _texts(wanted)
    form = FORMATS.get(fields["format"].upper().replace("_", "-"))
    if form is None:
        raise MrzUsageError(f"format is one of {', '.join(FORMATS)}")
    zone = form(
        document_code=fields["document_code"].ljust(2, FILLER),
        issuing_state=fields["issuing_state"].rstrip(FILLER),
        name=Name(fields["primary_identifier"], fields.get("secondary_identifier", "")),
        document_number=_SPECIAL.sub(FILLER, fields["document_number"].strip().rstrip(FILLER)),
        nationality=fields["nationality"].rstrip(FILLER),
        birth_date=_date(fields["birth_date"], "birth date"),
        sex=_sex(fields["sex"]),
        expiry=_date(fields["expiry"], "expiry"),
        truncation=_style(fields.get("truncation", "initials")),
        transliteration=_transliteration(wanted),
        **_of_the_format(form, fields),
    )
    text = "\n".join(zone.lines)
    # Read back before it is handed out: the reader is stricter than the writer about what stands in a field.
    parse(text)
    return {"valid": True, **_fields(zone), "check_digits": _digits(text)}


def wanted_from(source: str) -> dict[str, Any]:
    """Read the fields of a zone as a JSON object from a file, or from standard input for "-"."""
    if source != "-" and not _is_file(source):
        raise MrzUsageError("there is no such file")
    try:
        wanted = json.loads(_standard_input() if source == "-" else Path(source).read_text("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        raise MrzUsageError("not JSON") from error
    if not isinstance(wanted, dict):
        raise MrzUsageError("not a JSON object with a zone's fields")
    # What `parse --json` adds to the fields is found again, not believed.
    return {name: value for name, value in wanted.items() if name not in _FOUND and value is not None}


_FOUND = frozenset({"valid", "lines", "check_digits", "name_field"})


def zone_as_lines(report: Report) -> list[str]:
    """The report in lines for a terminal."""
    if not report["valid"]:
        error = report["error"]
        lines = [f"refused: {error['field']}: {error['reason']} (Doc {error['clause']})"]
        wrong = [one for one in report.get("check_digits", ()) if not one["right"]]
        lines += [f"  {one['field']}: {one['stands']} stands, {one['computed']} is computed" for one in wrong]
        return lines
    shown = [name for name in (*_TEXTS, "sex_shown") if report.get(name) not in {None, ""}]
    digits = [f"{one['field']} {one['stands']}" for one in report["check_digits"]]
    return [
        *report["lines"],
        "",
        *(f"{name.replace('_', ' '):<22} {report[name]}" for name in shown),
        f"{'check digits':<22} {', '.join(digits)}",
    ]


def refused(error: IcaoError) -> Report:
    """The report of fields or lines that break a rule."""
    return {"valid": False, "error": _said(error)}


def _said(error: IcaoError) -> Report:
    return {"field": error.field, "clause": error.clause, "reason": error.reason}


def _digits(text: str) -> list[Report]:
    return [
        {"field": one.field, "stands": one.stands, "computed": one.computed, "right": one.is_right}
        for one in check_digits(text)
    ]


def _fields(zone: Mrz) -> Report:
    # The name as the zone has it, which may be cut; the wanted one was the caller's.
    read = parse("\n".join(zone.lines))
    fields: Report = {
        "format": next(name for name, form in FORMATS.items() if type(zone) is form),
        "lines": list(zone.lines),
        "document_code": read.document_code.rstrip(FILLER),
        "issuing_state": read.issuing_state,
        "primary_identifier": read.name.primary,
        "secondary_identifier": read.name.secondary,
        "name_field": zone.name_field,
        "document_number": read.document_number,
        "nationality": read.nationality,
        "birth_date": read.birth_date.text,
        "sex": read.sex.value,
        "sex_shown": read.sex.visual,
        "expiry": read.expiry.text,
        "optional_data": getattr(read, "optional", ""),
    }
    if isinstance(read, Td1):
        fields["optional_data_lower"] = read.optional_lower
    if isinstance(read, Td3) and not read.optional:
        fields["empty_check_digit"] = read.empty_optional_check_digit
    return fields


def _texts(wanted: Mapping[str, Any]) -> dict[str, str]:
    known = {*_TEXTS, *_LETTERS, "sex_shown"}
    if unknown := sorted(set(wanted) - known):
        raise MrzUsageError(f"no such field: {', '.join(unknown)}")
    if wrong := [name for name, value in wanted.items() if not isinstance(value, str)]:
        raise MrzUsageError(f"not a text: {', '.join(wrong)}")
    fields = {name: value for name, value in wanted.items() if name in _TEXTS and value}
    if missing := [name for name in _REQUIRED if name not in fields]:
        raise MrzUsageError(f"missing: {', '.join(missing)}")
    return fields


def _of_the_format(form: type[Mrz], fields: Mapping[str, str]) -> dict[str, str]:
    given = {"optional": fields.get("optional_data", "").rstrip(FILLER)}
    for name, argument, only in (
        ("optional_data_lower", "optional_lower", Td1),
        ("empty_check_digit", "empty_optional_check_digit", Td3),
    ):
        if name not in fields:
            continue
        if form is not only:
            raise MrzUsageError(f"{name} is a field of {only.__name__.upper()} alone")
        given[argument] = fields[name].rstrip(FILLER) if only is Td1 else fields[name]
    return given


def _date(text: str, field: str) -> MrzDate:
    """Read YYMMDD with fillers for what is unknown, or YYYY-MM-DD with X for it."""
    whole = _ISO_DATE.fullmatch(text)
    if whole is None:
        return MrzDate.parse(text, field)
    year, month, day = ("<<" if "X" in part else part[-2:] for part in whole.groups())
    if FILLER not in year + month + day:
        try:
            date.fromisoformat(text)
        except ValueError:
            raise IcaoError(field, "9303-3 4.7", "no such day") from None
    return MrzDate.parse(year + month + day, field)


def _sex(text: str) -> Sex:
    if text not in _SEXES:
        raise IcaoError("sex", "9303-3 4.4", "not F, M, X or a filler")
    return _SEXES[text]


def _style(text: str) -> Style:
    if text in {one.value for one in Truncation}:
        return Truncation(text)
    if not _WIDTHS.fullmatch(text):
        raise MrzUsageError("truncation is initials, fixed, or widths such as 10,7,7,6/5")
    primary, _, secondary = text.partition("/")
    return Widths(
        tuple(int(width) for width in primary.split(",")),
        tuple(int(width) for width in secondary.split(",") if width),
    )


def _transliteration(wanted: Mapping[str, Any]) -> Transliteration:
    chosen = {name: wanted[name] for name in _LETTERS if name in wanted}
    allowed = {
        "a_umlaut": {"AE", "A"},
        "a_ring": {"AA", "A"},
        "n_tilde": {"N", "NXX"},
        "o_umlaut": {"OE", "O"},
        "u_umlaut": {"UE", "UXX", "U"},
    }
    for name, value in chosen.items():
        if value not in allowed[name]:
            raise MrzUsageError(f"{name} is one of {', '.join(sorted(allowed[name]))}")
    return Transliteration(**chosen)

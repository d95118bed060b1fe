"""`loket mrz`: the specimens of Doc 9303, given as people give them."""

import json
import os
import subprocess
import sys

import pytest

from loket.config.mrz_commands import FORMATS, MrzUsageError, encode_zone, parse_zone, wanted_from, zone_text
from loket.core.icao.error import IcaoError

pytestmark = pytest.mark.process

# Doc 9303-4 to -7, each appendix; the code of two letters is that of 9303-4 amendment 2.
SPECIMENS = {
    "TD3": "PPUTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
    "TD2": "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6",
    "TD1": "I<UTOD23145890<7349<<<<<<<<<<<\n3407127M9507122UTO<<<<<<<<<<<2\nSTEVENSON<<PETER<JOHN<<<<<<<<<",
    "MRV-A": "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C<3UTO6908061F9406236ZE184226B<<<<<<<",
    "MRV-B": "V<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL898902C<3UTO6908061F9406236ZE184226",
}
PASSPORT = {
    "format": "td3",
    "document_code": "PP",
    "issuing_state": "UTO",
    "primary_identifier": "Eriksson",
    "secondary_identifier": "Anna Maria",
    "document_number": "L898902C3",
    "nationality": "UTO",
    "birth_date": "1974-08-12",
    "sex": "F",
    "expiry": "2012-04-15",
    "optional_data": "ZE184226B",
}


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_is_read_and_written_again_from_what_was_read(form, tmp_path):
    report = parse_zone(SPECIMENS[form])
    (tmp_path / "zone.json").write_text(json.dumps(report))

    written = encode_zone(wanted_from(str(tmp_path / "zone.json")))

    assert (report["valid"], report["format"]) == (True, form)
    assert "\n".join(written["lines"]) == SPECIMENS[form]


def test_a_passport_is_written_as_the_standard_prints_it():
    assert "\n".join(encode_zone(PASSPORT)["lines"]) == SPECIMENS["TD3"]


# Doc 9303-4 §4.2.3 and 9303-3 §4.6; NXX is one of the two ways of §6.A to write Ñ.
@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"primary_identifier": "Arkfreith", "secondary_identifier": ""}, "ARKFREITH".ljust(39, "<")),
        ({"primary_identifier": "O'Connor", "secondary_identifier": "Enya Siobhan"}, "OCONNOR<<ENYA<SIOBHAN"),
        (
            {"primary_identifier": "Cañon", "secondary_identifier": "Térèsa", "n_tilde": "NXX"},
            "CANXXON<<TERESA",
        ),
        (
            {
                "primary_identifier": "Bennelong Wooloomooloo Warrandyte Warnamboold",
                "secondary_identifier": "Dingo Potoroo",
                "truncation": "fixed",
            },
            "BENNEL<WOOLOO<WARRAN<WARNAM<<DINGO<POTO",
        ),
        (
            {
                "primary_identifier": "Bennelong Wooloomooloo Warrandyte Warnambool",
                "secondary_identifier": "Dingo Potoroo",
                "truncation": "9,7,7,6/5",
            },
            "BENNELONG<WOOLOOM<WARRAND<WARNAM<<DINGO",
        ),
    ],
)
def test_names_are_written_as_the_standard_lists_them(change, name):
    assert encode_zone(PASSPORT | change)["name_field"] == name.ljust(39, "<")


def test_unknown_parts_of_a_birth_date_and_an_unspecified_sex_are_fillers():
    zone = encode_zone(PASSPORT | {"birth_date": "1974-XX-XX", "sex": "X"})

    # 7 × 7 + 4 × 3 = 61
    assert zone["lines"][1][13:21] == "74<<<<1<"
    assert (zone["sex"], zone["sex_shown"]) == ("<", "X")


def test_special_characters_of_a_number_are_fillers():
    assert encode_zone(PASSPORT | {"document_number": "AB-12 3"})["lines"][1][:9] == "AB<12<3<<"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"sex": "f"}, "sex"),
        ({"birth_date": "1974-02-30"}, "birth date"),
        ({"birth_date": "12.08.1974"}, "birth date"),
        ({"expiry": "2012-04-XX"}, "expiry"),
        ({"document_number": "l898902c3"}, "document number"),
        ({"document_number": "L898902C35"}, "document number"),
        ({"nationality": "uto"}, "nationality"),
        ({"document_code": "I"}, "document code"),
        ({"primary_identifier": "Eriksson 2"}, "name"),
        ({"optional_data": "Z" * 15}, "optional data"),
    ],
)
def test_a_value_that_the_standard_forbids_is_refused_with_its_field(change, field):
    with pytest.raises(IcaoError) as refused:
        encode_zone(PASSPORT | change)
    assert refused.value.field == field


@pytest.mark.parametrize(
    "change",
    [
        {"format": "TD4"},
        {"surname": "Eriksson"},
        {"sex": None},
        {"sex": ["F"]},
        {"document_number": 7},
        {"optional_data_lower": "A"},
        {"truncation": "none"},
        {"n_tilde": "M"},
    ],
)
def test_what_cannot_be_meant_is_a_question_of_usage(change):
    with pytest.raises(MrzUsageError):
        encode_zone(PASSPORT | change)


def test_a_refused_zone_says_field_clause_reason_and_the_digits_that_are_wrong():
    # As printed in 9303-11 D.2; the sum of 9303-3 §4.9 gives 2.
    report = parse_zone("I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nL898902C<3UTO6908061F9406236<<<<<<<8")

    assert report["error"]["field"] == "composite check digit"
    assert report["error"]["clause"] == "9303-3 4.9"
    assert [one for one in report["check_digits"] if not one["right"]] == [
        {"field": "composite check digit", "stands": "8", "computed": "2", "right": False}
    ]


@pytest.mark.parametrize("form", FORMATS)
def test_lines_without_line_ends_are_parted_by_their_length(form):
    assert zone_text([SPECIMENS[form].replace("\n", "")]) == SPECIMENS[form]


def test_lines_are_read_from_a_file_of_another_system(tmp_path):
    file = tmp_path / "zone.txt"
    file.write_bytes(b"\xef\xbb\xbf" + SPECIMENS["TD3"].replace("\n", "  \r\n").encode() + b"\r\n")

    assert parse_zone(zone_text([str(file)]))["document_number"] == "L898902C3"


def loket(*arguments, given=""):
    environment = {name: value for name, value in os.environ.items() if not name.startswith("LOKET_")}
    environment["PYTHONPATH"] = os.pathsep.join(sys.path)
    return subprocess.run(
        [sys.executable, "-P", "-m", "loket", "mrz", *arguments],
        env=environment,
        input=given,
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_the_exit_status_tells_a_valid_zone_a_refused_one_and_a_wrong_call_apart():
    lines = SPECIMENS["TD3"].split("\n")

    valid = loket("parse", "--json", *lines)
    refused = loket("parse", "-", given=SPECIMENS["TD3"].lower())
    called_wrongly = loket("encode", "--format", "TD3")

    assert (valid.returncode, json.loads(valid.stdout)["secondary_identifier"]) == (0, "ANNA MARIA")
    assert refused.returncode == 1
    assert "small letters" in refused.stdout
    assert called_wrongly.returncode == 2
    assert "missing" in called_wrongly.stdout


def test_a_zone_is_written_from_options_over_fields_on_standard_input():
    done = loket("encode", "-", "--document-code", "PE", given=json.dumps(PASSPORT))

    assert done.stdout.splitlines()[0] == SPECIMENS["TD3"].splitlines()[0].replace("PP", "PE")

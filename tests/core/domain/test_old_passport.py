"""The old passport: every check digit, and what it says otherwise than the record."""

from dataclasses import replace
from datetime import date

import pytest

from builders.cases import BLOB, a_case
from builders.people import a_walkin, an_officer, an_old_passport
from loket.core.domain import events as e
from loket.core.domain.case_events import OldPassportData
from loket.core.domain.refusals import Objection, Reason
from loket.core.domain.row_parts import OldPassport, Scan
from loket.core.domain.rules import counter
from loket.core.domain.rules.old_passport import Unreadable, read_old_passport, zone_of
from loket.core.domain.terms import PaperKind, Role, Service, Stage
from loket.core.icao.dates import MrzDate
from loket.core.icao.mrz import Sex as MrzSex
from loket.core.icao.names import Name

LINES = an_old_passport()


def read(seen=LINES, *, service=Service.RENEWAL, case=None, officer=None):
    case = case or a_case(Stage.DOCUMENTS, service=service)
    return read_old_passport(case, officer=officer or an_officer(), seen=seen)


def test_a_passport_that_agrees_is_written_down_with_its_lines_sealed():
    event = read()

    assert isinstance(event, e.OldPassportRead)
    assert (event.readable, event.differing) == (True, ())
    assert f"{event.sealed.mrz_upper}\n{event.sealed.mrz_lower}" == LINES


@pytest.mark.parametrize(
    "typed",
    [
        LINES.lower(),
        LINES.replace("\n", "\r\n") + "\r\n",
        LINES.replace("\n", ""),
        "  " + LINES.replace("<<", " <<", 1),
    ],
    ids=["small letters", "a reader's line ends", "both lines in one go", "stray spaces"],
)
def test_what_people_and_readers_type_is_the_same_zone(typed):
    assert zone_of(typed) == LINES
    assert isinstance(read(typed), e.OldPassportRead)


def test_every_single_wrong_figure_is_noticed():
    """9303-3 4.9: the weights 7, 3 and 1 share no factor with 10, so one wrong figure always shows."""
    for place in (*range(45, 45 + 10), *range(45 + 13, 45 + 20), *range(45 + 21, 45 + 28), 45 + 43):
        if not LINES[place].isdigit():
            continue
        wrong = str((int(LINES[place]) + 1) % 10)
        refused = read(LINES[:place] + wrong + LINES[place + 1 :])

        assert refused.reasons == (Reason.OLD_PASSPORT_ZONE_WRONG,), place - 45


@pytest.mark.parametrize(
    ("typed", "place"),
    [
        ("", "lines"),
        (LINES[:-1], "lines"),
        (LINES.replace("P<IDN", "V<IDN"), "document code"),
        (LINES.replace("C12", "C13"), "document number"),
    ],
)
def test_a_zone_that_is_not_right_says_where(typed, place):
    assert read(typed).objections == (Objection(Reason.OLD_PASSPORT_ZONE_WRONG, "mrz", {"place": place}),)


@pytest.mark.parametrize(
    ("changes", "differing"),
    [
        ({"document_number": "C7654321"}, ("old_passport_number",)),
        ({"name": Name("KADIR", "NUR AISAH ABDUL")}, ("full_name",)),
        ({"birth_date": MrzDate.of(date(1990, 10, 1))}, ("birth_date",)),
        ({"sex": MrzSex.MALE}, ("sex",)),
        ({"nationality": "MYS"}, ("nationality",)),
        ({"nationality": "MYS", "sex": MrzSex.MALE}, ("sex", "nationality")),
        # The same words, split otherwise, are the same name; unknown parts of a date differ from nothing.
        ({"name": Name("NUR AISYAH ABDUL KADIR")}, ()),
        ({"birth_date": MrzDate(90, None, None)}, ()),
    ],
)
def test_fields_that_the_passport_has_otherwise_are_named(changes, differing):
    assert read(an_old_passport(**changes)).differing == differing


def test_a_name_that_was_cut_to_fit_its_field_is_not_another_name():
    # 9303-4 4.2.3: what does not fit is cut, and a name that was cut fills all 39 places.
    long = a_walkin(
        service=Service.RENEWAL,
        full_name="Nur Aisyah Abdurrahman Muhammad Wahyuningsih Kusumawardhani",
        primary_identifier="Kusumawardhani",
        secondary_identifier="Nur Aisyah Abdurrahman Muhammad Wahyuningsih",
    ).registration
    case = replace(a_case(Stage.DOCUMENTS, service=Service.RENEWAL), registration=long)
    other = replace(long, applicant=replace(long.applicant, primary_identifier="Kusumawati"))

    assert read(an_old_passport(long), case=case).differing == ()
    assert read(an_old_passport(other), case=case).differing == ("full_name",)


def test_a_passport_that_cannot_be_read_needs_a_written_reason():
    event = read(Unreadable("Halaman data robek"))

    assert (event.readable, event.sealed.unreadable_why) == (False, "Halaman data robek")
    assert read(Unreadable("  ")).objections == (Objection(Reason.FIELD_MISSING, "unreadable_why"),)


def test_only_the_counter_reads_it_and_only_where_there_is_one():
    assert read(officer=an_officer(Role.PRINTER)).reasons == (Reason.OFFICER_LACKS_ROLE,)
    assert read(case=a_case(Stage.PAYMENT, service=Service.RENEWAL)).reasons == (
        Reason.CASE_NOT_AT_THIS_STAGE,
    )
    for service in (Service.NEW, Service.LOST):
        assert Reason.OLD_PASSPORT_NOT_NEEDED in read(service=service).reasons


# --- the document check


def check(service, event):
    """Every paper is scanned and seen; `event`: what was read of the passport, if it was."""
    case = a_case(Stage.DOCUMENTS, service=service)
    old = None
    if event is not None:
        old = OldPassport(readable=event.readable, differing=event.differing, at=0, data=event.sealed)
    papers = counter.missing_papers(case, frozenset())
    scans = tuple(Scan(number=number, paper=paper, blob=BLOB, at=0) for number, paper in enumerate(papers, 1))
    case = replace(case, old_passport=old, scans=scans)
    return counter.check_documents(case, officer=an_officer(), originals_seen=frozenset(PaperKind))


@pytest.mark.parametrize("service", [Service.RENEWAL, Service.DAMAGED, Service.CHANGE_OF_DATA])
def test_documents_are_not_complete_before_the_old_passport_was_read_or_said_to_be_unreadable(service):
    assert check(service, None).reasons == (Reason.OLD_PASSPORT_NOT_READ,)
    assert isinstance(check(service, read(service=service)), e.DocumentsChecked)
    assert isinstance(check(service, read(Unreadable("Basah"), service=service)), e.DocumentsChecked)


@pytest.mark.parametrize("service", [Service.NEW, Service.LOST])
def test_without_an_old_passport_there_is_none_to_read(service):
    assert isinstance(check(service, None), e.DocumentsChecked)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": Name("KADIR", "AISYAH")}, "full_name"),
        ({"birth_date": MrzDate.of(date(1991, 10, 10))}, "birth_date"),
        ({"sex": MrzSex.MALE}, "sex"),
    ],
)
def test_a_renewal_of_another_name_birth_date_or_sex_is_refused_and_a_change_of_data_is_not(changes, field):
    other = an_old_passport(**changes)

    assert check(Service.RENEWAL, read(other)).objections == (
        Objection(Reason.OLD_PASSPORT_DIFFERS, facts={"differing": field}),
    )
    assert isinstance(
        check(Service.CHANGE_OF_DATA, read(other, service=Service.CHANGE_OF_DATA)), e.DocumentsChecked
    )


def test_another_number_is_named_but_stops_no_renewal():
    event = read(an_old_passport(document_number="C7654321"))

    assert event.differing == ("old_passport_number",)
    assert isinstance(check(Service.RENEWAL, event), e.DocumentsChecked)


def test_what_was_corrected_in_the_record_no_longer_differs():
    """The passport is held against the record as it stands, not as it stood when it was read."""
    then = replace(read(), differing=("sex",))

    assert isinstance(check(Service.RENEWAL, then), e.DocumentsChecked)
    assert OldPassportData(mrz_upper=LINES[:44], mrz_lower=LINES[45:]) == then.sealed

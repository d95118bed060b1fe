"""Expected bytes: Doc 9303-10's example of data group 11, two lengths corrected, and a French group 12."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.core.icao.error import IcaoError
from loket.core.icao.lds.details import (
    DocumentDetails,
    PersonalDetails,
    PersonToNotify,
    read_dg11,
    read_dg12,
    read_dg16,
    write_dg11,
    write_dg12,
)
from loket.core.icao.lds.tlv import write_tlv

DG11 = bytes.fromhex(
    "6B605C0A5F0E5F115F425F125F135F0E0D534D4954483C3C4A4F484E3C4A5F110A414E59544F574E3C4D4E5F4217313233204D"
    "41504C452052443C414E59544F574E3C4D4E5F120B31363132353535313231325F130C54524156454C3C4147454E54"
)
DG12 = bytes.fromhex(
    "6C3E5C045F195F265F192A4A414B41525441202D20414D42415353414445204445204652414E434520454E20494E444F4E4553"
    "49455F26083230313730393035"
)
TEXT = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
DAYS = st.dates().map(lambda day: day.strftime("%Y%m%d").rjust(8, "0"))


def test_the_printed_group_11_is_read_and_written():
    details = PersonalDetails(
        full_name="SMITH<<JOHN<J",
        birth_place="ANYTOWN<MN",
        address="123 MAPLE RD<ANYTOWN<MN",
        telephone="16125551212",
        profession="TRAVEL<AGENT",
    )

    assert read_dg11(DG11) == details
    assert write_dg11(details) == DG11


def test_a_french_group_12_is_read_and_written():
    details = DocumentDetails(
        issuing_authority="JAKARTA - AMBASSADE DE FRANCE EN INDONESIE", issue_date="20170905"
    )

    assert read_dg12(DG12) == details
    assert write_dg12(details) == DG12


def test_several_names_stand_together_with_their_number():
    details = PersonalDetails(full_name="ANNA", other_names=("BEA", "CIA"))
    # 5C 5F0E 5F0F, 5F0E, A0 { 02 2, 5F0F, 5F0F }: 6 + 7 + 17 bytes
    expected = "6b1e 5c045f0e5f0f 5f0e04414e4e41 a00f020102 5f0f03424541 5f0f03434941"

    assert write_dg11(details).hex() == expected.replace(" ", "")
    assert read_dg11(write_dg11(details)) == details


def test_dates_in_binary_coded_decimals_are_read():
    assert read_dg11(bytes.fromhex("6b07 5f2b0419651231")).birth_date == "19651231"
    assert read_dg12(bytes.fromhex("6c0a 5f550720170905112233")).personalised_at == "20170905112233"


def test_elements_that_the_standard_does_not_name_are_skipped():
    assert read_dg12(bytes.fromhex("6c08 5f7001 41 5f1b 01 42")) == DocumentDetails(observations="B")


def test_persons_to_notify_are_read():
    person = "5f50083230323630333031 5f5104 42554449 5f5202 3131 5f5303 4a4c4e"
    data = write_tlv(
        0x70, b"\x02\x01\x02" + write_tlv(0xA1, bytes.fromhex(person)) + bytes.fromhex("a2045f510141")
    )

    assert read_dg16(data) == (
        PersonToNotify(recorded="20260301", name="BUDI", telephone="11", address="JLN"),
        PersonToNotify(name="A"),
    )
    with pytest.raises(IcaoError, match="as many"):
        read_dg16(data.replace(b"\x02\x01\x02", b"\x02\x01\x01"))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("6b045f0e01c3", "UTF-8"),
        ("6b085f0e01415f0e0142", "twice"),
        ("6b045f2b0131", "8 digits"),
        ("6b075f2b04196512fa", "8 digits"),
        ("6c045f190141", "not 6B"),
    ],
)
def test_groups_that_break_a_rule_are_refused_with_the_reason(data, reason):
    with pytest.raises(IcaoError, match=reason):
        read_dg11(bytes.fromhex(data))


@pytest.mark.parametrize(
    "details", [PersonalDetails(), PersonalDetails(birth_date="1965"), PersonalDetails(birth_date="1965-1-1")]
)
def test_nothing_and_wrong_dates_are_not_written(details):
    with pytest.raises(IcaoError):
        write_dg11(details)


@given(
    st.builds(
        PersonalDetails,
        full_name=TEXT,
        other_names=st.lists(TEXT, max_size=3).map(tuple),
        personal_number=TEXT,
        birth_date=DAYS,
        birth_place=TEXT,
        address=TEXT,
        title=TEXT,
        proof_of_citizenship=st.binary(max_size=200),
        custody=TEXT,
    )
)
def test_what_is_written_of_a_person_is_read_again(details):
    assert read_dg11(write_dg11(details)) == details


@given(
    st.builds(
        DocumentDetails,
        issuing_authority=TEXT,
        issue_date=DAYS,
        other_persons=st.lists(TEXT, max_size=3).map(tuple),
        observations=TEXT,
        front=st.binary(max_size=200),
        personalised_at=st.datetimes().map(lambda at: at.strftime("%Y%m%d%H%M%S").rjust(14, "0")),
        personalisation_system=TEXT,
    )
)
def test_what_is_written_of_a_document_is_read_again(details):
    assert read_dg12(write_dg12(details)) == details


@given(
    st.sampled_from([read_dg11, read_dg12, read_dg16]),
    st.sampled_from([0x6B, 0x6C, 0x70]),
    st.binary(max_size=60),
)
def test_any_bytes_are_details_or_an_error(read, tag, data):
    try:
        read(write_tlv(tag, data))
    except IcaoError:
        return

"""Expected bytes are put together by hand from Doc 9303-10 §4.7; keys are those of cryptography."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given
from hypothesis import strategies as st

from loket.core.icao.error import IcaoError
from loket.core.icao.lds.details import DocumentDetails, PersonalDetails
from loket.core.icao.lds.face_group import write_dg2
from loket.core.icao.lds.face_records import FaceRecord, face_image
from loket.core.icao.lds.files import ElementaryFile
from loket.core.icao.lds.groups import (
    DataGroup1,
    DataGroup2,
    DataGroup3,
    DataGroup7,
    DataGroup14,
    DataGroup15,
    DataGroup16,
    OtherDataGroup,
    read_data_group,
    read_dg7,
    read_dg15,
    write_dg7,
    write_dg13,
    write_dg15,
)
from loket.core.icao.lds.security_infos import PaceInfo
from loket.core.icao.lds.tlv import write_tlv
from loket.core.icao.mrz_parsing import parse

KEY = (
    ec.derive_private_key(7, ec.SECP256R1())
    .public_key()
    .public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
)
TD2 = "I<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<\nD231458907UTO7408122F1204159<<<<<<<6"


def test_a_signature_stands_in_data_group_7(jpeg, jp2):
    expected = write_tlv(0x67, b"\x02\x01\x02" + write_tlv(0x5F43, jpeg) + write_tlv(0x5F43, jp2))

    assert write_dg7((jpeg, jp2)) == expected
    assert read_dg7(expected) == (jpeg, jp2)


def test_only_pictures_are_signatures(jpeg):
    for pictures in ((), (b"PNG",), (jpeg,) * 10):
        with pytest.raises(IcaoError):
            write_dg7(pictures)
    with pytest.raises(IcaoError, match="as many"):
        read_dg7(bytes.fromhex("67075f430141020102"))


def test_the_key_of_data_group_15_is_kept_as_it_is():
    assert write_dg15(KEY) == b"\x6f\x5b" + KEY
    assert read_dg15(b"\x6f\x5b" + KEY) == KEY


@pytest.mark.parametrize("key", ["", "3000", "300430000500", "30053000030100 00".replace(" ", "")])
def test_what_is_no_public_key_is_refused(key):
    with pytest.raises(IcaoError):
        write_dg15(bytes.fromhex(key))
    with pytest.raises(IcaoError):
        read_dg15(write_tlv(0x6F, bytes.fromhex(key)))


def test_any_group_is_read_by_its_tag(jpeg):
    face = FaceRecord((face_image(jpeg),))
    zone = b"".join(line.encode() for line in TD2.split())

    assert read_data_group(bytes.fromhex("614b5f1f48") + zone) == DataGroup1(parse(TD2))
    assert read_data_group(write_dg2(face)) == DataGroup2((face,))
    assert read_data_group(bytes.fromhex("63067f6103020100")) == DataGroup3(())
    assert read_data_group(write_dg7((jpeg,))) == DataGroup7((jpeg,))
    assert read_data_group(bytes.fromhex("6b045f0e0141")) == PersonalDetails(full_name="A")
    assert read_data_group(bytes.fromhex("6c045f190141")) == DocumentDetails(issuing_authority="A")
    assert read_data_group(write_dg13(b"anything")) == OtherDataGroup(13, b"anything")
    assert read_data_group(bytes.fromhex("6e1631143012060a04007f0007020204020202010202010d")) == DataGroup14(
        (PaceInfo("0.4.0.127.0.7.2.2.4.2.2", 2, 13),)
    )
    assert read_data_group(write_dg15(KEY)) == DataGroup15(KEY)
    assert read_data_group(bytes.fromhex("7003020100")) == DataGroup16(())


@pytest.mark.parametrize("number", [4, 5, 6, 8, 9, 10, 13])
def test_groups_that_are_not_read_are_kept_whole(number):
    data = write_tlv(ElementaryFile.of_data_group(number).tag, b"content")

    assert read_data_group(data) == OtherDataGroup(number, b"content")


@pytest.mark.parametrize("data", ["6000", "7700", "3000", "", "64030102"])
def test_other_files_are_no_data_groups(data):
    with pytest.raises(IcaoError):
        read_data_group(bytes.fromhex(data))


@given(st.sampled_from([file.tag for file in ElementaryFile if file.tag]), st.binary(max_size=60))
def test_any_bytes_are_a_group_or_an_error(tag, data):
    try:
        read_data_group(write_tlv(tag, data))
    except IcaoError:
        return

"""The table is Doc 9303-10's, written down here once more."""

import pytest

from loket.core.icao.error import IcaoError
from loket.core.icao.lds.files import LDS1_APPLICATION, ElementaryFile

TAGS_OF_GROUPS = "61 75 63 76 65 66 67 68 69 6A 6B 6C 6D 6E 6F 70"


def test_every_data_group_has_its_tag_and_identifiers():
    for number, tag in enumerate(TAGS_OF_GROUPS.split(), start=1):
        file = ElementaryFile.of_data_group(number)

        assert (file.tag, file.fid, file.short_fid) == (int(tag, 16), 0x0100 + number, number)
        assert (file.data_group, file.title, file.in_master_file) == (number, f"EF.DG{number}", False)
        assert ElementaryFile.of_tag(int(tag, 16)) is file


@pytest.mark.parametrize(
    ("file", "tag", "fid", "short_fid", "in_master_file"),
    [
        (ElementaryFile.COM, 0x60, 0x011E, 0x1E, False),
        (ElementaryFile.SOD, 0x77, 0x011D, 0x1D, False),
        (ElementaryFile.CARD_ACCESS, 0x31, 0x011C, 0x1C, True),
        (ElementaryFile.CARD_SECURITY, 0x30, 0x011D, 0x1D, True),
        (ElementaryFile.DIR, None, 0x2F00, 0x1E, True),
        (ElementaryFile.ATR_INFO, None, 0x2F01, 0x01, True),
    ],
)
def test_other_files_have_theirs(file, tag, fid, short_fid, in_master_file):
    assert (file.tag, file.fid, file.short_fid) == (tag, fid, short_fid)
    assert (file.in_master_file, file.data_group) == (in_master_file, None)


def test_there_are_sixteen_groups_and_six_other_files():
    assert len(ElementaryFile) == 22


@pytest.mark.parametrize("number", [0, 17, -1])
def test_no_other_number_is_a_data_group(number):
    with pytest.raises(IcaoError, match="1 to 16"):
        ElementaryFile.of_data_group(number)


@pytest.mark.parametrize("tag", [0x30, 0x31, 0x62, 0x7F61])
def test_no_other_tag_begins_a_file_of_the_application(tag):
    with pytest.raises(IcaoError, match="not the tag"):
        ElementaryFile.of_tag(tag)


def test_the_application_has_the_identifier_of_the_standard():
    assert LDS1_APPLICATION.hex().upper() == "A0000002471001"

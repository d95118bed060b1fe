"""Expected bytes are those that Doc 9303-10 and -11 print, and a published specimen's EF.COM."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loket.core.icao.error import IcaoError
from loket.core.icao.lds.common import CommonData, common_data, read_com, read_dir, write_com, write_dir

# Doc 9303-10 A.2 (groups 1, 2, 4, 12), 9303-11 D (1, 2), BSI TR-03105-5 (1, 2, 3, 4, 14).
PRINTED = [
    ("60165F0104303130375F36063034303030305C046175766C", "0107", (1, 2, 4, 12)),
    ("60145F0104303130365F36063034303030305C026175", "0106", (1, 2)),
    ("60175f0104303130375f36063034303030305c056175637 66e".replace(" ", ""), "0107", (1, 2, 3, 4, 14)),
]
DIR = "61094F07A0000002471001"


@pytest.mark.parametrize(("data", "version", "groups"), PRINTED)
def test_printed_files_are_read_and_written(data, version, groups):
    common = read_com(bytes.fromhex(data))

    assert (common.lds_version, common.unicode_version) == (version, "040000")
    assert common.data_groups == groups
    assert write_com(common) == bytes.fromhex(data)


def test_content_is_made_from_the_numbers_of_the_groups():
    common = common_data((14, 1, 2), lds_version="0108")

    assert write_com(common).hex() == "60155f0104303130385f36063034303030305c0361756e"


def test_a_foreign_list_may_name_what_no_group_has_but_ours_may_not():
    data = bytes.fromhex("60155F0104303130375F36063034303030305C03617599")

    assert read_com(data).tags == (0x61, 0x75, 0x99)
    assert read_com(data).data_groups == (1, 2)
    with pytest.raises(IcaoError, match="no data group"):
        write_com(read_com(data))
    with pytest.raises(IcaoError, match="one twice"):
        write_com(CommonData((0x61, 0x61)))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        ("61165F0104303130375F36063034303030305C046175766C", "not 60"),
        ("600D5F0104303130375F3606303430303030".replace("0D", "10", 1), "missing"),
        ("60145F0104303X30375F36063034303030305C026175".replace("X", "F"), "four digits"),
        ("60145F0104303130375F3606304F303030305C026175", "six digits"),
        ("60145F0104303130375F36063034303030305C02617500", "follows"),
    ],
)
def test_other_files_are_refused_with_the_reason(data, reason):
    with pytest.raises(IcaoError, match=reason):
        read_com(bytes.fromhex(data))


def test_the_directory_lists_application_identifiers():
    # Doc 9303-10: the four applications that an eMRTD may have.
    identifiers = tuple(bytes.fromhex("A000000247" + end) for end in ("1001", "2001", "2002", "2003"))
    data = b"".join(bytes.fromhex("61094F07") + identifier for identifier in identifiers)

    assert read_dir(data) == identifiers
    assert write_dir(identifiers) == data
    assert write_dir() == bytes.fromhex(DIR)


@pytest.mark.parametrize("data", ["6003500141", "6000", "61094F07A00000024710", "61064F01414F0142"])
def test_other_directories_are_refused(data):
    with pytest.raises(IcaoError):
        read_dir(bytes.fromhex(data))


@given(st.binary(max_size=40))
def test_any_bytes_are_a_file_or_an_error(data):
    for read in (read_com, read_dir):
        try:
            read(data)
        except IcaoError:
            continue

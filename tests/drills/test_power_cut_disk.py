import random

from loket.drills.power_cut_disk import FileOnDisk

SECTOR = 512


def a_file(data: bytes) -> FileOnDisk:
    return FileOnDisk(now=bytearray(data), durable=bytearray(data), named=True)


def outcomes(file: FileOnDisk) -> set[bytes]:
    return {file.after_cut(random.Random(seed), SECTOR) for seed in range(400)}


def test_what_was_synced_is_there_after_every_cut():
    file = a_file(b"")
    file.write(b"a" * 700, 0, SECTOR)
    file.sync(SECTOR)

    assert outcomes(file) == {b"a" * 700}


def test_a_sector_written_twice_may_be_old_or_either_version_and_its_neighbour_another():
    file = a_file(b"o" * 1024)
    file.write(b"1" * 1024, 0, SECTOR)
    file.write(b"2" * 1024, 0, SECTOR)

    whole = {one for one in outcomes(file) if len(set(one[:512])) == len(set(one[512:])) == 1}
    assert whole == {bytes([a]) * 512 + bytes([b]) * 512 for a in b"o12" for b in b"o12"}


def test_a_sector_may_be_torn():
    file = a_file(b"o" * 512)
    file.write(b"n" * 512, 0, SECTOR)

    assert any(set(one) == set(b"on") and one.lstrip(b"n").strip(b"o") == b"" for one in outcomes(file))


def test_a_file_that_grew_may_have_either_size_and_zeros_where_nothing_came():
    file = a_file(b"o" * 512)
    file.write(b"n" * 512, 512, SECTOR)

    assert {b"o" * 512, b"o" * 512 + b"n" * 512, b"o" * 512 + bytes(512)} <= outcomes(file)
    assert {len(one) for one in outcomes(file)} == {512, 1024}


def test_a_file_cut_off_without_sync_may_be_whole_again():
    file = a_file(b"o" * 1024)
    file.truncate(0, SECTOR)

    assert {b"", b"o" * 1024} <= outcomes(file)

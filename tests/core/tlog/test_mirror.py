"""add-entries: the canonical sequence, the bytes in chunks of any size, and packages that do not verify."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loket.core.tlog import merkle, mirror
from loket.core.tlog.error import TlogError
from loket.core.tlog.mirror import EntryPackage, MirrorInfo, PackageRange, UploadHeader, UploadReader

ENTRIES = [b"entry %d" % i for i in range(1300)]
LEAVES = [merkle.hash_leaf(one) for one in ENTRIES]


def hash_at(level, n):
    return merkle.root(LEAVES[n << level : (n + 1) << level])


def root_at(size):
    return merkle.root(LEAVES[:size])


def an_upload(start, end):
    header = UploadHeader("loket.example/TEST/1", start, end, b"ticket")
    packages = [
        mirror.make_package(place, ENTRIES[place.start : place.end], end, hash_at)
        for place in mirror.packages_of(start, end)
    ]
    return header, packages


def body_of(header, packages):
    return mirror.encode_header(header) + b"".join(mirror.encode_package(one) for one in packages)


@pytest.mark.parametrize(
    ("start", "end", "places"),
    [
        (0, 0, []),
        (300, 300, []),
        (0, 1, [(0, 0, 1)]),
        (0, 256, [(0, 0, 256)]),
        (0, 257, [(0, 0, 256), (256, 256, 257)]),
        (300, 310, [(256, 300, 310)]),
        (255, 600, [(0, 255, 256), (256, 256, 512), (512, 512, 600)]),
    ],
)
def test_an_upload_is_cut_at_multiples_of_256(start, end, places):
    assert list(mirror.packages_of(start, end)) == [PackageRange(*place) for place in places]


def test_the_sequence_of_a_claimed_huge_upload_costs_nothing_before_it_is_sent():
    assert next(mirror.packages_of(0, 2**63 - 1)) == PackageRange(0, 0, 256)


def test_the_bytes_are_those_of_the_document():
    package = EntryPackage(PackageRange(0, 1, 3), (b"a", b"bc"), (b"\x11" * 32,))

    assert mirror.encode_header(UploadHeader("ab", 1, 3, b"t")) == (
        b"\0\2ab" + b"\0\0\0\0\0\0\0\1" + b"\0\0\0\0\0\0\0\3" + b"\0\1t"
    )
    assert mirror.encode_package(package) == b"\0\1a" + b"\0\2bc" + b"\1" + b"\x11" * 32


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_an_upload_reads_back_whole_whatever_the_chunks(data):
    start, end = sorted(data.draw(st.lists(st.integers(0, 1300), min_size=2, max_size=2)))
    header, packages = an_upload(start, end)
    body = body_of(header, packages)
    cuts = sorted(data.draw(st.lists(st.integers(0, len(body)), max_size=8)))
    reader = UploadReader()
    read = []
    for a, b in zip([0, *cuts], [*cuts, len(body)], strict=True):
        reader.feed(body[a:b])
        read.extend(reader.packages())
        assert reader.is_complete == (reader.header() is not None and read == packages)

    assert reader.header() == header
    assert read == packages
    assert reader.is_complete


def test_an_upload_reads_back_byte_by_byte():
    header, packages = an_upload(250, 260)
    reader = UploadReader()
    read = []
    for byte in body_of(header, packages):
        reader.feed(bytes((byte,)))
        read.extend(reader.packages())

    assert read == packages


def test_a_prefix_gives_its_packages_and_is_not_complete():
    header, packages = an_upload(0, 1000)
    reader = UploadReader()
    reader.feed(body_of(header, packages[:2]) + b"\0\7cut")

    assert list(reader.packages()) == packages[:2]
    assert list(reader.packages()) == []
    assert not reader.is_complete


def test_bytes_after_the_last_package_are_refused():
    reader = UploadReader()
    reader.feed(body_of(*an_upload(0, 3)) + b"\0")
    with pytest.raises(TlogError, match="goes on"):
        list(reader.packages())


@pytest.mark.parametrize(
    "body",
    [
        b"\0\0" + bytes(16) + b"\0\0",  # no origin
        b"\0\1\xff" + bytes(16) + b"\0\0",
        b"\0\1a" + bytes(7) + b"\2" + bytes(7) + b"\1" + b"\0\0",  # ends before it starts
        b"\0\1a" + bytes(8) + b"\xff" * 8 + b"\0\0",
        b"\0\1a" + bytes(8) + bytes(7) + b"\1" + b"\0\0" + b"\0\1e" + b"\x40" + bytes(64 * 32),
    ],
)
def test_a_malformed_upload_is_refused(body):
    reader = UploadReader()
    reader.feed(body)
    with pytest.raises(TlogError):
        list(reader.packages())


@settings(max_examples=100, deadline=None)
@given(st.lists(st.binary(max_size=60), max_size=5))
def test_arbitrary_bytes_are_read_or_refused(chunks):
    reader = UploadReader()
    for chunk in chunks:
        reader.feed(chunk)
        try:
            list(reader.packages())
        except TlogError:
            return


@pytest.mark.parametrize(
    "header",
    [
        UploadHeader("", 0, 1),
        UploadHeader("a" * 65_536, 0, 1),
        UploadHeader("a", 2, 1),
        UploadHeader("a", -1, 1),
        UploadHeader("a", 0, 2**63),
        UploadHeader("a", 0, 1, bytes(65_536)),
    ],
)
def test_a_header_that_cannot_be_is_not_sent(header):
    with pytest.raises(TlogError):
        mirror.encode_header(header)


@pytest.mark.parametrize(
    "package",
    [
        EntryPackage(PackageRange(0, 0, 2), (b"a",), ()),
        EntryPackage(PackageRange(0, 0, 1), (b"a",), (b"",)),
        EntryPackage(PackageRange(0, 0, 1), (b"a",), (bytes(32),) * 64),
        EntryPackage(PackageRange(0, 0, 1), (bytes(65_536),), ()),
    ],
)
def test_a_package_that_cannot_be_is_not_sent(package):
    with pytest.raises(TlogError):
        mirror.encode_package(package)


@pytest.mark.parametrize(
    ("start", "end"), [(0, 1), (0, 256), (0, 1300), (1, 700), (255, 257), (300, 310), (511, 1300)]
)
def test_every_package_of_an_upload_verifies(start, end):
    for package in an_upload(start, end)[1]:
        place = package.place
        hashes = mirror.verify_package(package, LEAVES[place.subtree_start : place.start], end, root_at(end))

        assert list(hashes) == LEAVES[place.start : place.end]


def test_a_package_that_is_not_the_logs_does_not_verify():
    end = 700
    package = an_upload(300, end)[1][0]
    earlier = LEAVES[256:300]
    mirror.verify_package(package, earlier, end, root_at(end))
    swapped = (package.entries[1], package.entries[0], *package.entries[2:])
    for wrong, before, root in [
        (replace(package, entries=swapped), earlier, root_at(end)),
        (replace(package, entries=package.entries[:-1]), earlier, root_at(end)),
        (replace(package, proof=package.proof[:-1]), earlier, root_at(end)),
        (replace(package, proof=(*package.proof, bytes(32))), earlier, root_at(end)),
        (package, earlier[:-1], root_at(end)),
        (package, [*earlier[:-1], bytes(32)], root_at(end)),
        (package, earlier, root_at(end - 1)),
    ]:
        with pytest.raises(TlogError):
            mirror.verify_package(wrong, before, end, root)
    with pytest.raises(TlogError):
        mirror.verify_package(package, earlier, end + 1, root_at(end + 1))


def test_mirror_info_is_three_lines():
    assert mirror.encode_mirror_info(MirrorInfo(700, 512, b"\0\1")) == b"700\n512\nAAE=\n"
    assert mirror.encode_mirror_info(MirrorInfo(0, 0)) == b"0\n0\n\n"
    for info in (MirrorInfo(700, 512, b"\0\1"), MirrorInfo(0, 0)):
        assert mirror.parse_mirror_info(mirror.encode_mirror_info(info)) == info


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"1\n2\n",
        b"1\n2\nAAE=",
        b"01\n2\n\n",
        b"1\n-2\n\n",
        b"1\n2\nAAE\n",
        b"1\n2\n\n\n",
        b"1\n2\n\xff\n",
        b"9" * 200_000,
    ],
)
def test_malformed_mirror_info_is_refused(body):
    with pytest.raises(TlogError):
        mirror.parse_mirror_info(body)

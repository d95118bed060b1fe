"""Entries: one encoding each, checked against another CBOR library; old ones are read for ever."""

import string
from dataclasses import replace
from pathlib import Path

import cbor2
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from loket.core.tlog import cbor, entry
from loket.core.tlog.entry import BlobRef, Entry
from loket.core.tlog.error import TlogError

GOLDEN = Path(__file__).parents[2] / "golden"


def an_entry(**changes):
    return replace(
        Entry(
            origin="loket.example/TEST/1",
            index=0,
            kind="log-opened",
            subjects={},
            act="a0",
            officer="",
            role="",
            at=0,
            body={},
            sealed=None,
            blobs=(),
        ),
        **changes,
    )


FULL = an_entry(
    index=70_000,
    kind="photo-taken",
    subjects={"case": "c-01", "applicant": "p-02"},
    act="01J0000000000000000000TEST",
    officer="budi",
    role="capture",
    at=1_718_841_600_123,
    body={
        "note": "s\u00e9l\u00e9sai",
        "attempts": [1, -500, None, True],
        "frame": {"w": 413, "h": b"\x02\x13"},
    },
    sealed=bytes(range(30)),
    blobs=(BlobRef(b"\x11" * 32, 48_213, "photos"), BlobRef(b"\x22" * 32, 0, "scans")),
)

# FULL in the diagnostic steps of RFC 8949, encoded by hand: key, then value, in the order of the keys
FULL_HEX = (
    "ac"
    "6161 781a 30314a30303030303030303030303030303030303030 54455354"  # a: act
    "6162 a3"  # b: body, keys by length and then by letter
    "  646e6f7465 69 73c3a96cc3a9736169"
    "  656672616d65 a2 6168 420213 6177 19019d"
    "  68617474656d707473 84 01 3901f3 f6 f5"
    "6166 82"  # f: blobs
    "  83 5820" + "11" * 32 + "19bc55 6670686f746f73"
    "  83 5820" + "22" * 32 + "00 657363616e73"
    "6169 1a00011170"  # i: index
    "616b 6b 70686f746f2d74616b656e"  # k: kind
    "616f 74 6c6f6b65742e6578616d706c652f544553542f31"  # o: origin
    "6172 67 63617074757265"  # r: role
    "6173 a2 6463617365 64632d3031 696170706c6963616e74 64702d3032"  # s: subjects
    "6174 1b0000019032f1687b"  # t: time, 400 * 2**32 + 854,681,723
    "6176 01"  # v: version
    "6177 64 62756469"  # w: officer
    "6178 581e 000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d"  # x: sealed
)

GOLDEN_ENTRIES = {"entry-v1-least.cbor": an_entry(), "entry-v1-full.cbor": FULL}


def fields_of(value):
    """The map of docs/formats/log.md."""
    return {
        "v": 1,
        "o": value.origin,
        "i": value.index,
        "k": value.kind,
        "s": dict(value.subjects),
        "a": value.act,
        "w": value.officer,
        "r": value.role,
        "t": value.at,
        "b": dict(value.body),
        "x": value.sealed,
        "f": [[blob.sha256, blob.size, blob.lane] for blob in value.blobs],
    }


words = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1, max_size=40)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**64), 2**64 - 1) | texts | st.binary(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)
blobs = st.builds(
    BlobRef,
    st.binary(min_size=32, max_size=32),
    st.integers(0, 2**63 - 1),
    st.sampled_from(["photos", "scans"]),
)
entries = st.builds(
    Entry,
    origin=words,
    index=st.integers(0, 2**63 - 1),
    kind=words,
    subjects=st.dictionaries(words, words, max_size=4),
    act=words,
    officer=words | st.just(""),
    role=words | st.just(""),
    at=st.integers(0, 253_402_300_799_999),
    body=st.dictionaries(texts, values, max_size=5),
    sealed=st.none() | st.binary(max_size=80),
    blobs=st.lists(blobs, max_size=3).map(tuple),
)


@pytest.mark.parametrize("name", GOLDEN_ENTRIES)
def test_a_golden_entry_is_read_for_ever(name):
    data = (GOLDEN / name).read_bytes()

    assert entry.decode(data) == GOLDEN_ENTRIES[name]
    assert entry.encode(GOLDEN_ENTRIES[name]) == data


def test_an_entry_is_encoded_as_by_hand():
    assert entry.encode(FULL).hex() == FULL_HEX.replace(" ", "")


@settings(max_examples=150, deadline=None)
@given(entries)
def test_an_entry_reads_back_and_is_encoded_as_another_library_does(value):
    data = entry.encode(value)

    assert entry.decode(data) == value
    assert data == cbor2.dumps(fields_of(value), canonical=True)


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=80) | values.map(cbor2.dumps))
def test_arbitrary_bytes_have_one_meaning_or_are_refused(data):
    with pytest.raises(TlogError):
        entry.decode(data)
    try:
        value = cbor.decode(data)
    except TlogError:
        return
    assert cbor.encode(value) == data


@settings(max_examples=300, deadline=None)
@given(entries, st.data())
def test_a_changed_byte_is_another_entry_or_refused(value, data):
    raw = bytearray(entry.encode(value))
    at = data.draw(st.integers(0, len(raw) - 1))
    raw[at] ^= data.draw(st.integers(1, 255))
    try:
        other = entry.decode(bytes(raw))
    except TlogError:
        return
    assert other != value
    assert entry.encode(other) == raw


@pytest.mark.parametrize("cut", range(0, 200, 7))
def test_a_truncated_entry_is_refused(cut):
    with pytest.raises(TlogError):
        entry.decode(entry.encode(FULL)[:cut])


def test_bytes_after_an_entry_are_refused():
    with pytest.raises(TlogError, match="after the end"):
        entry.decode(entry.encode(FULL) + b"\0")


@pytest.mark.parametrize(
    "data",
    [
        "1817",  # 23 in two bytes
        "190017",
        "1a000000ff",
        "1b00000000ffffffff",
        "1c",
        "1f",
        "5f4101ff",  # indefinite bytes
        "7f6161ff",
        "9f01ff",
        "bf616101ff",
        "f90000",  # floats
        "fa00000000",
        "fb0000000000000000",
        "c001",  # tags
        "c249010000000000000000",
        "d81c01",
        "f7",  # undefined
        "f820",
        "e0",
        "ff",
        "61ff",  # not UTF-8
        "63eda080",  # a surrogate
        "a10101",  # a key that is not text
        "a2616201616101",  # keys out of order
        "a2616101616102",  # a key twice
        "a262616101616201",  # keys by letter, not by length
        "82",
        "9b7fffffffffffffff",
        "bb7fffffffffffffff",
        "5b7fffffffffffffff00",
        "81" * 17 + "01",
        "81" * 5000 + "01",
        "a16161" * 17 + "01",
        "",
    ],
)
def test_what_is_not_deterministic_cbor_of_our_kind_is_refused(data):
    with pytest.raises(TlogError):
        cbor.decode(bytes.fromhex(data))


@pytest.mark.parametrize(
    ("value", "data"),
    [  # RFC 8949 Appendix A
        (0, "00"),
        (23, "17"),
        (24, "1818"),
        (100, "1864"),
        (1000, "1903e8"),
        (1_000_000, "1a000f4240"),
        (18_446_744_073_709_551_615, "1bffffffffffffffff"),
        (-18_446_744_073_709_551_616, "3bffffffffffffffff"),
        (-1, "20"),
        (-1000, "3903e7"),
        (False, "f4"),
        (True, "f5"),
        (None, "f6"),
        (b"\x01\x02\x03\x04", "4401020304"),
        ("\u6c34", "63e6b0b4"),
        ([1, [2, 3], [4, 5]], "8301820203820405"),
        (list(range(1, 26)), "98190102030405060708090a0b0c0d0e0f101112131415161718181819"),
        ({"a": 1, "b": [2, 3]}, "a26161016162820203"),
    ],
)
def test_the_examples_of_the_rfc(value, data):
    assert cbor.encode(value).hex() == data
    assert cbor.decode(bytes.fromhex(data)) == value


@pytest.mark.parametrize(
    "value", [1.5, 2**64, -(2**64) - 1, {1: 2}, {"a": object()}, "\ud800", {"\ud800": 1}, {1, 2}]
)
def test_what_log_entries_may_not_hold_is_not_encoded(value):
    with pytest.raises(TlogError):
        cbor.encode(value)
    with pytest.raises(TlogError):
        entry.encode(an_entry(body={"x": value}))


def test_nesting_is_limited_alike_in_both_directions():
    value = 1
    for _ in range(cbor.MAX_DEPTH):
        value = [value]
    assert cbor.decode(cbor.encode(value)) == value
    with pytest.raises(TlogError):
        cbor.encode([value])


@pytest.mark.parametrize(
    "changes",
    [
        {"origin": ""},
        {"origin": "a\nb"},
        {"origin": "a\u2028b"},
        {"origin": "x" * 256},
        {"origin": "\u6c34" * 86},
        {"kind": ""},
        {"act": ""},
        {"index": -1},
        {"index": 2**63},
        {"index": True},
        {"at": -1},
        {"at": 253_402_300_800_000},
        {"at": 1.0},
        {"subjects": {"": "x"}},
        {"subjects": {"case": ""}},
        {"subjects": {"case": 1}},
        {"subjects": []},
        {"body": None},
        {"sealed": "text"},
        {"officer": None},
        {"blobs": (BlobRef(b"\0" * 31, 1, "scans"),)},
        {"blobs": (BlobRef(b"\0" * 32, -1, "scans"),)},
        {"blobs": (BlobRef(b"\0" * 32, 1, "films"),)},
    ],
)
def test_an_entry_with_a_wrong_field_is_neither_written_nor_read(changes):
    wrong = an_entry(**changes)
    with pytest.raises(TlogError):
        entry.encode(wrong)
    with pytest.raises(TlogError):
        entry.decode(cbor2.dumps(fields_of_anything(wrong), canonical=True))


def fields_of_anything(value):
    return {
        **fields_of(replace(value, subjects={}, body={})),
        "s": value.subjects,
        "b": value.body,
    }


@pytest.mark.parametrize(
    "changes",
    [
        {"v": 0},
        {"v": 2},
        {"v": True},
        {"v": "1"},
        {"v": None},
        {"z": 1},
        {"f": None},
        {"f": [[b"", 1]]},
        {"f": [1]},
    ],
)
def test_unknown_versions_and_keys_are_refused(changes):
    with pytest.raises(TlogError):
        entry.decode(cbor2.dumps({**fields_of(FULL), **changes}, canonical=True))


@pytest.mark.parametrize("key", string.ascii_lowercase)
def test_no_key_may_be_missing(key):
    fields = fields_of(FULL)
    if fields.pop(key, "none") == "none":
        return
    with pytest.raises(TlogError):
        entry.decode(cbor2.dumps(fields, canonical=True))


def test_an_entry_fits_a_bundle_to_the_byte():
    least = len(entry.encode(an_entry(sealed=bytes(65_000)))) - 65_000
    most = an_entry(sealed=bytes(65_535 - least))

    assert len(entry.encode(most)) == 65_535
    assert entry.decode(entry.encode(most)) == most
    beyond = an_entry(sealed=bytes(65_535 - least + 1))
    with pytest.raises(TlogError, match="at most 65535"):
        entry.encode(beyond)
    with pytest.raises(TlogError, match="at most 65535"):
        entry.decode(cbor2.dumps(fields_of(beyond), canonical=True))


def test_the_associated_data_of_sealed_bytes_is_a_list_of_four():
    assert entry.aad("o", 1, "k", "c").hex() == "84616f01616b6163"

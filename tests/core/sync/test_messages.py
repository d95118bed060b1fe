"""Case keys and receipts on their way; any other bytes are refused with the one error of the package."""

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from loket.core.sync import case_keys, receipts
from loket.core.sync.case_keys import SentCaseKey
from loket.core.sync.error import SyncError
from loket.core.sync.receipts import BlobReceipt
from loket.core.tlog.note import Ed25519Signer

KEY = Ed25519Signer("loket.test/centre/1/papers-TEST", Ed25519PrivateKey.from_private_bytes(b"TEST" * 8))
OTHER = Ed25519Signer("loket.test/centre/2/papers-TEST", Ed25519PrivateKey.from_private_bytes(b"TES2" * 8))
RECEIPT = BlobReceipt("loket.test/polman/1/office", "ab" * 32, 1234)

# RFC 8949: list of 1, map of 2, "case" "c1", "wrapped" h'0102'
ONE_KEY = bytes.fromhex("81a264636173656263316777726170706564420102")

keys = st.lists(
    st.builds(
        SentCaseKey, st.text("0123456789abcdef", min_size=1, max_size=32), st.binary(min_size=1, max_size=99)
    ),
    max_size=5,
)


def test_a_case_key_is_the_cbor_that_the_document_shows():
    assert case_keys.encode_case_keys([SentCaseKey("c1", b"\x01\x02")]) == ONE_KEY


@given(keys)
def test_case_keys_come_back_as_sent(sent):
    assert case_keys.parse_case_keys(case_keys.encode_case_keys(sent)) == tuple(sent)
    cases = [one.case for one in sent]
    assert case_keys.parse_acknowledged(case_keys.encode_acknowledged(cases)) == tuple(cases)


@given(st.binary(max_size=200))
def test_other_bytes_about_case_keys_are_refused_with_one_error(data):
    for parse in (case_keys.parse_case_keys, case_keys.parse_acknowledged):
        try:
            parse(data)
        except SyncError:
            continue
        assert data[0] >> 5 == 4  # a list, if it was readable


@given(st.integers(0, len(ONE_KEY) - 1), st.integers(0, 255))
def test_a_changed_byte_among_case_keys_gives_another_key_or_an_error(place, value):
    data = ONE_KEY[:place] + bytes((value,)) + ONE_KEY[place + 1 :]
    try:
        parsed = case_keys.parse_case_keys(data)
    except SyncError:
        return
    assert case_keys.encode_case_keys(parsed) == data


def test_too_many_keys_and_too_long_ones_are_refused():
    with pytest.raises(SyncError):
        case_keys.encode_case_keys([SentCaseKey(str(i), b"k") for i in range(case_keys.MAX_KEYS + 1)])
    with pytest.raises(SyncError):
        case_keys.encode_case_keys([SentCaseKey("c", bytes(case_keys.MAX_WRAPPED_BYTES + 1))])


def test_a_receipt_says_who_keeps_which_bytes():
    data = receipts.sign_receipt(RECEIPT, KEY)

    assert data.startswith(
        b"loket blob receipt v1\nloket.test/polman/1/office\n" + b"ab" * 32 + b"\n1234\n\n\xe2\x80\x94 "
    )
    assert receipts.open_receipt(data, KEY.vkey) == RECEIPT


def test_a_receipt_by_another_holder_is_none():
    with pytest.raises(SyncError):
        receipts.open_receipt(receipts.sign_receipt(RECEIPT, OTHER), KEY.vkey)


@pytest.mark.parametrize(
    "bad",
    [
        BlobReceipt("two\nlines", "ab" * 32, 1),
        BlobReceipt("", "ab" * 32, 1),
        BlobReceipt("o", "AB" * 32, 1),
        BlobReceipt("o", "ab" * 31, 1),
        BlobReceipt("o", "ab" * 32, 0),
        BlobReceipt("o", "ab" * 32, receipts.MAX_BLOB_BYTES + 1),
    ],
)
def test_a_receipt_for_no_blob_is_not_signed(bad):
    with pytest.raises(SyncError):
        receipts.sign_receipt(bad, KEY)


@given(st.binary(max_size=300) | st.text(max_size=300).map(str.encode))
def test_other_bytes_are_no_receipt(data):
    with pytest.raises(SyncError):
        receipts.open_receipt(data, KEY.vkey)


@given(st.integers(0, 10_000), st.integers(0, 255))
def test_a_changed_byte_spoils_a_receipt(place, value):
    data = receipts.sign_receipt(RECEIPT, KEY)
    place %= len(data)
    changed = data[:place] + bytes((value,)) + data[place + 1 :]
    if changed != data:
        with pytest.raises(SyncError):
            receipts.open_receipt(changed, KEY.vkey)

"""Messages of printers nobody vouches for: read whole, or refused with one typed error."""

import random
import struct

import pytest
from pyipp.enums import IppOperation
from pyipp.serializer import encode_dict

from loket.node.devices.error import DeviceError
from loket.node.devices.ipp_messages import Attribute, Group, Operation, Tag, decode, encode
from loket.node.devices.media import media_attribute, media_size

# RFC 8010 appendix A.5: Print-Job Response with its unsupported attributes, byte for byte.
UNSUPPORTED = bytes.fromhex(
    "0101" "0001" "00000001" "01"
    "47" "0012" "617474726962757465732d63686172736574" "0005" "7574662d38"
    "48" "001b" "617474726962757465732d6e61747572616c2d6c616e6775616765" "0005" "656e2d7573"
    "41" "000e" "7374617475732d6d657373616765" "002f"
    "7375636365737366756c2d6f6b2d69676e6f7265642d6f722d7375627374697475746564"
    "2d61747472696275746573"
    "05"
    "21" "0006" "636f70696573" "0004" "00000014"
    "10" "0005" "7369646573" "0000"
    "02"
    "21" "0006" "6a6f622d6964" "0004" "00000093"
    "23" "0009" "6a6f622d7374617465" "0004" "00000003"
    "03"
)  # fmt: skip


def test_the_answer_of_the_standard_s_appendix_is_read():
    answer = decode(UNSUPPORTED)

    assert (answer.version, answer.code, answer.request_id) == ((1, 1), 0x0001, 1)
    assert answer.operation["status-message"] == "successful-ok-ignored-or-substituted-attributes"
    assert answer.unsupported["copies"] == 20
    assert answer.jobs[0]["job-id"] == 147
    assert int(answer.jobs[0]["job-state"]) == 3


def test_a_request_is_the_one_that_another_encoder_makes():
    attributes = {
        "attributes-charset": "utf-8",
        "attributes-natural-language": "en",
        "printer-uri": "ipp://printer/ipp/print",
        "job-id": 7,
    }
    theirs = encode_dict(
        {
            "version": (2, 0),
            "operation": IppOperation.CANCEL_JOB,
            "request-id": 9,
            "operation-attributes-tag": attributes,
        }
    )
    tags = (Tag.CHARSET, Tag.LANGUAGE, Tag.URI, Tag.INTEGER)
    ours = [Attribute(name, tag, value) for (name, value), tag in zip(attributes.items(), tags, strict=True)]

    assert encode(Operation.CANCEL_JOB, 9, [(Group.OPERATION, ours)]) == theirs


def test_a_collection_is_written_as_the_standard_s_appendix_has_it():
    """RFC 8010 §3.1.6 and appendix A.8 (media-col with a media-size), of one member each way."""
    size = Attribute("media-size", Tag.BEGIN_COLLECTION, (Attribute("x-dimension", Tag.INTEGER, 21000),))
    written = encode(2, 1, [(Group.JOB, [Attribute("media-col", Tag.BEGIN_COLLECTION, (size,))])])

    assert written[8:] == (
        b"\x02"
        b"\x34\x00\x09media-col\x00\x00"
        b"\x4a\x00\x00\x00\x0amedia-size"
        b"\x34\x00\x00\x00\x00"
        b"\x4a\x00\x00\x00\x0bx-dimension"
        b"\x21\x00\x00\x00\x04" + struct.pack(">i", 21000) + b"\x37\x00\x00\x00\x00"
        b"\x37\x00\x00\x00\x00"
        b"\x03"
    )


def test_a_message_cut_off_anywhere_is_refused():
    for length in range(len(UNSUPPORTED)):
        with pytest.raises(DeviceError):
            decode(UNSUPPORTED[:length])


def test_a_message_with_damaged_bytes_is_read_or_refused_and_ends():
    chance = random.Random(8010)
    refused = 0
    for _ in range(3_000):
        damaged = bytearray(UNSUPPORTED)
        for _ in range(chance.randint(1, 4)):
            damaged[chance.randrange(8, len(damaged))] = chance.randrange(256)
        try:
            decode(bytes(damaged))
        except DeviceError:
            refused += 1
    assert refused > 300  # a length or a tag is hit often enough: about a third of the bytes are such


def test_collections_without_an_end_or_without_bottom_are_refused():
    begin = b"\x34\x00\x01a\x00\x00"
    for body in (begin, begin * 50, b"\x37\x00\x00\x00\x00"):
        with pytest.raises(DeviceError):
            decode(UNSUPPORTED[:8] + b"\x02" + body + b"\x03")


def test_an_empty_group_and_an_unknown_one_change_nothing():
    whole = decode(UNSUPPORTED)
    with_more = UNSUPPORTED[:-1] + b"\x02" + b"\x06\x21\x00\x01x\x00\x04\x00\x00\x00\x01" + b"\x04\x03"

    assert decode(with_more) == whole


def test_a_length_beyond_what_a_signed_reader_takes_is_refused():
    with pytest.raises(DeviceError):
        decode(UNSUPPORTED[:9] + b"\x47\xff\xf0" + b"\x00" * 70_000 + b"\x03")


def test_sizes_are_read_from_their_names():
    assert media_size("iso_a4_210x297mm") == (21000, 29700)
    assert media_size("na_letter_8.5x11in") == (21590, 27940)  # 8.5 in = 215.9 mm
    for wrong in ("a4", "iso_a4_210x297", "iso_a4_x297mm", ""):
        with pytest.raises(ValueError, match="media"):
            media_size(wrong)


def test_a_printer_s_own_name_of_the_same_size_is_used():
    about = {"media-supported": ["iso_a4_210x297mm", "iso_b7_88x125mm"], "media-col-supported": "media-size"}

    assert media_attribute("custom_page_88x125mm", about).value == "iso_b7_88x125mm"


def test_a_size_out_of_a_printer_s_range_is_asked_for_by_its_measures():
    about = {
        "media-supported": ["custom_min_10x10mm", "custom_max_80x80mm"],
        "media-col-supported": "media-size",
    }

    assert media_attribute("custom_page_88x125mm", about).name == "media-col"
    assert media_attribute("custom_data-page_70x80mm", about).value == "custom_page_70x80mm"
    # 8.5 in x 11 in = 215.9 mm x 279.4 mm
    about["media-supported"] = ["custom_min_10x10mm", "custom_max_300x300mm"]
    assert media_attribute("na_letter_8.5x11in", about).value == "custom_page_215.9x279.4mm"

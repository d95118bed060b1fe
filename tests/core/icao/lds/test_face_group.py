"""The record of 19794-5 is written down once more by hand; the block of 39794-5 is asn1crypto's."""

import pytest
from asn1crypto import core
from hypothesis import given
from hypothesis import strategies as st

from loket.core.icao.error import IcaoError
from loket.core.icao.lds.biometrics import BiometricHeader, BiometricTemplate, read_templates, write_templates
from loket.core.icao.lds.face_blocks import (
    BlockColourSpace,
    FaceBlock,
    FaceRepresentation,
    ImageFormat,
    face_block,
    read_face_block,
    write_face_block,
)
from loket.core.icao.lds.face_group import read_dg2, write_dg2
from loket.core.icao.lds.face_records import (
    ColourSpace,
    FaceImage,
    FaceRecord,
    Gender,
    SourceType,
    face_image,
    read_face_record,
    write_face_record,
)
from loket.core.icao.lds.tlv import write_tlv

POINT = bytes.fromhex("010c000a00140000")


def _record_bytes(jpeg):
    """Return a record of ISO/IEC 19794-5:2005 with one picture, field by field from the standard's tables."""
    return b"".join(
        (
            b"FAC\0",  # format identifier
            b"010\0",  # version
            (14 + 20 + 8 + 12 + len(jpeg)).to_bytes(4, "big"),  # length of the record
            bytes.fromhex("0001"),  # number of facial images
            (20 + 8 + 12 + len(jpeg)).to_bytes(4, "big"),  # length of the facial record data
            bytes.fromhex("0001"),  # number of feature points
            bytes.fromhex("02"),  # gender: female
            bytes.fromhex("03"),  # eye colour: brown
            bytes.fromhex("02"),  # hair colour: black
            bytes.fromhex("000001"),  # feature mask
            bytes.fromhex("0001"),  # expression: neutral
            bytes.fromhex("01b400"),  # pose: yaw, pitch, roll
            bytes.fromhex("010203"),  # their uncertainty
            POINT,
            bytes.fromhex("01"),  # face image type: full frontal
            bytes.fromhex("00"),  # image data type: JPEG
            bytes.fromhex("0028" "001e"),  # width 40, height 30
            bytes.fromhex("01"),  # colour space: RGB
            bytes.fromhex("02"),  # source: digital still camera
            bytes.fromhex("0102"),  # device type
            bytes.fromhex("0000"),  # quality: unspecified
            jpeg,
        )
    )  # fmt: skip


def _record(jpeg):
    return FaceRecord(
        (
            FaceImage(
                picture=jpeg,
                width=40,
                height=30,
                colour_space=ColourSpace.RGB_24,
                source=SourceType.DIGITAL_CAMERA,
                gender=Gender.FEMALE,
                eye_colour=3,
                hair_colour=2,
                properties=1,
                expression=1,
                pose=(1, 0xB4, 0),
                pose_uncertainty=(1, 2, 3),
                device_type=0x0102,
                feature_points=(POINT,),
            ),
        )
    )


def test_a_record_is_written_and_read_as_the_tables_have_it(jpeg):
    assert write_face_record(_record(jpeg)) == _record_bytes(jpeg)
    assert read_face_record(_record_bytes(jpeg)) == _record(jpeg)


def test_data_group_2_frames_the_record(jpeg):
    record = _record_bytes(jpeg)
    # Doc 9303-10 §4.7.2.1: version 0101, face, no subtype, format 0101/0008.
    header = bytes.fromhex("a112 80020101 810102 820100 87020101 88020008")
    framed = write_tlv(0x7F60, header + write_tlv(0x5F2E, record))

    assert write_dg2(_record(jpeg)) == write_tlv(0x75, write_tlv(0x7F61, b"\x02\x01\x01" + framed))
    assert read_dg2(write_dg2(_record(jpeg))) == (_record(jpeg),)


def test_a_record_may_stand_in_either_tag(jpeg):
    header = bytes.fromhex("a108 87020101 88020008")
    framed = write_tlv(0x7F60, header + write_tlv(0x7F2E, _record_bytes(jpeg)))
    data = write_tlv(0x75, write_tlv(0x7F61, b"\x02\x01\x01" + framed))

    assert read_dg2(data)[0].pictures == (jpeg,)


def test_size_and_kind_come_from_the_picture(jpeg, jp2):
    assert (face_image(jpeg).width, face_image(jpeg).height, face_image(jpeg).data_type) == (40, 30, 0)
    assert face_image(jp2).data_type == 1
    written = write_face_record(FaceRecord((face_image(jp2, gender=Gender.MALE),)))
    assert written[14 + 20 : 14 + 26] == bytes.fromhex("0101 0028 001e")


def test_a_record_that_says_another_size_is_read_but_not_written(jpeg):
    other = bytearray(_record_bytes(jpeg))
    place = other.index(bytes.fromhex("0028001e"))
    other[place + 1] = 41
    record = read_face_record(bytes(other))

    assert record.images[0].width == 41
    with pytest.raises(IcaoError, match="size and kind"):
        write_face_record(record)


def test_records_with_more_pictures_are_read(jpeg):
    two = FaceRecord((face_image(jpeg), face_image(jpeg)))

    assert read_face_record(write_face_record(two)).pictures == (jpeg, jpeg)


@pytest.mark.parametrize(
    ("place", "change", "reason"),
    [
        (0, 1, "FAC"),
        (5, 1, "FAC"),
        (11, 1, "length of the record"),
        (13, 0, "1 to 16"),
        (13, 2, "ends before"),
        (17, 0, "follows"),
        (19, 0xFF, "does not fit"),
    ],
)
def test_records_that_break_a_rule_are_refused_with_the_reason(jpeg, place, change, reason):
    broken = bytearray(_record_bytes(jpeg))
    broken[place] = change
    with pytest.raises(IcaoError, match=reason):
        read_face_record(bytes(broken))


def test_the_number_and_length_of_records_are_bounded(jpeg):
    for images in ((), (face_image(jpeg),) * 17):
        with pytest.raises(IcaoError, match="1 to 16"):
            write_face_record(FaceRecord(images))
    with pytest.raises(IcaoError, match="4000000 bytes"):
        write_face_record(FaceRecord((face_image(jpeg + bytes(4_000_000)),)))


def test_numbers_that_do_not_fit_are_not_written(jpeg):
    image = _record(jpeg).images[0]
    for change in ({"gender": 256}, {"quality": 65536}, {"pose": (1, 2)}, {"properties": 1 << 24}):
        with pytest.raises(IcaoError, match="does not fit"):
            write_face_record(FaceRecord((_changed(image, **change),)))
    with pytest.raises(IcaoError, match="8 bytes"):
        write_face_record(FaceRecord((_changed(image, feature_points=(b"1234567",)),)))


def _changed(image, **change):
    return FaceImage(**{name: getattr(image, name) for name in FaceImage.__slots__} | change)


# ISO/IEC 39794-5 and the application profile for eMRTDs: module with implicit tags, choices keep theirs.


class _Version(core.Sequence):
    _fields = [("generation", core.Integer, {"implicit": 0}), ("year", core.Integer, {"implicit": 1})]  # noqa: RUF012


class _Fallback(core.Sequence):
    _fields = [("fallback", core.Enumerated, {"implicit": 0})]  # noqa: RUF012


class _Code(core.Enumerated):
    _map = {0: "zero", 1: "one", 2: "two", 3: "three", 4: "four", 5: "five", 6: "six"}  # noqa: RUF012


class _Extension(core.Sequence):
    _fields = [("fallback", _Code, {"implicit": 0})]  # noqa: RUF012


class _Choice(core.Choice):
    _alternatives = [("code", _Code, {"implicit": 0}), ("extension", _Extension, {"implicit": 1})]  # noqa: RUF012


class _Size(core.Sequence):
    _fields = [("width", core.Integer, {"implicit": 0}), ("height", core.Integer, {"implicit": 1})]  # noqa: RUF012


class _Information(core.Sequence):
    _fields = [  # noqa: RUF012
        ("format", _Choice, {"explicit": 0}),
        ("kind", _Choice, {"explicit": 1, "optional": True}),
        ("distance", core.Integer, {"implicit": 4, "optional": True}),
        ("size", _Size, {"implicit": 7, "optional": True}),
        ("colours", _Choice, {"explicit": 9, "optional": True}),
    ]


class _TwoDimensional(core.Sequence):
    _fields = [  # noqa: RUF012
        ("data", core.OctetString, {"implicit": 0}),
        ("information", _Information, {"implicit": 1}),
    ]


class _Base(core.Choice):
    _alternatives = [("two_dimensional", _TwoDimensional, {"implicit": 0})]  # noqa: RUF012


class _Image(core.Choice):
    _alternatives = [("base", _Base, {"explicit": 0})]  # noqa: RUF012


class _Time(core.Sequence):
    _fields = [  # noqa: RUF012
        ("year", core.Integer, {"implicit": 0}),
        ("month", core.Integer, {"implicit": 1, "optional": True}),
        ("day", core.Integer, {"implicit": 2, "optional": True}),
    ]


class _Representation(core.Sequence):
    _fields = [  # noqa: RUF012
        ("identifier", core.Integer, {"implicit": 0}),
        ("image", _Image, {"explicit": 1}),
        ("captured", _Time, {"implicit": 2, "optional": True}),
        ("session", core.Integer, {"implicit": 5, "optional": True}),
    ]


class _Representations(core.SequenceOf):
    _child_spec = _Representation


class _Block(core.Sequence):
    class_ = 1
    tag = 5
    _fields = [  # noqa: RUF012
        ("version", _Version, {"implicit": 0}),
        ("representations", _Representations, {"implicit": 1}),
    ]


def _foreign_block(picture, *, profile, **representation):
    def choice(code):
        return _Choice("extension", {"fallback": code}) if profile else _Choice("code", code)

    information = {
        "format": _Choice("code", "three"),
        "kind": choice("zero"),
        "size": {"width": 40, "height": 30},
        "colours": choice("two"),
    }
    if not profile:
        information["distance"] = 1500
    two_dimensional = _TwoDimensional({"data": picture, "information": information})
    entry = _Representation(
        {
            "identifier": 0,
            "image": _Image("base", _Base("two_dimensional", two_dimensional)),
            "captured": {"year": 2026, "month": 3, "day": 1},
            **representation,
        }
    )
    block = _Block({"version": {"generation": 3, "year": 2019}, "representations": [entry]})
    return block.dump(force=True)


def test_a_block_is_what_another_implementation_writes_from_the_schema(jp2):
    block = face_block(jp2, captured=(2026, 3, 1))

    assert write_face_block(block) == _foreign_block(jp2, profile=True)
    assert read_face_block(_foreign_block(jp2, profile=True)) == block
    assert block.representations[0].image_format == ImageFormat.JPEG_2000_LOSSY


def test_a_block_of_the_base_standard_is_read_too_and_what_is_not_known_skipped(jp2):
    block = read_face_block(_foreign_block(jp2, profile=False, session=7))

    assert block == face_block(jp2, captured=(2026, 3, 1))
    assert block.representations[0].colour_space == BlockColourSpace.RGB_24


def test_data_group_2_frames_the_block(jp2):
    block = face_block(jp2)
    # Application profile: format 0101/002A, 7F2E { A1 { 65 } }.
    header = bytes.fromhex("a112 80020101 810102 820100 87020101 8802002a")
    inner = write_tlv(0x7F2E, write_tlv(0xA1, write_face_block(block)))
    expected = write_tlv(0x75, write_tlv(0x7F61, b"\x02\x01\x01" + write_tlv(0x7F60, header + inner)))

    assert write_dg2(block) == expected
    assert read_dg2(expected) == (block,)
    assert read_dg2(expected)[0].pictures == (jp2,)


def test_only_what_the_profile_allows_is_written(jpeg):
    good = FaceRepresentation(picture=jpeg, image_format=ImageFormat.JPEG)
    for block in (
        FaceBlock(()),
        FaceBlock((good, good)),
        FaceBlock((FaceRepresentation(picture=jpeg, image_format=5),)),
        FaceBlock((FaceRepresentation(picture=jpeg, image_format=2, width=0, height=9),)),
        FaceBlock((FaceRepresentation(picture=jpeg, image_format=2, captured=(0,) * 8),)),
    ):
        with pytest.raises(IcaoError):
            write_face_block(block)


def test_a_block_without_optional_members_is_read(jpeg):
    block = FaceBlock((FaceRepresentation(picture=jpeg, image_format=ImageFormat.JPEG),))

    assert read_face_block(write_face_block(block)) == block


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "version block"),
        (bytes.fromhex("a000"), "representation blocks: missing"),
        (bytes.fromhex("a000a100"), "representation blocks: none"),
        (bytes.fromhex("a007800103810207e3a1020500"), "not a SEQUENCE"),
        (bytes.fromhex("a007800103810207e3a1023000"), "image representation: missing"),
        (bytes.fromhex("a000a000"), "twice"),
    ],
)
def test_blocks_that_break_a_rule_are_refused_with_the_reason(content, reason):
    with pytest.raises(IcaoError, match=reason):
        read_face_block(write_tlv(0x65, content))


def test_the_number_of_templates_must_be_right(jpeg):
    data = write_dg2(_record(jpeg)).replace(b"\x02\x01\x01\x7f\x60", b"\x02\x01\x02\x7f\x60", 1)
    with pytest.raises(IcaoError, match="as many"):
        read_dg2(data)
    with pytest.raises(IcaoError, match="1 to 16"):
        write_templates(0x75, ())
    with pytest.raises(IcaoError, match="templates: missing"):
        read_dg2(bytes.fromhex("75037f6100"))
    with pytest.raises(IcaoError, match="without a face"):
        read_dg2(bytes.fromhex("75067f6103020100"))


def test_what_a_header_says_is_kept():
    header = BiometricHeader(
        format_type=9,
        kind=16,
        subtype=1,
        created=bytes.fromhex("20260301120000"),
        valid=bytes.fromhex("2026030120360301"),
        creator=b"\0\1\2\3",
    )
    template = BiometricTemplate(header, 0x5F2E, b"IIR")
    # Doc 9303-10 §4.7.2.1, in the order of its table.
    elements = bytes.fromhex(
        "80020101 810110 820101 830720260301120000 85082026030120360301 860400010203 87020101 88020009"
    )
    framed = write_tlv(0x7F60, write_tlv(0xA1, elements) + write_tlv(0x5F2E, b"IIR"))

    assert write_templates(0x76, (template,)) == write_tlv(0x76, write_tlv(0x7F61, b"\x02\x01\x01" + framed))
    assert read_templates(write_templates(0x76, (template,)), 0x76) == (template,)


@given(st.binary(max_size=120))
def test_any_bytes_are_a_face_or_an_error(data):
    for content in (data, b"FAC\x00010\x00" + data):
        for read in (read_dg2, read_face_record, read_face_block):
            try:
                read(content)
            except IcaoError:
                continue


@given(st.data())
def test_a_damaged_group_is_read_as_something_or_is_an_error(jpeg, jp2, data):
    written = bytearray(data.draw(st.sampled_from([write_dg2(_record(jpeg)), write_dg2(face_block(jp2))])))
    place = data.draw(st.integers(0, 150))
    written[place] ^= data.draw(st.integers(1, 255))
    try:
        read_dg2(bytes(written))
    except IcaoError:
        return

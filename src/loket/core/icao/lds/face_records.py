"""Face image record of ISO/IEC 19794-5:2005, which data group 2 holds until 2030 (Doc 9303-10 §4.7.2).

A header of 14 bytes, then for each image 20 bytes about the face, its feature points of 8 bytes each, 12
bytes about the image, and the image. Numbers are big-endian.
"""

import struct
from dataclasses import dataclass
from enum import IntEnum

from loket.core.icao.error import IcaoError
from loket.core.icao.lds.pictures import PictureKind, picture_size

_STANDARD = "ISO/IEC 19794-5:2005"
_FORMAT = b"FAC\0"
_VERSION = b"010\0"
_HEADER = struct.Struct(">4s4sIH")
_FACE = struct.Struct(">IHBBB3sH3s3s")
_IMAGE = struct.Struct(">BBHHBBHH")
_FEATURE_POINT_BYTES = 8
_MOST_FACES = 16
_MOST_RECORD_BYTES = 4_000_000


class Gender(IntEnum):
    """The standard's codes."""

    UNSPECIFIED = 0
    MALE = 1
    FEMALE = 2
    UNKNOWN = 255


class FaceImageType(IntEnum):
    """How strictly the picture was made; a passport's is full frontal or token frontal."""

    BASIC = 0
    FULL_FRONTAL = 1
    TOKEN_FRONTAL = 2


class ColourSpace(IntEnum):
    """Of the picture's samples."""

    UNSPECIFIED = 0
    RGB_24 = 1
    YUV_422 = 2
    GREY_8 = 3
    OTHER = 4


class SourceType(IntEnum):
    """Where the picture comes from; video sources are kept as numbers."""

    UNSPECIFIED = 0
    UNKNOWN_PHOTOGRAPH = 1
    DIGITAL_CAMERA = 2
    SCANNER = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceImage:
    """One picture, JPEG or JPEG 2000, with what the record says of it; codes without a name are numbers.

    Sizes in pixels. `pose` and `pose_uncertainty` are yaw, pitch, roll in the standard's units of two
    degrees, 0 for unknown. `feature_points` are kept as bytes.
    """

    picture: bytes
    width: int
    height: int
    image_type: int = FaceImageType.FULL_FRONTAL
    colour_space: int = ColourSpace.UNSPECIFIED
    source: int = SourceType.UNSPECIFIED
    gender: int = Gender.UNSPECIFIED
    eye_colour: int = 0
    hair_colour: int = 0
    properties: int = 0
    expression: int = 0
    pose: tuple[int, int, int] = (0, 0, 0)
    pose_uncertainty: tuple[int, int, int] = (0, 0, 0)
    device_type: int = 0
    quality: int = 0
    data_type: int = 0
    feature_points: tuple[bytes, ...] = ()


@dataclass(frozen=True, slots=True)
class FaceRecord:
    """The pictures of one person's face."""

    images: tuple[FaceImage, ...]

    @property
    def pictures(self) -> tuple[bytes, ...]:
        """The pictures alone."""
        return tuple(image.picture for image in self.images)


def face_image(
    picture: bytes,
    *,
    gender: int = Gender.UNSPECIFIED,
    colour_space: int = ColourSpace.RGB_24,
    source: int = SourceType.UNSPECIFIED,
    image_type: int = FaceImageType.FULL_FRONTAL,
) -> FaceImage:
    """Return a picture, size and kind as the picture itself has them; raises IcaoError when it is none."""
    size = picture_size(picture)
    return FaceImage(
        picture=picture,
        width=size.width,
        height=size.height,
        data_type=0 if size.kind is PictureKind.JPEG else 1,
        gender=gender,
        colour_space=colour_space,
        source=source,
        image_type=image_type,
    )


def write_face_record(record: FaceRecord) -> bytes:
    """Return the record as bytes; raises IcaoError for none or too many pictures, or one of another size."""
    if not 1 <= len(record.images) <= _MOST_FACES:
        raise _wrong("number of facial images", f"not 1 to {_MOST_FACES}")
    for image in record.images:
        size = picture_size(image.picture)
        kind = 0 if size.kind is PictureKind.JPEG else 1
        if (size.width, size.height, kind) != (image.width, image.height, image.data_type):
            raise _wrong("facial image", "not of the size and kind that its picture has")
    faces = b"".join(map(_image_bytes, record.images))
    length = _HEADER.size + len(faces)
    if length > _MOST_RECORD_BYTES:
        raise _wrong("record length", f"more than {_MOST_RECORD_BYTES} bytes")
    return _HEADER.pack(_FORMAT, _VERSION, length, len(record.images)) + faces


def read_face_record(data: bytes) -> FaceRecord:
    """Read a record; raises IcaoError.

    What it says about a picture is not held against the picture: records of other issuers differ from theirs.
    """
    if not _HEADER.size < len(data) <= _MOST_RECORD_BYTES:
        raise _wrong("record length", "too short or too long for a record")
    form, version, length, count = _HEADER.unpack_from(data)
    if form != _FORMAT or version != _VERSION:
        raise _wrong("format identifier and version", "not FAC, 010")
    if length != len(data):
        raise _wrong("record length", "not the length of the record")
    if not 1 <= count <= _MOST_FACES:
        raise _wrong("number of facial images", f"not 1 to {_MOST_FACES}")
    images = []
    place = _HEADER.size
    for _ in range(count):
        image, place = _read_image(data, place)
        images.append(image)
    if place != len(data):
        raise _wrong("record length", "something follows the last facial image")
    return FaceRecord(tuple(images))


def _image_bytes(image: FaceImage) -> bytes:
    _check_ranges(image)
    points = b"".join(image.feature_points)
    face = _FACE.pack(
        _FACE.size + len(points) + _IMAGE.size + len(image.picture),
        len(image.feature_points),
        image.gender,
        image.eye_colour,
        image.hair_colour,
        image.properties.to_bytes(3, "big"),
        image.expression,
        bytes(image.pose),
        bytes(image.pose_uncertainty),
    )
    information = _IMAGE.pack(
        image.image_type,
        image.data_type,
        image.width,
        image.height,
        image.colour_space,
        image.source,
        image.device_type,
        image.quality,
    )
    return face + points + information + image.picture


def _check_ranges(image: FaceImage) -> None:
    codes = (
        image.image_type,
        image.colour_space,
        image.source,
        image.gender,
        image.eye_colour,
        image.hair_colour,
    )
    one_byte = (*codes, *image.pose, *image.pose_uncertainty)
    two_bytes = (image.expression, image.device_type, image.quality)
    fits = all(0 <= number <= 0xFF for number in one_byte) and all(
        0 <= number <= 0xFFFF for number in two_bytes
    )
    if not (
        fits and 0 <= image.properties <= 0xFFFFFF and len(image.pose) == len(image.pose_uncertainty) == 3
    ):
        raise _wrong("facial information", "a number that does not fit into its place")
    if any(len(point) != _FEATURE_POINT_BYTES for point in image.feature_points):
        raise _wrong("feature points", f"not {_FEATURE_POINT_BYTES} bytes each")


def _read_image(data: bytes, place: int) -> tuple[FaceImage, int]:
    if len(data) - place < _FACE.size:
        raise _wrong("facial information", "the record ends before it")
    length, points, gender, eyes, hair, properties, expression, pose, uncertainty = _FACE.unpack_from(
        data, place
    )
    end = place + length
    start = place + _FACE.size + points * _FEATURE_POINT_BYTES
    if not start + _IMAGE.size < end <= len(data):
        raise _wrong("facial record data length", "does not fit into the record")
    kind, data_type, width, height, colours, source, device, quality = _IMAGE.unpack_from(data, start)
    first = place + _FACE.size
    return (
        FaceImage(
            picture=data[start + _IMAGE.size : end],
            width=width,
            height=height,
            image_type=kind,
            colour_space=colours,
            source=source,
            gender=gender,
            eye_colour=eyes,
            hair_colour=hair,
            properties=int.from_bytes(properties, "big"),
            expression=expression,
            pose=tuple(pose),
            pose_uncertainty=tuple(uncertainty),
            device_type=device,
            quality=quality,
            data_type=data_type,
            feature_points=tuple(
                data[point : point + _FEATURE_POINT_BYTES]
                for point in range(first, start, _FEATURE_POINT_BYTES)
            ),
        ),
        end,
    )


def _wrong(field: str, reason: str) -> IcaoError:
    return IcaoError(field, _STANDARD, reason)

"""Face image data block of ISO/IEC 39794-5:2019, which data group 2 holds from 2030 (Doc 9303-10 §4.7.2).

The block's outermost tag is [APPLICATION 5], byte 65. Written is what the application profile for travel
documents needs and an office knows: picture, format, size, time of capture, colours. What else stands in a
block is skipped.
"""

# This software makes use of the Schema from ISO/IEC 39794-5 within modifications permitted in the
# relevant ISO/IEC standard. Please reproduce this note if possible.
#
# Use of ISO/IEC copyright in this Schema is licensed for the purpose of developing, implementing, and
# using software based on this Schema, subject to the following conditions:
#
# * Software developed from this Schema must retain the Copyright Notice, this list of conditions and the
#   disclaimer below ("Disclaimer").
# * Neither the name or logo of ISO or of IEC, nor the names of specific contributors, may be used to
#   endorse or promote software derived from this Schema without specific prior written permission.
# * The software developer shall attribute the Schema to ISO/IEC and identify the ISO/IEC standard from
#   which it is taken.
#
# The Disclaimer is:
# THE SCHEMA ON WHICH THIS SOFTWARE IS BASED IS PROVIDED BY THE COPYRIGHT HOLDERS AND CONTRIBUTORS "AS
# IS" AND ANY EXPRESS OR IMPLIED WARRANTIES, INCLUDING, BUT NOT LIMITED TO, THE IMPLIED WARRANTIES OF
# MERCHANTABILITY AND FITNESS FOR A PARTICULAR PURPOSE ARE DISCLAIMED. IN NO EVENT SHALL THE COPYRIGHT
# OWNER OR CONTRIBUTORS BE LIABLE FOR ANY DIRECT, INDIRECT, INCIDENTAL, SPECIAL, EXEMPLARY, OR
# CONSEQUENTIAL DAMAGES (INCLUDING, BUT NOT LIMITED TO, PROCUREMENT OF SUBSTITUTE GOODS OR SERVICES; LOSS
# OF USE, DATA, OR PROFITS; OR BUSINESS INTERRUPTION) HOWEVER CAUSED AND ON ANY THEORY OF LIABILITY,
# WHETHER IN CONTRACT, STRICT LIABILITY, OR TORT (INCLUDING NEGLIGENCE OR OTHERWISE) ARISING IN ANY WAY
# OUT OF THE USE OF THE CODE COMPONENTS, EVEN IF ADVISED OF THE POSSIBILITY OF SUCH DAMAGE.

from dataclasses import dataclass
from enum import IntEnum

from loket.core.icao.error import IcaoError
from loket.core.icao.lds import der
from loket.core.icao.lds.pictures import PictureKind, picture_size
from loket.core.icao.lds.tlv import Tlv, read_all, read_only, write_template, write_tlv

FACE_IMAGE_DATA_BLOCK = 0x65
GENERATION = 3
YEAR = 2019

_STANDARD = "ISO/IEC 39794-5:2019"
_MOST_REPRESENTATIONS = 16
_LARGEST_SIZE = 65535
# Context-specific tags: 80 is [0], A0 is [0] of what is made of elements.
_P0, _P1, _C0, _C1, _C2, _C7, _C9 = 0x80, 0x81, 0xA0, 0xA1, 0xA2, 0xA7, 0xA9


class ImageFormat(IntEnum):
    """The formats of the application profile for travel documents."""

    JPEG = 2
    JPEG_2000_LOSSY = 3
    JPEG_2000_LOSSLESS = 4


class BlockColourSpace(IntEnum):
    """The standard's codes, which differ from those of ISO/IEC 19794-5."""

    UNKNOWN = 0
    OTHER = 1
    RGB_24 = 2
    RGB_48 = 3
    YUV_422 = 4
    GREY_8 = 5
    GREY_16 = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class FaceRepresentation:
    """One picture. `captured` is year, month, day, hour, minute, second, millisecond: as many as are known.

    `width` and `height`, in pixels, and `colour_space` are None where the block does not say them.
    """

    picture: bytes
    image_format: int
    width: int | None = None
    height: int | None = None
    captured: tuple[int, ...] = ()
    colour_space: int | None = None
    identifier: int = 0


@dataclass(frozen=True, slots=True)
class FaceBlock:
    """The pictures of one person's face; on a chip it is one."""

    representations: tuple[FaceRepresentation, ...]
    generation: int = GENERATION
    year: int = YEAR

    @property
    def pictures(self) -> tuple[bytes, ...]:
        """The pictures alone."""
        return tuple(representation.picture for representation in self.representations)


def face_block(
    picture: bytes,
    *,
    lossless: bool = False,
    captured: tuple[int, ...] = (),
    colour_space: int | None = BlockColourSpace.RGB_24,
) -> FaceBlock:
    """Return a block of one picture, its size and format as the picture has them; raises IcaoError.

    `lossless` says that a JPEG 2000 picture lost nothing, which its header does not tell.
    """
    size = picture_size(picture)
    jpeg_2000 = ImageFormat.JPEG_2000_LOSSLESS if lossless else ImageFormat.JPEG_2000_LOSSY
    representation = FaceRepresentation(
        picture=picture,
        image_format=ImageFormat.JPEG if size.kind is PictureKind.JPEG else jpeg_2000,
        width=size.width,
        height=size.height,
        captured=captured,
        colour_space=colour_space,
    )
    return FaceBlock((representation,))


def write_face_block(block: FaceBlock) -> bytes:
    """Return the block as bytes, its tag 65 included; raises IcaoError when it is not of the profile."""
    if len(block.representations) != 1:
        raise _wrong("representations", "not one, as the profile for travel documents has it")
    version = write_template(
        _C0, (der.write_integer(block.generation, _P0), der.write_integer(block.year, _P1))
    )
    representations = write_template(_C1, map(_representation_bytes, block.representations))
    return write_template(FACE_IMAGE_DATA_BLOCK, (version, representations))


def read_face_block(data: bytes) -> FaceBlock:
    """Read a block, of the base standard or of the profile; raises IcaoError."""
    parts = _members(read_only(data, FACE_IMAGE_DATA_BLOCK, field="face image data block"))
    version = _members(_member(parts, _C0, "version block"))
    blocks = read_all(_member(parts, _C1, "representation blocks"), most=_MOST_REPRESENTATIONS)
    if not blocks:
        raise _wrong("representation blocks", "none")
    return FaceBlock(
        tuple(_read_representation(block) for block in blocks),
        der.read_integer(_member(version, _P0, "generation"), "generation"),
        der.read_integer(_member(version, _P1, "year"), "year"),
    )


def _representation_bytes(representation: FaceRepresentation) -> bytes:
    if representation.image_format not in set(ImageFormat):
        raise _wrong("image data format", "not one of the profile for travel documents")
    # A CHOICE inside a tag keeps its own (X.680 §31.2.7): base [0], in it imageRepresentation2DBlock [0].
    information = write_template(_C1, _information(representation))
    picture = write_tlv(_P0, representation.picture)
    two_dimensional = write_template(_C0, (write_template(_C0, (picture, information)),))
    parts = [der.write_integer(representation.identifier, _P0), write_tlv(_C1, two_dimensional)]
    if representation.captured:
        if len(representation.captured) > 7:
            raise _wrong("capture date and time", "more than seven parts")
        times = enumerate(representation.captured, start=_P0)
        parts.append(write_template(_C2, (der.write_integer(number, tag) for tag, number in times)))
    return der.write_sequence(parts)


def _information(representation: FaceRepresentation) -> tuple[bytes, ...]:
    image_format = write_template(_C0, (der.write_integer(representation.image_format, _P0),))
    # The profile has no code [0] for these two, only an extension [1] with a fallback [0]. Kind 0 is MRTD.
    kind = write_template(_C1, (write_template(_C1, (der.write_integer(0, _P0),)),))
    size = colours = b""
    if representation.width is not None and representation.height is not None:
        numbers = (representation.width, representation.height)
        if not all(1 <= number <= _LARGEST_SIZE for number in numbers):
            raise _wrong("image size", f"not 1 to {_LARGEST_SIZE} pixels")
        size = write_template(
            _C7, (der.write_integer(number, tag) for tag, number in zip((_P0, _P1), numbers, strict=True))
        )
    if representation.colour_space is not None:
        colours = write_template(
            _C9, (write_template(_C1, (der.write_integer(representation.colour_space, _P0),)),)
        )
    return image_format, kind, size, colours


def _read_representation(block: Tlv) -> FaceRepresentation:
    if block.tag != der.SEQUENCE:
        raise _wrong("representation block", "not a SEQUENCE")
    parts = _members(block.value)
    image = _member(parts, _C1, "image representation")
    base = _member(_members(image), _C0, "image representation")
    picture = _members(_member(_members(base), _C0, "two-dimensional image"))
    information = _members(_member(picture, _C1, "image information"))
    size = _members(information.get(_C7, b""))
    colours = information.get(_C9)
    return FaceRepresentation(
        picture=_member(picture, _P0, "picture"),
        image_format=_code(_member(information, _C0, "image data format"), "image data format"),
        width=_optional(size, _P0, "width"),
        height=_optional(size, _P1, "height"),
        captured=tuple(
            der.read_integer(time.value, "capture date and time")
            for time in read_all(parts.get(_C2, b""), most=7)
        ),
        colour_space=None if colours is None else _code(colours, "image colour space"),
        identifier=der.read_integer(_member(parts, _P0, "representation number"), "representation number"),
    )


def _code(choice: bytes, field: str) -> int:
    """Return the number of a CHOICE of code [0] or an extension [1] with a fallback [0]."""
    chosen = _members(choice)
    if _C1 in chosen:
        chosen = _members(chosen[_C1])
    return der.read_integer(_member(chosen, _P0, field), field)


def _members(value: bytes) -> dict[int, bytes]:
    parts = read_all(value, most=64)
    members = {part.tag: part.value for part in parts}
    if len(members) != len(parts):
        raise _wrong("face image data block", "a member twice")
    return members


def _member(members: dict[int, bytes], tag: int, field: str) -> bytes:
    value = members.get(tag)
    if value is None:
        raise _wrong(field, "missing")
    return value


def _optional(members: dict[int, bytes], tag: int, field: str) -> int | None:
    return der.read_integer(members[tag], field) if tag in members else None


def _wrong(field: str, reason: str) -> IcaoError:
    return IcaoError(field, _STANDARD, reason)

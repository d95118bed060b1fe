"""Made-up pictures for demonstrations and drills: plainly drawn people and scans marked CONTOH."""

import hashlib
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

from PIL import Image, ImageDraw, ImageFilter, ImageFont

from loket.core.icao.mrz import Sex
from loket.node.papers.images import PORTRAIT_SIZE, jpeg_bytes
from loket.node.papers.typesetting import FONT_FOLDER

_Box: TypeAlias = tuple[float, float, float, float]
_SCALE = 2
_CAPTURED = (720, 926)
"""More pixels than the portrait has, as from a camera: 90 of them between the eyes are asked for."""
_SKINS = ("#f1c9a5", "#e5b48c", "#d29b6e", "#b97f54", "#99643f", "#865638")
_HAIRS = ("#2a221f", "#2b211c", "#3a2a20", "#4a4644", "#8d8a88")
_CLOTHES = ("#24445c", "#0f5c5c", "#5b3a52", "#6b4a2b", "#2e4a36", "#7a2f35", "#39405c")
_SCARVES = ("#2f5d62", "#7a5c6b", "#3c4a6b", "#8a7a56", "#54624a", "#a05a4a")
_BACKGROUNDS = ("#e9eef0", "#eceff3", "#efeeea", "#e6ecea")
_HEADDRESSES = {
    Sex.MALE: ("short", "side", "curls", "short", "bald", "side"),
    Sex.FEMALE: ("scarf", "long", "scarf", "long"),
    Sex.UNSPECIFIED: ("short", "side", "scarf", "long", "curls"),
}

_SCAN_WIDTH = 1240
_SCAN_TITLES = {
    "ktp": ("KARTU TANDA PENDUDUK", "#d6e6f2", 780),
    "kk": ("KARTU KELUARGA", "#e9f0e2", 880),
    "akta": ("KUTIPAN AKTA KELAHIRAN", "#f4eedd", 1600),
}


def draw_portrait(seed: int, sex: Sex = Sex.UNSPECIFIED) -> bytes:
    """Return a JPEG of 720 x 926 pixels: a flat drawing of head and shoulders, marked SPECIMEN.

    The same seed and sex give the same bytes; seeds are whole numbers.
    """
    dice = hashlib.sha256(b"portrait %d" % seed).digest()
    skin = _SKINS[dice[0] % len(_SKINS)]
    hair = _HAIRS[dice[1] % len(_HAIRS)]
    headdress = _HEADDRESSES[sex][dice[2] % len(_HEADDRESSES[sex])]
    cloth = _CLOTHES[dice[3] % len(_CLOTHES)]
    scarf = _SCARVES[dice[4] % len(_SCARVES)]
    canvas = _Canvas(_BACKGROUNDS[dice[5] % len(_BACKGROUNDS)])
    wide = dice[6] % 16 - 8  # the face's width differs by up to 8 pixels to either side
    if headdress == "long":
        canvas.ellipse((95 - wide, 90, 318 + wide, 400), hair)
        canvas.box((95 - wide, 240, 318 + wide, 430), hair, radius=40)
    _draw_body(canvas, skin, cloth)
    _draw_head(canvas, skin, wide)
    looks = _Looks.of(dice[7:])
    if headdress == "scarf":
        _draw_scarf(canvas, skin, scarf, wide)
        _draw_face(canvas, skin, hair, looks)
    else:
        _draw_face(canvas, skin, hair, looks)
        _draw_hair(canvas, headdress, hair, wide)
    if sex is Sex.MALE and dice[8] % 4 == 0:
        canvas.chord((172, 303, 241, 327), 200, 340, _mixed(hair, skin, 0.45))
    return jpeg_bytes(canvas.finished())


def draw_signature(seed: int) -> bytes:
    """Return a PNG of 900 x 300 pixels: a made-up signature in ink on paper, the same for a seed."""
    dice = hashlib.sha256(b"signature %d" % seed).digest()
    image = Image.new("L", (900, 300), 255)
    draw = ImageDraw.Draw(image)
    points = []
    for step in range(400):
        turn = step / 400 * math.tau
        loops = 3 + dice[0] % 4
        x = 120 + 1.6 * step + 60 * math.sin(loops * turn + dice[1])
        y = 150 + (30 + dice[2] % 60) * math.sin((loops + 2) * turn + dice[3]) * (1 - step / 600)
        points.append((x, y))
    draw.line(points, 20, 7, joint="curve")
    draw.line([(140, 235), (720, 222)], 20, 6)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def draw_scan(kind: str, lines: Sequence[tuple[str, str]]) -> bytes:
    """Return a JPEG that looks like a scanned `kind` ("ktp", "kk" or "akta") with captions and values.

    It is marked CONTOH across its face. Raises KeyError for another kind: that is a bug of the caller.
    """
    title, colour, height = _SCAN_TITLES[kind]
    image = Image.new("RGB", (_SCAN_WIDTH, height), "#f7f6f3")
    draw = ImageDraw.Draw(image)
    draw.rounded_rectangle(
        (24, 24, _SCAN_WIDTH - 24, height - 24), 26, fill=colour, outline="#8fa3ad", width=3
    )
    draw.text((_SCAN_WIDTH / 2, 90), title, "#1b2430", _font(bold=True, size=46), anchor="mm")
    draw.text(
        (_SCAN_WIDTH / 2, 142), "DOKUMEN CONTOH, TIDAK BERLAKU", "#a3262a", _font(bold=True, size=24), "mm"
    )
    draw.line((80, 180, _SCAN_WIDTH - 80, 180), "#8fa3ad", 2)
    spacing = min(62, (height - 270) // max(1, len(lines)))
    size = min(30, spacing - 8)
    for index, (caption, value) in enumerate(lines):
        y = 225 + index * spacing
        draw.text((90, y), caption, "#44525c", _font(bold=False, size=size), anchor="lm")
        draw.text((430, y), f":  {value}", "#1b2430", _font(bold=True, size=size), anchor="lm")
    _stamp(image)
    return jpeg_bytes(image)


def _stamp(image: Image.Image) -> None:
    """Write CONTOH across the whole picture."""
    mark = Image.new("L", (900, 260), 0)
    ImageDraw.Draw(mark).text((450, 130), "CONTOH", 46, _font(bold=True, size=200), anchor="mm")
    mark = mark.rotate(18, expand=True, resample=Image.Resampling.BICUBIC)
    corner = ((image.width - mark.width) // 2, (image.height - mark.height) // 2)
    image.paste(Image.new("RGB", mark.size, "#a3262a"), corner, mark)


def _font(*, bold: bool, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONT_FOLDER / f"NotoSans-{'Bold' if bold else 'Regular'}.ttf", size)


@dataclass(frozen=True, slots=True)
class _Looks:
    """In what faces differ, in pixels of the portrait: eyes, brows, nose and mouth."""

    shift: float
    apart: float
    eye: float
    brow: float
    thick: float
    nose: float
    mouth: float

    @classmethod
    def of(cls, dice: bytes) -> "_Looks":
        return cls(
            shift=dice[0] % 9 - 4,
            apart=41 + dice[2] % 8,
            eye=9 + dice[3] % 4,
            brow=9 + dice[4] % 6,
            thick=4 + dice[5] % 4,
            nose=12 + dice[6] % 9,
            mouth=24 + dice[7] % 13,
        )


class _Canvas:
    """A drawing in the coordinates of the finished portrait, drawn larger for smooth edges."""

    def __init__(self, background: str) -> None:
        width, height = PORTRAIT_SIZE
        self._image = Image.new("RGB", (width * _SCALE, height * _SCALE), background)
        self._draw = ImageDraw.Draw(self._image)

    def ellipse(self, box: _Box, fill: str) -> None:
        self._draw.ellipse([edge * _SCALE for edge in box], fill=fill)

    def box(self, box: _Box, fill: str, radius: float) -> None:
        self._draw.rounded_rectangle([edge * _SCALE for edge in box], radius * _SCALE, fill=fill)

    def polygon(self, points: Sequence[tuple[float, float]], fill: str) -> None:
        self._draw.polygon([(x * _SCALE, y * _SCALE) for x, y in points], fill=fill)

    def arc(self, box: _Box, start: float, end: float, fill: str, width: float) -> None:
        self._draw.arc([edge * _SCALE for edge in box], start, end, fill, round(width * _SCALE))

    def chord(self, box: _Box, start: float, end: float, fill: str) -> None:
        self._draw.chord([edge * _SCALE for edge in box], start, end, fill)

    def soft(self, box: _Box, fill: str, strength: float) -> None:
        """Shade an ellipse with soft edges; `strength` up to 1."""
        left, top, right, bottom = (round(edge * _SCALE) for edge in box)
        blur = round(min(right - left, bottom - top) * 0.22)
        size = (right - left + 6 * blur, bottom - top + 6 * blur)
        mask = Image.new("L", size, 0)
        inner = (3 * blur, 3 * blur, size[0] - 3 * blur, size[1] - 3 * blur)
        ImageDraw.Draw(mask).ellipse(inner, fill=round(255 * strength))
        mask = mask.filter(ImageFilter.GaussianBlur(blur))
        self._image.paste(Image.new("RGB", size, fill), (left - 3 * blur, top - 3 * blur), mask)

    def finished(self) -> Image.Image:
        """The drawing as a camera would give it, with the mark across the clothes: the face stays free."""
        image = self._image.resize(_CAPTURED, Image.Resampling.LANCZOS)
        mark = _font(bold=True, size=58)
        ImageDraw.Draw(image).text((_CAPTURED[0] / 2, _CAPTURED[1] - 34), "SPECIMEN", "#f4f3f0", mark, "mm")
        return image


def _shade(colour: str, factor: float) -> str:
    parts = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return "#" + "".join(f"{min(255, round(part * factor)):02x}" for part in parts)


def _mixed(colour: str, other: str, part: float) -> str:
    pairs = ((int(colour[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (1, 3, 5))
    return "#" + "".join(f"{round(one * (1 - part) + two * part):02x}" for one, two in pairs)


def _draw_body(canvas: _Canvas, skin: str, cloth: str) -> None:
    canvas.box((36, 430, 377, 620), cloth, radius=95)
    canvas.box((164, 340, 249, 470), _shade(skin, 0.88), radius=36)
    canvas.chord((150, 408, 263, 498), 0, 180, _shade(skin, 0.94))
    canvas.polygon([(146, 434), (206, 508), (170, 531), (120, 446)], _shade(cloth, 1.35))
    canvas.polygon([(267, 434), (207, 508), (243, 531), (293, 446)], _shade(cloth, 1.35))


def _draw_head(canvas: _Canvas, skin: str, wide: int) -> None:
    for left in (102 - wide, 283 + wide):
        canvas.ellipse((left, 232, left + 28, 288), _shade(skin, 0.9))
    canvas.box((116 - wide, 120, 297 + wide, 386), skin, radius=88)


def _draw_face(canvas: _Canvas, skin: str, hair: str, looks: "_Looks") -> None:
    """Draw eyes, brows, nose and mouth; shades of the skin give them the depth that a detector looks for."""
    shift, apart = looks.shift, looks.apart
    dark, deep = _shade(skin, 0.72), _shade(skin, 0.55)
    middles = (206.5 - apart, 206.5 + apart)
    for middle in middles:
        canvas.soft((middle - 27, 234 + shift, middle + 27, 264 + shift), dark, 0.45)
    canvas.soft((196, 238 + shift, 217, 296 + shift), _shade(skin, 1.14), 0.6)
    canvas.soft((206 - looks.nose, 284 + shift, 207 + looks.nose, 306 + shift), dark, 0.75)
    canvas.soft((168, 346, 245, 368), dark, 0.25)
    for middle in middles:
        high = looks.eye
        canvas.ellipse((middle - 18, 252 - high + shift, middle + 18, 252 + high + shift), "#fbfaf7")
        canvas.ellipse((middle - 9, 243 + shift, middle + 9, 261 + shift), "#2a1d17")
        canvas.ellipse((middle - 4, 246 + shift, middle - 0.5, 249.5 + shift), "#f3f1ee")
        canvas.arc((middle - 19, 251 - high + shift, middle + 19, 255 + high + shift), 190, 350, deep, 2.5)
        lift = looks.brow
        canvas.arc(
            (middle - 26, 216 - lift + shift, middle + 26, 262 - lift + shift), 222, 318, hair, looks.thick
        )
    for middle in (206.5 - looks.nose * 0.55, 206.5 + looks.nose * 0.55):
        canvas.ellipse((middle - 3.5, 297 + shift, middle + 3.5, 301.5 + shift), deep)
    canvas.arc((206 - looks.nose, 272 + shift, 207 + looks.nose, 308 + shift), 25, 155, deep, 3)
    lips = looks.mouth
    canvas.chord((206 - lips, 314, 207 + lips, 340), 180, 360, _mixed(skin, "#8f3f3c", 0.55))
    canvas.chord((206 - lips, 311, 207 + lips, 345), 0, 180, _mixed(skin, "#a4474a", 0.6))
    canvas.arc((206 - lips, 318, 207 + lips, 336), 10, 170, deep, 2)


def _draw_hair(canvas: _Canvas, headdress: str, colour: str, wide: int) -> None:
    left, right = 108 - wide, 305 + wide
    if headdress == "bald":
        return
    if headdress == "curls":
        for index in range(9):
            x = left - 2 + index * (right - left - 52) / 8
            lift = abs(index - 4) * 9
            canvas.ellipse((x, 88 + lift, x + 58, 148 + lift), colour)
        return
    canvas.chord((left, 100, right, 330), 192, 348, colour)
    if headdress == "side":
        canvas.polygon([(left, 200), (left + 34, 150), (right - 40, 190), (left + 40, 205)], colour)
    canvas.box((left, 168, left + 16, 246), colour, radius=8)
    canvas.box((right - 16, 168, right, 246), colour, radius=8)


def _draw_scarf(canvas: _Canvas, skin: str, colour: str, wide: int) -> None:
    """Draw a headscarf around the face, and the skin that it leaves free."""
    canvas.box((95 - wide, 88, 318 + wide, 452), colour, radius=110)
    canvas.polygon([(104, 385), (309, 385), (366, 531), (48, 531)], colour)
    canvas.polygon([(206, 405), (318, 380), (300, 531), (236, 531)], _shade(colour, 0.9))
    canvas.box((127 - wide, 138, 286 + wide, 384), _shade(colour, 0.78), radius=78)
    canvas.box((131 - wide, 143, 282 + wide, 381), skin, radius=75)

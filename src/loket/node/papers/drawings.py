"""Made-up pictures for demonstrations and drills: plainly drawn people and scans marked CONTOH."""

import hashlib
from collections.abc import Sequence
from typing import TypeAlias

from PIL import Image, ImageDraw, ImageFont

from loket.core.icao.mrz import Sex
from loket.node.papers.images import PORTRAIT_SIZE, jpeg_bytes
from loket.node.papers.typesetting import FONT_FOLDER

_Box: TypeAlias = tuple[float, float, float, float]
_SCALE = 3
_SKINS = ("#f1c9a5", "#e5b48c", "#d29b6e", "#b97f54", "#99643f", "#7b4d30")
_HAIRS = ("#1d1715", "#2b211c", "#3a2a20", "#4a4644", "#8d8a88")
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
    """Return a JPEG of 413 x 531 pixels: a flat drawing of head and shoulders.

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
    if headdress == "scarf":
        _draw_scarf(canvas, skin, scarf, wide)
        _draw_face(canvas, hair, wide - 6, dice[7] % 7 - 3)
    else:
        _draw_face(canvas, hair, wide, dice[7] % 7 - 3)
        _draw_hair(canvas, headdress, hair, wide)
    if sex is Sex.MALE and dice[8] % 4 == 0:
        canvas.chord((168, 296, 245, 330), 200, 340, hair)
    return jpeg_bytes(canvas.finished())


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

    def finished(self) -> Image.Image:
        return self._image.resize(PORTRAIT_SIZE, Image.Resampling.LANCZOS)


def _shade(colour: str, factor: float) -> str:
    parts = (int(colour[start : start + 2], 16) for start in (1, 3, 5))
    return "#" + "".join(f"{min(255, round(part * factor)):02x}" for part in parts)


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


def _draw_face(canvas: _Canvas, hair: str, wide: int, shift: int) -> None:
    for middle in (168 - wide / 2, 245 + wide / 2):
        canvas.ellipse((middle - 15, 243 + shift, middle + 15, 261 + shift), "#fbfaf7")
        canvas.ellipse((middle - 8.5, 243.5 + shift, middle + 8.5, 260.5 + shift), "#2a1d17")
        canvas.ellipse((middle - 4, 246 + shift, middle - 0.5, 249.5 + shift), "#f3f1ee")
        canvas.arc((middle - 24, 218 + shift, middle + 24, 258 + shift), 215, 325, hair, 5.5)
    canvas.arc((190, 264, 223, 306), 35, 145, "#7d5238", 3.5)
    canvas.chord((176, 308, 237, 344), 12, 168, "#a4574f")


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
    canvas.box((86 - wide, 84, 327 + wide, 452), colour, radius=118)
    canvas.polygon([(92, 370), (321, 370), (366, 531), (48, 531)], colour)
    canvas.polygon([(206, 405), (318, 380), (300, 531), (236, 531)], _shade(colour, 0.9))
    canvas.box((127 - wide, 138, 286 + wide, 384), _shade(colour, 0.78), radius=78)
    canvas.box((131 - wide, 143, 282 + wide, 381), skin, radius=75)

"""C40, the text encoding of seals: three characters in two bytes (Doc 9303-13 §2.6; ISO/IEC 16022 §5.2.5).

Seals write capitals, digits and spaces; all of ASCII is read and can be written, by shifts.
"""

from loket.core.icao.error import IcaoError

_CLAUSE = "9303-13 2.6"
_FIELD = "C40 text"
_UNLATCH = 254
_PAD = 129
_LATCH_C40 = 230
_SHIFT_1, _SHIFT_2, _SHIFT_3 = 0, 1, 2
_BASIC = " 0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_FIRST_BASIC = 3
_SETS = {
    _SHIFT_1: "".join(map(chr, range(32))),
    _SHIFT_2: "!\"#$%&'()*+,-./:;<=>?@[\\]^_",
    _SHIFT_3: "".join(map(chr, range(96, 128))),
}
_VALUES = {character: (_FIRST_BASIC + place,) for place, character in enumerate(_BASIC)} | {
    character: (shift, place) for shift, held in _SETS.items() for place, character in enumerate(held)
}
_ASCII = 128
_FIRST_PAIR, _LAST_PAIR = 130, 229


def encode(text: str) -> bytes:
    """Return the C40 bytes of ASCII text; raises IcaoError for other characters.

    Two values that are left over are filled up with Shift 1; a single character left over is written behind
    an unlatch, in ASCII plus one. A filler of the machine readable zone is not turned into a space here.
    """
    if not text.isascii():
        raise IcaoError(_FIELD, _CLAUSE, "a character outside ASCII")
    counts = [len(_VALUES[character]) for character in text]
    end = len(text)
    if sum(counts) % 3 == 1:
        # One value is left: the characters behind the last whole triple are written in ASCII.
        while end and sum(counts[:end]) % 3:
            end -= 1
    values = [value for character in text[:end] for value in _VALUES[character]]
    values += [_SHIFT_1] * (-len(values) % 3)
    packed = b"".join(_packed(values[at : at + 3]) for at in range(0, len(values), 3))
    if end == len(text):
        return packed
    rest = bytes([_UNLATCH, *(ord(character) + 1 for character in text[end:])])
    return packed + rest + bytes([_PAD] * (len(rest) % 2))


def _packed(values: list[int]) -> bytes:
    first, second, third = values
    return (1600 * first + 40 * second + third + 1).to_bytes(2, "big")


def decode(data: bytes) -> str:
    """Return the text of C40 bytes: shifts, unlatching to ASCII and its digit pairs, and padding understood.

    Raises IcaoError for bytes that encode no ASCII text.
    """
    out: list[str] = []
    values: list[int] = []
    at = 0
    while at < len(data):
        if data[at] == _UNLATCH:
            out.append(_text(values))
            values = []
            at = _ascii(data, at + 1, out)
            continue
        if at + 1 == len(data):
            raise IcaoError(_FIELD, _CLAUSE, "a single byte is left over")
        number = int.from_bytes(data[at : at + 2], "big") - 1
        if not 0 <= number < 64_000:
            raise IcaoError(_FIELD, _CLAUSE, "two bytes that stand for no three values")
        values += [number // 1600, number // 40 % 40, number % 40]
        at += 2
    out.append(_text(values))
    return "".join(out)


def _ascii(data: bytes, at: int, out: list[str]) -> int:
    """Read ASCII until a latch back to C40 or the end; return where to go on."""
    while at < len(data):
        code = data[at]
        at += 1
        if code == _LATCH_C40:
            return at
        if code == _PAD:
            return len(data)  # ISO/IEC 16022 §5.2.3: nothing but padding follows
        if 1 <= code <= _ASCII:
            out.append(chr(code - 1))
        elif _FIRST_PAIR <= code <= _LAST_PAIR:
            out.append(f"{code - _FIRST_PAIR:02}")
        else:
            raise IcaoError(_FIELD, _CLAUSE, "a switch to an encoding that seals do not use")
    return at


def _text(values: list[int]) -> str:
    out = []
    shift: int | None = None
    for value in values:
        if shift is not None:
            held = _SETS[shift]
            if value >= len(held):
                raise IcaoError(_FIELD, _CLAUSE, "a value that its shift has no character for")
            out.append(held[value])
            shift = None
        elif value < _FIRST_BASIC:
            shift = value
        else:
            out.append(_BASIC[value - _FIRST_BASIC])
    # A Shift 1 that nothing follows is the padding of the last three values.
    if shift not in {None, _SHIFT_1}:
        raise IcaoError(_FIELD, _CLAUSE, "a shift without its character")
    return "".join(out)

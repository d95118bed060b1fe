"""JSON in its one canonical form (JCS, RFC 8785): what is signed in a seal that is JSON."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal
from math import isfinite
from typing import Any

from loket.core.icao.error import IcaoError

_CLAUSE = "RFC 8785 3.2"
_MOST_DIGITS = 21  # ECMAScript writes longer integers with an exponent.


def read_json(text: str) -> Any:
    """Return the value of JSON text; IcaoError for what is none, or names something twice (I-JSON)."""
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_refuse_constant)
    except (ValueError, RecursionError):
        raise IcaoError("JSON", "RFC 7493 2", "not JSON") from None


def canonical(value: Any) -> bytes:
    """Return a value (as `read_json` gives it) in canonical form, UTF-8; IcaoError for what has none."""
    try:
        return _written(value).encode()
    except (UnicodeEncodeError, RecursionError):
        raise IcaoError("JSON", _CLAUSE, "it has no canonical form") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = dict(pairs)
    if len(names) != len(pairs):
        raise ValueError
    return names


def _refuse_constant(_text: str) -> Any:
    raise ValueError


def _written(value: Any) -> str:
    if value is None or isinstance(value, bool | str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int | float):
        return _number(value)
    if isinstance(value, Mapping):
        # Sorted as UTF-16 code units, not as characters (§3.2.3).
        names = sorted(value, key=lambda name: str(name).encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{_written(name)}:{_written(value[name])}" for name in names) + "}"
    if isinstance(value, Sequence):
        return "[" + ",".join(map(_written, value)) + "]"
    raise IcaoError("JSON", _CLAUSE, "a value of no kind that JSON has")


def _number(value: float) -> str:
    """Write a number as ECMAScript does (§3.2.2.3; ECMA-262 §6.1.6.1.20)."""
    try:
        double = float(value)
    except OverflowError:
        raise IcaoError("JSON", _CLAUSE, "a number that no double holds") from None
    if not isfinite(double):
        raise IcaoError("JSON", _CLAUSE, "a number that no double holds")
    if double == 0:
        return "0"
    sign = "-" if double < 0 else ""
    # Python's repr is the shortest that reads back as the same double, as ECMAScript asks.
    found = Decimal(repr(abs(double))).normalize().as_tuple()
    digits = "".join(map(str, found.digits))
    point = len(digits) + int(found.exponent)
    return sign + _placed(digits, point)


def _placed(digits: str, point: int) -> str:
    """Place the decimal point `point` digits from the left, with an exponent where ECMAScript has one."""
    if len(digits) <= point <= _MOST_DIGITS:
        return digits.ljust(point, "0")
    if 0 < point <= _MOST_DIGITS:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    mantissa = digits if len(digits) == 1 else f"{digits[0]}.{digits[1:]}"
    return f"{mantissa}e{point - 1:+d}"

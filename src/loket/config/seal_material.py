"""Where a seal is found: in hexadecimal or base64 text, in bytes, or in the codes of a picture or a PDF."""

import base64
import binascii
import re
import sys
from pathlib import Path

from loket.core.icao.seal.header import MAGIC

MOST_BYTES = 50_000_000
_HEX = re.compile(rb"(?:[0-9a-fA-F]{2})+")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]+={0,2}")
_PICTURES = (b"%PDF-", b"\x89PNG", b"\xff\xd8")


class SealUsageError(Exception):
    """What was asked for cannot be done as it was asked (exit status 2); says what to do instead."""


def material_of(source: str) -> bytes:
    """Return the bytes that an argument means: "-" is standard input, a path its file, else itself."""
    if source == "-":
        return sys.stdin.buffer.read(MOST_BYTES)
    try:
        if Path(source).is_file():
            with Path(source).open("rb") as file:
                return file.read(MOST_BYTES)
    except OSError:
        pass  # longer than a path may be: then it is the seal itself
    material = source.encode()
    if source.lstrip().startswith("{"):
        return material
    if _HEX.fullmatch(_without_spaces(material)) or _BASE64.fullmatch(_without_spaces(material)):
        return material
    raise SealUsageError("neither a file nor a seal in hexadecimal or base64")


def is_picture(material: bytes) -> bool:
    """Whether codes are to be looked for in this material."""
    return material.startswith(_PICTURES)


def payloads(material: bytes) -> tuple[bytes, ...]:
    """Return what could be a seal: the material itself out of its text, or what its codes hold.

    Raises PaperError for a picture or PDF that cannot be read, SealUsageError for one without a code.
    """
    if not is_picture(material):
        return (unwrapped(material),)
    from loket.node.papers.codes import read_codes

    found = tuple(unwrapped(code.data) for code in read_codes(material))
    if not found:
        raise SealUsageError("no DataMatrix, QR or Aztec code was found in it")
    return found


def unwrapped(data: bytes) -> bytes:
    """Return the bytes that hexadecimal or base64 text stands for, or the data as it is."""
    text = _without_spaces(data)
    if data[:1] == bytes([MAGIC]) or data.lstrip()[:1] == b"{":
        return data
    if _HEX.fullmatch(text):
        return bytes.fromhex(text.decode("ascii"))
    if _BASE64.fullmatch(text):
        standard = text.replace(b"-", b"+").replace(b"_", b"/").rstrip(b"=")
        try:
            return base64.b64decode(standard + b"=" * (-len(standard) % 4), validate=True)
        except binascii.Error:
            return data
    return data


def _without_spaces(data: bytes) -> bytes:
    return b"".join(data.split())

"""The list of document types that a signer may sign (Doc 9303-12 §7.1.1.6)."""

from typing import Final

from asn1crypto.core import Integer, PrintableString, Sequence, SetOf

from loket.core.icao.error import IcaoError

_MOST_TYPES: Final = 64


class _Types(SetOf):  # type: ignore[misc]
    _child_spec = PrintableString


class _DocumentTypeList(Sequence):  # type: ignore[misc]
    _fields = [("version", Integer), ("types", _Types)]  # noqa: RUF012


def read_document_types(value: bytes) -> tuple[str, ...]:
    """Read the extension's value; IcaoError unless it is version 0 with codes of one or two characters."""
    try:
        parsed = _DocumentTypeList.load(value, strict=True)
        version, types = parsed["version"].native, tuple(parsed["types"].native)
    except (ValueError, TypeError, KeyError):
        raise IcaoError("document types", "9303-12 7.1.1.6", "the list cannot be read") from None
    if version != 0 or len(types) > _MOST_TYPES or any(len(one) not in {1, 2} for one in types):
        raise IcaoError(
            "document types", "9303-12 7.1.1.6", "not a list of version 0 with one or two letters each"
        )
    return types


def may_sign_type(listed: tuple[str, ...], document_code: str) -> bool:
    """Return whether the list has this document code (`PP`, `ID`…); one letter means all that begin so."""
    code = document_code.rstrip("<")
    return any(code == one or (len(one) == 1 and code.startswith(one)) for one in listed)

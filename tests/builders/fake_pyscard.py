"""The part of `pyscard` 2 that Loket calls, over virtual chips: names and behaviour as in its documentation.

The real one was run against these same virtual chips, through pcscd and vsmartcard's reader (docs/adr/0016).
"""

import sys
from types import ModuleType

import pytest

from loket.core.icao.chip.virtual.chip import VirtualChip


class SmartcardException(Exception):  # noqa: N818 pyscard calls it so
    pass


class CardConnectionException(SmartcardException):
    pass


class NoCardException(SmartcardException):
    pass


class BaseSCardException(Exception):  # noqa: N818 pyscard calls it so
    pass


class Reader:
    """A reader; `chip` is what lies on it. It breaks off after so many commands if `breaks_after` is set."""

    def __init__(self, name: str, chip: VirtualChip | None = None) -> None:
        self.name = name
        self.chip = chip
        self.breaks_after: int | None = None

    def __str__(self) -> str:
        return self.name

    def createConnection(self) -> "Connection":
        return Connection(self)


class Connection:
    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    def connect(self, protocol: int) -> None:
        assert protocol == 2  # CardConnection.T1_protocol
        if self._reader.chip is None:
            raise NoCardException
        self._reader.chip.reset()

    def transmit(self, apdu: list[int]) -> tuple[list[int], int, int]:
        if self._reader.breaks_after is not None:
            if self._reader.breaks_after == 0:
                raise CardConnectionException
            self._reader.breaks_after -= 1
        assert self._reader.chip is not None
        response = self._reader.chip.transmit(bytes(apdu))
        return list(response[:-2]), response[-2], response[-1]


def plug_in(monkeypatch: pytest.MonkeyPatch, readers: list[Reader]) -> None:
    """Be `pyscard` for this test, with these readers."""
    contents = {
        "smartcard": {},
        "smartcard.System": {"readers": lambda: list(readers)},
        "smartcard.CardConnection": {"CardConnection": type("CardConnection", (), {"T1_protocol": 2})},
        "smartcard.Exceptions": {
            "SmartcardException": SmartcardException,
            "NoCardException": NoCardException,
        },
        "smartcard.pcsc": {},
        "smartcard.pcsc.PCSCExceptions": {"BaseSCardException": BaseSCardException},
    }
    modules = {name: ModuleType(name) for name in contents}
    for name, attributes in contents.items():
        for attribute, value in attributes.items():
            setattr(modules[name], attribute, value)
        parent, _, child = name.rpartition(".")
        if parent:
            setattr(modules[parent], child, modules[name])
        monkeypatch.setitem(sys.modules, name, modules[name])

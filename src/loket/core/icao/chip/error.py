"""What a terminal raises when a chip's answer cannot be accepted."""

from loket.core.icao.error import IcaoError


class ChipError(IcaoError):
    """Bytes of a command or an answer break Doc 9303-11 or ISO/IEC 7816-4."""


class ChipRefusalError(ChipError):
    """The chip answered with a status word that is not the one hoped for; `status_word` is its two bytes."""

    def __init__(self, field: str, clause: str, status_word: int) -> None:
        super().__init__(field, clause, f"the chip answers {status_word:04X}")
        self.status_word = status_word

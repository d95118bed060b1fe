"""What a chip knows only as long as it has power, and how it says no."""

from dataclasses import dataclass, field, replace
from enum import Enum

from ecdsa.ellipticcurve import PointJacobi

from loket.core.icao.chip.apdu import Response, StatusWord
from loket.core.icao.chip.chip_authentication import ChipAuthenticationTerms
from loket.core.icao.chip.curves import Curve, EphemeralKey, RandomBytes
from loket.core.icao.chip.memory import ChipMemory
from loket.core.icao.chip.pace import PaceProtocol
from loket.core.icao.chip.passwords import Password
from loket.core.icao.chip.secure_messaging import SecureChannel
from loket.core.icao.lds.files import ElementaryFile

_FIRST_WAIT_MS = 100
_LONGEST_WAIT_MS = 10_000
_FREE_FAILURES = 2


class Access(Enum):
    """By what the session was opened."""

    NONE = "none"
    PERSONALISATION = "personalisation"
    BASIC = "basic access control"
    PACE = "PACE"


class RefusalError(Exception):
    """The command is refused with this status word; caught by the chip, never seen outside."""

    def __init__(self, status_word: int) -> None:
        super().__init__(f"{status_word:04X}")
        self.status_word = status_word


@dataclass(slots=True)
class PaceRun:
    """PACE under way: what was agreed so far, step by step."""

    protocol: PaceProtocol
    curve: Curve
    password: Password
    nonce: bytes | None = None
    mapping: EphemeralKey | None = None
    generator: PointJacobi | None = None
    own: EphemeralKey | None = None
    other_public: bytes = b""


@dataclass(slots=True)
class Session:
    """The chip between two power-ups, with its memory, which each write replaces.

    `wait_ms`: how long the answer to the command in hand is to be held back.
    """

    memory: ChipMemory
    random_bytes: RandomBytes
    access: Access = Access.NONE
    in_application: bool = False
    current: ElementaryFile | None = None
    challenge: bytes | None = None
    channel: SecureChannel | None = None
    next_channel: SecureChannel | None = None
    pace: PaceRun | None = None
    chip_authentication: ChipAuthenticationTerms | None = None
    wait_ms: int = field(default=0)

    def close(self) -> None:
        """End secure messaging: keys and rights are gone, the application stays selected (9303-11 §9.8.2)."""
        self.access = Access.NONE
        self.current = self.challenge = self.channel = self.next_channel = None
        self.pace = self.chip_authentication = None

    def open(self, access: Access, channel: SecureChannel) -> None:
        """Begin secure messaging with the next command."""
        self.access, self.next_channel = access, channel
        self.current = self.challenge = self.pace = None

    def count_failure(self) -> None:
        """A wrong key: remember it beyond the power, and hold the answer back, longer each time."""
        failures = min(self.memory.failures + 1, 0xFFFF)
        self.memory = replace(self.memory, failures=failures)
        self.wait_ms = wait_ms_after(failures)

    def forget_failures(self) -> None:
        """A right key."""
        if self.memory.failures:
            self.memory = replace(self.memory, failures=0)


def wait_ms_after(failures: int) -> int:
    """Return how long a chip holds back its answer to the last of so many wrong keys in a row.

    Two are free, since a page is misread now and then; then 100 ms, doubled each time, up to 10 s.
    """
    if failures <= _FREE_FAILURES:
        return 0
    return min(_FIRST_WAIT_MS << min(failures - _FREE_FAILURES - 1, 16), _LONGEST_WAIT_MS)


def done(data: bytes = b"") -> Response:
    """Return a response of success."""
    return Response(data, StatusWord.OK)


def require(condition: object, status_word: int) -> None:
    """Refuse with this status word unless the condition holds."""
    if not condition:
        raise RefusalError(status_word)

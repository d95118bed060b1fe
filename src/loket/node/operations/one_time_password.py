"""One-time passwords: made by the machine, shown once, good for a day."""

from base64 import b32encode
from dataclasses import dataclass

from loket.core.domain.policy import DAY_MS
from loket.core.domain.rows import SignIn
from loket.core.tlog.entry import decode
from loket.node.operations.node import Node

GOOD_FOR_MS = DAY_MS
_BYTES = 10  # 80 bits: nobody guesses it in a day at the pace of signing in
_GROUP = 4


@dataclass(frozen=True, slots=True)
class OneTimePassword:
    """The sign-in was opened or reset by entry `index`.

    `password` is empty where the same act had shown it before; `until` (ms) it is good.
    """

    index: int
    username: str
    password: str
    until: int

    def __repr__(self) -> str:
        """Without the password: it is shown on one page and nowhere else."""
        return f"OneTimePassword(index={self.index})"


def make_one_time_password(node: Node) -> str:
    """Sixteen letters and digits in groups of four, of which none is mistaken for another (base32)."""
    text = b32encode(node.random_bytes(_BYTES)).decode().lower()
    return "-".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))


def is_the_latest(node: Node, officer: str, act: str) -> bool:
    """Whether this act's entry is the last word about the officer's sign-in.

    An old form that is sent again must not take back what was done since.
    """
    with node.store.reading() as reading:
        place = reading.act_index(act)
        latest = reading.get(SignIn, (node.name, officer))
        if place is None or latest is None:
            return False
        entry = decode(next(reading.entries(place[0], place[1], place[1] + 1)))
    return (entry.at, entry.officer) == (latest.at, latest.by)

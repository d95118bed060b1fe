"""How long an office can sign electronic passports alone: its keys, their quotas, its revocation lists."""

from dataclasses import dataclass
from enum import StrEnum

from loket.core.domain.policy import DAY_MS
from loket.core.domain.rows import DocumentSigner
from loket.core.domain.rules import personalisation
from loket.core.domain.terms import DocumentKind
from loket.node.keys.error import KeysError
from loket.node.operations.node import Node
from loket.node.operations.stock import forecasts
from loket.node.store.reading import Reading

LEAST_DAYS = 60
"""Below so many days an office asks for signers: by then it may have to stand alone for as long."""


class SigningBound(StrEnum):
    """What ends first; the values are those of `core.icao.pki.issuance.Bound`, and what a folder can lack."""

    KEY_USAGE = "key_usage"
    QUOTA = "quota"
    REVOCATION_LISTS = "revocation_lists"
    NO_SIGNER = "no_signer"
    FOLDER_UNREADABLE = "folder_unreadable"


@dataclass(frozen=True, slots=True, kw_only=True)
class SigningStatus:
    """`signers` that are not over yet, the signatures they have left, until when the last key signs (ms).

    `days` that the office can sign alone, rounded down, and what ends them.
    """

    signers: int
    signatures_left: int
    keys_until: int
    days: int
    bound: SigningBound

    @property
    def short(self) -> bool:
        """Whether headquarters has to be asked for signers or lists."""
        return self.days < LEAST_DAYS


@dataclass(frozen=True, slots=True, kw_only=True)
class SignersAtCentre:
    """What the centre knows of an office's signers: its lists and keys lie with the office alone."""

    signers: int
    signatures_left: int
    keys_until: int
    days: int

    @property
    def short(self) -> bool:
        """Whether the office needs signers."""
        return self.days < LEAST_DAYS


def signing_status(node: Node, reading: Reading) -> SigningStatus | None:
    """None where the office never had a signer."""
    rows = reading.select(DocumentSigner, {"office": node.name})
    if not rows or node.document_signers is None:
        return None
    now = node.clock()
    known = _known(rows, now)
    try:
        held = node.document_signers.held()
    except KeysError:
        return SigningStatus(**known, days=0, bound=SigningBound.FOLDER_UNREADABLE)
    if held is None:
        return SigningStatus(**known, days=0, bound=SigningBound.NO_SIGNER)
    rates = {one.kind: one.a_day for one in forecasts(node, reading, node.name)}
    found = personalisation.autonomy(
        held.terms, rows, lists=held.lists, rate_per_day=rates.get(DocumentKind.ELECTRONIC, 0.0), now=now
    )
    return SigningStatus(**known, days=int(found.days), bound=SigningBound(found.bound.value))


def signers_at_centre(reading: Reading, office: str, *, now: int) -> SignersAtCentre | None:
    """What an office's own log says of its signers; None where it never had one."""
    rows = reading.select(DocumentSigner, {"office": office})
    if not rows:
        return None
    known = _known(rows, now)
    left = max(0, known["keys_until"] - now) // DAY_MS if known["signatures_left"] else 0
    return SignersAtCentre(**known, days=left)


def _known(rows: list[DocumentSigner], now: int) -> dict[str, int]:
    usable = [one for one in rows if one.signs_until > now]
    return {
        "signers": len(usable),
        "signatures_left": sum(one.quota - one.used for one in usable),
        "keys_until": max((one.signs_until for one in usable), default=0),
    }

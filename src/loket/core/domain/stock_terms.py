"""Words of the stock of blanks: where they lie, what is done with them, why a count differs."""

from enum import StrEnum


class Place(StrEnum):
    """Where a numbered blank lies, while it is in the office's custody.

    The vault (brankas); the drawer (laci) of one officer for a shift; the machine (mesin cetak), with the
    books that are being made; the shelf of finished passports that wait for their holders.
    """

    VAULT = "vault"
    DRAWER = "drawer"
    MACHINE = "machine"
    READY = "ready"
    GONE = "gone"


class StockAct(StrEnum):
    """What is done with blanks; each leaves a numbered report (berita acara) in a book of its own."""

    RECEIVED = "received"
    MOVED = "moved"
    TRANSFERRED = "transferred"
    SPOILT = "spoilt"
    LOST = "lost"
    FOUND = "found"
    RETURNED = "returned"
    CANCELLED = "cancelled"
    DESTROYED = "destroyed"
    RECOUNTED = "recounted"


class ShortfallOutcome(StrEnum):
    """What became of blanks that a shipment named and that did not come."""

    NEVER_SENT = "never_sent"
    LOST_ON_THE_WAY = "lost_on_the_way"


class VarianceGround(StrEnum):
    """Why a count of blanks differed from the log, when it agrees again."""

    FOUND = "found"
    MISCOUNTED = "miscounted"
    REPORTED = "reported"

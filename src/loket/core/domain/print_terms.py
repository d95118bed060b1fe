"""Closed lists of printing: how far a page is, and what an officer found who looked for one."""

from enum import StrEnum


class PageState(StrEnum):
    """How far a data page is. SENDING is the moment in which nobody knows; SENT: the printer says it is out.

    ACCEPTED, PRINTING and STOPPED are what the printer says of its job; CANCELLED and UNKNOWN end that: an
    officer looks.
    """

    SUBMITTED = "submitted"
    SENDING = "sending"
    ACCEPTED = "accepted"
    PRINTING = "printing"
    STOPPED = "stopped"
    CANCELLED = "cancelled"
    UNKNOWN = "unknown"
    SENT = "sent"
    FAILED = "failed"
    READ_BACK_FAILED = "read_back_failed"
    PRINTED = "printed"


class PageFound(StrEnum):
    """What an officer found who looked into the printer for a page."""

    CAME_OUT = "came_out"
    NOTHING = "nothing"

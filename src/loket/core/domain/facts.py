"""The clear facts of an event that its line in a timeline shows (never personal data)."""

from dataclasses import fields

from loket.core.domain.events import Event

_SHOWN = frozenset(
    {
        "amount_rupiah",
        "answer",
        "application_number",
        "bank_reference",
        "billing_code",
        "booklet",
        "differing_characters",
        "duty",
        "hits",
        "holder",
        "kind",
        "line",
        "list_version",
        "paper",
        "provisional",
        "queue_number",
        "receipt_number",
        "recipient",
        "shelf",
        "advice",
        "cannot_sign",
        "fingers",
        "remarks",
        "cause",
        "decision",
        "failed",
        "confirmed",
        "agrees",
        "fault",
        "found",
        "reasons",
        "state",
        "finding",
        "first_day",
        "ground",
        "how",
        "last_day",
        "notice",
        "number",
        "sheet",
        "speed",
        "subject",
        "tender",
        "until",
        "chip",
    }
)


def facts_of(event: Event) -> dict[str, str]:
    """Field name to its value as a word; empty values are left out."""
    shown = {}
    for field in fields(event):
        value = getattr(event, field.name) if field.name in _SHOWN else None
        if isinstance(value, tuple):
            value = ",".join(map(str, value))
        if value is not None and value != "":
            shown[field.name] = str(value)
    if "receipt_number" not in shown:
        # What a receipt was written for: where the bank has confirmed, there is none.
        shown.pop("tender", None)
    return shown

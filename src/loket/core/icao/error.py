"""The one error that this package raises for text it cannot accept."""


class IcaoError(Exception):
    """A travel document's text breaks a rule of ICAO Doc 9303.

    `field` names the data element, `clause` the place in Doc 9303 (part, then section), `reason` says
    what is wrong in general terms. None of them ever carries the offending text: that is personal data.
    """

    def __init__(self, field: str, clause: str, reason: str) -> None:
        super().__init__(f"{field}: {reason} (Doc {clause})")
        self.field = field
        self.clause = clause
        self.reason = reason
